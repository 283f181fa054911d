import { beforeEach, expect, test } from 'vitest';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import { type Client, createClient } from '../../../web/client/client.ts';
import { profileOf } from '../../support/profile.ts';
import { SimClock } from '../../support/sim-clock.ts';
import { BEA, type FakeSocket, fakeSockets, hello, ME, PAIR } from './fakes.ts';

const SELF = '00000000-0000-5000-8000-0000000000aa' as ConversationId;

let clock: SimClock;
let sockets: FakeSocket[];
let client: Client;

beforeEach(() => {
	clock = new SimClock();
	const fake = fakeSockets();
	sockets = fake.sockets;
	let ids = 0;
	client = createClient({ openSocket: fake.open, clock, random: () => 0.5, newId: () => `id-${++ids}` });
	client.start();
	arrive(sockets[0]!, ME);
});

test('CL61 a greeting for somebody else ends the client before anything is asked or told', async () => {
	client.sendText(PAIR, 'not for them');
	sockets[0]?.end(1006);
	clock.pass(1000);
	sockets[1]?.say(greeting(BEA));
	expect(client.state.connection).toEqual({ name: 'ended', reason: 'other-account' });
	expect(sockets[1]).toMatchObject({ sent: [], closed: true });
	await settled();
	expect(client.state.me?.id).toBe(ME);
	expect(client.state.outbox).toMatchObject([{ state: 'waiting' }]);
});

test('CL61 a page that is told so by another tab ends at once', () => {
	client.end('other-account');
	expect(sockets[0]?.closed).toBe(true);
	expect(client.state.connection).toEqual({ name: 'ended', reason: 'other-account' });
	clock.pass(100_000);
	client.wake();
	expect(sockets).toHaveLength(1);
});

test('CL62 unsent messages leave in their order, once, when the same person is back', async () => {
	client.sendText(PAIR, 'one');
	sockets[0]?.end(4001, 'expired');
	client.sendText(PAIR, 'two');
	await settled();
	expect(client.state.outbox).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
	client.resume();
	arrive(sockets[1]!, ME);
	expect(sockets[1]?.take()).toMatchObject({ do: 'message.send', id: 'id-1' });
	expect(sockets[1]?.sent).toEqual([]);
	expect(client.state.connection.name).toBe('online');
});

test('CL62 for somebody else nothing leaves, and it still leaves once its writer is back', async () => {
	client.sendText(PAIR, 'one');
	sockets[0]?.end(4001, 'expired');
	await settled();
	client.resume();
	sockets[1]?.say(greeting(BEA));
	await settled();
	expect(sockets[1]?.sent).toEqual([]);
	client.resume();
	arrive(sockets[2]!, ME);
	expect(sockets[2]?.take()).toMatchObject({ do: 'message.send', id: 'id-1' });
});

test('CL62 only what has ended can be resumed', () => {
	client.resume();
	expect(sockets).toHaveLength(1);
	expect(client.state.connection.name).toBe('online');
});

test('CL63 time is the server’s, whatever the clock of the device says', () => {
	expect(client.state.clockAhead).toBe(NOW - clock.now());
	client.sendText(PAIR, 'one');
	expect(client.state.outbox[0]?.at).toBe(NOW);
	clock.pass(60_000);
	client.sendText(PAIR, 'two');
	expect(client.state.outbox[1]?.at).toBe(NOW + 60_000);
});

const NOW = 1_900_000_000_000;

function greeting(account: AccountId) {
	const { hello: frame } = hello();
	return { hello: { ...frame, account, now: NOW } };
}

/** Hello, and a sync that tells an account without anything. */
function arrive(socket: FakeSocket, account: AccountId): void {
	socket.say(greeting(account));
	const me = { ...profileOf(account, 'mei', 'Mei'), self: SELF, blocked: [] };
	socket.say({ state: { part: 'me', items: [me] } });
	for (const part of ['friends', 'requests', 'conversations'] as const) socket.say({ state: { part, items: [] } });
	socket.say({ re: socket.take().re, ok: { position: 5, online: [], reset: true } });
}

/** Promises that are settled have called back. */
async function settled(): Promise<void> {
	for (let k = 0; k < 10; k++) await Promise.resolve();
}
