/** Nothing that freezes, here or there, holds everybody for ever. These wait for the limits themselves, side by side. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventLog, Transaction } from '../../core/log/port.ts';
import { LogError } from '../../core/log/port.ts';
import { newStream, numbered, readAll, record, series } from '../support/log-events.ts';
import { freshMysqlStore, logUrl, newDatabase, openOn, through } from '../support/log-mysql.ts';
import { startWriter } from '../support/log-writers.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

/** The server gives up a silent writer after 10 s; the rest is for its waking up and for a busy machine. */
const FROZEN_MS_MAX = 20_000;
/** One every 2.5 s. */
const PINGS_BEYOND_LIMIT = 5;

describe.concurrent('mysql, frozen', () => {
	let server: Mariadb;
	beforeAll(async () => {
		server = await startMariadb();
	});
	afterAll(() => server.stop());

	test('EL16 a writer that freezes while it holds the lock is cut off, and the others go on', async () => {
		const database = newDatabase();
		const log = await openOn(server, database);
		const frozen = await startWriter(logUrl(server, database), '');
		try {
			expect(await frozen.ask('hold')).toBe('holding');
			frozen.signal('SIGSTOP');
			const start = performance.now();
			const transaction = await beginAtLast(log);
			expect(performance.now() - start).toBeLessThan(FROZEN_MS_MAX);
			expect(transaction.head.position).toBe(0);
			await transaction.append(numbered(transaction, series(newStream(), 1)), []);
			await transaction.commit();
			expect(await readAll(log)).toHaveLength(1);
		} finally {
			await frozen.kill();
			await log.close();
		}
	});

	test('EL1 waiting for the lock ends with transient after about five seconds', async () => {
		const database = newDatabase();
		const [holder, log] = [await openOn(server, database), await openOn(server, database)];
		const held = await holder.begin();
		await expect(log.begin()).rejects.toMatchObject({ name: 'LogError', kind: 'transient' });
		await held.rollback();
		await record(log, series(newStream(), 1));
		await holder.close();
		await log.close();
	});

	test('EL17 a proxy that freezes makes statements fail, not hang; thawed, all goes on', async () => {
		const proxy = await startTcpProxy(server);
		const store = await freshMysqlStore(through(proxy, server));
		const log = await store.open();
		const [first] = await record(log, series(newStream(), 1));
		const transaction = await log.begin();
		proxy.freeze();
		const fates = await Promise.allSettled([
			transaction.append(numbered(transaction, series(newStream(), 1)), []),
			log.head(),
			log.write([{ do: 'delete', table: 'secrets', where: { name: 'a' } }]),
		]);
		for (const fate of fates) expect(fate).toMatchObject({ status: 'rejected', reason: { kind: 'lost' } });
		await expect(log.begin()).rejects.toMatchObject({ kind: 'lost' });
		proxy.thaw();
		const [second] = await record(log, series(newStream(), 1));
		expect(await readAll(log)).toEqual([first, second]);
		await store.remove();
		await proxy.stop();
	});

	test('EL17 a COMMIT whose answer never comes is unknown in the end', async () => {
		const proxy = await startTcpProxy(server);
		const store = await freshMysqlStore(through(proxy, server));
		const log = await store.open();
		const transaction = await log.begin();
		const events = numbered(transaction, series(newStream(), 1));
		await transaction.append(events, []);
		const sprung = proxy.on('COMMIT', 'freeze-after');
		await expect(transaction.commit()).rejects.toMatchObject({ kind: 'unknown' });
		await sprung;
		const after = await log.begin();
		expect(await after.findIds([events[0]!.id])).toEqual(events);
		await after.rollback();
		await store.remove();
		await proxy.stop();
	});

	test('EL13 an idle writer keeps its connection beyond the limit for silent ones', async () => {
		const proxy = await startTcpProxy(server);
		const store = await freshMysqlStore(through(proxy, server));
		const log = await store.open();
		await record(log, series(newStream(), 1));
		const connections = proxy.connections;
		for (let pings = 0; pings < PINGS_BEYOND_LIMIT; pings += 1) await proxy.on('DO 0', 'pass');
		expect(proxy.connections).toBe(connections);
		await record(log, series(newStream(), 1));
		expect(proxy.connections).toBe(connections);
		await store.remove();
		await proxy.stop();
	});
});

/** Begins as the write loop does: again, as long as it is told that waiting took too long. */
async function beginAtLast(log: EventLog): Promise<Transaction> {
	for (;;) {
		try {
			return await log.begin();
		} catch (error) {
			if (!(error instanceof LogError && error.kind === 'transient')) throw error;
		}
	}
}
