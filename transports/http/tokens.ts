/** One's own tokens and those of one's bots: `/me/tokens`. A token is told once, when it is made. */
import { parseTokenName } from '../../core/domain/line.ts';
import { bad, type Parsed } from '../../core/domain/parsed.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { type AccountId, isId, type SessionId } from '../../core/ids.ts';
import { type RowOf, rowsOf } from '../../core/vault/rows.ts';
import { hashToken } from '../../core/vault/seal.ts';
import { makeToken, NEVER, newBearer, revokeToken } from '../../core/vault/tokens.ts';
import { accountLimits } from './attempts.ts';
import type { Fields } from './body.ts';
import { done, ownRoute } from './own-route.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route } from './route.ts';

/** A token as its owner sees it. */
interface ListedToken {
	readonly id: SessionId;
	readonly name: string;
	/** Whom it lets in, where that is a bot; null: oneself. */
	readonly bot: AccountId | null;
	readonly created: number;
	/** Up to an hour ago it may have been used since; null: never. */
	readonly lastUsed: number | null;
	/** Null: it lasts until it is ended. */
	readonly expires: number | null;
}

export function tokenRoutes(ports: HttpPorts): Route[] {
	const common = { kind: 'data', who: 'signed-in' } as const;
	return [
		{
			...{ ...common, method: 'GET', path: '/me/tokens' },
			handle: async (_ask, { account }) => Response.json({ tokens: await listed(ports, account) }),
		},
		ownRoute({
			...{ method: 'POST', path: '/me/tokens' },
			handle: (_ask, { account }, fields) => make(ports, account, fields),
		}),
		{
			...{ ...common, method: 'DELETE', path: '/me/tokens/:id' },
			handle: (ask, { account }) => revoke(ports, ask, account),
		},
	];
}

async function make(
	ports: HttpPorts,
	owner: AccountId,
	fields: Fields,
): Promise<{ readonly rejection: Rejection } | Response> {
	const wish = parseWish(fields);
	if ('rejection' in wish) return wish;
	const { name, bot, expires } = wish.ok;
	const token = newBearer();
	const made = {
		session: ports.newId() as SessionId,
		account: bot ?? owner,
		owner,
		hash: hashToken(token),
		name,
		expires,
	};
	const limits = accountLimits(ports, owner, 'tokens-of-account');
	const outcome = await ports.attempts.execute({ name: 'token.make', author: owner, ...makeToken(made) }, limits);
	if (outcome.state === 'rejected') return outcome;
	const told = (await listed(ports, owner)).find(({ id }) => id === made.session);
	return Response.json({ token, ...told }, { status: 201 });
}

async function revoke(ports: HttpPorts, { language, url }: Ask, owner: AccountId): Promise<Response> {
	const session = url.pathname.split('/').at(-1) as SessionId;
	const [rows] = isId(session)
		? await ports.log.select([{ table: 'tokens', column: 'session', values: [session] }])
		: [[]];
	const token = rowsOf('tokens', rows)[0];
	if (token?.owner !== owner) return refusal({ code: 'not-found' }, language);
	const end = revokeToken({ session, account: token.account as AccountId, owner });
	const outcome = await ports.node().execute({ name: 'token.revoke', author: owner, ...end });
	return outcome.state === 'rejected' ? refusal(outcome.rejection, language) : done();
}

/** Those that are good, the oldest first. */
async function listed({ log, clock }: HttpPorts, owner: AccountId): Promise<ListedToken[]> {
	const [rows] = await log.select([{ table: 'tokens', column: 'owner', values: [owner] }]);
	const tokens = rowsOf('tokens', rows).filter(({ expires }) => expires > clock.now());
	if (tokens.length === 0) return [];
	const [kept] = await log.select([
		{ table: 'sessions', column: 'session', values: tokens.map(({ session }) => session) },
	]);
	const sessions = new Map(rowsOf('sessions', kept).map((row) => [row.session, row]));
	return tokens
		.flatMap((token) => {
			const session = sessions.get(token.session);
			return session === undefined || session.bad !== null ? [] : [asListed(token, session)];
		})
		.sort((a, b) => a.created - b.created);
}

function asListed(token: RowOf<'tokens'>, { seen }: RowOf<'sessions'>): ListedToken {
	const { session, account, owner, name, created, expires } = token;
	return {
		id: session as SessionId,
		name,
		bot: account === owner ? null : (account as AccountId),
		created,
		lastUsed: seen === created ? null : seen,
		expires: expires === NEVER ? null : expires,
	};
}

interface Wish {
	readonly name: string;
	readonly bot: AccountId | undefined;
	readonly expires: number;
}

/** `expires` in ms since 1970 UTC; absent or null: never. Whether it is still to come is decided with everything else. */
function parseWish({ name, bot, expires }: Fields): Parsed<Wish> {
	const called = parseTokenName(name);
	if ('rejection' in called) return called;
	if (expires !== undefined && expires !== null && !isTime(expires)) return bad('bad-request', 'expires');
	if (bot !== undefined && bot !== null && !isId(bot)) return bad('bad-request', 'bot');
	return { ok: { name: called.ok, bot: (bot ?? undefined) as AccountId | undefined, expires: expires ?? NEVER } };
}

function isTime(value: unknown): value is number {
	return Number.isSafeInteger(value);
}
