/** Who was told to wait, and until when, in this process: so that whoever goes on asking costs nothing more. */
import type { Clock } from '../core/clock.ts';

/** Waits remembered at once; beyond it the oldest are forgotten, and found out anew when somebody asks. */
const WAITS_MAX = 50_000;

export interface Waits {
	/** `who` may come again in `ms`. */
	add(who: string, ms: number): void;
	/** How long `who` has to wait still, in ms; 0 where nothing is known. */
	left(who: string): number;
}

export function createWaits(clock: Clock): Waits {
	const until = new Map<string, number>();
	return {
		add(who, ms) {
			until.delete(who);
			until.set(who, clock.now() + ms);
			// A map keeps the order of insertion.
			for (const [oldest] of until) {
				if (until.size <= WAITS_MAX) break;
				until.delete(oldest);
			}
		},
		left(who) {
			const ms = (until.get(who) ?? 0) - clock.now();
			if (ms <= 0) until.delete(who);
			return Math.max(0, ms);
		},
	};
}
