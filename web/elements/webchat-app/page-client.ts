/** The headless client of this page: the browser's sockets, clock and chance. */
import { v7 } from 'uuid';
import { type Client, createClient } from '../../client/client.ts';
import { webSockets } from '../../client/socket.ts';
import { browserClock } from '../../shared/browser-clock.ts';

export function createPageClient(): Client {
	const { protocol, host } = location;
	return createClient({
		openSocket: webSockets(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`),
		clock: browserClock,
		random: Math.random,
		newId: v7,
	});
}
