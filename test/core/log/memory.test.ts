import { v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../../../core/ids.ts';
import {
	createMemoryStore,
	type FaultPoint,
	type Faults,
	LateCommit,
	openMemoryLog,
} from '../../../core/log/memory.ts';
import { LogError } from '../../../core/log/port.ts';
import { newStream, numbered, readAll, record, series } from '../../support/log-events.ts';

function newStore() {
	return createMemoryStore({ epoch: v7(), now: () => 1_000 });
}

/** Throws once, at `point`. */
function once(point: FaultPoint, error: Error): Faults {
	let isDue = true;
	return (reached) => {
		if (reached !== point || !isDue) return;
		isDue = false;
		throw error;
	};
}

describe('the log in memory', () => {
	test.each(['append', 'vault', 'read', 'commit'] as const)(
		'EL25 a fault at %s rolls back and gives the lock up',
		async (point) => {
			const store = newStore();
			const log = openMemoryLog(store, { faults: once(point, new LogError('transient', 'deadlock')) });
			const transaction = await log.begin();
			const use = async () => {
				await transaction.append(numbered(transaction, series(newStream(), 1)), []);
				await transaction.vault([{ do: 'put', table: 'secrets', row: { name: 'a', value: 'b' } }]);
				await transaction.select([{ table: 'secrets', column: 'name', values: ['a'] }]);
				await transaction.commit();
			};
			await expect(use()).rejects.toMatchObject({ kind: 'transient' });
			expect(await readAll(log)).toEqual([]);
			await record(openMemoryLog(store), series(newStream(), 1));
		},
	);

	test('EL25 a fault at begin leaves the lock alone', async () => {
		const log = openMemoryLog(newStore(), { faults: once('begin', new LogError('lost', 'no server')) });
		await expect(log.begin()).rejects.toMatchObject({ kind: 'lost' });
		await record(log, series(newStream(), 1));
	});

	test('EL25 unknown at commit is not recorded, unknown after the commit is', async () => {
		const store = newStore();
		const unknown = new LogError('unknown', 'cut');
		const before = openMemoryLog(store, { faults: once('commit', unknown) });
		await expect(record(before, series(newStream(), 1))).rejects.toBe(unknown);
		expect((await before.head()).position).toBe(0);
		const after = openMemoryLog(store, { faults: once('committed', unknown) });
		await expect(record(after, series(newStream(), 1))).rejects.toBe(unknown);
		expect((await after.head()).position).toBe(1);
		await record(after, series(newStream(), 1));
	});

	test('EL25 a late commit is unknown at once and holds the lock until it lands', async () => {
		const store = newStore();
		const landing = Promise.withResolvers<void>();
		const log = openMemoryLog(store, { faults: once('commit', new LateCommit(landing.promise)) });
		await expect(record(log, series(newStream(), 2))).rejects.toMatchObject({ kind: 'unknown' });
		expect((await log.head()).position).toBe(0);
		const next = openMemoryLog(store).begin();
		landing.resolve();
		expect((await next).head.position).toBe(2);
	});

	test('EL25 a late commit that never lands gives the lock up all the same', async () => {
		const store = newStore();
		const lands = Promise.reject(new Error('the server went away'));
		const log = openMemoryLog(store, { faults: once('commit', new LateCommit(lands)) });
		await expect(record(log, series(newStream(), 2))).rejects.toMatchObject({ kind: 'unknown' });
		expect((await (await log.begin()).read({ after: 0, limit: 9 })).length).toBe(0);
	});

	test('EL1, EL25 a commit given up with its handle does not land late, under the lock of the next writer', async () => {
		const store = newStore();
		const breaking = Promise.withResolvers<void>();
		const log = openMemoryLog(store, { faults: (point) => (point === 'commit' ? breaking.promise : undefined) });
		const transaction = await log.begin();
		await transaction.append(numbered(transaction, series(newStream(), 1)), []);
		const committing = expect(transaction.commit()).rejects.toMatchObject({ kind: 'unknown' });
		await log.close();
		const other = openMemoryLog(store);
		const next = await other.begin();
		breaking.reject(new LateCommit(Promise.resolve()));
		await committing;
		await next.append(numbered(next, series(newStream(), 1)), []);
		await next.commit();
		expect((await readAll(other)).map(({ position }) => position)).toEqual([1]);
	});

	test('EL25 a delay lets others go on, who are not held up by the lock', async () => {
		const store = newStore();
		const delay = Promise.withResolvers<void>();
		const slow = openMemoryLog(store, {
			name: 'slow',
			faults: (point, handle) => (point === 'append' && handle === 'slow' ? delay.promise : undefined),
		});
		const writing = record(slow, series(newStream(), 1));
		const other = openMemoryLog(store);
		expect(await readAll(other)).toEqual([]);
		const second = record(other, series(newStream(), 1));
		delay.resolve();
		expect((await writing)[0]?.position).toBe(1);
		expect((await second)[0]?.position).toBe(2);
	});

	test('EL25, EL23 a handle closed in the middle loses what is under way and what waits, and nobody else anything', async () => {
		const store = newStore();
		const delay = Promise.withResolvers<void>();
		const log = openMemoryLog(store, { faults: (point) => (point === 'commit' ? delay.promise : undefined) });
		const committing = record(log, series(newStream(), 1));
		const waiting = log.begin();
		const other = openMemoryLog(store);
		const next = record(other, series(newStream(), 1));
		const ends = Promise.all([
			expect(committing).rejects.toMatchObject({ kind: 'lost' }),
			expect(waiting).rejects.toMatchObject({ kind: 'lost' }),
		]);
		await Promise.resolve();
		await log.close();
		delay.resolve();
		await ends;
		expect((await next)[0]?.position).toBe(1);
		expect(await readAll(other)).toHaveLength(1);
	});

	test('EL6 time does not go back with the clock', async () => {
		const times = [5_000.7, 4_000, 6_000];
		const store = createMemoryStore({ epoch: v7(), now: () => times.shift() ?? 0 });
		const log = openMemoryLog(store);
		const events = [];
		for (let k = 0; k < 4; k += 1) events.push(...(await record(log, series(newStream(), 1))));
		expect(events.map(({ at }) => at)).toEqual([5_000, 5_000, 6_000, 6_000]);
	});

	test('EL10 silence is measured on the clock that is handed in', async () => {
		let now = 1_000;
		const store = createMemoryStore({ epoch: v7(), now: () => now });
		const log = openMemoryLog(store);
		const [a, b] = [v7() as NodeId, v7() as NodeId];
		await log.beat(a);
		now += 15_001;
		expect(await log.beat(b)).toEqual([
			{ node: a, silentMs: 15_001 },
			{ node: b, silentMs: 0 },
		]);
	});
});
