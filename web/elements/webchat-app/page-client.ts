/** The headless client of this page: the browser's sockets, clock and chance, and what happens to a page in its life. */
import { v7 } from 'uuid';
import { type Client, createClient } from '../../client/client.ts';
import { OTHER_ACCOUNT, type Phase } from '../../client/connection.ts';
import { webSockets } from '../../client/socket.ts';
import { onAccountTold, tellAccount } from '../../shared/account-channel.ts';
import { browserClock } from '../../shared/browser-clock.ts';
import { whoIsSignedIn } from '../../shared/http.ts';
import { bringFile } from '../../shared/upload.ts';

export function createPageClient(): Client {
	const { protocol, host } = location;
	const client: Client = createClient({
		openSocket: webSockets(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`),
		clock: browserClock,
		random: Math.random,
		newId: v7,
		bring: (bytes, name, ...hooks) => bringFile(bytes, name, client.state.me?.id, ...hooks),
	});
	wakeWithPage(client);
	followAccount(client);
	keepWhileUploading(client);
	return client;
}

/** Whoever comes back to the page, or gets their network back, waits for no timer. */
function wakeWithPage(client: Client): void {
	addEventListener('online', client.wake);
	addEventListener('pageshow', client.wake);
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') client.wake();
	});
}

/** A page whose files are still on their way asks before it is left: with it they would be gone. */
function keepWhileUploading(client: Client): void {
	addEventListener('beforeunload', (event) => {
		if (client.state.outbox.some(({ upload }) => upload !== undefined)) event.preventDefault();
	});
}

/** One browser is one account: the page of another one stops, and goes on when its person is back. */
function followAccount(client: Client): void {
	let last: Phase['name'] = 'stopped';
	client.subscribe(({ connection, me }) => {
		const entered = connection.name !== last;
		last = connection.name;
		if (!entered) return;
		if (connection.name === 'online' && me !== null) tellAccount(me.id);
		// A handshake that is refused says nothing to a page: asks whether that was because nobody is signed in.
		else if (connection.name === 'waiting') void lookAgain(client);
	});
	onAccountTold((account) => {
		const { me, connection } = client.state;
		if (me === null || connection.name === 'stopped') return;
		if (me.id !== account) client.end(OTHER_ACCOUNT);
		else client.resume();
	});
}

async function lookAgain(client: Client): Promise<void> {
	const present = await whoIsSignedIn();
	if (client.state.connection.name !== 'waiting') return;
	if (present.state === 'nobody') client.end('expired');
	else if (present.state === 'somebody' && present.account.id !== (client.state.me?.id ?? present.account.id))
		client.end(OTHER_ACCOUNT);
}
