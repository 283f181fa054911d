/** What a transaction records, whole or not at all. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { EventLog, Transaction } from '../../core/log/port.ts';
import { newEventId, newStream, numbered, readAll, record, series } from '../support/log-events.ts';
import type { Subject } from './log-suite.ts';

export function transactions(given: () => Subject): void {
	test('EL3 a repeated id is refused as duplicate and nothing of its batch is recorded', async () => {
		const { log } = given();
		const [first] = await record(log, series(newStream(), 1));
		const transaction = await log.begin();
		const stream = newStream();
		const batch = numbered(transaction, [...series(stream, 2), { stream, version: 3, id: first!.id }]);
		await transaction.vault([secret('a')]);
		await expect(transaction.append(batch, [])).rejects.toMatchObject({ name: 'LogError', kind: 'duplicate' });
		await expectUntouched(log, 1);
	});

	test('EL3 a repeated version of a stream is refused as duplicate and nothing of its batch is recorded', async () => {
		const { log } = given();
		const stream = newStream();
		await record(log, series(stream, 3));
		const transaction = await log.begin();
		const batch = numbered(transaction, [...series(newStream(), 1), { stream, version: 3 }]);
		await expect(transaction.append(batch, [])).rejects.toMatchObject({ kind: 'duplicate' });
		await expectUntouched(log, 3);
	});

	test('EL3 an id or version repeated within one batch is refused as duplicate', async () => {
		const { log } = given();
		const stream = newStream();
		const id = newEventId();
		const sameId = await log.begin();
		const twice = numbered(sameId, [
			{ stream, version: 1, id },
			{ stream, version: 2, id },
		]);
		await expect(sameId.append(twice, [])).rejects.toMatchObject({ kind: 'duplicate' });
		const sameVersion = await log.begin();
		const again = numbered(sameVersion, [...series(stream, 1), ...series(stream, 1)]);
		await expect(sameVersion.append(again, [])).rejects.toMatchObject({ kind: 'duplicate' });
		await expectUntouched(log, 0);
	});

	test('EL4 events, amendments, vault rows and redactions of a transaction are recorded together', async () => {
		const { log } = given();
		const stream = newStream();
		const [old] = await record(log, series(stream, 1));
		const transaction = await log.begin();
		const events = numbered(transaction, series(stream, 2, 2));
		await transaction.append(events, [{ subject: old!.id, position: 3 }]);
		await transaction.vault([secret('a')]);
		await transaction.redact([{ position: 1, data: '{"redacted":true}' }]);
		await transaction.commit();
		expect(await readAll(log)).toEqual([{ ...old, data: '{"redacted":true}' }, ...events]);
		expect(await log.amendments([old!.id], ['Tested'])).toEqual([{ subject: old!.id, event: events[1] }]);
		expect(await secrets(log)).toEqual([{ name: 'a', value: 'v' }]);
		expect(await log.head()).toMatchObject({ position: 3, at: transaction.now });
	});

	test('EL4 a rollback leaves nothing of them', async () => {
		const { log } = given();
		const [old] = await record(log, series(newStream(), 1));
		const transaction = await log.begin();
		await transaction.append(numbered(transaction, series(newStream(), 2)), [{ subject: old!.id, position: 2 }]);
		await transaction.vault([secret('a')]);
		await transaction.redact([{ position: 1, data: '{}' }]);
		await transaction.rollback();
		expect(await readAll(log)).toEqual([old]);
		expect(await log.amendments([old!.id], ['Tested'])).toEqual([]);
		await expectUntouched(log, 1);
	});

	test('EL4 a refused vault row takes the events with it', async () => {
		const { log } = given();
		await log.write([secret('a')]);
		const transaction = await log.begin();
		await transaction.append(numbered(transaction, series(newStream(), 1)), []);
		await expect(transaction.vault([secret('b'), secret('a')])).rejects.toMatchObject({ kind: 'duplicate' });
		await expect(transaction.commit()).rejects.toMatchObject({ kind: 'lost' });
		expect(await readAll(log)).toEqual([]);
		expect(await secrets(log)).toEqual([{ name: 'a', value: 'v' }]);
	});

	test('EL4 several appends in one transaction go on where the last one ended', async () => {
		const { log } = given();
		const stream = newStream();
		const transaction = await log.begin();
		await transaction.append(numbered(transaction, series(stream, 2)), []);
		await transaction.append(numbered(transaction, series(stream, 3, 3), 2), []);
		await transaction.commit();
		expect((await readAll(log)).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
	});

	test('EL4 a transaction without events moves nothing', async () => {
		const { log } = given();
		const before = await log.head();
		const transaction = await log.begin();
		await transaction.append([], []);
		await transaction.vault([secret('a')]);
		await transaction.commit();
		expect(await log.head()).toEqual(before);
		expect(await secrets(log)).toHaveLength(1);
	});

	test('EL6 time in the log never goes back, wherever the clock is', async () => {
		const { store, log } = given();
		const [first] = await record(log, series(newStream(), 1));
		const future = first!.at + 3_600_000;
		await store.setFloor(future);
		const [second] = await record(log, series(newStream(), 1));
		const [third] = await record(log, series(newStream(), 1));
		expect([second!.at, third!.at]).toEqual([future, future]);
		expect((await log.head()).at).toBe(future);
	});

	test('EL8 a redaction replaces data and nothing else, and the log tells that it happened', async () => {
		const { log } = given();
		const stream = newStream();
		const [secret, kept] = await record(log, [
			{ stream, version: 1, data: '{"text":"机密"}' },
			{ stream, version: 2 },
		]);
		const digest = createHash('sha256').update(secret!.data).digest('hex');
		const data = JSON.stringify({ redacted: true, digest });
		const transaction = await log.begin();
		const [redaction] = numbered(transaction, [{ stream, version: 3, type: 'Redacted' }]);
		await transaction.append([redaction!], []);
		await transaction.redact([{ position: 1, data }]);
		expect((await transaction.findIds([secret!.id]))[0]?.data).toBe(data);
		await transaction.commit();
		expect(await readAll(log)).toEqual([{ ...secret, data }, kept, redaction]);
	});

	test('EL12 a transaction that is over takes nothing more', async () => {
		const { log } = given();
		const transaction = await log.begin();
		await transaction.commit();
		const uses = [
			(over: Transaction) => over.append([], []),
			(over: Transaction) => over.read({ after: 0, limit: 1 }),
			(over: Transaction) => over.commit(),
		];
		for (const use of uses) await expect(use(transaction)).rejects.toMatchObject({ kind: 'lost' });
		await transaction.rollback();
		await record(log, series(newStream(), 1));
		expect((await log.head()).position).toBe(1);
	});
}

function secret(name: string) {
	return { do: 'insert', table: 'secrets', row: { name, value: 'v' } } as const;
}

async function secrets(log: EventLog) {
	const [rows] = await log.select([{ table: 'secrets', column: 'name', values: ['a', 'b'] }]);
	return rows;
}

/** Nothing but the first `count` events is there, and the log takes more. */
async function expectUntouched(log: EventLog, count: number): Promise<void> {
	expect(await readAll(log)).toHaveLength(count);
	expect((await log.head()).position).toBe(count);
	expect(await secrets(log)).toEqual([]);
	await record(log, series(newStream(), 1));
	expect(await readAll(log)).toHaveLength(count + 1);
}
