/** Messages: who may write where. */
import type { AccountId, ConversationId, EventId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import type { Body, SentBody } from '../wire.ts';
import { carriedFile } from './carried-file.ts';
import { reject } from './decisions.ts';
import type { Proposal } from './events.ts';
import type { ConversationFact, Facts } from './facts.ts';
import { mutedAt } from './group-members.ts';
import { conversationKey, shared } from './keys.ts';
import type { Rejection, RejectionCode } from './rejection.ts';
import { refusalAsMember, refusalToReach } from './rights.ts';

/**
 * Sends a message to a friend, to a group one is in, or to one's own notes. One that carries a file has an id (a bug
 * otherwise: throws); `seenIn` is where its author sees the file, if it is somebody else's.
 */
export function sendMessage(
	author: AccountId,
	fields: { readonly conversation: ConversationId; readonly body: SentBody },
	message?: EventId,
	seenIn?: EventId,
): Decidable {
	const { conversation, body } = fields;
	if (body.type !== 'text' && message === undefined) throw new Error('only a message with an id carries a file');
	const carried =
		body.type === 'text' || message === undefined
			? undefined
			: carriedFile({ author, conversation, body, message, seenIn });
	return {
		keys: [shared(conversationKey(conversation)), ...(carried?.keys ?? [])],
		reads: carried?.reads ?? [],
		decide(facts, now, rows) {
			const rejection = refusalToSpeak(facts, author, conversation, now);
			if (rejection !== undefined) return { rejection };
			if (body.type === 'text') return { events: [sent(conversation, author, body)] };
			const told = carried?.tell(rows) ?? reject('not-found', 'body.file');
			if ('rejection' in told) return told;
			return { events: [sent(conversation, author, told.body)], vault: told.vault };
		},
	};
}

function sent(stream: ConversationId, by: AccountId, body: Body): Proposal {
	return { stream, type: 'MessageSent', by, data: { body } };
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
