/** The log in MySQL or MariaDB: any number of nodes on one primary. */
import { randomUUID } from 'node:crypto';
import type { EventId, NodeId, StreamId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';
import { checkIds } from './batch.ts';
import type { MysqlTarget } from './log-url.ts';
import { migrate, schemaVersion } from './migrations.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { binaryCollation, MYSQL_CLOCK, mysqlDialect } from './mysql-dialect.ts';
import { MysqlPool } from './mysql-pool.ts';
import { type MysqlWarning, prepareReader } from './mysql-session.ts';
import { MysqlWriter } from './mysql-writer.ts';
import {
	type Amended,
	type EventLog,
	type Head,
	LogError,
	type Range,
	type StoredEvent,
	type StreamRange,
	type Transaction,
} from './port.ts';
import { mysqlDdl, SCHEMA_VERSION } from './schema.ts';
import { hexOf, numberFrom, type Query, textFrom } from './sql.ts';
import { SqlReader } from './sql-read.ts';
import { statementsOf } from './sql-vault.ts';
import { checkWrites } from './vault-check.ts';

/** Writes without the head lock are tried this often while others are in their way. */
const WRITE_TRIES_MAX = 3;
/** Another process may be changing the schema of a large log. */
const MIGRATION_MS_MAX = 600_000;
const UNKNOWN_DATABASE = 1049;
const MIGRATION_LOCK = 'webchat.migrations';

/**
 * Opens the log, making database and schema where they are missing and the user may make them. Throws `LogError`:
 * `lost` when the server cannot be reached, `failed` when it will not do.
 */
export async function openMysqlLog(
	target: MysqlTarget,
): Promise<{ readonly log: EventLog; readonly warnings: readonly MysqlWarning[] }> {
	await makeDatabase(target);
	await bringUpToDate(target);
	const writer = new MysqlWriter(target);
	try {
		const { warnings } = await writer.check();
		return { log: new MysqlLog(writer, new MysqlPool(target)), warnings };
	} catch (error) {
		writer.close();
		throw error;
	}
}

async function makeDatabase(target: MysqlTarget): Promise<void> {
	try {
		(await MysqlConnection.connect(target)).destroy();
		return;
	} catch (error) {
		if (!(error instanceof LogError && error.cause === UNKNOWN_DATABASE)) throw error;
	}
	await on(target, null, (connection) =>
		connection.text(`CREATE DATABASE IF NOT EXISTS \`${target.database}\` DEFAULT CHARACTER SET utf8mb4`),
	);
}

/** Needs no right to make tables where there is nothing to make. */
async function bringUpToDate(target: MysqlTarget): Promise<void> {
	await on(target, target.database, async (connection) => {
		await prepareReader(connection);
		const [version] = await connection.text('SELECT VERSION()');
		const ddl = mysqlDdl(binaryCollation(textFrom(version?.[0])));
		const query: Query = (sql) => connection.text(sql, MIGRATION_MS_MAX);
		if ((await schemaVersion(query, ddl)) === SCHEMA_VERSION) return;
		const lock = `CONCAT('${MIGRATION_LOCK}.', MD5(DATABASE()))`;
		const [locked] = await query(`SELECT GET_LOCK(${lock}, ${MIGRATION_MS_MAX / 2_000})`);
		if (numberFrom(locked?.[0]) !== 1) throw new LogError('transient', 'another process is changing the schema');
		await migrate(query, ddl, MYSQL_CLOCK, hexOf(randomUUID()));
	});
}

/** Does `work` on a connection of its own; locks that it holds end with it. */
async function on<T>(
	target: MysqlTarget,
	database: string | null,
	work: (connection: MysqlConnection) => Promise<T>,
): Promise<T> {
	const connection = await MysqlConnection.connect(target, database);
	try {
		return await work(connection);
	} finally {
		connection.destroy();
	}
}

class MysqlLog implements EventLog {
	readonly kind = 'mysql';
	readonly #writer: MysqlWriter;
	readonly #pool: MysqlPool;

	constructor(writer: MysqlWriter, pool: MysqlPool) {
		this.#writer = writer;
		this.#pool = pool;
	}

	async head(): Promise<Head> {
		return (await this.#reading((reader) => reader.head())).head;
	}

	read(range: Range): Promise<StoredEvent[]> {
		return this.#reading((reader) => reader.read(range));
	}

	readStream(stream: StreamId, range: StreamRange): Promise<StoredEvent[]> {
		return this.#reading((reader) => reader.readStream(stream, range));
	}

	readStreams(streams: readonly StreamId[], range: Range): Promise<StoredEvent[]> {
		return this.#reading((reader) => reader.readStreams(streams, range));
	}

	findIds(ids: readonly EventId[]): Promise<StoredEvent[]> {
		return this.#reading((reader) => reader.findIds(ids));
	}

	amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]> {
		return this.#reading((reader) => reader.amendments(subjects, types));
	}

	select(reads: readonly VaultRead[]): Promise<VaultRow[][]> {
		return this.#reading((reader) => reader.select(reads));
	}

	/**
	 * Tried again where others were in the way: a deadlock, or a `put` whose key another connection put at the same time
	 * (which shows as a duplicate, since it deletes and inserts).
	 */
	async write(writes: readonly VaultWrite[]): Promise<void> {
		checkWrites(writes);
		for (let tries = 1; ; tries += 1) {
			try {
				await this.#pool.use((connection) => writeOnce(connection, writes));
				return;
			} catch (error) {
				const kind = error instanceof LogError ? error.kind : 'failed';
				const isWorthIt = kind === 'transient' || (kind === 'duplicate' && writes.some((write) => write.do === 'put'));
				if (!isWorthIt || tries === WRITE_TRIES_MAX) throw error;
			}
		}
	}

	async beat(node: NodeId): Promise<{ node: NodeId; silentMs: number }[]> {
		checkIds([node], 1);
		const rows = await this.#pool.use(async (connection) => {
			await connection.query(
				`INSERT INTO \`beats\` (\`node\`, \`at\`) VALUES (?, ${MYSQL_CLOCK}) ${mysqlDialect.replacing(['node'], ['at'])}`,
				[mysqlDialect.idParam(node)],
			);
			return connection.query(`SELECT \`node\`, GREATEST(0, ${MYSQL_CLOCK} - \`at\`) FROM \`beats\``);
		});
		return rows.map(([id, silentMs]) => ({ node: mysqlDialect.idFrom(id) as NodeId, silentMs: numberFrom(silentMs) }));
	}

	async forget(node: NodeId): Promise<void> {
		checkIds([node], 1);
		await this.#pool.use((connection) =>
			connection.query('DELETE FROM `beats` WHERE `node` = ?', [mysqlDialect.idParam(node)]),
		);
	}

	begin(): Promise<Transaction> {
		return this.#writer.begin();
	}

	async close(): Promise<void> {
		this.#writer.close();
		this.#pool.close();
	}

	#reading<T>(work: (reader: SqlReader) => Promise<T>): Promise<T> {
		return this.#pool.use((connection) =>
			work(new SqlReader((sql, params) => connection.query(sql, params), mysqlDialect)),
		);
	}
}

async function writeOnce(connection: MysqlConnection, writes: readonly VaultWrite[]): Promise<void> {
	try {
		await connection.text('START TRANSACTION');
		for (const write of writes) {
			for (const { sql, params } of statementsOf(write, mysqlDialect)) await connection.query(sql, params);
		}
	} catch (error) {
		if (connection.isUsable) await connection.text('ROLLBACK').catch(() => connection.destroy());
		throw error;
	}
	await connection.text('COMMIT').catch((error: LogError) => {
		connection.destroy();
		throw new LogError('unknown', 'the connection was lost in COMMIT', { cause: error });
	});
}
