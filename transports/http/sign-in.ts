/** Letting people in and out: `/verify/signin`, `/verify/signout`. */
import { parsePhone } from '../../core/domain/phone.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { Decidable } from '../../core/loop/command.ts';
import type { AttemptLimits } from '../../core/vault/attempts.ts';
import { HASHES_WAITING_MAX } from '../../core/vault/password.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import { hashToken } from '../../core/vault/seal.ts';
import { closeSession, type NewSession, newToken } from '../../core/vault/sessions.ts';
import { BAD_CREDENTIALS, openSessionByCode, openSessionByPassword } from '../../core/vault/signin.ts';
import { signInLimits } from './attempts.ts';
import { type Fields, isForm } from './body.ts';
import { giveSession, giveUsername, takeSession, takeUsername } from './cookies.ts';
import { knownDevice, rememberDevice } from './known-device.ts';
import { ownPath } from './own-path.ts';
import { accountAt, accountNamed, canonicalName, ownAccount } from './people.ts';
import { createPlaces } from './places.ts';
import type { HttpPorts } from './ports.ts';
import { leadTo, postedRoute, type Result } from './posted.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route } from './route.ts';

/** Nobody's: what is asked for when a name is unknown, so that the way is the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as AccountId;

/** A session before it is opened: what the vault will keep, and the token that only its browser gets. */
export interface Device {
	readonly session: NewSession;
	readonly token: string;
}

interface Opening {
	readonly account: AccountId | undefined;
	readonly open: Decidable;
	readonly limits: AttemptLimits;
}

export function signInRoutes(ports: HttpPorts): Route[] {
	// Whom there is no room for costs neither a look at the log nor a hash.
	const inPlace = createPlaces(HASHES_WAITING_MAX);
	return [
		postedRoute(ports, {
			path: '/verify/signin',
			page: () => 'signin',
			handle(ask, fields) {
				const enter = () => signIn(ports, ask, fields);
				return 'veri_code' in fields ? enter() : inPlace(enter);
			},
		}),
		{
			method: 'POST',
			path: '/verify/signout',
			kind: 'data',
			who: 'account',
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
	ask: Ask,
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
	const { secure } = ask.client;
	const name = by.remember ? giveUsername(account.username, secure) : takeUsername(secure);
	const device = rememberDevice(ports.seal, ask, by.account, by.remember);
	const cookies = [giveSession(by.token, secure), name, device];
	return { status: by.status, body: { account }, cookies, form: { to: by.next } };
}

async function signIn(ports: HttpPorts, ask: Ask, fields: Fields): Promise<Result> {
	const remember = rememberOf(fields, isForm(ask.request));
	if (remember === undefined) return { rejection: { code: 'bad-request', field: 'remember' } };
	const device = newDevice(ports, ask);
	const opening = await ('veri_code' in fields ? byCode : byPassword)(ports, ask, fields, device.session);
	if ('rejection' in opening) return opening;
	const { account, open, limits } = opening;
	const outcome = await ports.attempts.execute({ name: 'session.open', author: account ?? null, ...open }, limits);
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
	ask: Ask,
	{ username, password }: Fields,
	session: NewSession,
): Promise<Opening | { readonly rejection: Rejection }> {
	if (typeof username !== 'string') return { rejection: { code: 'bad-request', field: 'username' } };
	if (typeof password !== 'string') return { rejection: { code: 'bad-request', field: 'password' } };
	const account = await accountNamed(ports, username);
	const device = knownDevice(ports.seal, ask, account);
	const limits = signInLimits(ports, ask, { name: canonicalName(username), account, device });
	const waits = await ports.attempts.refusal(limits);
	if (waits !== undefined) return { rejection: waits };
	const values = [account ?? NOBODY];
	const [rows] = await ports.log.select([{ table: 'credentials', column: 'account', values }]);
	const hash = rowsOf('credentials', rows)[0]?.hash;
	const verified = await ports.hasher.verify(hash, password);
	if (verified.state === 'unavailable') return { rejection: { code: 'unavailable' } };
	if (!verified.right || account === undefined || hash === undefined) {
		return ports.attempts.refuse('session.open', BAD_CREDENTIALS, limits);
	}
	return { account, open: openSessionByPassword(account, hash, session), limits };
}

async function byCode(
	ports: HttpPorts,
	ask: Ask,
	fields: Fields,
	session: NewSession,
): Promise<Opening | { readonly rejection: Rejection }> {
	const phone = parsePhone(fields.phone);
	if ('rejection' in phone) return phone;
	if (typeof fields.veri_code !== 'string') return { rejection: { code: 'bad-request', field: 'veri_code' } };
	const account = await accountAt(ports.log, { column: 'phone', address: phone.ok });
	const limits = signInLimits(ports, ask, { account, device: knownDevice(ports.seal, ask, account) });
	const waits = await ports.attempts.refusal(limits);
	if (waits !== undefined) return { rejection: waits };
	const code = ports.seal.code('signin', phone.ok, fields.veri_code);
	return { account, open: openSessionByCode(phone.ok, account, code, session), limits };
}
