/** Leaves a source alone that failed several times, so that nobody waits for it and it is not asked for nothing. */
import type { Clock } from '../../core/clock.ts';

/** Failures in a row that open the breaker. */
const FAILURES_MAX = 3;
/** How long it stays open at first; doubled each time that the try after it fails. */
const OPEN_MS = 30_000;
const OPEN_MS_MAX = 30 * 60_000;

export interface Breaker {
	/** Runs `attempt`, or does not: then, and when it fails, the answer is `failed`. A rejection is a failure that goes on to `onBug`. */
	run<Result>(attempt: () => Promise<Result | 'failed'>): Promise<Result | 'failed'>;
}

export interface BreakerPorts {
	readonly clock: Clock;
	/** In [0, 1). */
	readonly random: () => number;
	/** Told of an attempt that threw, which none should. */
	readonly onBug: (error: unknown) => void;
}

export function createBreaker({ clock, random, onBug }: BreakerPorts): Breaker {
	let failures = 0;
	let openUntil = 0;
	return {
		async run(attempt) {
			if (clock.now() < openUntil) return 'failed';
			// While this one finds out, nobody else tries.
			if (failures >= FAILURES_MAX) open();
			const result = await attempt().catch((error: unknown) => {
				onBug(error);
				return 'failed' as const;
			});
			if (result !== 'failed') {
				failures = 0;
				openUntil = 0;
				return result;
			}
			failures += 1;
			if (failures >= FAILURES_MAX) open();
			return 'failed';
		},
	};

	function open(): void {
		const ms = Math.min(OPEN_MS * 2 ** (failures - FAILURES_MAX), OPEN_MS_MAX);
		openUntil = clock.now() + ms * (0.75 + random() / 2);
	}
}
