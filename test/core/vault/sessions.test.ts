import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { issueCode } from '../../../core/vault/codes.ts';
import { forgetExpired } from '../../../core/vault/forget.ts';
import { rowsOf } from '../../../core/vault/rows.ts';
import { createSessionLookup } from '../../../core/vault/session-lookup.ts';
import { overdueRead, sweep } from '../../../core/vault/session-sweep.ts';
import { closeSession, expireSession, judgeSession, newToken } from '../../../core/vault/sessions.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, newSession, PHONE, register, seal } from './vault.ts';

/** As the rules say. */
const SESSION_IDLE_MS = 30 * 24 * 60 * 60_000;
const SESSION_LIFE_MS = 180 * 24 * 60 * 60_000;
const SESSION_SEEN_EVERY_MS = 60 * 60_000;

let engine: Engine;
beforeEach(async () => {
	engine = await startEngine();
});
afterEach(() => engine.stop());

async function signedIn() {
	const token = newToken();
	const { account, session } = await register(engine, { session: newSession(token) });
	return { token, account, session: session.session };
}

test('VA4 a token is looked up by its hash; another one is nobody’s', async () => {
	const { token, account, session } = await signedIn();
	const lookUp = createSessionLookup(engine.log, engine.clock);
	expect(await lookUp(token)).toMatchObject({ state: 'good', account, session });
	expect(await lookUp(newToken())).toEqual({ state: 'bad', reason: 'expired' });
	expect(JSON.stringify(await engine.rows('sessions', 'session', session))).not.toContain(token);
});

test('VA5 without use a session ends after 30 days', async () => {
	const { token, account, session } = await signedIn();
	const lookUp = createSessionLookup(engine.log, engine.clock);
	engine.pass(SESSION_IDLE_MS - 60_000);
	expect((await lookUp(token)).state).toBe('good');
	engine.pass(SESSION_IDLE_MS - 60_000);
	expect((await lookUp(token)).state).toBe('good');
	engine.pass(SESSION_IDLE_MS + 60_000);
	expect(await lookUp(token)).toEqual({ state: 'bad', reason: 'expired', unclosed: { account, session } });
});

test('VA5 in use a session ends after 180 days', async () => {
	const { token } = await signedIn();
	const lookUp = createSessionLookup(engine.log, engine.clock);
	const step = SESSION_IDLE_MS / 2;
	for (let age = step; age < SESSION_LIFE_MS; age += step) {
		engine.pass(step);
		expect((await lookUp(token)).state).toBe('good');
	}
	engine.pass(step);
	expect(await lookUp(token)).toMatchObject({ state: 'bad', reason: 'expired' });
});

test('VA5 use is written down at most once an hour', async () => {
	const { token } = await signedIn();
	const lookUp = createSessionLookup(engine.log, engine.clock);
	const write = vi.spyOn(engine.log, 'write');
	for (let k = 0; k < 3; k++) await lookUp(token);
	expect(write).not.toHaveBeenCalled();
	engine.pass(SESSION_SEEN_EVERY_MS);
	for (let k = 0; k < 3; k++) await lookUp(token);
	expect(write).toHaveBeenCalledTimes(1);
});

test('VA5 writing the use down revives neither an ended session nor a forgotten one', async () => {
	const { account, session } = await signedIn();
	engine.pass(SESSION_SEEN_EVERY_MS);
	const [row] = rowsOf('sessions', await engine.rows('sessions', 'session', session));
	const state = judgeSession(row, engine.clock.now());
	if (state.state !== 'good' || state.touch === undefined) throw new Error('not to be written');
	done(await engine.execute(closeSession(account, session, 'revoked')));
	await engine.log.write([state.touch]);
	const [ended] = rowsOf('sessions', await engine.rows('sessions', 'session', session));
	expect(judgeSession(ended, engine.clock.now())).toEqual({ state: 'bad', reason: 'revoked' });
	await engine.log.write([{ do: 'delete', table: 'sessions', where: { session } }, state.touch]);
	expect(await engine.rows('sessions', 'session', session)).toEqual([]);
});

test('VA14 a storm of look-ups costs two reads', async () => {
	const { token, session } = await signedIn();
	const lookUp = createSessionLookup(engine.log, engine.clock);
	const select = vi.spyOn(engine.log, 'select');
	const states = await Promise.all(Array.from({ length: 500 }, (_, k) => lookUp(k % 2 === 0 ? token : newToken())));
	expect(states.filter((state) => state.state === 'good' && state.session === session)).toHaveLength(250);
	expect(select).toHaveBeenCalledTimes(2);
});

