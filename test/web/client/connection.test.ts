import { beforeEach, expect, test } from 'vitest';
import { backOffMs } from '../../../web/client/back-off.ts';
import {
	CONNECT_MS_MAX,
	type Connection,
	createConnection,
	PONG_MS_MAX,
	WAKE_PONG_MS_MAX,
} from '../../../web/client/connection.ts';
import { SimClock } from '../../support/sim-clock.ts';
import { event, type FakeSocket, fakeSockets, greet, hello } from './fakes.ts';

const HEARTBEAT_MS = 25_000;

let clock: SimClock;
let sockets: FakeSocket[];
let connection: Connection;
let told: string[];
let cursor: { since: number; log: string } | undefined;
/** What chance says: the very end of each interval. */
const random = () => 0.999;

beforeEach(() => {
	clock = new SimClock();
	const fake = fakeSockets();
	sockets = fake.sockets;
	told = [];
	cursor = undefined;
	connection = createConnection(
		{ openSocket: fake.open, clock, random },
		{
			accepts: () => true,
			cursor: () => cursor,
			onPhase: (phase) => told.push(phase.name),
			onEvents: (frame) => told.push(`events ${frame.position}`),
			onState: (frame) => told.push(`state ${frame.state.part}`),
			onSignal: (frame) => told.push(frame.signal),
			onSynced: () => told.push('synced'),
		},
	);
	connection.start();
});

test('CL1 hello is answered with a sync from nothing, and with nothing else before that is answered', () => {
	void connection.ask('history', {});
	const [socket] = sockets;
	expect(socket?.sent).toEqual([]);
	socket?.say(hello());
	expect(socket?.sent).toEqual([{ re: expect.any(Number), do: 'sync' }]);
	socket?.say({ events: [], position: 3 });
	expect(socket?.sent).toHaveLength(1);
	socket?.say({ re: socket.take().re, ok: { position: 3, online: [] } });
	expect(socket?.sent.map((frame) => frame.do)).toEqual(['history']);
	expect(told).toEqual(['connecting', 'syncing', 'events 3', 'synced', 'online']);
});

test('CL1 a later connection syncs from the position reached', () => {
	greet(sockets[0]!);
	cursor = { since: 7, log: 'epoch' };
	sockets[0]?.end(1006);
	clock.pass(1000);
	sockets[1]?.say(hello());
	expect(sockets[1]?.take()).toMatchObject({ do: 'sync', since: 7, log: 'epoch' });
});

test('CL1 a sync that is refused gives the connection up', () => {
	sockets[0]?.say(hello());
	sockets[0]?.say({ re: sockets[0].take().re, error: { code: 'unavailable', message: '' } });
	expect(sockets[0]?.closed).toBe(true);
	expect(connection.phase.name).toBe('waiting');
});

test('CL2 the wait doubles up to 30 s and is full of chance', () => {
	expect([0, 1, 2, 6, 60].map((attempt) => backOffMs(attempt, random))).toEqual([499, 999, 1998, 29970, 29970]);
	expect(backOffMs(9, () => 0)).toBe(0);
	greet(sockets[0]!);
	clock.pass(5_000);
	const waits: number[] = [];
	for (const socket of [0, 1, 2, 3]) {
		sockets[socket]?.end(1006);
		waits.push(clock.timers[0]!);
		clock.pass(waits.at(-1)!);
	}
	expect(waits).toEqual([499, 999, 1998, 3996]);
});

test.each([1012, 1013])('CL2 after %i everybody spreads over 4 s', (code) => {
	greet(sockets[0]!);
	clock.pass(10_000);
	sockets[0]?.end(code);
	expect(clock.timers).toEqual([3996]);
});

test('CL2 a wake tries at once, and a lost socket is not heard any more', () => {
	sockets[0]?.end(1006);
	connection.wake();
	expect(sockets).toHaveLength(2);
	sockets[0]?.say(hello());
	sockets[0]?.end(4001, 'expired');
	expect(connection.phase.name).toBe('connecting');
	expect(sockets[0]?.sent).toEqual([]);
});

test('CL2 stopping closes, and starting again goes on', () => {
	greet(sockets[0]!);
	connection.stop();
	expect(sockets[0]?.closed).toBe(true);
	expect(clock.timers).toEqual([]);
	connection.start();
	greet(sockets[1]!);
	expect(connection.phase.name).toBe('online');
});

