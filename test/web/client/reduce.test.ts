import { expect, test } from 'vitest';
import type { ConversationId, EventId } from '../../../core/ids.ts';
import type { PublicEvent } from '../../../core/wire.ts';
import { TAKEN_BACK_MAX } from '../../../web/client/recalls.ts';
import { reduce } from '../../../web/client/reduce.ts';
import {
	isClosed,
	listConversations,
	listFriends,
	listPending,
	listRequests,
	nameOf,
	titleOf,
} from '../../../web/client/select.ts';
import { type ChatState, EMPTY, type Parts } from '../../../web/client/state.ts';
import { profileOf } from '../../support/profile.ts';
import { BEA, CAI, event, GROUP, ME, PAIR } from './fakes.ts';

const settings = { mute: false, pin: false, hide: false };
const head = { version: 10, n: 4, read: 6, unread: 2, mentions: 0, settings };
const parts: Parts = {
	me: { ...profileOf(ME, 'mei', 'Mei'), self: 'self' as ConversationId, blocked: [] },
	friends: [{ account: profileOf(BEA, 'bea', 'Bea'), remark: '', conversation: PAIR, online: false, lastSeen: 7 }],
	requests: [],
	conversations: [
		{ ...head, id: PAIR, kind: 'pair', peer: profileOf(BEA, 'bea', 'Bea') },
		{ ...head, id: GROUP, kind: 'group', name: 'team', memberCount: 3, role: 'member' },
	],
};
const start = reduce(EMPTY, { type: 'reset', log: 'epoch', position: 10, online: [], parts });
const told = (...events: PublicEvent[]) =>
	reduce(start, { type: 'events', events, position: Math.max(10, ...events.map((one) => one.position)) });
const said = (position: number, n: number, by = BEA) =>
	event({ position, type: 'MessageSent', by, data: { n, body: { type: 'text', text: `m${n}` } } });
const read = (position: number, version: number, n: number) =>
	event({ position, stream: ME, type: 'MessagesRead', by: ME, data: { conversation: PAIR, version, n } });
const pairOf = (state: ChatState) => state.conversations.get(PAIR);

test('CL8 an event applied twice changes nothing', () => {
	const events = [said(11, 5), said(12, 6)];
	const once = told(...events);
	expect(reduce(once, { type: 'events', events, position: 12 })).toEqual(once);
	expect(reduce(once, { type: 'events', events: [], position: 3 }).position).toBe(12);
});

test('CL8 an unknown type changes nothing but positions and versions', () => {
	const state = told(event({ position: 11, type: 'SomethingNew', data: { account: BEA } }));
	expect(state).toEqual({
		...start,
		position: 11,
		conversations: new Map([...start.conversations, [PAIR, { ...pairOf(start)!, version: 11, active: 11 }]]),
	});
});

test.each([
	['a message from the other', [said(11, 5)], { version: 11, n: 5, unread: 3, last: { n: 5 } }],
	['an own message', [said(11, 5, ME)], { version: 11, n: 5, unread: 2, last: { n: 5 } }],
	['reading everything', [said(11, 5), read(12, 11, 5)], { read: 11, unread: 0 }],
	[
		'reading up to a message, own ones above it',
		[said(11, 5), said(12, 6, ME), said(13, 7), read(14, 11, 5)],
		{ read: 11, unread: 1 },
	],
	['a mark behind the mark', [read(11, 5, 1)], { read: 6, unread: 2 }],
])('CL10 %s', (_, events, expected) => {
	expect(pairOf(told(...events))).toMatchObject(expected);
});

test('CL10 a mark before what was told needs the server to count', () => {
	const state = told(read(11, 8, 3));
	expect(state.wanted.conversations.has(PAIR)).toBe(true);
	const conversation = { ...parts.conversations[0]!, read: 8, unread: 1 };
	const learned = reduce(state, { type: 'learned-conversation', conversation });
	expect(pairOf(learned)).toMatchObject({ read: 8, unread: 1 });
	expect(learned.wanted.conversations.size).toBe(0);
});

test('CL10 others reading does not move the own mark', () => {
	const state = told({ ...read(11, 10, 4), stream: BEA, by: BEA });
	expect(pairOf(state)).toMatchObject({ read: 6, unread: 2 });
});

