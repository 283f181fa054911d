import type { Clock, Timer } from '../../core/clock.ts';

/** A browser's timers are numbers, which say nothing by themselves: each stands behind an object. */
const handles = new WeakMap<object, number>();

/** The browser's clock and timers. */
export const browserClock: Clock = {
	// Not the wall clock, which people and networks put forward and back while the page is open.
	now: () => Math.round(performance.timeOrigin + performance.now()),
	after(ms, run) {
		const timer: Timer = { __timer: true };
		handles.set(timer, window.setTimeout(run, ms));
		return timer;
	},
	clear: (timer) => window.clearTimeout(handles.get(timer)),
};
