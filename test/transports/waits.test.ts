import { expect, test } from 'vitest';
import { createWaits } from '../../transports/waits.ts';
import { SimClock } from '../support/sim-clock.ts';

/** As the module says. */
const WAITS_MAX = 50_000;

test('LI5 a wait is remembered until it is over', () => {
	const clock = new SimClock();
	const waits = createWaits(clock);
	waits.add('a', 1_000);
	clock.after(400, () => {});
	clock.step();
	expect([waits.left('a'), waits.left('b')]).toEqual([600, 0]);
	clock.after(600, () => {});
	clock.step();
	expect(waits.left('a')).toBe(0);
});

test('LI10 of too many waits the oldest are forgotten', () => {
	const waits = createWaits(new SimClock());
	for (let k = 0; k <= WAITS_MAX; k++) waits.add(String(k), 1_000);
	expect([waits.left('0'), waits.left('1'), waits.left(String(WAITS_MAX))]).toEqual([0, 1_000, 1_000]);
});
