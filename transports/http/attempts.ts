/** How often a network may fail at something, counted in memory over fixed windows of time. */
import type { Clock } from '../../core/clock.ts';
import { networkOf } from './client.ts';
import type { HttpPorts } from './ports.ts';
import type { Result } from './posted.ts';
import { statusOf } from './refusal.ts';
import type { Ask } from './route.ts';

/** Networks remembered at once; past it those of the oldest windows are forgotten first. */
const NETWORKS_MAX = 50_000;

export interface Attempts {
	/**
	 * Counts an attempt of `network` before it is known to fail, so that many at once are counted too. Answers how long
	 * to wait (ms) where that is one too many, else 0.
	 */
	begin(network: string): number;
	/** The attempt was a good one after all: it does not count. */
	forgive(network: string): void;
}

export function createAttempts(clock: Clock, max: number, windowMs: number): Attempts {
	const counted = new Map<string, { count: number; readonly until: number }>();
	return {
		begin(network) {
			const now = clock.now();
			const known = counted.get(network);
			if (known !== undefined && known.until > now) {
				if (known.count >= max) return known.until - now;
				known.count++;
				return 0;
			}
			counted.delete(network);
			counted.set(network, { count: 1, until: now + windowMs });
			// A map keeps the order of insertion, and all windows are as long: the first is the oldest.
			for (const [oldest] of counted) {
				if (counted.size <= NETWORKS_MAX) break;
				counted.delete(oldest);
			}
			return 0;
		},
		forgive(network) {
			const known = counted.get(network);
			if (known !== undefined && known.count > 0) known.count--;
		},
	};
}

/** Runs an attempt unless the network failed too often; only failures count, and none that was our own (503). */
export async function limited(
	{ settings }: HttpPorts,
	attempts: Attempts,
	{ client }: Ask,
	attempt: () => Promise<Result>,
): Promise<Result> {
	if (settings.attempts === 'free' || client.loopback) return attempt();
	const network = networkOf(client.address);
	const retryAfterMs = attempts.begin(network);
	if (retryAfterMs > 0) return { rejection: { code: 'too-often', retryAfterMs } };
	const result = await attempt();
	if (!('rejection' in result) || statusOf(result.rejection.code) === 503) attempts.forgive(network);
	return result;
}
