/** Several processes on one SQLite file, and what is left when one is killed. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog } from '../../core/log/open.ts';
import type { EventLog } from '../../core/log/port.ts';
import { SCHEMA_VERSION } from '../../core/log/schema.ts';
import { SqliteConnection } from '../../core/log/sqlite-connection.ts';
import { VAULT_TABLES } from '../../core/vault/tables.ts';
import { newStream, numbered, readAll, record, series } from '../support/log-events.ts';
import { startWriter, type Writer } from '../support/log-writers.ts';
import { TABLES_SINCE_FIRST } from '../support/older-log.ts';

/** A busy machine may take its time. */
const PATIENTLY = { interval: 10, timeout: 40_000 };

describe('sqlite between processes', () => {
	let dataFolder: string;
	const writers: Writer[] = [];
	const logs: EventLog[] = [];
	beforeEach(async () => {
		dataFolder = join(await mkdtemp(join(tmpdir(), 'webchat-log-')), 'data');
	});
	afterEach(async () => {
		await Promise.all(writers.splice(0).map((writer) => writer.kill()));
		await Promise.all(logs.splice(0).map((log) => log.close()));
		await rm(join(dataFolder, '..'), { recursive: true });
	});

	async function open(): Promise<EventLog> {
		const { log } = await openLog('sqlite:', { dataFolder });
		logs.push(log);
		return log;
	}

	async function start(): Promise<Writer> {
		const writer = await startWriter('sqlite:', dataFolder);
		writers.push(writer);
		return writer;
	}

	test('EL21 a process killed in the middle of a transaction leaves nothing of it, and the lock to others', async () => {
		const log = await open();
		const events = await record(log, series(newStream(), 3));
		const holder = await start();
		expect(await holder.ask('hold')).toBe('holding');
		const waiting = log.begin();
		await holder.kill();
		const transaction = await waiting;
		expect(transaction.head.position).toBe(3);
		const more = numbered(transaction, series(newStream(), 1));
		await transaction.append(more, []);
		await transaction.commit();
		expect(await readAll(log)).toEqual([...events, ...more]);
	});

	test('EL21 a process killed while it writes leaves whole batches without a gap', async () => {
		const log = await open();
		for (let round = 1; round <= 3; round += 1) {
			const writer = await start();
			const before = (await log.head()).position;
			await writer.ask('run');
			await expect.poll(async () => (await log.head()).position, PATIENTLY).toBeGreaterThan(before + 50);
			await writer.kill();
			const all = await readAll(log);
			expect(all.map(({ position }) => position)).toEqual(all.map((_, k) => k + 1));
			expect(all.length % 2).toBe(0);
			expect((await log.head()).position).toBe(all.length);
		}
		await record(log, series(newStream(), 1));
	});

	test('EL1 of two writers that never rest neither starves the other', async () => {
		const log = await open();
		const pair = [await start(), await start()];
		await Promise.all(pair.map((writer) => writer.ask('run')));
		await expect.poll(async () => (await log.head()).position, PATIENTLY).toBeGreaterThan(800);
		const [a, b] = await Promise.all(pair.map(async (writer) => Number(await writer.ask('stop'))));
		expect(Math.max(a!, b!) / Math.min(a!, b!)).toBeLessThan(3);
	});

	test('EL1 a holder that stays makes the others hear transient, and does not harm them', async () => {
		const log = await open();
		const holder = await start();
		await holder.ask('hold');
		await expect(log.begin()).rejects.toMatchObject({ name: 'LogError', kind: 'transient' });
		expect(await readAll(log)).toEqual([]);
		await holder.kill();
		await record(log, series(newStream(), 1));
		expect(await readAll(log)).toHaveLength(1);
	});

	test('EL23 closing ends a wait for the lock at once', async () => {
		const log = await open();
		const holder = await start();
		await holder.ask('hold');
		const ended = expect(log.begin()).rejects.toMatchObject({ kind: 'lost' });
		await log.close();
		await ended;
	});

	test('EL19 processes that open a new file at once make it once', async () => {
		const opened = await Promise.all([open(), open(), open(), start(), start()]);
		const log = opened[0];
		await record(log, series(newStream(), 1));
		const heads = await Promise.all([log.head(), opened[1].head(), opened[2].head()]);
		expect(heads).toEqual([heads[0], heads[0], heads[0]]);
	});

	test('EL19 a log of an older schema is brought to the newest with all that it holds', async () => {
		const log = await open();
		const events = await record(log, series(newStream(), 2));
		await log.close();
		const connection = new SqliteConnection(join(dataFolder, 'webchat.db'), 'writer');
		for (const table of TABLES_SINCE_FIRST) await connection.query(`DROP TABLE ${table}`);
		await connection.query('DELETE FROM migrations WHERE version > 1');
		await connection.close();
		const reopened = await open();
		expect(await readAll(reopened)).toEqual(events);
		const reads = TABLES_SINCE_FIRST.map((table) => ({ table, column: VAULT_TABLES[table].key[0]!, values: [] }));
		expect(await reopened.select(reads)).toEqual(reads.map(() => []));
	});

	test('EL19 a schema newer than this program is refused, and left alone', async () => {
		await (await open()).close();
		const connection = new SqliteConnection(join(dataFolder, 'webchat.db'), 'writer');
		await connection.query(`INSERT INTO migrations (version, at) VALUES (${SCHEMA_VERSION + 1}, 0)`);
		await connection.close();
		await expect(open()).rejects.toMatchObject({ name: 'LogError', kind: 'failed' });
	});

	test('EL22 the folder and the files of a log are for their owner alone', async () => {
		const log = await open();
		await record(log, series(newStream(), 1));
		const modes = await Promise.all(
			['', 'webchat.db', 'webchat.db-wal', 'webchat.db-shm'].map(
				async (name) => (await stat(join(dataFolder, name))).mode,
			),
		);
		expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600, 0o600, 0o600]);
	});
});
