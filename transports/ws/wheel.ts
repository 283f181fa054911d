import type { Clock, Timer } from '../../core/clock.ts';

/** How exact the wheel is: what is due is called less than two ticks late. */
export const WHEEL_TICK_MS = 1000;
const SLOTS = 128;
/** The longest delay; a longer one is called this early. */
export const WHEEL_DELAY_MS_MAX = (SLOTS - 2) * WHEEL_TICK_MS;

/** Something that waits on a wheel for at most one moment at a time. */
export interface Wheeled {
	/** The wheel's own note of where the entry stands; -1 while it does not wait. Start with -1 and leave it alone. */
	wheelSlot: number;
	/** Called once for each `schedule`. */
	onDue(): void;
}

/**
 * One timer for any number of entries (a hashed timing wheel): scheduling and cancelling cost a set operation and no
 * allocation of a timer or closure. Ticks only while something waits, so that an idle process can end.
 */
export class Wheel {
	readonly #clock: Clock;
	readonly #slots: Set<Wheeled>[] = Array.from({ length: SLOTS }, () => new Set<Wheeled>());
	#hand = 0;
	#waiting = 0;
	#timer: Timer | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	 * Calls `entry.onDue` in `ms` milliseconds or less than two ticks later; replaces an earlier schedule of the same
	 * entry. Counts ticks, not the clock's time: what a frozen process slept does not make everybody late at once.
	 */
	schedule(entry: Wheeled, ms: number): void {
		this.cancel(entry);
		// Between two ticks it is unknown how much of this one is left.
		const begun = this.#timer === undefined ? 0 : 1;
		const ticks = Math.max(1, Math.ceil(Math.min(ms, WHEEL_DELAY_MS_MAX) / WHEEL_TICK_MS)) + begun;
		entry.wheelSlot = (this.#hand + ticks) % SLOTS;
		this.#slot(entry.wheelSlot).add(entry);
		this.#waiting += 1;
		this.#timer ??= this.#clock.after(WHEEL_TICK_MS, this.#tick);
	}

	/** Forgets the entry; nothing happens when it does not wait. */
	cancel(entry: Wheeled): void {
		if (entry.wheelSlot === -1) return;
		this.#slot(entry.wheelSlot).delete(entry);
		entry.wheelSlot = -1;
		this.#waiting -= 1;
		if (this.#waiting > 0 || this.#timer === undefined) return;
		this.#clock.clear(this.#timer);
		this.#timer = undefined;
	}

	readonly #tick = (): void => {
		this.#timer = undefined;
		this.#hand = (this.#hand + 1) % SLOTS;
		const due = this.#slot(this.#hand);
		// Nothing can join this slot meanwhile: a delay is at least one tick and shorter than a whole turn.
		for (const entry of due) {
			this.cancel(entry);
			entry.onDue();
		}
		if (this.#waiting > 0) this.#timer ??= this.#clock.after(WHEEL_TICK_MS, this.#tick);
	};

	#slot(index: number): Set<Wheeled> {
		const slot = this.#slots[index];
		if (slot === undefined) throw new RangeError(`no slot ${index} on the wheel`);
		return slot;
	}
}
