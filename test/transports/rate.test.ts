import { expect, test } from 'vitest';
import { Rate } from '../../transports/rate.ts';
import { SimClock } from '../support/sim-clock.ts';

function pass(clock: SimClock, ms: number): void {
	clock.after(ms, () => {});
	clock.step();
}

test('LI9 a burst, then so many a second; others are counted by themselves', () => {
	const clock = new SimClock();
	const rate = new Rate<string>(10, clock, 30);
	for (let k = 0; k < 30; k++) expect(rate.take('a')).toBe(0);
	expect(rate.take('a')).toBe(100);
	expect(rate.take('b')).toBe(0);
	pass(clock, 100);
	expect(rate.take('a')).toBe(0);
	expect(rate.take('a')).toBe(100);
	pass(clock, 60_000);
	for (let k = 0; k < 30; k++) expect(rate.take('a')).toBe(0);
	expect(rate.take('a')).toBeGreaterThan(0);
});

test('LI9 without a rate there is no limit', () => {
	const rate = new Rate<string>(0, new SimClock());
	for (let k = 0; k < 1_000; k++) expect(rate.take('a')).toBe(0);
});

test('LI10 of many that come once none is remembered for long, who used everything up is', () => {
	const clock = new SimClock();
	const rate = new Rate<number>(1, clock);
	expect(rate.take(0)).toBe(0);
	for (let k = 1; k < 100_000; k++) {
		rate.take(k);
		if (k % 5_000 === 0) {
			pass(clock, 1_000);
			expect(rate.take(0)).toBe(0);
			expect(rate.take(0)).toBe(1_000);
		}
		expect(rate.size).toBeLessThanOrEqual(20_000);
	}
});