test('CL11 a conversation told late does not undo what is known', () => {
	const state = told(said(11, 5));
	expect(reduce(state, { type: 'learned-conversation', conversation: parts.conversations[0]! })).toBe(state);
});

test.each([
	['somebody joins', event({ position: 11, stream: GROUP, type: 'MemberJoined', data: { accounts: [CAI] } }), 4],
	['somebody is put out', event({ position: 11, stream: GROUP, type: 'MemberRemoved', data: { account: BEA } }), 2],
	['somebody leaves', event({ position: 11, stream: GROUP, type: 'MemberLeft', data: { account: BEA } }), 2],
])('CL9 %s: the group counts its members', (_, change, memberCount) => {
	expect(told(change).conversations.get(GROUP)).toMatchObject({ memberCount, version: 11 });
});

test.each([
	[
		'an admin',
		event({ position: 11, stream: GROUP, type: 'RoleChanged', data: { account: ME, role: 'admin' } }),
		'admin',
	],
	[
		'what others are',
		event({ position: 11, stream: GROUP, type: 'RoleChanged', data: { account: BEA, role: 'admin' } }),
		'member',
	],
	[
		'the owner',
		event({ position: 11, stream: GROUP, type: 'OwnershipTransferred', data: { from: BEA, to: ME } }),
		'owner',
	],
	[
		'the owner no more',
		event({ position: 11, stream: GROUP, type: 'OwnershipTransferred', data: { from: ME, to: BEA } }),
		'admin',
	],
])('CL120 one becomes %s', (_, change, role) => {
	const loaded = reduce(start, { type: 'members', conversation: GROUP, members: [] });
	const state = reduce(loaded, { type: 'events', events: [change], position: 11 });
	expect(state.conversations.get(GROUP)).toMatchObject({ role, version: 11 });
	expect(state.members.has(GROUP)).toBe(false);
});

test('CL120 the texts of a group are those that were said last, none where that was nothing', () => {
	const say = (position: number, type: string, data: PublicEvent['data']) =>
		event({ position, stream: GROUP, type, data });
	const said = [
		say(11, 'GroupRenamed', { name: 'crew' }),
		say(12, 'AnnouncementChanged', { text: 'hi' }),
		say(13, 'AliasChanged', { account: ME, alias: 'M' }),
		say(14, 'AliasChanged', { account: BEA, alias: 'B' }),
	];
	const group = told(...said).conversations.get(GROUP);
	expect(group).toMatchObject({ name: 'crew', announcement: 'hi', alias: 'M' });
	const none = [say(15, 'AnnouncementChanged', { text: '' }), say(16, 'AliasChanged', { account: ME, alias: '' })];
	const later = told(...said, ...none).conversations.get(GROUP)!;
	expect('announcement' in later || 'alias' in later).toBe(false);
});

test('CL120 a group that is over is one that one is out of, with what was in it', () => {
	const { conversations, wanted } = told(event({ position: 11, stream: GROUP, type: 'GroupDissolved', data: {} }));
	const { memberCount: _, role: __, ...kept } = start.conversations.get(GROUP)!;
	expect(conversations.get(GROUP)).toEqual({ ...kept, version: 11, left: { version: 11, reason: 'dissolved' } });
	expect(wanted.conversations.size).toBe(0);
});

test('CL120 one may not write until a time, or may again, also as the owner', () => {
	const mute = (position: number, until: number, account = ME) =>
		event({ position, stream: GROUP, type: 'MemberMuted', data: { account, until } });
	const mine = (...events: PublicEvent[]) => told(...events).conversations.get(GROUP)?.mutedUntil;
	expect(mine(mute(11, 5000))).toBe(5000);
	expect(mine(mute(11, 5000, BEA))).toBeUndefined();
	expect(mine(mute(11, 5000), mute(12, 0))).toBeUndefined();
	const owns = event({ position: 12, stream: GROUP, type: 'OwnershipTransferred', data: { from: BEA, to: ME } });
	expect(mine(mute(11, 5000), owns)).toBeUndefined();
});