test('VA14 when the log cannot be reached every look-up fails, and the next ones work again', async () => {
	const { token } = await signedIn();
	const lookUp = createSessionLookup(engine.log, engine.clock);
	const select = vi.spyOn(engine.log, 'select').mockRejectedValueOnce(new Error('lost'));
	await expect(lookUp(token)).rejects.toThrow('lost');
	select.mockRestore();
	expect((await lookUp(token)).state).toBe('good');
});

/** One round over the sessions whose time is over. Answers how many were ended. */
async function sweepSessions(): Promise<number> {
	const [rows] = await engine.log.select([overdueRead(engine.clock.now())]);
	const { expired, writes } = sweep(rowsOf('sessions', rows));
	for (const { account, session } of expired) done(await engine.execute(expireSession(account, session)));
	await engine.log.write(writes);
	return expired.length;
}
const closings = async () => (await engine.events()).filter(({ type }) => type === 'SessionClosed');

test('VA23 a session whose time is over is ended by an event, once', async () => {
	const { session } = await signedIn();
	engine.pass(SESSION_IDLE_MS - 60_000);
	expect(await sweepSessions()).toBe(0);
	engine.pass(120_000);
	expect([await sweepSessions(), await sweepSessions()]).toEqual([1, 0]);
	expect((await closings()).map(({ data }) => JSON.parse(data))).toEqual([{ session, reason: 'expired' }]);
	expect(engine.node.views.facts.sessionOpen(session)).toBe(false);
	expect(await engine.rows('sessions', 'session', session)).toMatchObject([{ bad: 'expired' }]);
});

test('VA23 one that was used or ended since it was found stays as it is', async () => {
	const { account, session } = await signedIn();
	engine.pass(SESSION_IDLE_MS + 1_000);
	const touch = (expires: number) =>
		engine.log.write([{ do: 'update', table: 'sessions', where: { session }, set: { expires } }]);
	await touch(engine.clock.now() + 60_000);
	done(await engine.execute(expireSession(account, session)));
	expect(engine.node.views.facts.sessionOpen(session)).toBe(true);
	done(await engine.execute(closeSession(account, session, 'revoked')));
	await touch(0);
	done(await engine.execute(expireSession(account, session)));
	expect(await engine.rows('sessions', 'session', session)).toMatchObject([{ bad: 'revoked' }]);
	expect(await closings()).toHaveLength(1);
});

test('VA23 ended ones that are remembered keep nobody from being found', async () => {
	const { account, session } = await signedIn();
	const row = { account, device: '', opened: 0, seen: 0, expires: 1 };
	for (let k = 0; k < 500; k++) {
		const made = newSession();
		await engine.log.write([
			{ do: 'insert', table: 'sessions', row: { ...row, session: made.session, token: made.token, bad: 'revoked' } },
		]);
	}
	engine.pass(SESSION_IDLE_MS + 1_000);
	for (let round = 0; round < 6 && engine.node.views.facts.sessionOpen(session); round++) await sweepSessions();
	expect(engine.node.views.facts.sessionOpen(session)).toBe(false);
});

test('VA15 dead codes and counters are forgotten, sessions a while after their end', async () => {
	const { session } = await signedIn();
	const limit = { counter: 'network', windowMs: 60_000, max: 10 };
	done(await engine.execute(issueCode(seal.code('signin', PHONE, '123456'), [limit])));
	const left = async () => [
		(await engine.rows('codes', 'address', seal.address(PHONE))).length,
		(await engine.rows('counters', 'name', 'network')).length,
		(await engine.rows('sessions', 'session', session)).length,
	];
	const forget = async () => {
		await engine.log.write(forgetExpired(engine.clock.now()));
		await sweepSessions();
	};
	await forget();
	expect(await left()).toEqual([2, 1, 1]);
	engine.pass(SESSION_IDLE_MS + 60_000);
	await forget();
	expect(await left()).toEqual([0, 0, 1]);
	await forget();
	engine.pass(SESSION_IDLE_MS + 60_000);
	await forget();
	expect(await left()).toEqual([0, 0, 0]);
});

test.each([
	['a missing column', { name: 'a', window: 1, count: 1 }],
	['a text for a number', { name: 'a', window: '1', count: 1, expires: 1 }],
	['null where there is none', { name: null, window: 1, count: 1, expires: 1 }],
])('VA16 a row with %s is a bug', (_what, row) => {
	expect(() => rowsOf('counters', [row])).toThrow('counters.');
	expect(() => rowsOf('counters', undefined)).toThrow('not answered');
});
