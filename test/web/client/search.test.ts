import { expect, test } from 'vitest';
import type { ConversationId } from '../../../core/ids.ts';
import { reduce } from '../../../web/client/reduce.ts';
import { search } from '../../../web/client/search.ts';
import { countUnread, listConversations, listFriends, titleOf } from '../../../web/client/select.ts';
import { type ChatState, EMPTY, type Parts } from '../../../web/client/state.ts';
import { profileOf } from '../../support/profile.ts';
import { BEA, CAI, event, GROUP, ME, PAIR } from './fakes.ts';

const SELF = '00000000-0000-5000-8000-0000000000aa' as ConversationId;
const OTHER = '00000000-0000-5000-8000-0000000000ac' as ConversationId;
const none = { mute: false, pin: false, hide: false };
const head = { version: 1, n: 1, read: 1, unread: 0, mentions: 0, settings: none };
const parts: Parts = {
	me: { ...profileOf(ME, 'mei', '小梅'), self: SELF, blocked: [] },
	friends: [
		{ account: profileOf(BEA, 'bea', '王伟'), remark: '', conversation: PAIR, online: false, lastSeen: null },
		{ account: profileOf(CAI, 'cai_9', '蔡'), remark: '老板', conversation: OTHER, online: true, lastSeen: null },
	],
	requests: [],
	conversations: [
		{ ...head, id: SELF, kind: 'self', n: 0, active: 2 },
		{ ...head, id: PAIR, kind: 'pair', peer: profileOf(BEA, 'bea', '王伟'), active: 9 },
		{ ...head, id: OTHER, kind: 'pair', peer: profileOf(CAI, 'cai_9', '蔡'), n: 0, active: 7, unread: 2 },
		{ ...head, id: GROUP, kind: 'group', name: '爬山', memberCount: 2, role: 'member', active: 5, unread: 3 },
	],
};
const start = reduce(EMPTY, { type: 'reset', log: 'epoch', position: 10, online: [], parts });
const ids = (list: readonly { readonly id: ConversationId }[]) => list.map(({ id }) => id);

function set(state: ChatState, conversation: ConversationId, settings: Partial<typeof none>): ChatState {
	const position = state.position + 1;
	const data = { conversation, ...none, ...settings };
	const changed = event({ position, type: 'ConversationSettingsChanged', stream: ME, by: ME, data });
	return reduce(state, { type: 'events', events: [changed], position });
}

test('CL23 what happened last stands first, whatever it was, and pinned ones before that', () => {
	expect(ids(listConversations(start))).toEqual([PAIR, OTHER, GROUP, SELF]);
	const joined = event({ position: 11, type: 'MemberJoined', stream: GROUP, data: { accounts: [BEA] } });
	const moved = reduce(start, { type: 'events', events: [joined], position: 11 });
	expect(ids(listConversations(moved))).toEqual([GROUP, PAIR, OTHER, SELF]);
	expect(ids(listConversations(set(moved, SELF, { pin: true })))).toEqual([SELF, GROUP, PAIR, OTHER]);
});

test('CL23 a hidden one is listed only while it is open or something in it is unread', () => {
	expect(ids(listConversations(set(start, PAIR, { hide: true })))).toEqual([OTHER, GROUP, SELF]);
	expect(ids(listConversations(set(start, GROUP, { hide: true })))).toEqual([PAIR, OTHER, GROUP, SELF]);
	const open = reduce(set(start, PAIR, { hide: true }), { type: 'open', conversation: PAIR });
	expect(ids(listConversations(open))).toEqual([PAIR, OTHER, GROUP, SELF]);
});

test('CL26 the messages of muted conversations do not ask for attention', () => {
	expect(countUnread(start)).toBe(5);
	expect(countUnread(set(start, GROUP, { mute: true }))).toBe(2);
});

test('CL24 conversations and friends are found by every name they have, hidden ones too', () => {
	const hidden = set(start, PAIR, { hide: true });
	const found = (query: string) => {
		const { conversations, friends } = search(hidden, query, (one) => titleOf(hidden, one));
		return [ids(conversations), friends.map(({ name }) => name)];
	};
	expect(found('爬')).toEqual([[GROUP], []]);
	expect(found('ps')).toEqual([[GROUP], []]);
	expect(found('bea')).toEqual([[PAIR], []]);
	expect(found('ww')).toEqual([[PAIR], []]);
	expect([found('老'), found('蔡'), found('cai_9')]).toEqual([
		[[OTHER], []],
		[[OTHER], []],
		[[OTHER], []],
	]);
	expect(found('nobody')).toEqual([[], []]);
	const alone = { ...hidden, conversations: new Map() };
	expect(search(alone, '老', () => '').friends.map(({ account }) => account)).toEqual([CAI]);
});

test('CL25 friends stand under what they are called here', () => {
	expect(listFriends(start).map(({ name }) => name)).toEqual(['老板', '王伟']);
});
