/** Opening a log in MySQL: what is made, what is checked, and what it needs to be allowed. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareWriter } from '../../core/log/mysql-session.ts';
import { openLog } from '../../core/log/open.ts';
import { SCHEMA_VERSION } from '../../core/log/schema.ts';
import { VAULT_TABLES } from '../../core/vault/tables.ts';
import { newStream, numbered, readAll, record, series } from '../support/log-events.ts';
import { adminOn, logUrl, newDatabase, openOn } from '../support/log-mysql.ts';
import { startWriter } from '../support/log-writers.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { TABLES_SINCE_FIRST } from '../support/older-log.ts';

const MIGRATE = new URL('../../core/log/migrate.ts', import.meta.url).pathname;

describe('opening mysql', () => {
	let server: Mariadb;
	beforeAll(async () => {
		server = await startMariadb();
	});
	afterAll(() => server.stop());

	test('EL12 a stray read before the lock does not make a transaction see less than the latest', async () => {
		const database = newDatabase();
		const log = await openOn(server, database);
		const connection = await adminOn(server, database);
		await prepareWriter(connection);
		expect(await connection.query('SELECT COUNT(*) FROM `events`')).toEqual([[0]]);
		await record(log, series(newStream(), 3));
		expect(await connection.query('SELECT `position` FROM `head` WHERE `id` = 1 FOR UPDATE')).toEqual([[3]]);
		expect(await connection.query('SELECT COUNT(*) FROM `events`')).toEqual([[3]]);
		connection.destroy();
		await log.close();
	});

	test('EL18 a server that is as safe as it can be is taken without a word', async () => {
		const { log, warnings } = await openLog(logUrl(server, newDatabase()), { dataFolder: '' });
		expect(warnings).toEqual([]);
		await log.close();
	});

	test('EL18 what may lose acknowledged commits is warned of, a binlog by statement refused', async () => {
		const lax = await startMariadb(['--log-bin', '--binlog-format=MIXED', '--sync-binlog=0']);
		try {
			const url = logUrl(lax, 'wechat_db');
			const admin = await adminOn(lax, null);
			await admin.text('SET GLOBAL innodb_flush_log_at_trx_commit = 2');
			const { log, warnings } = await openLog(url, { dataFolder: '' });
			expect(warnings).toEqual(['mysql-flush-log-not-at-commit', 'mysql-binlog-not-synced']);
			await log.close();
			await admin.text("SET GLOBAL binlog_format = 'STATEMENT'");
			admin.destroy();
			const opening = openLog(url, { dataFolder: '' });
			await expect(opening).rejects.toMatchObject({ name: 'LogError', kind: 'failed' });
			await expect(opening).rejects.toThrow('binlog_format STATEMENT');
		} finally {
			await lax.stop();
		}
	});

	test('EL19 processes that open a new log at once make it once', async () => {
		const url = logUrl(server, newDatabase());
		const opened = await Promise.all(Array.from({ length: 5 }, () => openLog(url, { dataFolder: '' })));
		const writer = await startWriter(url, '');
		const heads = await Promise.all(opened.map(({ log }) => log.head()));
		expect(new Set(heads.map(({ epoch }) => epoch)).size).toBe(1);
		for (const { log } of opened) await record(log, series(newStream(), 1));
		expect((await opened[0]!.log.head()).position).toBe(5);
		await writer.kill();
		await Promise.all(opened.map(({ log }) => log.close()));
	});

	test('EL19 a schema newer than this program is refused, and left alone', async () => {
		const database = newDatabase();
		const log = await openOn(server, database);
		await log.close();
		const admin = await adminOn(server, database);
		await admin.text(`INSERT INTO migrations (version, at) VALUES (${SCHEMA_VERSION + 1}, 0)`);
		const opening = openOn(server, database);
		await expect(opening).rejects.toMatchObject({ name: 'LogError', kind: 'failed' });
		await expect(opening).rejects.toThrow(`schema ${SCHEMA_VERSION + 1}`);
		await admin.text(`DELETE FROM migrations WHERE version = ${SCHEMA_VERSION + 1}`);
		admin.destroy();
		await (await openOn(server, database)).close();
	});

	test('EL19 a log of an older schema is brought to the newest with all that it holds', async () => {
		const database = newDatabase();
		const first = await openOn(server, database);
		const events = await record(first, series(newStream(), 2));
		await first.close();
		const admin = await adminOn(server, database);
		for (const table of TABLES_SINCE_FIRST) await admin.text(`DROP TABLE ${table}`);
		await admin.text('DELETE FROM migrations WHERE version > 1');
		admin.destroy();
		const log = await openOn(server, database);
		expect(await readAll(log)).toEqual(events);
		const reads = TABLES_SINCE_FIRST.map((table) => ({ table, column: VAULT_TABLES[table].key[0]!, values: [] }));
		expect(await log.select(reads)).toEqual(reads.map(() => []));
		await log.close();
	});

	test('EL19 opening that was cut off in the middle is finished by the next one', async () => {
		const database = newDatabase();
		const first = await openOn(server, database);
		const { epoch } = await first.head();
		await first.close();
		const admin = await adminOn(server, database);
		await admin.text('DELETE FROM migrations');
		await admin.text('DROP TABLE amendments, secrets');
		admin.destroy();
		const log = await openOn(server, database);
		expect((await log.head()).epoch).toBe(epoch);
		await record(log, series(newStream(), 2), ([a, b]) => [{ subject: a!.id, position: b!.position }]);
		await log.close();
	});

	test('EL20 a batch beyond what the server takes in one packet goes in several, one event beyond it is failed', async () => {
		const database = newDatabase();
		const admin = await adminOn(server, null);
		await admin.text('SET GLOBAL max_allowed_packet = 262144');
		const log = await openOn(server, database);
		try {
			const data = JSON.stringify('长'.repeat(50_000));
			const stream = newStream();
			const drafts = series(stream, 6).map((draft) => ({ ...draft, data }));
			const events = await record(log, drafts);
			expect(await readAll(log)).toEqual(events);
			const transaction = await log.begin();
			const huge = numbered(transaction, [{ stream, version: 7, data: JSON.stringify('x'.repeat(300_000)) }]);
			await expect(transaction.append(huge, [])).rejects.toMatchObject({ name: 'LogError', kind: 'failed' });
			await record(log, series(stream, 1, 7));
			expect((await log.head()).position).toBe(7);
		} finally {
			await admin.text('SET GLOBAL max_allowed_packet = 16777216');
			admin.destroy();
			await log.close();
		}
	});

	test('EL24 migrate makes all, and a user who can keep the log but change no event', async () => {
		const database = newDatabase();
		const made = migrate(['--log', logUrl(server, database), '--user', 'keeper', '--password-env', 'KEEPER']);
		expect(made).toMatchObject({ status: 0, stderr: '' });
		expect(made.stdout).not.toContain(PASSWORD);
		const keeper = { host: server.host, port: server.port, user: 'keeper', password: encodeURIComponent(PASSWORD) };
		const log = await openOn(keeper, database);
		const [event] = await record(log, series(newStream(), 2), ([a, b]) => [{ subject: a!.id, position: b!.position }]);
		const transaction = await log.begin();
		await transaction.redact([{ position: 1, data: '{}' }]);
		await transaction.vault([{ do: 'put', table: 'secrets', row: { name: 'a', value: 'b' } }]);
		await transaction.commit();
		await log.write([{ do: 'delete', table: 'secrets', where: { name: 'a' } }]);
		await log.beat(event!.stream as Parameters<typeof log.beat>[0]);
		await log.close();
		const connection = await adminOn({ ...keeper, password: PASSWORD }, database);
		for (const statement of [
			'DELETE FROM events',
			'UPDATE events SET `by` = NULL',
			'UPDATE events SET position = position + 10',
			'DELETE FROM amendments',
			'DELETE FROM head',
			'CREATE TABLE more (a INT)',
			'DROP TABLE events',
		]) {
			await expect(connection.text(statement), statement).rejects.toMatchObject({ kind: 'failed' });
		}
		connection.destroy();
	});

	test('EL24 migrate says what is wrong with its options, and does nothing', async () => {
		const url = logUrl(server, newDatabase());
		const wrong = [
			[],
			['--bogus'],
			['--log', 'postgres://x'],
			['--log', url, '--user', "o'brien", '--password-env', 'KEEPER'],
			['--log', url, '--user', 'keeper', '--password-env', 'ABSENT'],
			['--log', 'sqlite:', '--user', 'keeper', '--password-env', 'KEEPER'],
		];
		for (const args of wrong) {
			const { status, stdout } = migrate(args);
			expect(status).toBe(1);
			expect(stdout).toMatch(/[\u4e00-\u9fff].*\n.*[a-z]/);
		}
		expect(migrate(['--help'])).toMatchObject({ status: 0 });
	});
});

/** With characters that must be escaped somewhere on the way. */
const PASSWORD = `it's "a" \\ #%ä`;

function migrate(args: readonly string[]) {
	const env = { ...process.env, KEEPER: PASSWORD };
	return spawnSync(process.execPath, [MIGRATE, ...args], { encoding: 'utf8', env });
}
