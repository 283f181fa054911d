/** How the head of one conversation changes by events: version, last message, unread; a group's members in `group-head.ts`. */
import type { AccountId, ConversationId } from '../../core/ids.ts';
import type { Conversation, ConversationSettings, HistoryItem, Message, PublicEvent } from '../../core/wire.ts';
import { withGroupEvent } from './group-head.ts';
import type { ConversationState } from './state.ts';

/** What the server tells of a conversation, as the client keeps it. */
export function toConversationState({ peer, ...head }: Conversation): ConversationState {
	return { ...head, ...(peer === undefined ? {} : { peer: peer.id }), toldN: head.n, own: [] };
}

/**
 * Applies an event of the conversation's own stream; one that it already holds changes nothing. `refresh`: the event
 * changes more than it tells (one's own coming), so the server has to tell the whole again.
 */
export function withEvent(
	head: ConversationState,
	event: PublicEvent,
	me: AccountId,
): { readonly head: ConversationState; readonly refresh: boolean } {
	if (event.version <= head.version) return { head, refresh: false };
	const next = { ...head, version: event.version, active: event.position };
	const changed = next.kind === 'group' ? withGroupEvent(next, event, me) : next;
	if (changed === 'refresh') return { head: next, refresh: true };
	switch (event.type) {
		case 'MessageSent':
			return { head: withMessage(changed, event, me), refresh: false };
		case 'MessageRecalled':
			return { head: withRecalledLast(changed, event), refresh: false };
		case 'AuthorErased':
			return { head: withErasedLast(changed, event.data.account), refresh: false };
		default:
			return { head: changed, refresh: false };
	}
}

/** Facts about a conversation that live in a person's own stream. */
export function isPrivate({ type }: PublicEvent): boolean {
	return type === 'MessagesRead' || type === 'ConversationSettingsChanged';
}

/** Applies one of one's own private facts. */
export function withPrivate(head: ConversationState, event: PublicEvent): ReturnType<typeof withReadMark> {
	if (event.type === 'MessagesRead') {
		const { version, n } = event.data as { version: number; n: number };
		return withReadMark(head, version, n);
	}
	const { mute, pin, hide } = event.data as ConversationSettings & PublicEvent['data'];
	return { head: { ...head, settings: { mute, pin, hide } }, refresh: false };
}

/**
 * Moves the read mark, which only rises. What is unread beyond it are the messages after ordinal `n` without one's
 * own; `refresh` where one's own are not all known, because the mark stands before what was told.
 */
function withReadMark(
	head: ConversationState,
	version: number,
	n: number,
): { readonly head: ConversationState; readonly refresh: boolean } {
	if (version <= head.read) return { head, refresh: false };
	const own = head.own.filter((ordinal) => ordinal > n);
	const known = n >= head.toldN;
	const unread = known ? Math.max(0, head.n - n - own.length) : head.unread;
	return { head: { ...head, read: version, unread, own }, refresh: !known };
}

function withRecalledLast(head: ConversationState, { by, data }: PublicEvent): ConversationState {
	const { last } = head;
	return last?.id === data.message && last !== undefined ? { ...head, last: recalledBy(last, by) } : head;
}

function withErasedLast(head: ConversationState, account: unknown): ConversationState {
	const { last } = head;
	return last !== undefined && last.by === account ? { ...head, last: recalledBy(last, last.by) } : head;
}

/** A message that somebody recalled; null: an operator. */
export function recalledBy({ body: _, ...message }: Message, by: AccountId | null): Message {
	return { ...message, recalled: true, ...(by === message.by ? {} : { recalledBy: by }) };
}

function withMessage(head: ConversationState, event: PublicEvent, me: AccountId): ConversationState {
	const n = ordinalOf(event, head);
	const message = toItem(event, n);
	const last = message !== undefined && 'n' in message ? { last: message } : {};
	if (event.by === me) return { ...head, n, ...last, own: [...head.own, n] };
	return { ...head, n, ...last, unread: event.version > head.read ? head.unread + 1 : head.unread };
}

/** Events that stand as lines between the messages of a history. */
const SYSTEM_LINES: ReadonlySet<string> = new Set([
	'FriendAccepted',
	'FriendRemoved',
	'GroupCreated',
	'MemberJoined',
	'MemberLeft',
	'InviteLinkChanged',
	'GroupRenamed',
	'AnnouncementChanged',
	'AliasChanged',
	'MemberRemoved',
	'MemberMuted',
	'RoleChanged',
	'OwnershipTransferred',
	'GroupDissolved',
]);

/** A message's ordinal. A redacted one does not tell it, and is the next one. */
export function ordinalOf({ data }: PublicEvent, head: ConversationState | undefined): number {
	return typeof data.n === 'number' ? data.n : (head?.n ?? 0) + 1;
}

/** An event of a conversation as a line of its history, a message with its ordinal; undefined for one that is not shown there. */
export function toItem(event: PublicEvent, n: number): HistoryItem | undefined {
	const line = {
		id: event.id,
		conversation: event.stream as ConversationId,
		version: event.version,
		position: event.position,
		at: event.at,
	};
	if (SYSTEM_LINES.has(event.type)) return { ...line, by: event.by, system: { type: event.type, data: event.data } };
	if (event.type !== 'MessageSent' || event.by === null) return undefined;
	const { body } = event.data as { body?: Message['body'] };
	return {
		...line,
		n,
		by: event.by,
		reactions: [],
		...(body === undefined ? { recalled: true as const } : { body }),
	};
}

export function accountsOf(event: PublicEvent): readonly AccountId[] {
	return Array.isArray(event.data.accounts) ? event.data.accounts : [];
}
