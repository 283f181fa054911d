/** Simulated time: a clock whose timers run in order of their due time, then of their making, when it is told to step. */
import type { Clock, Timer } from '../../core/clock.ts';

interface Due {
	readonly at: number;
	readonly serial: number;
	readonly run: () => void;
	readonly timer: SimTimer;
}

class SimTimer {
	readonly __timer = true;
	cleared = false;
}

export class SimClock implements Clock {
	#now: number;
	#serial = 0;
	/** A binary heap: the next one stands first. */
	readonly #heap: Due[] = [];

	constructor(now = 1_700_000_000_000) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	after(ms: number, run: () => void): Timer {
		const timer = new SimTimer();
		this.#serial += 1;
		push(this.#heap, { at: this.#now + Math.max(0, Math.ceil(ms)), serial: this.#serial, run, timer });
		return timer;
	}

	clear(timer: Timer): void {
		if (timer instanceof SimTimer) timer.cleared = true;
	}

	/** When the next timer is due, in ms since 1970; undefined when there is none. */
	next(): number | undefined {
		while (this.#heap[0]?.timer.cleared) pop(this.#heap);
		return this.#heap[0]?.at;
	}

	/** Moves time to the next timer and runs it. False when there is none. */
	step(): boolean {
		if (this.next() === undefined) return false;
		const due = pop(this.#heap)!;
		this.#now = Math.max(this.#now, due.at);
		due.timer.cleared = true;
		due.run();
		return true;
	}

	/** Lets this much time go by, and runs what is due meanwhile. */
	pass(ms: number): void {
		const end = this.#now + ms;
		while ((this.next() ?? Number.POSITIVE_INFINITY) <= end) this.step();
		this.#now = end;
	}

	/** Milliseconds until each timer that waits. */
	get timers(): readonly number[] {
		return this.#heap.filter(({ timer }) => !timer.cleared).map(({ at }) => at - this.#now);
	}

	/** Moves time on without running anything: what is due meanwhile runs late, at the next steps. */
	advance(ms: number): void {
		this.#now += ms;
	}
}

/** Resolves when every promise that can go on without time or the outside has gone on. */
export function rest(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Lets promises and timers run until `done`; throws when nothing is left to run, or after `steps` timers. */
export async function until(clock: SimClock, done: () => boolean, steps = 10_000): Promise<void> {
	for (let step = 0; step < steps; step++) {
		await rest();
		if (done()) return;
		if (!clock.step()) break;
	}
	throw new Error('simulated time ran out before the condition held');
}

function before(a: Due, b: Due): boolean {
	return a.at < b.at || (a.at === b.at && a.serial < b.serial);
}

function push(heap: Due[], due: Due): void {
	let child = heap.push(due) - 1;
	while (child > 0) {
		const parent = (child - 1) >> 1;
		if (!before(due, heap[parent]!)) break;
		heap[child] = heap[parent]!;
		child = parent;
	}
	heap[child] = due;
}

function pop(heap: Due[]): Due | undefined {
	const first = heap[0];
	const last = heap.pop();
	if (last === undefined || heap.length === 0) return first;
	let parent = 0;
	for (;;) {
		let child = 2 * parent + 1;
		if (child >= heap.length) break;
		if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
		if (!before(heap[child]!, last)) break;
		heap[parent] = heap[child]!;
		parent = child;
	}
	heap[parent] = last;
	return first;
}
