import { titleOf } from '../client/select.ts';
import type { ChatState, ConversationState } from '../client/state.ts';
import { t } from './i18n.ts';

/** What a conversation is called on the page; never empty. */
export function titleText(state: ChatState, conversation: ConversationState): string {
	if (conversation.kind === 'self') return t('conversation.self');
	return titleOf(state, conversation) || t('someone');
}
