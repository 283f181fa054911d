import { countUnread, titleOf } from '../client/select.ts';
import type { ChatState, ConversationState } from '../client/state.ts';
import { called } from './called.ts';
import { t } from './i18n.ts';

const PRODUCT = 'webchat';

/** What a conversation is called on the page; never empty. */
export function titleText(state: ChatState, conversation: ConversationState): string {
	if (conversation.kind === 'self') return t('conversation.self');
	if (conversation.kind === 'pair' && conversation.peer !== undefined) return called(state, conversation.peer);
	return titleOf(state, conversation) || t('someone');
}

/** The document's title: how much is unread, and what is open. */
export function pageTitle(state: ChatState): string {
	const unread = countUnread(state);
	const open = state.open === null ? undefined : state.conversations.get(state.open);
	const name = open === undefined ? PRODUCT : `${titleText(state, open)} – ${PRODUCT}`;
	return unread === 0 ? name : `(${unread}) ${name}`;
}
