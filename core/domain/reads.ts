/**
 * Read marks: how far somebody has read a conversation, as a version and as the ordinal `n` of the last message up to
 * it, so that unread counts need no messages.
 */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { NOTHING, reject } from './decisions.ts';
import { isRedacted, type LogEvent } from './events.ts';
import type { Facts } from './facts.ts';
import { conversationKey, exclusive, readKey, shared } from './keys.ts';
import { isOrWasIn } from './rights.ts';

/** A version of a conversation and how many messages stand up to it: true for ever once the version is recorded. */
export interface ReadPoint {
	readonly version: number;
	readonly n: number;
}

/**
 * The point at the end of what is known, for whoever asks for that or beyond; undefined when an earlier version was
 * asked for, whose point is `pointAt` of the stream's rows up to it.
 */
export function knownPoint(
	facts: Facts,
	author: AccountId,
	conversation: ConversationId,
	version: number,
): ReadPoint | undefined {
	const known = facts.version(conversation);
	const ceiling = lastSeen(facts, author, conversation) ?? known;
	return Math.min(version, ceiling) >= known ? { version: known, n: facts.messages(conversation) } : undefined;
}

/** The version whose point is asked of the log when `knownPoint` has none: for who left, not beyond their leaving. */
export function versionToResolve(
	facts: Facts,
	author: AccountId,
	conversation: ConversationId,
	version: number,
): number {
	return Math.min(version, lastSeen(facts, author, conversation) ?? version);
}

/**
 * The point of the first of a stream's events in descending order, without holes. Redacted messages have lost their
 * ordinal and are counted down to one that has it, or to the stream's beginning; undefined when neither is among these.
 */
export function pointAt(descending: readonly LogEvent[]): ReadPoint | undefined {
	const version = descending[0]?.version;
	if (version === undefined) return undefined;
	let redacted = 0;
	for (const event of descending) {
		if (event.type === 'MessageSent') {
			if (!isRedacted(event.data)) return { version, n: event.data.n + redacted };
			redacted++;
		}
	}
	return descending.at(-1)?.version === 1 ? { version, n: redacted } : undefined;
}

/**
 * Moves the author's mark forward to the version asked for, or to the end where that is nearer: the conversation's, or
 * for who left, their leaving. Never back. `point` is what was found before queueing (`knownPoint`, `pointAt`); where the
 * log has grown meanwhile it is the mark, for it is true and what was on the screen.
 */
export function readConversation(
	author: AccountId,
	fields: { readonly conversation: ConversationId; readonly version: number },
	point: ReadPoint,
): Decidable {
	const { conversation } = fields;
	return {
		keys: [exclusive(readKey(author, conversation)), shared(conversationKey(conversation))],
		decide(facts) {
			if (!isOrWasIn(facts, author, conversation)) return reject('not-found', 'conversation');
			const current = facts.version(conversation);
			const target = Math.min(fields.version, lastSeen(facts, author, conversation) ?? current);
			const mark = target >= current ? { version: current, n: facts.messages(conversation) } : point;
			// They left between the look-up and now: asked again, the point is looked up where they left.
			if (mark.version > target) return reject('unavailable');
			if (mark.version <= facts.readMark(author, conversation).version) return NOTHING;
			const { version, n } = mark;
			return { events: [{ stream: author, type: 'MessagesRead', by: author, data: { conversation, version, n } }] };
		},
	};
}

/** The version at which the author left a group; undefined while in it, and in pairs and notes, which nobody leaves. */
function lastSeen(facts: Facts, author: AccountId, id: ConversationId): number | undefined {
	if (facts.conversation(id)?.kind !== 'group') return undefined;
	const membership = facts.membership(id, author);
	return membership?.current === false ? membership.until : undefined;
}