test.each([
	['MemberLeft', 'left'],
	['MemberRemoved', 'removed'],
])('CL120 %s: one is out, and keeps what one saw', (type, reason) => {
	const { conversations } = told(event({ position: 11, stream: GROUP, type, data: { account: ME } }));
	const { memberCount: _, role: __, ...kept } = start.conversations.get(GROUP)!;
	expect(conversations.get(GROUP)).toEqual({ ...kept, version: 11, left: { version: 11, reason } });
});

test('CL9 requests come, go and become friends', () => {
	const data = { from: CAI, to: ME, note: 'hi' };
	const asked = event({ position: 11, stream: 'x' as ConversationId, type: 'FriendRequested', by: CAI, data });
	expect(listRequests(told(asked))).toEqual({ received: [{ ...data, at: 1011 }], sent: [] });
	const accepted = { ...asked, ...event({ position: 12, type: 'FriendAccepted', by: ME }), stream: asked.stream, data };
	const friends = told(asked, accepted);
	expect(listRequests(friends)).toEqual({ received: [], sent: [] });
	expect(friends.friends.get(CAI)).toEqual({ account: CAI, remark: '', conversation: 'x' });
	const removed = event({ position: 13, type: 'FriendRemoved', data: { from: BEA, to: ME } });
	expect(told(removed).friends.has(BEA)).toBe(false);
	const declined = event({ position: 12, type: 'FriendDeclined', data });
	expect(told(asked, declined).requests.size).toBe(0);
});

test('CL9 blocks and remarks are kept', () => {
	const own = { stream: ME, by: ME, data: { account: BEA, remark: 'B.' } };
	const state = told(
		event({ ...own, position: 11, type: 'AccountBlocked' }),
		event({ ...own, position: 12, type: 'RemarkChanged' }),
	);
	expect(state.me?.blocked).toEqual([BEA]);
	expect(state.friends.get(BEA)?.remark).toBe('B.');
	const unblocked = event({ ...own, position: 13, type: 'AccountUnblocked' });
	expect(reduce(state, { type: 'events', events: [unblocked], position: 13 }).me?.blocked).toEqual([]);
});

test('CL9 presence follows signals, and a sync says it anew', () => {
	const change = { account: BEA, online: true, state: 'online', at: 20 } as const;
	const online = reduce(start, { type: 'presence', changes: [change] });
	expect(listFriends(online).map(({ account }) => online.online.has(account))).toEqual([true]);
	const gone = reduce(online, { type: 'presence', changes: [{ ...change, online: false, state: 'offline', at: 30 }] });
	expect(gone.lastSeen.get(BEA)).toBe(30);
	expect(reduce(online, { type: 'resumed', position: 10, online: [] }).online.size).toBe(0);
});

test('CL13 what happens is added to a loaded history, once and in order', () => {
	const open = reduce(start, { type: 'loading', conversation: PAIR });
	const events = [said(11, 5), event({ position: 12, type: 'FriendDeclined' }), said(13, 6)];
	const state = reduce(open, { type: 'events', events, position: 13 });
	expect(state.windows.get(PAIR)?.items.map((item) => item.version)).toEqual([11, 13]);
	const page = state.windows.get(PAIR)!.items.slice(0, 1);
	const again = reduce(state, { type: 'history', conversation: PAIR, items: page, more: true });
	expect(again.windows.get(PAIR)).toEqual({ items: state.windows.get(PAIR)?.items, older: 'more', arrived: 2 });
});

test('CL13 an own message leaves the list of unsent ones once the history shows it', () => {
	const entry = { conversation: PAIR, body: { type: 'text', text: 'x' }, at: 1, state: 'sending' } as const;
	const sent = said(11, 5, ME);
	const open = reduce(start, { type: 'loading', conversation: PAIR });
	const writing = reduce(open, {
		type: 'outbox',
		entries: [
			{ ...entry, id: sent.id },
			{ ...entry, id: 'y' as EventId },
		],
	});
	const state = reduce(writing, { type: 'events', events: [sent], position: 11 });
	expect(listPending(state, PAIR).map(({ id }) => id)).toEqual(['y']);
	expect(listPending(state, GROUP)).toEqual([]);
});

