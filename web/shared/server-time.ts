import type { ChatState } from '../client/state.ts';
import { browserClock } from './browser-clock.ts';

/** What time it is by the server's clock, ms since 1970 UTC: a wrong clock of this device changes nothing that is shown. */
export function serverNow(state: Pick<ChatState, 'clockAhead'>): number {
	return browserClock.now() + state.clockAhead;
}
