/** What a batch or a read may not be: refused as `failed`, without harm to what is there or comes after. */
import { expect, test } from 'vitest';
import type { EventId, StreamId } from '../../core/ids.ts';
import {
	BATCH_DATA_BYTES_MAX,
	BATCH_EVENTS_MAX,
	READ_ROWS_MAX,
	READ_STREAMS_MAX,
	READ_TYPES_MAX,
} from '../../core/log/batch.ts';
import type { EventLog, StoredEvent } from '../../core/log/port.ts';
import { newEventId, newStream, numbered, readAll, record, series } from '../support/log-events.ts';
import type { Subject } from './log-suite.ts';

export function limits(given: () => Subject): void {
	test('EL11 the largest batch is taken, in events and in bytes', async () => {
		const { log } = given();
		await record(log, series(newStream(), BATCH_EVENTS_MAX));
		await record(log, [{ stream: newStream(), version: 1, data: padded(BATCH_DATA_BYTES_MAX) }]);
		expect(await readAll(log)).toHaveLength(BATCH_EVENTS_MAX + 1);
	});

	const poison: [string, (events: StoredEvent[]) => StoredEvent[]][] = [
		[
			'more events than a batch holds',
			([event]) => Array.from({ length: BATCH_EVENTS_MAX + 1 }, (_, k) => after(event!, k)),
		],
		['more bytes than a batch holds', ([event]) => [{ ...event!, data: padded(BATCH_DATA_BYTES_MAX + 1) }]],
		['a position left out', ([event]) => [after(event!, 1)]],
		['a position taken', ([event]) => [after(event!, -1)]],
		['another time', ([event]) => [{ ...event!, at: event!.at + 1 }]],
		['an id that is no UUID', ([event]) => [{ ...event!, id: 'id' as EventId }]],
		['a stream in upper case', ([event]) => [{ ...event!, stream: event!.stream.toUpperCase() as StreamId }]],
		['version 0', ([event]) => [{ ...event!, version: 0 }]],
		['a broken version', ([event]) => [{ ...event!, version: 1.5 }]],
		['a type too long', ([event]) => [{ ...event!, type: 'x'.repeat(41) }]],
		['a type that is not ASCII', ([event]) => [{ ...event!, type: '消息' }]],
		['schema 32,768', ([event]) => [{ ...event!, schema: 32_768 }]],
		['half a character', ([event]) => [{ ...event!, data: '"\ud83d"' }]],
	];
	test.each(poison)('EL11 %s is refused and loses nothing', async (_, spoil) => {
		const { log } = given();
		const stream = newStream();
		await record(log, series(stream, 2));
		const transaction = await log.begin();
		const events = spoil(numbered(transaction, series(stream, 1, 3)));
		await expect(transaction.append(events, [])).rejects.toMatchObject({ name: 'LogError', kind: 'failed' });
		await expectUsable(log, stream, 2);
	});

	test('EL11 amendments and redactions belong to the batch and to what is there', async () => {
		const { log } = given();
		const stream = newStream();
		await record(log, series(stream, 2));
		const early = await log.begin();
		const amended = early.append(numbered(early, series(stream, 1, 3)), [{ subject: newEventId(), position: 2 }]);
		await expect(amended).rejects.toMatchObject({ kind: 'failed' });
		const late = await log.begin();
		await expect(late.redact([{ position: 3, data: '{}' }])).rejects.toMatchObject({ kind: 'failed' });
		await expectUsable(log, stream, 2);
	});

	test('EL11 a read beyond the limits is refused', async () => {
		const { log } = given();
		const stream = newStream();
		const wrong: (() => Promise<unknown>)[] = [
			() => log.read({ after: 0, limit: READ_ROWS_MAX + 1 }),
			() => log.read({ after: 0, limit: 0 }),
			() => log.read({ after: -1, limit: 1 }),
			() => log.readStream(stream, { after: 0.5, limit: 1 }),
			() => log.readStream('stream' as StreamId, { after: 0, limit: 1 }),
			() => log.readStreams(Array.from({ length: READ_STREAMS_MAX + 1 }, newStream), { after: 0, limit: 1 }),
			() => log.findIds(['id' as EventId]),
			() => log.amendments(['id' as EventId], []),
			() => log.amendments([], ['不']),
			() =>
				log.amendments(
					[],
					Array.from({ length: READ_TYPES_MAX + 1 }, () => 'Type'),
				),
		];
		for (const read of wrong) await expect(read()).rejects.toMatchObject({ name: 'LogError', kind: 'failed' });
		expect(await log.read({ after: 0, limit: READ_ROWS_MAX })).toEqual([]);
	});
}

function after(event: StoredEvent, k: number): StoredEvent {
	return { ...event, id: newEventId(), position: event.position + k, version: event.version + k };
}

/** A JSON string of `bytes` bytes. */
function padded(bytes: number): string {
	return `"${'x'.repeat(bytes - 2)}"`;
}

async function expectUsable(log: EventLog, stream: StreamId, count: number): Promise<void> {
	expect(await readAll(log)).toHaveLength(count);
	const [event] = await record(log, series(stream, 1, count + 1));
	expect(event?.position).toBe(count + 1);
}
