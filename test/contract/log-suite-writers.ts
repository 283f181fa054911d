/** Several writers at once, and whoever reads meanwhile. */
import { expect, test } from 'vitest';
import type { EventLog, StoredEvent } from '../../core/log/port.ts';
import { newStream, numbered, readAll, record, series } from '../support/log-events.ts';
import type { Subject } from './log-suite.ts';

const WRITERS = 8;
const EVENTS_PER_BATCH = 2;
/** Enough that chance alone does not make one writer's share three times another's. */
const BATCHES_PER_WRITER = 60;
const SHARE_RATIO_MAX = 3;

export function writers(given: () => Subject): void {
	test('EL1, EL2 eight writers leave no gap, share fairly, and no reader ever sees a gap', async () => {
		const { store, log } = given();
		const running = await store.write(WRITERS);
		const seen = await follow(log, WRITERS * BATCHES_PER_WRITER * EVENTS_PER_BATCH);
		const shares = await running.stop();
		const all = await readAll(log);
		expect(seen.map(({ position }) => position)).toEqual(seen.map((_, k) => k + 1));
		expect(all.slice(0, seen.length)).toEqual(seen);
		expect(all).toHaveLength(shares.reduce((sum, share) => sum + share * EVENTS_PER_BATCH, 0));
		expect((await log.head()).position).toBe(all.length);
		expect(new Set(all.map(({ stream }) => stream)).size).toBe(WRITERS);
		expectOrderedStreams(all);
		expect(Math.max(...shares) / Math.min(...shares)).toBeLessThan(SHARE_RATIO_MAX);
	});

	test('EL1 whoever holds the head lock keeps others waiting, and they decide on what it recorded', async () => {
		const { store, log } = given();
		const other = await store.open();
		const stream = newStream();
		const transaction = await log.begin();
		let hasBegun = false;
		const next = other.begin().then((begun) => {
			hasBegun = true;
			return begun;
		});
		await transaction.append(numbered(transaction, series(stream, 3)), []);
		expect((await other.head()).position).toBe(0);
		expect(hasBegun).toBe(false);
		await transaction.commit();
		const second = await next;
		expect(second.head.position).toBe(3);
		expect((await second.read({ after: 0, limit: 10 })).map(({ version }) => version)).toEqual([1, 2, 3]);
		await second.rollback();
	});

	test('EL1 transactions begun at one handle take turns in the order asked', async () => {
		const { log } = given();
		const order: number[] = [];
		const stream = newStream();
		const turn = async (k: number) => {
			const transaction = await log.begin();
			order.push(k);
			await transaction.append(numbered(transaction, series(stream, 1, k)), []);
			await transaction.commit();
		};
		await Promise.all([1, 2, 3, 4, 5].map(turn));
		expect(order).toEqual([1, 2, 3, 4, 5]);
		expect((await log.head()).position).toBe(5);
	});

	test('EL2 what is not committed is not seen, and reading does not wait for it', async () => {
		const { store, log } = given();
		const other = await store.open();
		await record(log, series(newStream(), 2));
		const transaction = await log.begin();
		await transaction.append(numbered(transaction, series(newStream(), 5)), []);
		expect(await readAll(other)).toHaveLength(2);
		expect((await transaction.read({ after: 0, limit: 10 })).map(({ position }) => position)).toEqual([
			1, 2, 3, 4, 5, 6, 7,
		]);
		await transaction.rollback();
		expect(await readAll(other)).toHaveLength(2);
	});

	test('EL23 closing fails what is under way, and what comes after, with lost', async () => {
		const { store, log } = given();
		const transaction = await log.begin();
		await log.close();
		const late = transaction.append(numbered(transaction, series(newStream(), 1)), []);
		await expect(late).rejects.toMatchObject({ kind: 'lost' });
		await expect(log.begin()).rejects.toMatchObject({ kind: 'lost' });
		await expect(log.head()).rejects.toMatchObject({ kind: 'lost' });
		const other = await store.open();
		await record(other, series(newStream(), 1));
		expect(await readAll(other)).toHaveLength(1);
	});
}

/** Reads by position as a node does, until `count` events are there. */
async function follow(log: EventLog, count: number): Promise<StoredEvent[]> {
	const seen: StoredEvent[] = [];
	while (seen.length < count) {
		const more = await log.read({ after: seen.length, limit: 500 });
		expect(more.map(({ position }) => position)).toEqual(more.map((_, k) => seen.length + k + 1));
		seen.push(...more);
	}
	return seen;
}

function expectOrderedStreams(events: readonly StoredEvent[]): void {
	const versions = new Map<string, number>();
	for (const { stream, version } of events) {
		expect(version).toBe((versions.get(stream) ?? 0) + 1);
		versions.set(stream, version);
	}
}