test('CL9 what people say of themselves changes, once, and only forward', () => {
	const changed = (version: number, data: PublicEvent['data'], stream = BEA) => ({
		...event({ position: 9 + version, type: 'ProfileChanged', by: stream, data }),
		stream,
		version,
	});
	const state = told(changed(2, { nickname: 'Bee', city: '杭州' }), changed(3, { city: '', gender: 'female' }));
	const bea = { ...profileOf(BEA, 'bea', 'Bee'), gender: 'female', version: 3 };
	expect(state.profiles.get(BEA)).toEqual(bea);
	const late = reduce(state, { type: 'learned-accounts', asked: [BEA], profiles: [profileOf(BEA, 'bea', 'Bea')] });
	expect(late.profiles.get(BEA)).toEqual(bea);
	const newer = { ...profileOf(BEA, 'bea', 'B'), version: 9 };
	const ahead = reduce(state, { type: 'learned-accounts', asked: [BEA], profiles: [newer] });
	expect(
		reduce(ahead, { type: 'events', events: [changed(8, { nickname: 'old' })], position: 17 }).profiles.get(BEA),
	).toEqual(newer);
	const head = { ...changed(2, { avatar: '/avatars/b.webp' }), type: 'AvatarChanged' };
	expect(told(head).profiles.get(BEA)).toMatchObject({ nickname: 'Bea', avatar: '/avatars/b.webp', version: 2 });
	const none = { ...changed(3, { avatar: '' }), type: 'AvatarChanged' };
	expect(told(head, none).profiles.get(BEA)?.avatar).toBeNull();
	expect(told(changed(2, { redacted: true })).profiles.get(BEA)).toEqual(profileOf(BEA, 'bea', 'Bea'));
	const own = told(changed(2, { signature: 'hi' }, ME));
	expect([own.me?.signature, own.profiles.get(ME)?.signature]).toEqual(['hi', 'hi']);
	expect(own.me).toMatchObject({ self: 'self', blocked: [] });
});

test('OP6 a bot is known as one, whichever way it is told', () => {
	const data = { username: 'robot', nickname: 'Robot' };
	const registered = { ...event({ position: 11, stream: CAI, type: 'AccountRegistered', by: BEA, data }), version: 1 };
	const bot = {
		...event({ position: 12, stream: CAI, type: 'BotCreated', by: BEA, data: { owner: BEA } }),
		version: 2,
	};
	const robot = { ...profileOf(CAI, 'robot', 'Robot'), version: 2, bot: true } as const;
	expect(told(registered, bot).profiles.get(CAI)).toEqual(robot);
	expect(told(bot).profiles.get(CAI)).toBeUndefined();
	const ahead = reduce(start, { type: 'learned-accounts', asked: [CAI], profiles: [{ ...robot, version: 9 }] });
	const late = reduce(ahead, { type: 'events', events: [bot], position: 12 });
	expect(late.profiles.get(CAI)).toEqual({ ...robot, version: 9 });
});

test.each([
	['who asks again', event({ position: 11, type: 'FriendRequested', by: CAI, data: { from: CAI, to: ME } }), [CAI]],
	['who joins', event({ position: 11, stream: GROUP, type: 'MemberJoined', data: { accounts: [CAI, BEA] } }), [CAI]],
	['a friend', event({ position: 11, type: 'FriendRemoved', data: { from: BEA, to: ME } }), []],
])('CL11 %s may be known as they were when one last had to do with them', (_, met, wanted) => {
	const known = reduce(start, { type: 'learned-accounts', asked: [], profiles: [profileOf(CAI, 'cai')] });
	const state = reduce(known, { type: 'events', events: [met], position: 11 });
	expect([...state.wanted.accounts]).toEqual(wanted);
});

test('CL14 a person is called by remark, nickname, user name', () => {
	const named = (nickname: string, remark: string) =>
		nameOf(
			reduce(EMPTY, {
				...{ type: 'reset', log: 'epoch', position: 1, online: [] },
				parts: {
					...parts,
					friends: [{ ...parts.friends[0]!, account: profileOf(BEA, 'bea', nickname), remark }],
					conversations: [],
				},
			}),
			BEA,
		);
	expect([named('Bea', 'B.'), named('Bea', ''), named('', '')]).toEqual(['B.', 'Bea', 'bea']);
	expect(nameOf(start, CAI)).toBe('');
	expect([...start.conversations.values()].map((one) => titleOf(start, one))).toEqual(['Bea', 'team']);
});

