/** Questions to the state, for whoever shows it. */
import type { AccountId, ConversationId } from '../../core/ids.ts';
import type { Member } from '../../core/wire.ts';
import { compareNames } from './pinyin.ts';
import type { ChatState, ConversationState, FriendState, OutboxEntry, RequestState } from './state.ts';

/** One's own remark, else the nickname, else the user name; empty while the person is not known. */
export function nameOf(state: ChatState, account: AccountId): string {
	const profile = state.profiles.get(account);
	return state.friends.get(account)?.remark || profile?.nickname || profile?.username || '';
}

/** Whether the account is known to be closed: it has no name any more. */
export function isClosed(state: ChatState, account: AccountId): boolean {
	return state.profiles.get(account)?.closed === true;
}

/** What a member is called in a group, where oneself has no remark on them and the members are loaded; empty where as everywhere. */
export function aliasOf(state: ChatState, group: ConversationId, account: AccountId): string {
	const members = state.members.get(group);
	if (members === undefined || state.friends.get(account)?.remark) return '';
	let known = aliases.get(members);
	if (known === undefined) {
		known = new Map(members.flatMap(({ account: { id }, alias }) => (alias === undefined ? [] : [[id, alias]])));
		aliases.set(members, known);
	}
	return known.get(account) ?? '';
}

/** By the list they stand in: it is another one after each change. */
const aliases = new WeakMap<readonly Member[], ReadonlyMap<AccountId, string>>();

/** The path of somebody's head picture; null where there is none, or none is known. */
export function avatarOf(state: ChatState, account: AccountId | undefined): string | null {
	return (account === undefined ? undefined : state.profiles.get(account)?.avatar) ?? null;
}

/** A group's name, the other's name of a pair; empty for one's own notes. */
export function titleOf(state: ChatState, conversation: ConversationState): string {
	if (conversation.kind === 'pair') return conversation.peer === undefined ? '' : nameOf(state, conversation.peer);
	return conversation.name ?? '';
}

/**
 * What belongs into a list of conversations: pinned ones first, then by what happened last. A pair belongs there only
 * once it is or was a friendship or has messages, a hidden one only while something in it is unread or it is open.
 */
export function listConversations(state: ChatState): readonly ConversationState[] {
	return findConversations(state).filter(
		({ id, settings, unread }) => !settings.hide || unread > 0 || id === state.open,
	);
}

/** The same with hidden ones. */
export function findConversations(state: ChatState): readonly ConversationState[] {
	return [...state.conversations.values()].filter((one) => isKnown(state, one)).sort(byActivity);
}

function isKnown(state: ChatState, { kind, peer, n, left }: ConversationState): boolean {
	if (kind === 'pair') return n > 0 || (peer !== undefined && state.friends.has(peer));
	return kind === 'self' || left === undefined || n > 0;
}

function byActivity(a: ConversationState, b: ConversationState): number {
	const pins = Number(b.settings.pin) - Number(a.settings.pin);
	return pins || activeAt(b) - activeAt(a) || (a.id < b.id ? 1 : -1);
}

/** Position of the last thing that happened in it, as far as the person saw it. */
function activeAt({ active, last }: ConversationState): number {
	return active ?? last?.position ?? 0;
}

/** Unread messages that ask for attention: those of muted conversations do not. */
export function countUnread(state: ChatState): number {
	let sum = 0;
	for (const { unread, settings } of state.conversations.values()) if (!settings.mute) sum += unread;
	return sum;
}

/** In the order of an address book, under the letter of each name. */
export function listFriends(state: ChatState): readonly NamedFriend[] {
	return [...state.friends.values()]
		.map((friend) => ({ ...friend, name: nameOf(state, friend.account) }))
		.sort((a, b) => compareNames(a.name, b.name) || (a.account < b.account ? -1 : 1));
}

export interface NamedFriend extends FriendState {
	readonly name: string;
}

/** Requests to oneself and by oneself, oldest first. */
export function listRequests(state: ChatState): { readonly received: RequestState[]; readonly sent: RequestState[] } {
	const all = [...state.requests.values()].sort((a, b) => a.at - b.at);
	return {
		received: all.filter((request) => request.to === state.me?.id),
		sent: all.filter((request) => request.from === state.me?.id),
	};
}

/** Own messages of a conversation that its history does not show yet. */
export function listPending(state: ChatState, conversation: ConversationId): readonly OutboxEntry[] {
	const own = state.outbox.filter((entry) => entry.conversation === conversation);
	if (own.length === 0) return own;
	const shown = new Set(state.windows.get(conversation)?.items.map((item) => item.id));
	return own.filter((entry) => !shown.has(entry.id));
}

/**
 * What two devices of one account agree on once they have followed to the same position, whatever way each came:
 * canonical, so that equal means equal text.
 */
export function essence(state: ChatState): string {
	const sorted = <K extends string, V>(map: ReadonlyMap<K, V>) =>
		[...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
	return JSON.stringify({
		log: state.log,
		me: state.me && { id: state.me.id, self: state.me.self, blocked: [...state.me.blocked].sort() },
		people: related(state).map((id) => state.profiles.get(id)),
		friends: sorted(state.friends).map(({ account, remark, conversation }) => [account, remark, conversation]),
		requests: sorted(state.requests).map(({ from, to, note, at }) => [from, to, note, at]),
		online: [...state.online].filter((account) => state.friends.has(account)).sort(),
		conversations: sorted(state.conversations).map((head) => ({
			...{ id: head.id, kind: head.kind, name: head.name, peer: head.peer, role: head.role, left: head.left },
			...{ mutedUntil: head.mutedUntil, announcement: head.announcement, alias: head.alias, link: head.link },
			// Who left is not told of recalls.
			recalled: head.left === undefined && head.last?.recalled,
			...{ version: head.version, n: head.n, read: head.read, unread: head.unread },
			...{ members: head.memberCount, last: head.last?.id, active: head.active, settings: head.settings },
		})),
	});
}

/** Oneself and those whose changes one is told of, as far as every device knows them. */
function related({ me, friends, requests }: ChatState): readonly AccountId[] {
	return [...(me === null ? [] : [me.id]), ...friends.keys(), ...requests.keys()].sort();
}
