import type { Clock } from '../../core/clock.ts';

/** The clock on the wall, for tests that run against real processes. */
export const realClock: Clock = {
	now: Date.now,
	after: (ms, run) => setTimeout(run, ms),
	clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
