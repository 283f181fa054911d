/** How often a network asks for anything at all: requests, and handshakes of WebSockets, which begin as requests. */
import type { Clock } from '../../core/clock.ts';
import { Rate } from '../rate.ts';
import { type Client, networkOf } from './client.ts';

/** Seconds' worth that may come at once after a pause: a whole school that opens its pages. */
const BURST_SECONDS = 10;

export interface Visits {
	/** Counts a visit: 0 where there is room, else after how many ms there will be. Loopback is no network. */
	wait(client: Pick<Client, 'address' | 'loopback'>): number;
}

/** `perSecond` 0: no limit. Counted in this process alone: it protects the process, not what is kept. */
export function createVisits(perSecond: number, clock: Clock): Visits {
	const rate = new Rate<string>(perSecond, clock, BURST_SECONDS * perSecond);
	return { wait: ({ address, loopback }) => (loopback ? 0 : rate.take(networkOf(address))) };
}
