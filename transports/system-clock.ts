import type { Clock } from '../core/clock.ts';

/** The machine's clock and timers. */
export const systemClock: Clock = {
	now: () => Date.now(),
	after: (ms, run) => setTimeout(run, ms),
	clear: (timer) => {
		if (!('__timer' in timer)) clearTimeout(timer);
	},
};
