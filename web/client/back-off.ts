/** How long to wait before trying again: exponential with full jitter, so that a crowd never comes back at once. */

export const BACK_OFF_FIRST_MS = 500;
export const BACK_OFF_MS_MAX = 30_000;
/** Where everybody was sent away at once (a restart), the first try is already spread over 4 s. */
export const RESTART_ATTEMPT = 3;

/** A time in [0, min(30 s, 500 ms · 2^attempt)), for `attempt` = 0, 1, 2, … */
export function backOffMs(attempt: number, random: () => number): number {
	return Math.floor(random() * Math.min(BACK_OFF_MS_MAX, BACK_OFF_FIRST_MS * 2 ** attempt));
}
