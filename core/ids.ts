/**
 * Ids: UUIDs in lower case, branded by what they name. A pair's id is derived from its two people, a further event's
 * id from the first one of its command; everything else is a UUIDv7 made where it is needed.
 */
import { v5, validate, version } from 'uuid';

type Brand<Name extends string> = string & { readonly __id: Name };

export type AccountId = Brand<'account'>;
/** A pair, a group, or a person's notes to self: what messages are sent to. */
export type ConversationId = Brand<'conversation'>;
export type NodeId = Brand<'node'>;
export type SessionId = Brand<'session'>;
export type EventId = Brand<'event'>;
/** What events are ordered in by version: an account, a conversation or a node's life. */
export type StreamId = AccountId | ConversationId | NodeId;

/** Source of fresh ids (UUIDv7), handed in so that a simulation can seed it. */
export type NewId = () => string;

const PAIRS = '6f1c54c8-3d0e-5b83-9a36-0a3f2f2e7c11';
const GROUPS = '0c9e2b5d-7a41-5f0e-8d27-51b6f3c4e9a8';

/** The conversation of two people, whoever asks first; of one person with themselves: their notes. */
export function pairId(a: AccountId, b: AccountId): ConversationId {
	return v5(a < b ? `${a}${b}` : `${b}${a}`, PAIRS) as ConversationId;
}

/** The notes a person keeps for themselves. */
export function selfId(account: AccountId): ConversationId {
	return pairId(account, account);
}

/** Who runs the installation: author of what is done by `npm run admin`, known from the log's own name. Nobody registers under it. */
export function operatorId(epoch: string): AccountId {
	return v5('operator', epoch) as AccountId;
}

/** The group that a command with a client-made id creates: a repeat of the command means the same group. */
export function groupIdOf(author: AccountId, command: EventId): ConversationId {
	return v5(`${author}${command}`, GROUPS) as ConversationId;
}

/** Id of the k-th further event (k ≥ 1) of the command whose first event is `first`. */
export function furtherEventId(first: EventId, k: number): EventId {
	return v5(String(k), first) as EventId;
}

/** True for a UUID in lower case, of any version. */
export function isId(text: unknown): text is string {
	return typeof text === 'string' && text === text.toLowerCase() && validate(text);
}

/** True for an id that a client may give to a command: UUID version 4 or 7, in lower case. */
export function isClientId(text: unknown): text is EventId {
	return isId(text) && (version(text) === 4 || version(text) === 7);
}
