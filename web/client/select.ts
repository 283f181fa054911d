/** Questions to the state, for whoever shows it. */
import type { AccountId, ConversationId } from '../../core/ids.ts';
import type { ChatState, ConversationState, FriendState, OutboxEntry, RequestState } from './state.ts';

/** One's own remark, else the nickname, else the user name; empty while the person is not known. */
export function nameOf(state: ChatState, account: AccountId): string {
	const profile = state.profiles.get(account);
	return state.friends.get(account)?.remark || profile?.nickname || profile?.username || '';
}

/** A group's name, the other's name of a pair; empty for one's own notes. */
export function titleOf(state: ChatState, conversation: ConversationState): string {
	if (conversation.kind === 'pair') return conversation.peer === undefined ? '' : nameOf(state, conversation.peer);
	return conversation.name ?? '';
}

/** What belongs into a list of conversations, the latest first; a pair only once it is or was a friendship or has messages. */
export function listConversations(state: ChatState): readonly ConversationState[] {
	return [...state.conversations.values()]
		.filter(
			({ kind, peer, n, left }) =>
				(kind === 'pair' ? n > 0 || (peer !== undefined && state.friends.has(peer)) : true) &&
				!(kind === 'group' && left !== undefined && n === 0),
		)
		.sort((a, b) => (b.last?.position ?? 0) - (a.last?.position ?? 0) || (a.id < b.id ? 1 : -1));
}

/** By name, those online first. */
export function listFriends(state: ChatState, language: string): readonly FriendState[] {
	const collator = new Intl.Collator(language);
	const rank = (friend: FriendState) => (state.online.has(friend.account) ? 0 : 1);
	return [...state.friends.values()].sort(
		(a, b) => rank(a) - rank(b) || collator.compare(nameOf(state, a.account), nameOf(state, b.account)),
	);
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
	const shown = new Set(state.windows.get(conversation)?.items.map((item) => item.id));
	return state.outbox.filter((entry) => entry.conversation === conversation && !shown.has(entry.id));
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
		friends: sorted(state.friends).map(({ account, remark, conversation }) => [account, remark, conversation]),
		requests: sorted(state.requests).map(({ from, to, note, at }) => [from, to, note, at]),
		online: [...state.online].filter((account) => state.friends.has(account)).sort(),
		conversations: sorted(state.conversations).map((head) => ({
			...{ id: head.id, kind: head.kind, name: head.name, peer: head.peer, role: head.role, left: head.left },
			...{ version: head.version, n: head.n, read: head.read, unread: head.unread },
			...{ members: head.memberCount, last: head.last?.id, settings: head.settings },
		})),
	});
}
