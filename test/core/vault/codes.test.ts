import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueCode, withdrawCode } from '../../../core/vault/codes.ts';
import type { CountedLimit } from '../../../core/vault/counters.ts';
import { registerAccount } from '../../../core/vault/register.ts';
import { openSessionByCode } from '../../../core/vault/signin.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, newSession, PHONE, refusedAs, register, registration, seal } from './vault.ts';

/** As the rules say. */
const CODE_LIFE_MS = 10 * 60_000;
const CODE_WAIT_MS = 60_000;

let engine: Engine;
beforeEach(async () => {
	engine = await startEngine();
});
afterEach(() => engine.stop());

const issue = (code: string, phone = PHONE, limits: readonly CountedLimit[] = []) =>
	engine.execute(issueCode(seal.code('signup', phone, code), limits));
const use = (veriCode: string, username: string, phone = PHONE) =>
	engine.execute(registerAccount(registration({ veriCode, username, phone })));

test('VA9 a hundred uses of a right code at once: one succeeds', async () => {
	done(await issue('123456'));
	const outcomes = await Promise.all(Array.from({ length: 100 }, (_, k) => use('123456', `user${k}`)));
	expect(outcomes.filter((outcome) => outcome.state === 'done')).toHaveLength(1);
	expect(new Set(outcomes.map(refusedAs))).toEqual(new Set([undefined, 'bad-code']));
});

test('VA9 a hundred wrong guesses at once count as a hundred: the code is dead', async () => {
	done(await issue('123456'));
	const guesses = await Promise.all(Array.from({ length: 100 }, (_, k) => use(String(200_000 + k), `user${k}`)));
	expect(new Set(guesses.map(refusedAs))).toEqual(new Set(['bad-code']));
	expect(refusedAs(await use('123456', 'late'))).toBe('bad-code');
});

test.each([
	[4, undefined],
	[5, 'bad-code'],
])('VA9 after %i wrong guesses the right code answers %s', async (guesses, answer) => {
	done(await issue('123456'));
	for (let k = 0; k < guesses; k++) expect(refusedAs(await use('654321', 'somebody'))).toBe('bad-code');
	expect(refusedAs(await use('123456', 'somebody'))).toBe(answer);
});

test.each([
	[CODE_LIFE_MS - 1_000, undefined],
	[CODE_LIFE_MS + 1, 'bad-code'],
])('VA9 after %i ms the right code answers %s', async (ms, answer) => {
	done(await issue('123456'));
	engine.pass(ms);
	expect(refusedAs(await use('123456', 'somebody'))).toBe(answer);
});

test('VA9 a new code kills the old', async () => {
	done(await issue('123456'));
	engine.pass(CODE_WAIT_MS);
	done(await issue('111111'));
	expect(refusedAs(await use('123456', 'somebody'))).toBe('bad-code');
	expect(refusedAs(await use('111111', 'somebody'))).toBeUndefined();
});

test('VA9 a code works for its own purpose and address only', async () => {
	const { account } = await register(engine);
	done(await issue('123456', '+8613800000001'));
	expect(refusedAs(await use('123456', 'other', '+8613800000002'))).toBe('bad-code');
	const shown = seal.code('signin', PHONE, '123456');
	const open = openSessionByCode(PHONE, account, shown, newSession());
	expect(refusedAs(await engine.execute(open))).toBe('bad-credentials');
	expect(refusedAs(await use('123456', 'other', '+8613800000001'))).toBeUndefined();
});

test('VA10 within the wait a further code is refused, and says how long to wait', async () => {
	done(await issue('123456'));
	engine.pass(20_000);
	const outcome = await issue('111111');
	expect(outcome).toMatchObject({ state: 'rejected', rejection: { code: 'too-often' } });
	const waitMs = outcome.state === 'rejected' ? (outcome.rejection.retryAfterMs ?? 0) : 0;
	expect(waitMs).toBeGreaterThan(CODE_WAIT_MS - 25_000);
	expect(waitMs).toBeLessThanOrEqual(CODE_WAIT_MS - 20_000);
	expect(refusedAs(await use('123456', 'somebody'))).toBeUndefined();
});

