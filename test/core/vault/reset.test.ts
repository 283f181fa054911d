import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccountId } from '../../../core/ids.ts';
import { issueCode } from '../../../core/vault/codes.ts';
import { type Reset, resetPassword } from '../../../core/vault/reset.ts';
import { endAllSessions, openSession, SESSIONS_MAX } from '../../../core/vault/sessions.ts';
import { openSessionByCode, openSessionByPassword } from '../../../core/vault/signin.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, HASH, newSession, PHONE, refusedAs, register, seal } from './vault.ts';

let engine: Engine;
beforeEach(async () => {
	engine = await startEngine();
});
afterEach(() => engine.stop());

const NEW_HASH = `${HASH}2`;
const MAIL = 'zhang@example.com';
const BY_PHONE = { column: 'phone', address: PHONE } as const;
const BY_MAIL = { column: 'email_verified', address: MAIL } as const;

const issue = async (address: string) =>
	done(await engine.execute(issueCode(seal.code('reset', address, '123456'), [])));
const reset = (account: AccountId | undefined, code = '123456', contact: Reset['contact'] = BY_PHONE) =>
	engine.execute(
		resetPassword({ contact, account, code: seal.code('reset', contact.address, code), passwordHash: NEW_HASH }),
	);
const hashOf = async (account: AccountId) => (await engine.rows('credentials', 'account', account))[0]?.hash;

test('VA18 a reset changes the password and ends every session, in one transaction', async () => {
	const { account, session } = await register(engine);
	const second = newSession();
	done(await engine.execute(openSessionByPassword(account, HASH, second)));
	await issue(PHONE);
	const before = (await engine.events()).length;
	done(await reset(account));
	const events = (await engine.events()).slice(before);
	expect(events.map(({ type, stream, by, data }) => [type, stream, by, JSON.parse(data)])).toEqual([
		['PasswordChanged', account, account, {}],
		['SessionClosed', account, account, { session: session.session, reason: 'password-changed' }],
		['SessionClosed', account, account, { session: second.session, reason: 'password-changed' }],
	]);
	expect(await hashOf(account)).toBe(NEW_HASH);
	const rows = await engine.rows('sessions', 'account', account);
	expect(rows.map(({ bad }) => bad)).toEqual(['password-changed', 'password-changed']);
	expect(engine.node.views.facts.sessions(account)).toEqual([]);
});

test('VA18 sessions that ended before keep their reason', async () => {
	const { account, session } = await register(engine);
	await engine.log.write([
		{ do: 'update', table: 'sessions', where: { session: session.session }, set: { bad: 'revoked' } },
	]);
	await issue(PHONE);
	done(await reset(account));
	expect((await engine.rows('sessions', 'account', account)).map(({ bad }) => bad)).toEqual(['revoked']);
});

test('VA18 a hundred resets at once with one code: one succeeds', async () => {
	const { account } = await register(engine);
	await issue(PHONE);
	const outcomes = await Promise.all(Array.from({ length: 100 }, () => reset(account)));
	expect(outcomes.filter(({ state }) => state === 'done')).toHaveLength(1);
	expect(new Set(outcomes.map(refusedAs))).toEqual(new Set([undefined, 'bad-code']));
	const types = (await engine.events()).map(({ type }) => type);
	expect(types.filter((type) => type === 'PasswordChanged')).toHaveLength(1);
});

test('VA18 a session that is being opened with the old password meanwhile is refused or ended', async () => {
	const { account } = await register(engine);
	await issue(PHONE);
	const open = () => engine.execute(openSessionByPassword(account, HASH, newSession()));
	const ten = () => Array.from({ length: 10 }, open);
	const outcomes = await Promise.all([...ten(), reset(account), ...ten()]);
	expect(outcomes.slice(0, 10).map(refusedAs)).toEqual(Array(10).fill(undefined));
	expect(outcomes[10]?.state).toBe('done');
	expect(engine.node.views.facts.sessions(account)).toEqual([]);
	expect(outcomes.slice(11).map(refusedAs)).toEqual(Array(10).fill('bad-credentials'));
});

