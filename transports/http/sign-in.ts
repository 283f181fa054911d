/** Letting people in and out: `/verify/signin`, `/verify/signout`. */
import { parsePhone } from '../../core/domain/phone.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { Decidable } from '../../core/loop/command.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import { hashToken } from '../../core/vault/seal.ts';
import { closeSession, type NewSession, newToken } from '../../core/vault/sessions.ts';
import { BAD_CREDENTIALS, openSessionByCode, openSessionByPassword } from '../../core/vault/signin.ts';
import { createAttempts, limited } from './attempts.ts';
import { type Fields, isForm } from './body.ts';
import { giveSession, giveUsername, takeSession, takeUsername } from './cookies.ts';
import { ownPath } from './own-path.ts';
import { accountAt, accountNamed, ownAccount } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { leadTo, postedRoute, type Result } from './posted.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route } from './route.ts';

/** Sign-ins that may fail from one network in a window; beyond it: 429. */
const FAILURES_MAX = 100;
const WINDOW_MS = 10 * 60_000;
/** Nobody's: what is asked for when a name is unknown, so that the way is the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as AccountId;

/** A session before it is opened: what the vault will keep, and the token that only its browser gets. */
export interface Device {
	readonly session: NewSession;
	readonly token: string;
}

type Opening = { readonly account: AccountId | undefined; readonly open: Decidable };

export function signInRoutes(ports: HttpPorts): Route[] {
	const attempts = createAttempts(ports.clock, FAILURES_MAX, WINDOW_MS);
	return [
		postedRoute(ports, {
			path: '/verify/signin',
			page: () => 'signin',
			handle: (ask, fields) => limited(ports, attempts, ask, () => signIn(ports, ask, fields)),
		}),
		{
			method: 'POST',
			path: '/verify/signout',
			kind: 'data',
			who: 'signed-in',
			async handle({ request, client, language }, { account, session }) {
				const close = closeSession(account, session, 'signed-out');
				const outcome = await ports.node().execute({ name: 'session.close', author: account, ...close });
				if (outcome.state === 'rejected') return refusal(outcome.rejection, language);
				const cookie = takeSession(client.secure);
				if (isForm(request)) return leadTo('/verify/signin', [cookie]);
				return new Response(null, { status: 204, headers: { 'Set-Cookie': cookie } });
			},
		},
	];
}

export function newDevice(ports: HttpPorts, { request }: Ask): Device {
	const token = newToken();
	const session = ports.newId() as SessionId;
	const device = request.headers.get('User-Agent') ?? '';
	return { token, session: { session, token: hashToken(token), device } };
}

/** The answer to somebody who was just let in. */
export async function welcome(
	ports: HttpPorts,
	{ client }: Ask,
	by: {
		readonly account: AccountId;
		readonly token: string;
		readonly status: 200 | 201;
		readonly remember: boolean;
		/** Where a form goes on. */
		readonly next: string;
	},
): Promise<Result> {
	const account = await ownAccount(ports, by.account);
	if (account === undefined) return { rejection: { code: 'unavailable' } };
	const name = by.remember ? giveUsername(account.username, client.secure) : takeUsername(client.secure);
	const cookies = [giveSession(by.token, client.secure), name];
	return { status: by.status, body: { account }, cookies, form: { to: by.next } };
}

async function signIn(ports: HttpPorts, ask: Ask, fields: Fields): Promise<Result> {
	const remember = rememberOf(fields, isForm(ask.request));
	if (remember === undefined) return { rejection: { code: 'bad-request', field: 'remember' } };
	const device = newDevice(ports, ask);
	const opening = await ('veri_code' in fields ? byCode : byPassword)(ports, fields, device.session);
	if ('rejection' in opening) return opening;
	const { account, open } = opening;
	const outcome = await ports.node().execute({ name: 'session.open', author: account ?? null, ...open });
	if (outcome.state === 'rejected') return outcome;
	if (account === undefined) throw new Error('a session was opened for nobody');
	const next = ownPath(fields.next) ?? '/';
	return welcome(ports, ask, { account, token: device.token, status: 200, remember, next });
}

/** Whether to keep the user name; undefined where it cannot be understood. A form says `on` or `off`. */
function rememberOf({ remember = true }: Fields, form: boolean): boolean | undefined {
	if (form && (remember === 'on' || remember === 'off')) return remember === 'on';
	return typeof remember === 'boolean' ? remember : undefined;
}

async function byPassword(
	ports: HttpPorts,
	{ username, password }: Fields,
	session: NewSession,
): Promise<Opening | { readonly rejection: Rejection }> {
	if (typeof username !== 'string') return { rejection: { code: 'bad-request', field: 'username' } };
	if (typeof password !== 'string') return { rejection: { code: 'bad-request', field: 'password' } };
	const account = await accountNamed(ports, username);
	const values = [account ?? NOBODY];
	const [rows] = await ports.log.select([{ table: 'credentials', column: 'account', values }]);
	const hash = rowsOf('credentials', rows)[0]?.hash;
	const verified = await ports.hasher.verify(hash, password);
	if (verified.state === 'unavailable') return { rejection: { code: 'unavailable' } };
	if (!verified.right || account === undefined || hash === undefined) return { rejection: BAD_CREDENTIALS };
	return { account, open: openSessionByPassword(account, hash, session) };
}

async function byCode(
	ports: HttpPorts,
	fields: Fields,
	session: NewSession,
): Promise<Opening | { readonly rejection: Rejection }> {
	const phone = parsePhone(fields.phone);
	if ('rejection' in phone) return phone;
	if (typeof fields.veri_code !== 'string') return { rejection: { code: 'bad-request', field: 'veri_code' } };
	const account = await accountAt(ports.log, { column: 'phone', address: phone.ok });
	const code = ports.seal.code('signin', phone.ok, fields.veri_code);
	return { account, open: openSessionByCode(phone.ok, account, code, session) };
}
