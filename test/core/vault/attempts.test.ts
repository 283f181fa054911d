import { afterEach, beforeEach, expect, test } from 'vitest';
import { limitedAttempt, wrongAttempt } from '../../../core/vault/attempts.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { refusedAs } from './vault.ts';

const WINDOW_MS = 60_000;
const limit = (counter: string, max: number) => ({ counter, windowMs: WINDOW_MS, max });
const RIGHT = { keys: [], decide: () => ({ events: [] }) };
const WRONG = wrongAttempt({ code: 'bad-credentials' });
const failures = [limit('name', 3), limit('network', 5)];

let engine: Engine;
beforeEach(async () => {
	engine = await startEngine();
});
afterEach(() => engine.stop());

const count = async (name: string) => (await engine.rows('counters', 'name', name)).map((row) => row.count);

test('LI1 a hundred wrong attempts at once on two nodes: as many as the limit are judged', async () => {
	const other = await engine.beside();
	const wrong = () => limitedAttempt({ failures, successes: [] }, WRONG);
	const outcomes = await Promise.all(
		Array.from({ length: 100 }, (_, k) => (k % 2 === 0 ? engine : other).execute(wrong())),
	);
	const judged = outcomes.filter((outcome) => refusedAs(outcome) === 'bad-credentials');
	expect(judged).toHaveLength(3);
	expect(new Set(outcomes.map(refusedAs))).toEqual(new Set(['bad-credentials', 'too-often']));
	expect([await count('name'), await count('network')]).toEqual([[3], [3]]);
	await other.stop();
});

test('LI1 past the limit a right attempt is not told to be right, until the window ends', async () => {
	for (let k = 0; k < 3; k++) await engine.execute(limitedAttempt({ failures, successes: [] }, WRONG));
	const outcome = await engine.execute(limitedAttempt({ failures, successes: [] }, RIGHT));
	expect(refusedAs(outcome)).toBe('too-often');
	const waitMs = outcome.state === 'rejected' ? (outcome.rejection.retryAfterMs ?? 0) : 0;
	expect(waitMs).toBeGreaterThan(0);
	expect(waitMs).toBeLessThanOrEqual(WINDOW_MS);
	engine.pass(waitMs);
	expect(refusedAs(await engine.execute(limitedAttempt({ failures, successes: [] }, RIGHT)))).toBeUndefined();
});

test('LI1 of several limits that are used up the longest wait is told', async () => {
	const long = { counter: 'long', windowMs: 1_000 * WINDOW_MS, max: 1 };
	const limits = { failures: [limit('short', 1), long], successes: [] };
	await engine.execute(limitedAttempt(limits, WRONG));
	engine.pass(WINDOW_MS);
	const outcome = await engine.execute(limitedAttempt(limits, RIGHT));
	expect(refusedAs(outcome)).toBe('too-often');
});

test('LI4 what is done counts under its own limits, and what is refused is not', async () => {
	const limits = { failures: [limit('failed', 1)], successes: [limit('done', 2)] };
	const outcomes = [];
	for (const attempt of [RIGHT, RIGHT, RIGHT, WRONG]) {
		outcomes.push(refusedAs(await engine.execute(limitedAttempt(limits, attempt))));
	}
	expect(outcomes).toEqual([undefined, undefined, 'too-often', 'too-often']);
	expect([await count('failed'), await count('done')]).toEqual([[], [2]]);
});

test('LI1 without limits nothing is read or counted', async () => {
	expect(limitedAttempt({ failures: [], successes: [] }, WRONG)).toBe(WRONG);
});
