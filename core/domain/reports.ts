/** Reports: a message is shown to the operators by somebody who can see it. Nobody else learns of it. */
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { NOTHING, reject } from './decisions.ts';
import { isRedacted, type LogEvent } from './events.ts';
import { conversationKey, exclusive, idKey, reportKey, shared } from './keys.ts';
import { type MessageFields, messageIn } from './recalls.ts';
import { isOrWasIn } from './rights.ts';

/**
 * Reports somebody else's message, also one that was recalled, or that one saw before one left. The same report again
 * records nothing; another reason is another report.
 */
export function reportMessage(author: AccountId, fields: MessageFields & { readonly reason: string }): Decidable {
	const { conversation, message, reason } = fields;
	return {
		keys: [shared(conversationKey(conversation)), shared(idKey(message)), exclusive(reportKey(author, message))],
		about: [{ id: message, amendedBy: ['MessageReported'] }],
		decide(facts, _now, _rows, [subject]) {
			if (!isOrWasIn(facts, author, conversation)) return reject('not-found', 'conversation');
			const sent = messageIn(conversation, subject);
			if (sent === undefined || !facts.saw(author, conversation, sent.version)) return reject('not-found', 'message');
			if (sent.by === author) return reject('not-allowed', 'message');
			if (subject?.amendments.some((report) => isSame(report, author, reason))) return NOTHING;
			const data = { conversation, message, reason };
			return { events: [{ stream: author, type: 'MessageReported', by: author, data, amends: [message] }] };
		},
	};
}

function isSame({ type, by, data }: LogEvent, author: AccountId, reason: string): boolean {
	return type === 'MessageReported' && by === author && !isRedacted(data) && 'reason' in data && data.reason === reason;
}
