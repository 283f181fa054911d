/** Finding conversations and friends among those that are known, without asking the server. */
import { matches } from './pinyin.ts';
import { findConversations, listFriends, type NamedFriend } from './select.ts';
import type { ChatState, ConversationState } from './state.ts';

export interface Results {
	/** Hidden ones too: somebody who seeks them wants them. */
	readonly conversations: readonly ConversationState[];
	/** Those whose conversation is not among the results. */
	readonly friends: readonly NamedFriend[];
}

/** `titleOf`: what a conversation is called on the page. A person is found by remark, nickname and user name. */
export function search(state: ChatState, query: string, titleOf: (one: ConversationState) => string): Results {
	const meant = (conversation: ConversationState) => {
		const names = [titleOf(conversation), ...namesOf(state, conversation.peer)];
		return names.some((name) => matches(name, query));
	};
	const conversations = findConversations(state).filter(meant);
	const found = new Set(conversations.map(({ id }) => id));
	const friends = listFriends(state).filter(
		({ account, conversation }) =>
			!found.has(conversation) && namesOf(state, account).some((name) => matches(name, query)),
	);
	return { conversations, friends };
}

function namesOf(state: ChatState, account: ConversationState['peer']): string[] {
	if (account === undefined) return [];
	const profile = state.profiles.get(account);
	const names = [state.friends.get(account)?.remark, profile?.nickname, profile?.username];
	return names.filter((name): name is string => name !== undefined && name !== '');
}
