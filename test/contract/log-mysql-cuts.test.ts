/** What a writer hears, and what is recorded, when its connection breaks here or there. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EventLog, StoredEvent, Transaction } from '../../core/log/port.ts';
import { newStream, numbered, readAll, record, series } from '../support/log-events.ts';
import type { LogStore } from '../support/log-harness.ts';
import { freshMysqlStore, through } from '../support/log-mysql.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

describe('mysql behind a proxy that breaks connections', () => {
	let server: Mariadb;
	let proxy: TcpProxy;
	let store: LogStore;
	let log: EventLog;

	beforeAll(async () => {
		server = await startMariadb();
	});
	afterAll(() => server.stop());
	beforeEach(async () => {
		proxy = await startTcpProxy(server);
		store = await freshMysqlStore(through(proxy, server));
		log = await store.open();
	});
	afterEach(async () => {
		await store.remove();
		await proxy.stop();
	});

	/** A transaction with one event appended, not committed. */
	async function appended(data = '"one"'): Promise<{ transaction: Transaction; event: StoredEvent }> {
		const transaction = await log.begin();
		const [event] = numbered(transaction, [{ stream: newStream(), version: 1, data }]);
		await transaction.append([event!], []);
		return { transaction, event: event! };
	}

	/** The documented recovery: take the lock again, then look. */
	async function isRecorded(event: StoredEvent): Promise<boolean> {
		const transaction = await log.begin();
		const found = await transaction.findIds([event.id]);
		await transaction.rollback();
		return found.length === 1;
	}

	test('EL13 a connection lost before the lock is replaced without a word', async () => {
		await record(log, series(newStream(), 1));
		proxy.cut();
		await record(log, series(newStream(), 1));
		expect(await readAll(log)).toHaveLength(2);
	});

	test('EL13 a connection lost in an insert is lost, and nothing is recorded', async () => {
		await record(log, series(newStream(), 1));
		const transaction = await log.begin();
		const events = numbered(transaction, [{ stream: newStream(), version: 1, data: '"mark"' }]);
		const sprung = proxy.on('"mark"', 'cut-before');
		await expect(transaction.append(events, [])).rejects.toMatchObject({ name: 'LogError', kind: 'lost' });
		await sprung;
		expect(await isRecorded(events[0]!)).toBe(false);
	});

	test('EL13 a connection lost in the middle of a packet is lost, and nothing is recorded', async () => {
		const transaction = await log.begin();
		const data = JSON.stringify('x'.repeat(100_000));
		const events = numbered(transaction, [{ stream: newStream(), version: 1, data }]);
		const spent = proxy.cutAfter(50_000);
		await expect(transaction.append(events, [])).rejects.toMatchObject({ kind: 'lost' });
		await spent;
		expect(await isRecorded(events[0]!)).toBe(false);
		await record(log, series(newStream(), 1));
	});

	test('EL13 a connection lost after an insert that was made is lost, and nothing is recorded', async () => {
		await record(log, series(newStream(), 1));
		const transaction = await log.begin();
		const events = numbered(transaction, [{ stream: newStream(), version: 1, data: '"mark"' }]);
		const sprung = proxy.on('"mark"', 'cut-after');
		await expect(transaction.append(events, [])).rejects.toMatchObject({ kind: 'lost' });
		await sprung;
		await expect(transaction.commit()).rejects.toMatchObject({ kind: 'lost' });
		expect(await isRecorded(events[0]!)).toBe(false);
	});

	test('EL14 a COMMIT that never arrived is unknown, and looking under the lock finds nothing', async () => {
		const { transaction, event } = await appended();
		const sprung = proxy.on('COMMIT', 'cut-before');
		await expect(transaction.commit()).rejects.toMatchObject({ name: 'LogError', kind: 'unknown' });
		await sprung;
		expect(await isRecorded(event)).toBe(false);
		expect((await log.head()).position).toBe(0);
	});

	test('EL14 a COMMIT whose answer was lost is unknown, and looking under the lock finds it', async () => {
		const { transaction, event } = await appended();
		const sprung = proxy.on('COMMIT', 'cut-after');
		await expect(transaction.commit()).rejects.toMatchObject({ kind: 'unknown' });
		await sprung;
		expect(await isRecorded(event)).toBe(true);
		expect(await readAll(log)).toEqual([event]);
	});

	test('EL14 looking under the lock tells the truth about a COMMIT that is still on its way', async () => {
		const { transaction, event } = await appended();
		const sprung = proxy.on('COMMIT', 'pass-and-cut');
		process.kill(server.pid, 'SIGSTOP');
		await expect(transaction.commit()).rejects.toMatchObject({ kind: 'unknown' });
		await sprung;
		const looking = isRecorded(event);
		process.kill(server.pid, 'SIGCONT');
		const found = await looking;
		const [next] = await record(log, series(newStream(), 1));
		expect((await readAll(log)).map(({ id }) => id)).toEqual(found ? [event.id, next?.id] : [next?.id]);
	});

	test('EL14 a vault write whose answer was lost is unknown', async () => {
		await log.head();
		const sprung = proxy.on('COMMIT', 'cut-after');
		const writing = log.write([{ do: 'insert', table: 'secrets', row: { name: 'a', value: 'b' } }]);
		await expect(writing).rejects.toMatchObject({ kind: 'unknown' });
		await sprung;
		const [rows] = await log.select([{ table: 'secrets', column: 'name', values: ['a'] }]);
		expect(rows).toEqual([{ name: 'a', value: 'b' }]);
	});

	test('EL15 a read whose connection is cut while idle is read again', async () => {
		await record(log, series(newStream(), 3));
		expect(await readAll(log)).toHaveLength(3);
		proxy.cut();
		expect(await readAll(log)).toHaveLength(3);
	});

	test('EL15 the log outlives its database: killed and started again, it goes on where it was', async () => {
		const events = await record(log, series(newStream(), 3));
		const { transaction } = await appended();
		await server.kill();
		await expect(transaction.commit()).rejects.toMatchObject({ name: 'LogError' });
		await expect(log.begin()).rejects.toMatchObject({ name: 'LogError', kind: 'lost' });
		await expect(log.head()).rejects.toMatchObject({ name: 'LogError', kind: 'lost' });
		await expect(log.write([])).rejects.toMatchObject({ kind: 'lost' });
		await server.restart();
		expect(await readAll(log)).toEqual(events);
		const more = await record(log, series(newStream(), 1));
		expect(await readAll(log)).toEqual([...events, ...more]);
	});

	test('EL15 every batch acknowledged before the database was killed is there afterwards', async () => {
		const acknowledged: StoredEvent[] = [];
		const writing = async () => {
			for (;;) acknowledged.push(...(await record(log, series(newStream(), 4))));
		};
		const ended = expect(writing()).rejects.toMatchObject({ name: 'LogError' });
		await expect.poll(() => acknowledged.length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(100);
		await server.kill();
		await ended;
		await server.restart();
		const all = await readAll(log);
		expect(all.slice(0, acknowledged.length)).toEqual(acknowledged);
		expect([0, 4]).toContain(all.length - acknowledged.length);
		expect((await log.head()).position).toBe(all.length);
	});
});
