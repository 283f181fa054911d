/** Time as one process has it: it stops while the process is frozen, and for ever when it is dead. */
import type { Clock, Timer } from '../../core/clock.ts';
import type { SimClock } from '../support/sim-clock.ts';

class NodeTimer {
	readonly __timer = true;
	inner: Timer | undefined;
}

export class NodeClock implements Clock {
	readonly #clock: SimClock;
	dead = false;
	/** Nothing runs here before (ms since 1970). */
	frozenUntil = 0;

	constructor(clock: SimClock) {
		this.#clock = clock;
	}

	get frozen(): boolean {
		return this.#clock.now() < this.frozenUntil;
	}

	now(): number {
		return this.#clock.now();
	}

	after(ms: number, run: () => void): Timer {
		const timer = new NodeTimer();
		const due = (): void => {
			if (this.dead) return;
			if (this.frozen) timer.inner = this.#clock.after(this.frozenUntil - this.#clock.now(), due);
			else run();
		};
		timer.inner = this.#clock.after(ms, due);
		return timer;
	}

	clear(timer: Timer): void {
		if (timer instanceof NodeTimer && timer.inner !== undefined) this.#clock.clear(timer.inner);
	}
}