test.each<[string, (account: AccountId) => ReturnType<typeof reset>]>([
	['a wrong code', (account) => reset(account, '000000')],
	['an address that is nobody’s', () => reset(undefined)],
	['an address that became somebody else’s', () => reset(engine.node.id as string as AccountId)],
	['an e-mail address that is not verified', (account) => reset(account, '123456', BY_MAIL)],
])('VA18 %s is the same refusal and changes nothing', async (_what, attempt) => {
	const { account } = await register(engine);
	await issue(PHONE);
	await issue(MAIL);
	const before = (await engine.events()).length;
	const outcome = await attempt(account);
	expect(outcome).toEqual({ state: 'rejected', rejection: { code: 'bad-code', field: 'veri_code' } });
	expect((await engine.events()).length).toBe(before);
	expect(await hashOf(account)).toBe(HASH);
	expect(refusedAs(await reset(account))).toBeUndefined();
});

test('VA18 a verified e-mail address serves as a phone does', async () => {
	const { account } = await register(engine);
	await engine.log.write([{ do: 'update', table: 'contacts', where: { account }, set: { email_verified: MAIL } }]);
	await issue(MAIL);
	done(await reset(account, '123456', BY_MAIL));
	expect(await hashOf(account)).toBe(NEW_HASH);
});

test('VA18 five wrong guesses kill the code, for nobody’s address too', async () => {
	const { account } = await register(engine);
	await issue(PHONE);
	for (let k = 0; k < 5; k++)
		expect(refusedAs(await reset(k % 2 === 0 ? account : undefined, '000000'))).toBe('bad-code');
	expect(refusedAs(await reset(account))).toBe('bad-code');
});

test('VA18 a code for resetting signs nobody in', async () => {
	const { account } = await register(engine);
	await issue(PHONE);
	const shown = seal.code('signin', PHONE, '123456');
	expect(refusedAs(await engine.execute(openSessionByCode(PHONE, account, shown, newSession())))).toBe(
		'bad-credentials',
	);
	expect(refusedAs(await reset(account))).toBeUndefined();
});

test('VA17 beyond the limit of open sessions the oldest is closed', async () => {
	const { account, session } = await register(engine);
	const opened = [session.session];
	for (let k = 0; k < SESSIONS_MAX + 1; k++) {
		const made = newSession();
		done(await engine.execute(openSessionByPassword(account, HASH, made)));
		opened.push(made.session);
	}
	expect(engine.node.views.facts.sessions(account)).toEqual(opened.slice(2));
	for (const old of opened.slice(0, 2)) {
		expect(await engine.rows('sessions', 'session', old)).toMatchObject([{ bad: 'revoked' }]);
	}
	const closed = (await engine.events()).filter(({ type }) => type === 'SessionClosed');
	expect(closed.map(({ data }) => JSON.parse(data))).toEqual(
		opened.slice(0, 2).map((old) => ({ session: old, reason: 'revoked' })),
	);
});

test('VA17 many who sign in at once stay within the limit', async () => {
	const { account } = await register(engine);
	const openings = Array.from({ length: SESSIONS_MAX + 50 }, () => openSessionByPassword(account, HASH, newSession()));
	const outcomes = await Promise.all(openings.map((opening) => engine.execute(opening)));
	expect(outcomes.every(({ state }) => state === 'done')).toBe(true);
	expect(engine.node.views.facts.sessions(account)).toHaveLength(SESSIONS_MAX);
	const good = (await engine.rows('sessions', 'account', account)).filter(({ bad }) => bad === null);
	expect(good).toHaveLength(SESSIONS_MAX);
});

test('VA17 an account with more sessions than one transaction takes can sign in, and be ended', async () => {
	const { account } = await register(engine);
	const facts = { ...engine.node.views.facts, sessions: () => Array(5_000).fill(newSession().session) };
	expect(openSession(facts, account, newSession(), 0).events).toHaveLength(1_001);
	expect(endAllSessions(facts, account, 'password-changed', 0).events).toHaveLength(1_000);
});