test('CL9 the latest conversation stands first, and a pair that never was one does not', () => {
	const latest = told({ ...said(11, 5), stream: GROUP });
	expect(listConversations(latest).map(({ id }) => id)).toEqual([GROUP, PAIR]);
	const bare = { ...parts, friends: [], conversations: [{ ...parts.conversations[0]!, n: 0 }] };
	const strangers = reduce(EMPTY, { type: 'reset', log: 'epoch', position: 1, online: [], parts: bare });
	expect(listConversations(strangers)).toEqual([]);
});

const recall = (position: number, message: EventId, by: typeof ME | null = BEA) =>
	event({ position, type: 'MessageRecalled', by, data: { message } });
const loaded = (...events: PublicEvent[]) => {
	const page = { conversation: PAIR, items: [], more: false };
	const shown = reduce(start, { type: 'history', ...page });
	return reduce(shown, { type: 'events', events, position: Math.max(...events.map(({ position }) => position)) });
};

test('RE13 a recall takes the text out of the history and out of the last message, whoever made it', () => {
	const [one, two] = [said(11, 5), said(12, 6, ME)];
	const state = loaded(one, two, recall(13, one.id), recall(14, two.id, null));
	const items = state.windows.get(PAIR)!.items;
	expect(items).toMatchObject([
		{ id: one.id, n: 5, by: BEA, recalled: true },
		{ id: two.id, n: 6, by: ME, recalled: true, recalledBy: null },
	]);
	expect(items[0]).not.toHaveProperty('recalledBy');
	expect(pairOf(state)).toMatchObject({ version: 14, n: 6, unread: 3, last: { id: two.id, recalled: true } });
	expect(JSON.stringify([...state.windows, ...state.conversations])).not.toMatch(/m5|m6/);
	expect(state.takenBack.size).toBe(0);
});

test('RE13 a message that arrives redacted has its place and its ordinal', () => {
	const redacted = { ...said(11, 5), data: { redacted: true } };
	const state = loaded(redacted, said(12, 6));
	expect(state.windows.get(PAIR)?.items).toMatchObject([{ n: 5, recalled: true }, { n: 6 }]);
	expect(pairOf(state)).toMatchObject({ n: 6, unread: 4 });
});

test('RE13 who recalls their own message may write it anew, on the page that showed it', () => {
	const own = said(11, 5, ME);
	const state = loaded(own, recall(12, own.id, ME));
	expect([...state.takenBack]).toEqual([[own.id, 'm5']]);
	const twenty = Array.from({ length: TAKEN_BACK_MAX + 1 }, (_, k) => said(11 + k, 5 + k, ME));
	const recalls = twenty.map(({ id }, k) => recall(50 + k, id, ME));
	expect([...loaded(...twenty, ...recalls).takenBack.values()]).toEqual(twenty.slice(1).map((_, k) => `m${6 + k}`));
});

test('RE25 a closed account has no name and no picture, and what it said is taken out, here and in the last message', () => {
	const mine = said(12, 6, ME);
	const closed = event({ position: 13, stream: BEA, type: 'AccountClosed', by: BEA, version: 9 });
	const erased = event({ position: 14, type: 'AuthorErased', by: BEA, data: { account: BEA } });
	const state = loaded(said(11, 5), mine, said(13, 7), { ...closed, position: 14 }, { ...erased, position: 15 });
	expect(state.windows.get(PAIR)?.items).toMatchObject([
		{ n: 5, by: BEA, recalled: true },
		{ n: 6, by: ME, body: { text: 'm6' } },
		{ n: 7, by: BEA, recalled: true },
	]);
	expect(state.windows.get(PAIR)?.items[0]).not.toHaveProperty('body');
	expect(pairOf(state)).toMatchObject({ last: { n: 7, recalled: true }, unread: 4 });
	expect(state.profiles.get(BEA)).toMatchObject({ username: '', nickname: '', avatar: null, closed: true });
	expect([nameOf(state, BEA), isClosed(state, BEA), isClosed(state, ME)]).toEqual(['', true, false]);
});
