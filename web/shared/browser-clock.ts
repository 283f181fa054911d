import type { Clock } from '../../core/clock.ts';

/** The browser's clock and timers. */
export const browserClock: Clock = {
	now: () => Date.now(),
	after: (ms, run) => setTimeout(run, ms),
	clear: (timer) => {
		if (!('__timer' in timer)) clearTimeout(timer);
	},
};
