/** Ordinals of messages, looked up in the log where neither the views nor the message itself tell them. */
import { decodeEvent } from '../../../core/domain/codec.ts';
import { isRedacted, type LogEvent } from '../../../core/domain/events.ts';
import { pointAt, type ReadPoint } from '../../../core/domain/reads.ts';
import type { ConversationId } from '../../../core/ids.ts';
import type { EventLog } from '../../../core/log/port.ts';

/** Rows read at a time: a message is almost always among them. */
const PAGE_ROWS = 50;

type Rows = Pick<EventLog, 'readStream'>;

/** The point of a recorded version (at least 1) of a conversation. Immutable, so it may be read before it is used. */
export async function readPoint(log: Rows, conversation: ConversationId, version: number): Promise<ReadPoint> {
	const events: LogEvent[] = [];
	for (;;) {
		const before = events.at(-1)?.version ?? version + 1;
		const rows = await log.readStream(conversation, { before, limit: PAGE_ROWS });
		for (const row of rows) events.push(decodeEvent(row));
		const point = pointAt(events);
		if (point !== undefined) return point;
		if (rows.length === 0) return { version: 0, n: 0 };
	}
}

/** The ordinals of the messages among a conversation's events, by version; `ascending`, without holes. */
export async function ordinals(log: Rows, ascending: readonly LogEvent[]): Promise<ReadonlyMap<number, number>> {
	const found = new Map<number, number>();
	let last: number | undefined;
	for (const event of ascending) {
		if (event.type !== 'MessageSent') continue;
		if (!isRedacted(event.data)) last = event.data.n;
		else if (last !== undefined) last += 1;
		else last = (await readPoint(log, event.stream as ConversationId, event.version)).n;
		found.set(event.version, last);
	}
	return found;
}
