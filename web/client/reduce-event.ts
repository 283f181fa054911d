/** What each event changes in the state. Unknown types change nothing but the version of their stream. */
import type { AccountId, ConversationId } from '../../core/ids.ts';
import type { PublicEvent } from '../../core/wire.ts';
import { accountsOf, isPrivate, ordinalOf, toItem, withEvent, withPrivate } from './conversation-state.ts';
import { append } from './history-window.ts';
import { withEntry, withMembers, withoutEntry } from './immutable.ts';
import { withBot, withChanges, withClosed, withRegistered } from './profiles.ts';
import { withErased, withRecall } from './recalls.ts';
import type { ChatState } from './state.ts';

export function applyEvent(state: ChatState, event: PublicEvent): ChatState {
	return wantPeople(applyToHead(applyFacts(applyToWindow(state, event), event), event), event);
}

/** Those who are not known yet. */
export function strangers(state: ChatState, accounts: readonly AccountId[]): readonly AccountId[] {
	return accounts.filter((account) => !state.profiles.has(account));
}

/** Friendships, requests, private facts. */
function applyFacts(state: ChatState, event: PublicEvent): ChatState {
	switch (event.type) {
		case 'AccountRegistered':
			return withRegistered(state, event);
		case 'ProfileChanged':
		case 'AvatarChanged':
			return withChanges(state, event);
		case 'AccountClosed':
			return withClosed(state, event);
		case 'BotCreated':
			return withBot(state, event);
		case 'RemarkChanged': {
			const { account, remark } = event.data as { account: AccountId; remark: string };
			const friend = state.friends.get(account);
			if (friend === undefined) return state;
			return { ...state, friends: withEntry(state.friends, account, { ...friend, remark }) };
		}
		case 'AccountBlocked':
		case 'AccountUnblocked':
			return withBlock(state, event.data.account as AccountId, event.type === 'AccountBlocked');
		case 'FriendRequested':
		case 'FriendAccepted':
		case 'FriendDeclined':
		case 'FriendRemoved':
			return applyFriendship(state, event);
		default:
			return state;
	}
}

function applyFriendship(state: ChatState, event: PublicEvent): ChatState {
	const { from, to, note } = event.data as { from: AccountId; to: AccountId; note?: string };
	const other = from === state.me?.id ? to : from;
	const requests = withoutEntry(state.requests, other);
	switch (event.type) {
		case 'FriendRequested':
			return {
				...state,
				requests: withEntry(state.requests, other, { from, to, note: note ?? '', at: event.at }),
			};
		case 'FriendAccepted': {
			const friend = { account: other, remark: '', conversation: event.stream as ConversationId };
			return { ...state, requests, friends: withEntry(state.friends, other, friend) };
		}
		case 'FriendRemoved':
			return { ...state, requests, friends: withoutEntry(state.friends, other) };
		default:
			return { ...state, requests };
	}
}

function withBlock(state: ChatState, account: AccountId, blocks: boolean): ChatState {
	if (state.me === null) return state;
	const others = state.me.blocked.filter((blocked) => blocked !== account);
	return { ...state, me: { ...state.me, blocked: blocks ? [...others, account] : others } };
}

/** The head of the conversation that the event lives in or, for a private fact, speaks of. */
export function applyToHead(state: ChatState, event: PublicEvent): ChatState {
	const conversation = conversationOf(state, event);
	if (conversation === null || state.me === null) return state;
	const head = state.conversations.get(conversation);
	const wanted = state.wanted.conversations.get(conversation);
	if (head === undefined) return want(state, conversation, [...(wanted ?? []), event]);
	const change = isPrivate(event) ? withPrivate(head, event) : withEvent(head, event, state.me.id);
	const next = { ...state, conversations: withEntry(state.conversations, conversation, change.head) };
	return wanted !== undefined || change.refresh ? want(next, conversation, [...(wanted ?? []), event]) : next;
}

function want(state: ChatState, conversation: ConversationId, since: readonly PublicEvent[]): ChatState {
	const { wanted } = state;
	return {
		...state,
		wanted: { ...wanted, conversations: withEntry(wanted.conversations, conversation, since) },
	};
}

/** Which conversation's head an event changes: its own stream's, or the one of which one's own stream tells. */
function conversationOf(state: ChatState, event: PublicEvent): ConversationId | null {
	if (isPrivate(event)) return event.stream === state.me?.id ? (event.data.conversation as ConversationId) : null;
	return IN_CONVERSATIONS.has(event.type) || state.conversations.has(event.stream as ConversationId)
		? (event.stream as ConversationId)
		: null;
}

/** Types whose stream is a conversation; a stranger among the types is one only if its stream is known as one. */
const IN_CONVERSATIONS: ReadonlySet<string> = new Set([
	'FriendRequested',
	'FriendAccepted',
	'FriendDeclined',
	'FriendRemoved',
	'MessageSent',
	'MessageRecalled',
	'AuthorErased',
	'GroupCreated',
	'MemberJoined',
	'MemberLeft',
	'InviteLinkChanged',
	'GroupRenamed',
	'AnnouncementChanged',
	'AliasChanged',
	'MemberRemoved',
	'MemberMuted',
	'RoleChanged',
	'OwnershipTransferred',
	'GroupDissolved',
]);

function applyToWindow(state: ChatState, event: PublicEvent): ChatState {
	const conversation = event.stream as ConversationId;
	if (event.type === 'MessageRecalled') return withRecall(state, event);
	if (event.type === 'AuthorErased') return withErased(state, event);
	const window = state.windows.get(conversation);
	const members = membersAfter(state, event);
	const item = toItem(event, ordinalOf(event, state.conversations.get(conversation)));
	if (window === undefined || item === undefined) return members;
	return { ...members, windows: withEntry(state.windows, conversation, append(window, item)) };
}

/** Events after which a loaded list of members is another. */
const CHANGE_MEMBERS: ReadonlySet<string> = new Set([
	'MemberJoined',
	'MemberLeft',
	'AliasChanged',
	'MemberRemoved',
	'MemberMuted',
	'RoleChanged',
	'OwnershipTransferred',
	'GroupDissolved',
]);

/** Who joined needs a profile first, so a loaded list of members is dropped and loaded anew where it is shown. */
function membersAfter(state: ChatState, event: PublicEvent): ChatState {
	if (!CHANGE_MEMBERS.has(event.type)) return state;
	return { ...state, members: withoutEntry(state.members, event.stream as ConversationId) };
}

/** Everybody whom the event names and who is not known, or no longer for sure, is to be looked up. */
function wantPeople(state: ChatState, event: PublicEvent): ChatState {
	const { from, to, account } = event.data;
	const named = [event.by, from, to, account, ...accountsOf(event)].filter(
		(id): id is AccountId => typeof id === 'string',
	);
	const wanted = [...strangers(state, named), ...metAgain(state, event, named)];
	if (wanted.length === 0) return state;
	return { ...state, wanted: { ...state.wanted, accounts: withMembers(state.wanted.accounts, wanted) } };
}

/** Who is told of changes only from here on: what is known of them may be of another time. */
function metAgain(state: ChatState, { type }: PublicEvent, named: readonly AccountId[]): readonly AccountId[] {
	if (type !== 'FriendRequested' && type !== 'MemberJoined') return [];
	return named.filter((id) => state.profiles.has(id) && !state.friends.has(id) && id !== state.me?.id);
}
