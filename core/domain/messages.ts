/** Messages: who may write where. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import type { EventData } from './events.ts';
import type { ConversationFact, Facts } from './facts.ts';
import { mutedAt } from './group-members.ts';
import { conversationKey, shared } from './keys.ts';
import type { Rejection, RejectionCode } from './rejection.ts';
import { refusalAsMember, refusalToReach } from './rights.ts';

/** Sends a message to a friend, to a group one is in, or to one's own notes. */
export function sendMessage(
	author: AccountId,
	fields: { readonly conversation: ConversationId; readonly body: EventData<'MessageSent'>['body'] },
): Decidable {
	const { conversation, body } = fields;
	return {
		keys: [shared(conversationKey(conversation))],
		decide(facts, now) {
			const rejection = refusalToSpeak(facts, author, conversation, now);
			if (rejection !== undefined) return { rejection };
			return { events: [{ stream: conversation, type: 'MessageSent', by: author, data: { body } }] };
		},
	};
}

/** Why `author` may not say anything in a conversation at `now`. Who is muted may still take back what they said. */
export function refusalToSpeak(
	facts: Facts,
	author: AccountId,
	id: ConversationId,
	now: number,
): Rejection | undefined {
	const refusal = refusalToWrite(facts, author, id);
	if (refusal !== undefined) return { code: refusal, field: 'conversation' };
	const until = mutedAt(facts.membership(id, author), now);
	return until === 0 ? undefined : { code: 'muted', field: 'conversation', retryAfterMs: until - now };
}

/** Why `author` may not write to a conversation, or change what is in it. */
export function refusalToWrite(facts: Facts, author: AccountId, id: ConversationId): RejectionCode | undefined {
	const conversation = facts.conversation(id);
	if (conversation === undefined) return 'not-found';
	switch (conversation.kind) {
		case 'self':
			return conversation.owner === author ? undefined : 'not-found';
		case 'pair':
			return refusalToWriteTo(facts, author, conversation);
		case 'group':
			return refusalAsMember(facts, author, id);
		default:
			return conversation satisfies never;
	}
}

function refusalToWriteTo(
	facts: Facts,
	author: AccountId,
	pair: Extract<ConversationFact, { kind: 'pair' }>,
): RejectionCode | undefined {
	if (!pair.people.includes(author)) return 'not-found';
	const other = pair.people[0] === author ? pair.people[1] : pair.people[0];
	const { state } = facts.relation(author, other);
	switch (state) {
		case 'strangers':
			return 'not-found';
		case 'requested':
		case 'ex-friends':
			return 'not-friends';
		case 'friends':
			return refusalToReach(facts, author, other);
		default:
			return state satisfies never;
	}
}