test('VA10 the wait holds after the code was used, and not for another purpose', async () => {
	await register(engine);
	expect(refusedAs(await issue('111111'))).toBe('too-often');
	done(await engine.execute(issueCode(seal.code('signin', PHONE, '111111'), [])));
});

test('VA10 a hundred requests at once for one phone: one code', async () => {
	const outcomes = await Promise.all(Array.from({ length: 100 }, (_, k) => issue(String(100_000 + k))));
	expect(outcomes.filter((outcome) => outcome.state === 'done')).toHaveLength(1);
});

test('VA10 past a counted limit codes are refused until its window ends, and nothing is counted', async () => {
	const day = 24 * 60 * 60_000;
	const limits = [
		{ counter: 'network', windowMs: day, max: 3 },
		{ counter: 'wide', windowMs: day, max: 100 },
	];
	const phones = Array.from({ length: 20 }, (_, k) => `+86138000001${k + 10}`);
	const outcomes = await Promise.all(phones.map((phone) => issue('123456', phone, limits)));
	expect(outcomes.filter((outcome) => outcome.state === 'done')).toHaveLength(3);
	expect(await engine.rows('counters', 'name', 'wide')).toMatchObject([{ count: 3 }]);
	const refused = outcomes.find((outcome) => outcome.state === 'rejected');
	const waitMs = refused?.state === 'rejected' ? (refused.rejection.retryAfterMs ?? 0) : 0;
	expect(waitMs).toBeGreaterThan(0);
	engine.pass(waitMs);
	expect(refusedAs(await issue('123456', '+8613800009999', limits))).toBeUndefined();
});

const DAY_MS = 24 * 60 * 60_000;
const withdraw = (code: string, limits: readonly CountedLimit[] = []) =>
	engine.execute(withdrawCode(seal.code('signup', PHONE, code), limits));

test('VA22 a code that could not be sent leaves no wait behind, and takes no newer one away', async () => {
	done(await issue('123456'));
	done(await withdraw('123456'));
	done(await issue('111111'));
	done(await withdraw('123456'));
	expect(refusedAs(await use('123456', 'somebody'))).toBe('bad-code');
	expect(refusedAs(await use('111111', 'somebody'))).toBeUndefined();
});

test('VA22 a code that could not be sent does not count, and what was counted before does', async () => {
	const limits = [{ counter: 'day:x', windowMs: DAY_MS, max: 2 }];
	done(await issue('000000', PHONE, limits));
	engine.pass(CODE_WAIT_MS);
	for (let k = 0; k < 3; k++) {
		done(await issue(`11111${k}`, PHONE, limits));
		done(await withdraw(`11111${k}`, limits));
		done(await withdraw(`11111${k}`, limits));
	}
	done(await issue('222222', PHONE, limits));
	engine.pass(CODE_WAIT_MS);
	expect(refusedAs(await issue('333333', PHONE, limits))).toBe('too-often');
});

test('VA22 what was counted in a window that is over is not taken from the next one', async () => {
	const limits = [{ counter: 'day:x', windowMs: DAY_MS, max: 1 }];
	engine.pass(DAY_MS - (engine.clock.now() % DAY_MS) - 1_000);
	done(await issue('123456', PHONE, limits));
	engine.pass(CODE_WAIT_MS);
	done(await issue('111111', '+8613900000000', limits));
	done(await withdraw('123456', limits));
	expect(refusedAs(await issue('222222', '+8613900000001', limits))).toBe('too-often');
});

test('VA7 the vault holds neither the code nor the phone', async () => {
	done(await issue('123456'));
	const rows = await engine.rows('codes', 'address', seal.address(PHONE));
	expect(rows).toHaveLength(1);
	expect(JSON.stringify(rows)).not.toMatch(/123456|1380000/);
});
