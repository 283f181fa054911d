/** What a group is called, what is announced in it, and what its members are called there. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { NOTHING, reject } from './decisions.ts';
import { conversationKey, exclusive } from './keys.ts';
import { refusalAsMember, refusalToLead } from './rights.ts';

/** Owner or admin calls the group something else. */
export function renameGroup(
	author: AccountId,
	{ conversation: group, name }: { readonly conversation: ConversationId; readonly name: string },
): Decidable {
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts) {
			const refusal = refusalToLead(facts, author, group, 'admin');
			if (refusal !== undefined) return reject(refusal, 'conversation');
			const known = facts.conversation(group);
			if (known?.kind === 'group' && known.name === name) return NOTHING;
			return { events: [{ stream: group, type: 'GroupRenamed', by: author, data: { name } }] };
		},
	};
}

/** Owner or admin says something to everybody who is in the group or will be; empty: nothing any more. */
export function announce(
	author: AccountId,
	{ conversation: group, text }: { readonly conversation: ConversationId; readonly text: string },
): Decidable {
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts) {
			const refusal = refusalToLead(facts, author, group, 'admin');
			if (refusal !== undefined) return reject(refusal, 'conversation');
			const known = facts.conversation(group);
			if (known?.kind === 'group' && known.announcement === text) return NOTHING;
			return { events: [{ stream: group, type: 'AnnouncementChanged', by: author, data: { text } }] };
		},
	};
}

/** What a member wants to be called in the group; empty: as everywhere. */
export function changeAlias(
	author: AccountId,
	{ conversation: group, alias }: { readonly conversation: ConversationId; readonly alias: string },
): Decidable {
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts) {
			const refusal = refusalAsMember(facts, author, group);
			if (refusal !== undefined) return reject(refusal, 'conversation');
			if (facts.membership(group, author)?.alias === alias) return NOTHING;
			return { events: [{ stream: group, type: 'AliasChanged', by: author, data: { account: author, alias } }] };
		},
	};
}