test('CL3 a close 4001 ends it with the reason', async () => {
	greet(sockets[0]!);
	const asked = connection.ask('history', {});
	sockets[0]?.end(4001, 'revoked');
	expect(connection.phase).toEqual({ name: 'ended', reason: 'revoked' });
	expect(await asked).toEqual({ state: 'refused', error: { code: 'no-session' } });
	expect(await connection.ask('ping', {})).toEqual({ state: 'refused', error: { code: 'no-session' } });
	connection.wake();
	connection.start();
	expect(clock.timers).toEqual([]);
	expect(sockets).toHaveLength(1);
});

test('CL4 silence for two heartbeats is asked about, and a dead line replaced', () => {
	greet(sockets[0]!);
	clock.pass(2 * HEARTBEAT_MS - 1);
	expect(sockets[0]?.sent).toEqual([]);
	clock.pass(1);
	expect(sockets[0]?.take().do).toBe('ping');
	clock.pass(PONG_MS_MAX);
	expect(sockets[0]?.closed).toBe(true);
	expect(connection.phase.name).toBe('waiting');
});

test('CL60 a line that is silent for 5 s after a wake is replaced, one that answers stays', () => {
	greet(sockets[0]!);
	connection.wake();
	sockets[0]?.say({ re: sockets[0].take().re, ok: { now: 0 } });
	clock.pass(WAKE_PONG_MS_MAX);
	expect(connection.phase.name).toBe('online');
	connection.wake();
	expect(sockets[0]?.take().do).toBe('ping');
	clock.pass(4_999);
	expect(connection.phase.name).toBe('online');
	clock.pass(1);
	expect(sockets[0]?.closed).toBe(true);
	expect(connection.phase.name).toBe('waiting');
});

test('CL4 any frame is a sign of life', () => {
	greet(sockets[0]!);
	clock.pass(30_000);
	sockets[0]?.say({ events: [event({ position: 1, type: 'MessageSent' })], position: 1 });
	clock.pass(2 * HEARTBEAT_MS - 1);
	expect(sockets[0]?.sent).toEqual([]);
	clock.pass(1);
	sockets[0]?.say({ re: sockets[0].take().re, ok: { now: 0 } });
	clock.pass(PONG_MS_MAX);
	expect(connection.phase.name).toBe('online');
});

test('CL4 a connection that never gets ready is given up', () => {
	clock.pass(CONNECT_MS_MAX);
	expect(sockets[0]?.closed).toBe(true);
	expect(connection.phase.name).toBe('waiting');
});

test('CL5 what is beyond the limit waits in its order', () => {
	greet(sockets[0]!, 2);
	for (const q of ['a', 'b', 'c', 'd']) void connection.ask('account.find', { q });
	const [first] = sockets[0]!.sent;
	expect(sockets[0]?.sent.map((frame) => frame.q)).toEqual(['a', 'b']);
	sockets[0]?.say({ re: first!.re, ok: {} });
	expect(sockets[0]?.sent.map((frame) => frame.q)).toEqual(['a', 'b', 'c']);
});

test('CL5 what is too large or one too many is refused at once', async () => {
	const refusal = { state: 'refused', error: { code: 'too-large', max: 65_536 } };
	expect(await connection.ask('account.find', { q: '汉'.repeat(22_000) })).toEqual(refusal);
	for (let k = 0; k < 1000; k++) void connection.ask('ping', {});
	expect(await connection.ask('ping', {})).toEqual({ state: 'refused', error: { code: 'too-often', max: 1000 } });
});

test('CL6 what was not answered is sent again, in order and unchanged', async () => {
	greet(sockets[0]!);
	const first = connection.ask('friend.accept', { from: 'a', id: 'one' });
	void connection.ask('history', { conversation: 'x' });
	void connection.ask('friend.accept', { from: 'b', id: 'two' });
	const asked = [...sockets[0]!.sent];
	sockets[0]?.say({ re: asked[1]!.re, ok: {} });
	sockets[0]?.end(1006);
	const late = connection.ask('ping', {});
	connection.wake();
	greet(sockets[1]!);
	expect(sockets[1]?.sent).toEqual([asked[0], asked[2], expect.objectContaining({ do: 'ping' })]);
	sockets[1]?.say({ re: asked[0]!.re, ok: { done: true }, events: [], position: 9 });
	sockets[1]?.say({ re: sockets[1].sent[2]!.re, error: { code: 'bad-request', message: 'no' } });
	expect(await first).toEqual({ state: 'done', ok: { done: true }, position: 9 });
	expect(await late).toEqual({ state: 'refused', error: { code: 'bad-request', message: 'no' } });
});
