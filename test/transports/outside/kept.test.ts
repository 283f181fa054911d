import { expect, test } from 'vitest';
import { createBreaker } from '../../../transports/outside/breaker.ts';
import { createKept, type Loaded } from '../../../transports/outside/kept.ts';
import { rest, SimClock } from '../../support/sim-clock.ts';

const LIMITS = { freshMs: 10_000, keepMs: 100_000, nothingMs: 5_000, keysMax: 3, loadsMax: 2 };

/** What is loaded is told by `answer`; `loads` holds the keys asked for. */
function kept(answer: (key: string, count: number) => Promise<Loaded<string>>) {
	const clock = new SimClock();
	const loads: string[] = [];
	const load = (key: string) => {
		loads.push(key);
		return answer(key, loads.length);
	};
	return { clock, loads, kept: createKept(load, LIMITS, { clock, random: () => 0.5 }) };
}

const never = () => new Promise<never>(() => {});

test('OU19 an answer serves for its time, and nothing is asked before somebody wants it', async () => {
	const { clock, loads, kept: cities } = kept(async (key, count) => ({ value: `${key}${count}` }));
	expect(loads).toEqual([]);
	expect(await cities.get('a')).toEqual({ value: 'a1', at: clock.now(), stale: false });
	clock.pass(9_999);
	expect(await cities.get('a')).toMatchObject({ value: 'a1', stale: false });
	clock.pass(1);
	expect(await cities.get('a')).toMatchObject({ value: 'a2', stale: false });
	expect(loads).toEqual(['a', 'a']);
	clock.pass(1_000_000);
	expect(loads).toHaveLength(2);
	expect(clock.timers).toEqual([]);
});

test('OU19 a key is loaded once at a time, however many want it', async () => {
	const held: ((loaded: Loaded<string>) => void)[] = [];
	const { loads, kept: cities } = kept(() => new Promise((resolve) => held.push(resolve)));
	const many = Array.from({ length: 100 }, () => cities.get('a'));
	await rest();
	held[0]?.({ value: 'x' });
	expect(new Set((await Promise.all(many)).map((got) => JSON.stringify(got))).size).toBe(1);
	expect(loads).toEqual(['a']);
});

test('OU20 the last good answer serves on, marked as old, until it is too old', async () => {
	const { clock, kept: cities } = kept(async (_, count) => (count === 1 ? { value: 'good' } : 'failed'));
	const { at } = Object(await cities.get('a'));
	clock.pass(50_000);
	expect(await cities.get('a')).toEqual({ value: 'good', at, stale: true });
	clock.pass(50_000);
	expect(await cities.get('a')).toBe('failed');
});

test('OU20 who waits for a source that hangs waits eight seconds, with an old answer one and a half', async () => {
	const { clock, kept: cities } = kept(async (_, count) => (count === 1 ? { value: 'good' } : never()));
	const began = clock.now();
	await cities.get('a');
	clock.pass(20_000);
	const old = cities.get('a');
	expect(clock.timers).toEqual([1_500]);
	clock.pass(1_500);
	expect(await old).toMatchObject({ value: 'good', at: began, stale: true });
	const none = cities.get('b');
	expect(clock.timers).toEqual([8_000]);
	clock.pass(8_000);
	expect(await none).toBe('failed');
});

test('OU19 that there is nothing is remembered for a while', async () => {
	const { clock, loads, kept: cities } = kept(async () => 'nothing');
	expect([await cities.get('a'), await cities.get('a')]).toEqual(['nothing', 'nothing']);
	expect(loads).toHaveLength(1);
	clock.pass(5_000);
	await cities.get('a');
	expect(loads).toHaveLength(2);
});

test('OU19 keys and loads are bounded', async () => {
	const { loads, kept: cities } = kept(async (key) => ({ value: key }));
	for (const key of ['a', 'b', 'c', 'd', 'd', 'a']) await cities.get(key);
	expect(loads).toEqual(['a', 'b', 'c', 'd', 'a']);
	const { clock, loads: hanging, kept: slow } = kept(never);
	const some = ['a', 'b', 'c'].map((key) => slow.get(key));
	expect(await some[2]).toBe('failed');
	expect(hanging).toEqual(['a', 'b']);
	clock.pass(8_000);
	await Promise.all(some);
});

function breaker() {
	const clock = new SimClock();
	const bugs: unknown[] = [];
	const source = createBreaker({ clock, random: () => 0.5, onBug: (error) => bugs.push(error) });
	let asked = 0;
	const ask = (answer: 'failed' | 'good' | Error) =>
		source.run(async () => {
			asked += 1;
			if (answer instanceof Error) throw answer;
			return answer;
		});
	return { clock, bugs, ask, asked: () => asked };
}

test('OU21 a source that failed three times is left alone, longer each time, and is back with its first good answer', async () => {
	const { clock, ask, asked } = breaker();
	for (let k = 0; k < 5; k++) expect(await ask('failed')).toBe('failed');
	expect(asked()).toBe(3);
	clock.pass(30_000);
	expect([await ask('failed'), await ask('good'), asked()]).toEqual(['failed', 'failed', 4]);
	clock.pass(59_999);
	expect([await ask('good'), asked()]).toEqual(['failed', 4]);
	clock.pass(1);
	expect([await ask('good'), await ask('good'), asked()]).toEqual(['good', 'good', 6]);
	for (let k = 0; k < 20; k++) {
		await ask('failed');
		clock.pass(30 * 60_000);
	}
	expect(asked()).toBe(26);
});

test('OU21 an adapter that throws is a bug that is told, and a failure', async () => {
	const { bugs, ask } = breaker();
	expect(await ask(new Error('bug'))).toBe('failed');
	expect(bugs).toHaveLength(1);
});

test('OU21 of many that come when it may be tried again one tries', async () => {
	const { clock, ask, asked } = breaker();
	for (let k = 0; k < 3; k++) await ask('failed');
	clock.pass(30_000);
	expect(await Promise.all([ask('good'), ask('good'), ask('good')])).toEqual(['good', 'failed', 'failed']);
	expect(asked()).toBe(4);
});
