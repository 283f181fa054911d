/**
 * The log in an SQLite file, for one machine. WAL with `synchronous = FULL`: a commit that was answered survives a power
 * cut. Writing and reading go over connections of their own, so reading never waits for a transaction. A process that is
 * frozen (not killed) while it holds the lock keeps it; only a server can take it away.
 */
import { randomUUID } from 'node:crypto';
import type { EventId, NodeId, StreamId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';
import { checkIds } from './batch.ts';
import { migrate } from './migrations.ts';
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
import { STREAM_INDEX, sqliteDdl } from './schema.ts';
import { type Dialect, hexOf, numberFrom, quoted, uuidOf } from './sql.ts';
import { SqlReader } from './sql-read.ts';
import { type Holder, SqlTransaction } from './sql-transaction.ts';
import { statementsOf } from './sql-vault.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { SQLITE_FULL } from './sqlite-messages.ts';
import { type Release, Turns } from './turns.ts';
import { checkWrites } from './vault-check.ts';

/** Waiting longer for the lock is `transient`. */
const LOCK_WAIT_MS_MAX = 5_000;

const CLOCK = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** Ids travel as hexadecimal digits: text crosses to another thread faster than many small buffers. Of null, `hex` makes ''. */
const dialect: Dialect = {
	name: 'sqlite',
	clock: CLOCK,
	forUpdate: '',
	eventsByPosition: '`events` NOT INDEXED',
	eventsByStream: `\`events\` INDEXED BY \`${STREAM_INDEX}\``,
	idPlace: 'unhex(?)',
	idParam: hexOf,
	idColumn: (name) => `NULLIF(hex(\`${name}\`), '')`,
	idFrom: (value) => uuidOf(String(value)),
	replacing: (key, columns) =>
		`ON CONFLICT (${quoted(key)}) DO UPDATE SET ${columns.map((column) => `\`${column}\` = excluded.\`${column}\``).join(', ')}`,
	replacesByAnyUnique: false,
};

/** Opens the file at `path`, making it and its tables where they are missing. Throws `LogError` `failed` for a newer schema. */
export async function openSqliteLog(path: string): Promise<EventLog> {
	const writer = new SqliteConnection(path, 'writer');
	try {
		await writer.lock(LOCK_WAIT_MS_MAX);
		await migrate((sql, params) => writer.query(sql, params), sqliteDdl, CLOCK, hexOf(randomUUID()));
		await writer.query('COMMIT');
	} catch (error) {
		await writer.close();
		throw error;
	}
	return new SqliteLog(writer, new SqliteConnection(path, 'reader'));
}

class SqliteLog implements EventLog {
	readonly kind = 'sqlite';
	readonly #writer: SqliteConnection;
	readonly #readerConnection: SqliteConnection;
	readonly #reader: SqlReader;
	readonly #lockedReader: SqlReader;
	readonly #turns = new Turns();
	/** Redactions so far, and those of them of which the journal holds nothing any more. */
	#redactions = 0;
	#cleared = 0;

	constructor(writer: SqliteConnection, reader: SqliteConnection) {
		this.#writer = writer;
		this.#readerConnection = reader;
		this.#reader = new SqlReader((sql, params) => reader.query(sql, params), dialect);
		this.#lockedReader = new SqlReader((sql, params) => writer.query(sql, params), dialect);
	}

	async head(): Promise<Head> {
		return (await this.#reader.head()).head;
	}

	read(range: Range): Promise<StoredEvent[]> {
		return this.#reader.read(range);
	}

	readStream(stream: StreamId, range: StreamRange): Promise<StoredEvent[]> {
		return this.#reader.readStream(stream, range);
	}

	readStreams(streams: readonly StreamId[], range: Range): Promise<StoredEvent[]> {
		return this.#reader.readStreams(streams, range);
	}

	findIds(ids: readonly EventId[]): Promise<StoredEvent[]> {
		return this.#reader.findIds(ids);
	}

	amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]> {
		return this.#reader.amendments(subjects, types);
	}

	select(reads: readonly VaultRead[]): Promise<VaultRow[][]> {
		return this.#reader.select(reads);
	}

	async write(writes: readonly VaultWrite[]): Promise<void> {
		checkWrites(writes);
		await this.#locked(async () => {
			for (const write of writes) {
				for (const { sql, params } of statementsOf(write, dialect)) await this.#writer.query(sql, params);
			}
		});
	}

	async beat(node: NodeId): Promise<{ node: NodeId; silentMs: number }[]> {
		checkIds([node], 1);
		const rows = await this.#locked(async () => {
			await this.#writer.query(
				`INSERT INTO \`beats\` (\`node\`, \`at\`) VALUES (unhex(?), ${CLOCK}) ${dialect.replacing(['node'], ['at'])}`,
				[hexOf(node)],
			);
			return this.#writer.query(`SELECT hex(\`node\`), MAX(0, ${CLOCK} - \`at\`) FROM \`beats\``);
		});
		return rows.map(([id, silentMs]) => ({ node: dialect.idFrom(id) as NodeId, silentMs: numberFrom(silentMs) }));
	}

	async forget(node: NodeId): Promise<void> {
		checkIds([node], 1);
		await this.#locked(() => this.#writer.query('DELETE FROM `beats` WHERE `node` = unhex(?)', [hexOf(node)]));
	}

	async begin(): Promise<Transaction> {
		const release = await this.#lock();
		try {
			const { head, clock } = await this.#lockedReader.head();
			return new SqlTransaction(this.#holder(release), head, clock);
		} catch (error) {
			await this.#rollback();
			release();
			throw error;
		}
	}

	async close(): Promise<void> {
		await Promise.all([this.#writer.close(), this.#readerConnection.close()]);
	}

	#holder(release: Release): Holder {
		return {
			query: (sql, params) => this.#writer.query(sql, params),
			reader: this.#lockedReader,
			dialect,
			statementBytesMax: Number.MAX_SAFE_INTEGER,
			commit: () => this.#commit(),
			rollback: () => this.#rollback(),
			onRedact: () => {
				this.#redactions += 1;
			},
			release,
		};
	}

	/** A short transaction that ends before this resolves. */
	async #locked<T>(work: () => Promise<T>): Promise<T> {
		const release = await this.#lock();
		try {
			const result = await work();
			await this.#commit();
			return result;
		} catch (error) {
			await this.#rollback();
			throw error;
		} finally {
			release();
		}
	}

	/** First this process's turn, then the lock between processes; together no longer than the limit. */
	async #lock(): Promise<Release> {
		const start = performance.now();
		const release = await this.#turns.takeWithin(LOCK_WAIT_MS_MAX);
		try {
			await this.#writer.lock(Math.max(0, LOCK_WAIT_MS_MAX - (performance.now() - start)));
			return release;
		} catch (error) {
			release();
			throw error;
		}
	}

	/**
	 * When a COMMIT fails for another reason than a lock or a full disk, its pages may lie in the journal all the same
	 * and count after a crash: nobody knows before the next transaction.
	 */
	async #commit(): Promise<void> {
		try {
			await this.#writer.query('COMMIT');
		} catch (error) {
			await this.#rollback();
			if (error instanceof LogError && (error.kind === 'transient' || error.cause === SQLITE_FULL)) throw error;
			throw new LogError('unknown', 'COMMIT failed', { cause: error });
		}
		if (this.#cleared < this.#redactions) void this.#clearJournal();
	}

	/**
	 * What a redaction replaced still stands in the write-ahead log: moves that into the file and cuts it off
	 * (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). Nobody waits for it; where a reader is in its way, it is
	 * tried again after the next commit, of which each node makes one every few seconds.
	 */
	async #clearJournal(): Promise<void> {
		const redactions = this.#redactions;
		const [row] = await this.#writer.query('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => []);
		if (row !== undefined && numberFrom(row[0]) === 0) this.#cleared = redactions;
	}

	/** Fails only when there is nothing left to roll back: no transaction, or no thread. */
	async #rollback(): Promise<void> {
		await this.#writer.query('ROLLBACK').catch(() => {});
	}
}
