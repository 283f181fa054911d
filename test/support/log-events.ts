/** Events for tests of the log: only what the log itself looks at matters. */
import { v7 } from 'uuid';
import type { AccountId, EventId, StreamId } from '../../core/ids.ts';
import type { Amendment, EventLog, StoredEvent, Transaction } from '../../core/log/port.ts';

export function newStream(): StreamId {
	return v7() as StreamId;
}

export function newEventId(): EventId {
	return v7() as EventId;
}

/** What a test says about an event; the rest is made up. */
export type Draft = Partial<Omit<StoredEvent, 'position' | 'at'>> & Pick<StoredEvent, 'stream' | 'version'>;

/** The drafts as this transaction's next events. */
export function numbered(transaction: Transaction, drafts: readonly Draft[], skipped = 0): StoredEvent[] {
	return drafts.map((draft, k) => ({
		id: newEventId(),
		type: 'Tested',
		schema: 1,
		by: v7() as AccountId,
		data: JSON.stringify({ text: '你好，世界 👋', k }),
		...draft,
		position: transaction.head.position + 1 + skipped + k,
		at: transaction.now,
	}));
}

/** Records the drafts in a transaction of their own and returns them as recorded. */
export async function record(
	log: EventLog,
	drafts: readonly Draft[],
	amend: (events: readonly StoredEvent[]) => Amendment[] = () => [],
): Promise<StoredEvent[]> {
	const transaction = await log.begin();
	const events = numbered(transaction, drafts);
	await transaction.append(events, amend(events));
	await transaction.commit();
	return events;
}

/** `count` drafts of one stream, from `version` on. */
export function series(stream: StreamId, count: number, version = 1): Draft[] {
	return Array.from({ length: count }, (_, k) => ({ stream, version: version + k }));
}

/** The whole log. */
export async function readAll(log: EventLog): Promise<StoredEvent[]> {
	const events: StoredEvent[] = [];
	for (;;) {
		const more = await log.read({ after: events.length, limit: 10_000 });
		if (more.length === 0) return events;
		events.push(...more);
	}
}
