/** What people want of a conversation for themselves: mute, pin, hide. Nobody else learns of it. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import type { ConversationSettings } from '../wire.ts';
import { NOTHING, reject } from './decisions.ts';
import { conversationKey, exclusive, settingsKey, shared } from './keys.ts';
import { isOrWasIn } from './rights.ts';

/** Changes what is named and leaves the rest; for whoever is or was in the conversation. */
export function setConversation(
	author: AccountId,
	fields: { readonly conversation: ConversationId } & Partial<ConversationSettings>,
): Decidable {
	const { conversation } = fields;
	return {
		keys: [exclusive(settingsKey(author, conversation)), shared(conversationKey(conversation))],
		decide(facts) {
			if (!isOrWasIn(facts, author, conversation)) return reject('not-found', 'conversation');
			const old = facts.settings(author, conversation);
			const { mute = old.mute, pin = old.pin, hide = old.hide } = fields;
			if (mute === old.mute && pin === old.pin && hide === old.hide) return NOTHING;
			const data = { conversation, mute, pin, hide };
			return { events: [{ stream: author, type: 'ConversationSettingsChanged', by: author, data }] };
		},
	};
}
