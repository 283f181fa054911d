import { LogError } from './port.ts';

/** Gives up a turn. Calling it again does nothing. */
export type Release = () => void;

interface Waiter {
	readonly resolve: (release: Release) => void;
	readonly reject: (reason: unknown) => void;
	readonly signal: AbortSignal | undefined;
	readonly onAbort: () => void;
}

/** A lock within one process: whoever asks first is served first. `places` may have their turn at once. */
export class Turns {
	#free: number;
	/** A Set keeps the order of insertion, and leaving from the middle is cheap. */
	readonly #waiting = new Set<Waiter>();

	constructor(places = 1) {
		this.#free = places;
	}

	/** Whether a turn can be had at once. */
	get isFree(): boolean {
		return this.#free > 0;
	}

	/** Resolves when it is the caller's turn, which lasts until the release is called. An aborted `signal` rejects with its reason. */
	take(signal?: AbortSignal): Promise<Release> {
		if (signal?.aborted) return Promise.reject(signal.reason);
		if (this.#free > 0) {
			this.#free -= 1;
			return Promise.resolve(this.#release());
		}
		return new Promise((resolve, reject) => {
			const onAbort = () => {
				this.#waiting.delete(waiter);
				reject(signal?.reason);
			};
			const waiter: Waiter = { resolve, reject, signal, onAbort };
			this.#waiting.add(waiter);
			signal?.addEventListener('abort', onAbort, { once: true });
		});
	}

	/** The same, waiting at most `ms` milliseconds; then rejects with `LogError` `transient`. */
	async takeWithin(ms: number): Promise<Release> {
		if (this.#free > 0) return this.take();
		const limit = new AbortController();
		const timer = setTimeout(() => limit.abort(new LogError('transient', 'waited too long for a turn')), ms);
		try {
			return await this.take(limit.signal);
		} finally {
			clearTimeout(timer);
		}
	}

	/** Runs the job in a turn of its own; its outcome is passed on. */
	async run<T>(job: () => Promise<T>): Promise<T> {
		const release = await this.take();
		try {
			return await job();
		} finally {
			release();
		}
	}

	#release(): Release {
		let released = false;
		return () => {
			if (released) return;
			released = true;
			const [next] = this.#waiting;
			if (next === undefined) {
				this.#free += 1;
				return;
			}
			this.#waiting.delete(next);
			next.signal?.removeEventListener('abort', next.onAbort);
			next.resolve(this.#release());
		};
	}
}
