/** Recalls: a message is taken back. What it said, and what its edits said, leaves the log for ever. */
import type { AccountId, ConversationId, EventId } from '../ids.ts';
import type { Decidable, Decision, Subject, SubjectRead } from '../loop/command.ts';
import { noLongerCarried } from '../vault/files.ts';
import { RECALL_MS_MAX } from '../wire.ts';
import { NOTHING, reject } from './decisions.ts';
import { isRedacted, type LogEventOf, PERSONAL_TYPES, type Proposal } from './events.ts';
import { conversationKey, exclusive, idKey, messageKey, shared } from './keys.ts';
import { refusalToWrite } from './messages.ts';
import { leads } from './rights.ts';

export interface MessageFields {
	readonly conversation: ConversationId;
	readonly message: EventId;
}

/**
 * Takes back one's own message for two minutes, or any that one can see in a group that one leads. What is recalled
 * already stays so: nothing is recorded.
 */
export function recallMessage(author: AccountId, { conversation, message }: MessageFields): Decidable {
	return {
		keys: [shared(conversationKey(conversation)), shared(idKey(message)), exclusive(messageKey(message))],
		about: [withItsTexts(message)],
		decide(facts, now, _rows, [subject]) {
			const refusal = refusalToWrite(facts, author, conversation);
			if (refusal !== undefined) return reject(refusal, 'conversation');
			const sent = messageIn(conversation, subject);
			if (sent === undefined || !facts.saw(author, conversation, sent.version)) return reject('not-found', 'message');
			const isLed = leads(facts, author, conversation);
			if (sent.by !== author && !isLed) return reject('not-allowed', 'message');
			if (isRedacted(sent.data)) return NOTHING;
			if (!isLed && now - sent.at > RECALL_MS_MAX) return reject('too-late', 'message');
			return recalled(author, sent, subject);
		},
	};
}

/**
 * Takes any message away, whenever and wherever it was sent: for operators, whose own rights were checked before.
 * `operator`: their account, where they have one.
 */
export function removeMessage(operator: AccountId | null, message: EventId): Decidable {
	return {
		keys: [shared(idKey(message)), exclusive(messageKey(message))],
		about: [withItsTexts(message)],
		decide(_facts, _now, _rows, [subject]) {
			const sent = subject?.event;
			if (sent?.type !== 'MessageSent') return reject('not-found', 'message');
			if (isRedacted(sent.data)) return NOTHING;
			return recalled(operator, sent, subject);
		},
	};
}

/** The message that a decision is about, where it is one of this conversation. */
export function messageIn(
	conversation: ConversationId,
	subject: Subject | undefined,
): LogEventOf<'MessageSent'> | undefined {
	const event = subject?.event;
	return event?.type === 'MessageSent' && event.stream === conversation ? event : undefined;
}

function withItsTexts(message: EventId): SubjectRead {
	return { id: message, amendedBy: PERSONAL_TYPES };
}

/** What amends it in another stream, as a report does, is not said in the conversation and stays. A file that it carried it carries no more. */
function recalled(by: AccountId | null, sent: LogEventOf<'MessageSent'>, subject: Subject | undefined): Decision {
	const texts = (subject?.amendments ?? []).filter(({ stream }) => stream === sent.stream);
	const proposal: Proposal = {
		stream: sent.stream,
		type: 'MessageRecalled',
		by,
		data: { message: sent.id },
		amends: [sent.id],
		redacts: [sent.id, ...texts.map(({ id }) => id)],
	};
	const carries = !isRedacted(sent.data) && sent.data.body.type !== 'text';
	return { events: [proposal], ...(carries && { vault: [noLongerCarried(sent.id)] }) };
}
