import { beforeEach, expect, test } from 'vitest';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import type { Conversation, Profile, PublicEvent } from '../../../core/wire.ts';
import { type Client, createClient, UNAVAILABLE_TRIES_MAX } from '../../../web/client/client.ts';
import { profileOf } from '../../support/profile.ts';
import { SimClock } from '../../support/sim-clock.ts';
import { BEA, CAI, event, type FakeSocket, fakeSockets, GROUP, greet, hello, ME, PAIR } from './fakes.ts';

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
});

test('CL12 a reset becomes the state at once, when it is whole, and what followed it comes after', () => {
	const [socket] = sockets;
	socket?.say(hello());
	const sync = socket!.take();
	tell(socket!);
	socket?.say({ events: [message(6, 2)], position: 6 });
	expect(client.state.me).toBeNull();
	socket?.say({ re: sync.re, ok: { position: 5, online: [BEA], reset: true } });
	expect(client.state).toMatchObject({ log: 'epoch', position: 6, me: { id: ME, self: SELF } });
	expect(client.state.conversations.get(PAIR)).toMatchObject({ version: 6, n: 2, unread: 2, peer: BEA });
	expect([...client.state.online]).toEqual([BEA]);
	expect(client.state.profiles.get(BEA)?.nickname).toBe('Bea');
});

test('CL12 own unsent messages and the open conversation outlive a reset, and its history is loaded again', async () => {
	const first = reset();
	client.openConversation(PAIR);
	answer(first, 'history', { messages: [], more: false });
	await settled();
	expect(client.state.windows.get(PAIR)?.older).toBe('none');
	client.sendText(PAIR, 'hello');
	first.end(1006);
	clock.pass(1000);
	const [, second] = sockets;
	second?.say(hello());
	const sync = second!.take();
	expect(sync).toMatchObject({ since: 5, log: 'epoch' });
	tell(second!);
	second?.say({ re: sync.re, ok: { position: 50, online: [], reset: true } });
	expect(client.state.outbox).toHaveLength(1);
	expect(client.state.open).toBe(PAIR);
	expect(second?.sent.map((frame) => frame.do)).toEqual(['message.send', 'history']);
});

test('CL22 settings are asked for under an id, and are what the events say', async () => {
	const socket = reset();
	const reply = client.setConversation(PAIR, { pin: true });
	const { re, ...asked } = socket.take();
	expect(asked).toEqual({ do: 'conversation.set', id: 'id-1', conversation: PAIR, pin: true });
	const changed = event({
		...{ position: 6, type: 'ConversationSettingsChanged', stream: ME, by: ME },
		data: { conversation: PAIR, mute: false, pin: true, hide: false },
	});
	expect(client.state.conversations.get(PAIR)?.settings.pin).toBe(false);
	socket.say({ re, ok: {}, events: [changed], position: 6 });
	expect(await reply).toMatchObject({ state: 'done' });
	expect(client.state.conversations.get(PAIR)?.settings).toEqual({ mute: false, pin: true, hide: false });
});

test('CL12 parts of a connection that was lost are forgotten', () => {
	sockets[0]?.say(hello());
	tell(sockets[0]!);
	sockets[0]?.end(1006);
	clock.pass(1000);
	greet(sockets[1]!);
	expect(client.state.me).toBeNull();
});

test('CL11 strangers of an event are looked up once, together', async () => {
	const socket = reset();
	socket.say({ events: [request(6, CAI)], position: 6 });
	socket.say({ events: [], position: 7 });
	const asked = named(socket, 'account.get');
	expect(asked).toMatchObject([{ accounts: [CAI] }]);
	socket.say({ re: asked[0]!.re, ok: { accounts: [profile(CAI, 'Cai')] } });
	await settled();
	expect(client.state.profiles.get(CAI)?.nickname).toBe('Cai');
	expect(client.state.requests.get(CAI)).toEqual({ from: CAI, to: ME, note: 'hi', at: 1006 });
	expect(client.state.wanted.accounts.size).toBe(0);
});

test('CL11 a conversation that an event brings is looked up, and what happens meanwhile is not lost', async () => {
	const socket = reset();
	const joined = { type: 'MemberJoined', stream: GROUP, data: { accounts: [ME], via: 'invite' } };
	socket.say({ events: [event({ ...joined, position: 6, version: 4 })], position: 6 });
	const [asked] = named(socket, 'conversation.get');
	expect(asked).toMatchObject({ conversation: GROUP });
	socket.say({ events: [{ ...message(7, 3), stream: GROUP, version: 5 }], position: 7 });
	socket.say({ re: asked!.re, ok: { ...group } });
	await settled();
	expect(client.state.conversations.get(GROUP)).toMatchObject({ version: 5, n: 3, unread: 1, name: 'g' });
});

test('CL11 what the server does not tell is not asked for again', async () => {
	const socket = reset();
	socket.say({ events: [event({ position: 6, type: 'MessageSent', stream: GROUP, data: { n: 1 } })], position: 6 });
	const [asked] = named(socket, 'conversation.get');
	socket.say({ re: asked!.re, error: { code: 'not-found', message: '' } });
	await settled();
	socket.say({ events: [], position: 7 });
	expect(named(socket, 'conversation.get')).toEqual([]);
	expect(client.state.conversations.has(GROUP)).toBe(false);
});

