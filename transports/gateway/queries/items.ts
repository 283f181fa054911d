/** Lines of history: messages and system lines, as they stand now. */
import { publicEvent } from '../../../core/domain/codec.ts';
import { type EventType, isRedacted, type LogEvent, type LogEventOf } from '../../../core/domain/events.ts';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import type { HistoryItem, Message, SystemLine } from '../../../core/wire.ts';

/** The events that are shown as lines between the messages. */
const SYSTEM_LINES: ReadonlySet<EventType> = new Set([
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

/** The line that an event of a conversation is; undefined for one that is not shown. `n`, `recalledBy`: of a message. */
export function itemOf(event: LogEvent, n: number, recalledBy?: AccountId | null): HistoryItem | undefined {
	if (event.type === 'MessageSent') return messageOf(event, n, recalledBy);
	return SYSTEM_LINES.has(event.type) ? systemLineOf(event) : undefined;
}

/** A redacted message is a recalled one: it keeps its place and loses its body. `recalledBy`: by whom, where that is known. */
export function messageOf(event: LogEventOf<'MessageSent'>, n: number, recalledBy?: AccountId | null): Message {
	const { id, stream, version, position, at, by, data } = event;
	return {
		id,
		conversation: stream as ConversationId,
		version,
		n,
		position,
		at,
		by: by as AccountId,
		...(isRedacted(data) ? { recalled: true as const } : { body: data.body }),
		...(recalledBy === undefined || recalledBy === by ? {} : { recalledBy }),
		reactions: [],
	};
}

function systemLineOf(event: LogEvent): SystemLine {
	const { id, stream, version, position, at, by, type } = event;
	const data = publicEvent(event)?.data ?? {};
	return { id, conversation: stream as ConversationId, version, position, at, by, system: { type, data } };
}
