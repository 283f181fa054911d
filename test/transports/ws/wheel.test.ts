import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WHEEL_DELAY_MS_MAX, WHEEL_TICK_MS, Wheel, type Wheeled } from '../../../transports/ws/wheel.ts';
import { SimClock } from '../../support/sim-clock.ts';

class Entry implements Wheeled {
	wheelSlot = -1;
	readonly calls: number[] = [];
	readonly #clock: SimClock;
	again: (() => void) | undefined;

	constructor(clock: SimClock) {
		this.#clock = clock;
	}

	onDue(): void {
		this.calls.push(this.#clock.now());
		this.again?.();
	}
}

function runOut(clock: SimClock): void {
	for (let step = 0; step < 1000 && clock.step(); step += 1);
}

test('WS14 entries are called once, never early and less than two ticks late', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: WHEEL_DELAY_MS_MAX }), { minLength: 1 }), (delays) => {
			const clock = new SimClock(0);
			const wheel = new Wheel(clock);
			const entries = delays.map((ms) => {
				const entry = new Entry(clock);
				wheel.schedule(entry, ms);
				return { entry, ms };
			});
			runOut(clock);
			for (const { entry, ms } of entries) {
				expect(entry.calls).toHaveLength(1);
				expect(entry.calls[0]).toBeGreaterThanOrEqual(ms);
				expect(entry.calls[0]).toBeLessThan(ms + 2 * WHEEL_TICK_MS);
			}
		}),
	);
});

test('WS14 an entry that joins between two ticks is not called early', () => {
	const clock = new SimClock(0);
	const wheel = new Wheel(clock);
	wheel.schedule(new Entry(clock), 60_000);
	clock.step();
	clock.advance(900);
	const entry = new Entry(clock);
	wheel.schedule(entry, 1000);
	const asked = clock.now();
	runOut(clock);
	expect(entry.calls[0]).toBeGreaterThanOrEqual(asked + 1000);
	expect(entry.calls[0]).toBeLessThan(asked + 1000 + 2 * WHEEL_TICK_MS);
});

test('WS14 scheduling again replaces, cancelling forgets, and there is no timer left', () => {
	const clock = new SimClock(0);
	const wheel = new Wheel(clock);
	const [replaced, cancelled] = [new Entry(clock), new Entry(clock)];
	wheel.schedule(replaced, 5_000);
	wheel.schedule(cancelled, 5_000);
	wheel.schedule(replaced, 9_000);
	wheel.cancel(cancelled);
	wheel.cancel(cancelled);
	runOut(clock);
	expect(replaced.calls).toEqual([10_000]);
	expect(cancelled.calls).toEqual([]);
	expect(clock.next()).toBeUndefined();
});

test('WS14 an entry may schedule itself and cancel others while it is called', () => {
	const clock = new SimClock(0);
	const wheel = new Wheel(clock);
	const [first, second] = [new Entry(clock), new Entry(clock)];
	first.again = () => {
		wheel.cancel(second);
		if (first.calls.length < 3) wheel.schedule(first, 10_000);
	};
	wheel.schedule(first, 10_000);
	wheel.schedule(second, 10_000);
	runOut(clock);
	expect(first.calls).toEqual([10_000, 20_000, 30_000]);
	expect(second.calls).toEqual([]);
});