test('CL13 pages of a history join without a hole, whatever happens meanwhile', async () => {
	const socket = reset();
	client.openConversation(PAIR);
	const [newest] = named(socket, 'history');
	expect(newest).toMatchObject({ conversation: PAIR, limit: 50 });
	socket.say({ events: [message(6, 2)], position: 6 });
	socket.say({ re: newest!.re, ok: { messages: [line(5), line(4)].reverse(), more: true } });
	await settled();
	expect(versions()).toEqual([4, 5, 6]);
	const older = client.loadOlder(PAIR);
	void client.loadOlder(PAIR);
	const pages = named(socket, 'history');
	expect(pages).toMatchObject([{ before: 4 }]);
	socket.say({ re: pages[0]!.re, ok: { messages: [line(3)], more: false } });
	await older;
	expect(versions()).toEqual([3, 4, 5, 6]);
	await client.loadOlder(PAIR);
	expect(named(socket, 'history')).toEqual([]);
});

test('CL13 an older page that was asked for before a reset is not joined on', async () => {
	const socket = reset();
	client.openConversation(PAIR);
	answer(socket, 'history', { messages: [line(5)], more: true });
	await settled();
	void client.loadOlder(PAIR);
	const [page] = named(socket, 'history');
	socket.end(1006);
	clock.pass(1000);
	const second = reset(1);
	second.say({ re: page!.re, ok: { messages: [line(3)], more: false } });
	await settled();
	expect(versions()).toEqual([]);
});

test('CL6 what records gets an id, what asks does not', () => {
	const socket = reset();
	void client.acceptFriend(CAI);
	void client.request('account.find', { q: 'x' });
	expect(socket.sent.map(({ do: name, id }) => [name, id])).toEqual([
		['friend.accept', 'id-1'],
		['account.find', undefined],
	]);
});

test('CL6 unavailable is asked again with the same id, and told in the end', async () => {
	const socket = reset();
	const reply = client.acceptFriend(CAI);
	for (let tries = 0; tries <= UNAVAILABLE_TRIES_MAX; tries++) {
		const asked = socket.take();
		expect(asked).toMatchObject({ do: 'friend.accept', id: 'id-1', from: CAI });
		socket.say({ re: asked.re, error: { code: 'unavailable', message: 'later' } });
		await settled();
		clock.pass(40_000);
		await settled();
		for (const ping of named(socket, 'ping')) socket.say({ re: ping.re, ok: {} });
	}
	expect(await reply).toEqual({ state: 'refused', error: { code: 'unavailable', message: 'later' } });
});

test('CL10 reading marks what is there, once', async () => {
	const socket = reset();
	client.markRead(PAIR);
	client.markRead(PAIR);
	const marks = named(socket, 'conversation.read');
	expect(marks).toMatchObject([{ conversation: PAIR, version: 5 }]);
	const read = event({
		position: 6,
		stream: ME,
		type: 'MessagesRead',
		by: ME,
		data: { conversation: PAIR, version: 5, n: 1 },
	});
	socket.say({ re: marks[0]!.re, ok: {}, events: [read], position: 6 });
	await settled();
	expect(client.state.conversations.get(PAIR)).toMatchObject({ read: 5, unread: 0 });
	client.markRead(PAIR);
	expect(named(socket, 'conversation.read')).toEqual([]);
});

/** Connects and is given one friend, one pair with one unread message, at position 5. */
function reset(index = 0): FakeSocket {
	const socket = sockets[index]!;
	socket.say(hello());
	const sync = socket.take();
	tell(socket);
	socket.say({ re: sync.re, ok: { position: 5, online: [], reset: true } });
	return socket;
}

function tell(socket: FakeSocket): void {
	const bea = profile(BEA, 'Bea');
	socket.say({ state: { part: 'me', items: [{ ...profile(ME, 'Mei'), self: SELF, blocked: [] }] } });
	const friend = { account: bea, remark: '', conversation: PAIR, online: false, lastSeen: null };
	socket.say({ state: { part: 'friends', items: [friend] } });
	socket.say({ state: { part: 'requests', items: [] } });
	socket.say({ state: { part: 'conversations', items: [pair] } });
}

const settings = { mute: false, pin: false, hide: false };
const pair: Conversation = {
	...{ id: PAIR, kind: 'pair', peer: profile(BEA, 'Bea'), version: 5, n: 1, read: 0, unread: 1, mentions: 0, settings },
};
const group: Conversation = {
	...{
		id: GROUP,
		kind: 'group',
		name: 'g',
		version: 4,
		n: 2,
		read: 4,
		unread: 0,
		mentions: 0,
		memberCount: 2,
		settings,
	},
};

function profile(id: AccountId, nickname: string): Profile {
	return profileOf(id, nickname.toLowerCase(), nickname);
}

function message(position: number, n: number): PublicEvent {
	return event({ position, type: 'MessageSent', data: { n, body: { type: 'text', text: `${n}` } } });
}

function request(position: number, from: AccountId): PublicEvent {
	return event({ position, type: 'FriendRequested', by: from, data: { from, to: ME, note: 'hi' } });
}

/** A line of the pair's history. */
function line(version: number) {
	const { id, at } = event({ position: version, type: 'MessageSent' });
	return { id, conversation: PAIR, version, n: version, position: version, at, by: BEA, reactions: [] };
}

function versions(): readonly number[] | undefined {
	return client.state.windows.get(PAIR)?.items.map((item) => item.version);
}

/** Takes the frames of one name that were sent. */
function named(socket: FakeSocket, name: string) {
	const found = socket.sent.filter((frame) => frame.do === name);
	socket.sent.splice(0, socket.sent.length, ...socket.sent.filter((frame) => frame.do !== name));
	return found;
}

function answer(socket: FakeSocket, name: string, ok: Record<string, unknown>): void {
	for (const frame of named(socket, name)) socket.say({ re: frame.re, ok });
}

/** Promises that are settled have called back. */
async function settled(): Promise<void> {
	for (let k = 0; k < 10; k++) await Promise.resolve();
}
