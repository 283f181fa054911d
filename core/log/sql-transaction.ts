/** A transaction in SQL, from the moment the head lock is held. The connection below ends it; this decides what is said to it. */
import type { EventId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';
import { Batch } from './batch.ts';
import {
	type Amended,
	type Amendment,
	type Head,
	LogError,
	type Range,
	type StoredEvent,
	type Transaction,
} from './port.ts';
import { type Dialect, inFixedSizes, type Param, places, type Query } from './sql.ts';
import type { SqlReader } from './sql-read.ts';
import { statementsOf } from './sql-vault.ts';
import { checkWrites } from './vault-check.ts';

/** What a transaction needs of the connection that holds the head lock. */
export interface Holder {
	readonly query: Query;
	readonly reader: SqlReader;
	readonly dialect: Dialect;
	/** Bytes that one statement may have, parameters and all. */
	readonly statementBytesMax: number;
	/** Rejects with `unknown` when it cannot tell, with another kind when it is certain that nothing was recorded. */
	commit(): Promise<void>;
	/** Never rejects: a connection that cannot roll back is given up, which rolls back too. */
	rollback(): Promise<void>;
	/** Called when data is about to be replaced: what stood there is not to stay readable in the database's own files. */
	readonly onRedact?: () => void;
	/** Gives the lock's turn to the next one of this process. Called once, last. */
	release(): void;
}

/** Beside its data a row takes at most this much of a statement. */
const ROW_BYTES = 192;

export class SqlTransaction implements Transaction {
	readonly head: Head;
	readonly now: number;
	readonly #holder: Holder;
	readonly #batch: Batch;
	#over = false;

	constructor(holder: Holder, head: Head, clock: number) {
		this.#holder = holder;
		this.head = head;
		this.now = Math.max(head.at, clock);
		this.#batch = new Batch(head, this.now);
	}

	read(range: Range): Promise<StoredEvent[]> {
		return this.#step(() => this.#holder.reader.read(range));
	}

	findIds(ids: readonly EventId[]): Promise<StoredEvent[]> {
		return this.#step(() => this.#holder.reader.findIds(ids));
	}

	amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]> {
		return this.#step(() => this.#holder.reader.amendments(subjects, types));
	}

	select(reads: readonly VaultRead[]): Promise<VaultRow[][]> {
		return this.#step(() => this.#holder.reader.select(reads));
	}

	append(events: readonly StoredEvent[], amendments: readonly Amendment[]): Promise<void> {
		return this.#step(async () => {
			this.#batch.add(events, amendments);
			const { dialect } = this.#holder;
			const id = dialect.idPlace;
			await this.#insert(
				'INSERT INTO `events` (`position`, `stream`, `version`, `id`, `type`, `schema`, `at`, `by`, `data`) VALUES',
				`(?, ${id}, ?, ${id}, ?, ?, ?, ${id}, ?)`,
				events.map((event) => eventParams(event, dialect)),
			);
			await this.#insert(
				'INSERT INTO `amendments` (`subject`, `position`) VALUES',
				`(${id}, ?)`,
				amendments.map(({ subject, position }) => [dialect.idParam(subject), position]),
			);
			if (events.length === 0) return;
			await this.#holder.query('UPDATE `head` SET `position` = ?, `at` = ? WHERE `id` = 1', [
				this.#batch.last,
				this.now,
			]);
		});
	}

	vault(writes: readonly VaultWrite[]): Promise<void> {
		return this.#step(async () => {
			checkWrites(writes);
			for (const write of writes) {
				for (const { sql, params } of statementsOf(write, this.#holder.dialect)) await this.#holder.query(sql, params);
			}
		});
	}

	redact(redactions: readonly { readonly position: number; readonly data: string }[]): Promise<void> {
		return this.#step(async () => {
			this.#batch.redact(redactions);
			if (redactions.length > 0) this.#holder.onRedact?.();
			for (const { position, data } of redactions) {
				await this.#holder.query('UPDATE `events` SET `data` = ? WHERE `position` = ?', [data, position]);
			}
		});
	}

	async commit(): Promise<void> {
		this.#end();
		try {
			await this.#holder.commit();
		} finally {
			this.#holder.release();
		}
	}

	async rollback(): Promise<void> {
		if (this.#over) return;
		this.#end();
		try {
			await this.#holder.rollback();
		} finally {
			this.#holder.release();
		}
	}

	#end(): void {
		if (this.#over) throw new LogError('lost', 'the transaction is over');
		this.#over = true;
	}

	/** Whatever goes wrong in `work` rolls back and gives the lock up before it is told. */
	async #step<T>(work: () => Promise<T>): Promise<T> {
		if (this.#over) throw new LogError('lost', 'the transaction is over');
		try {
			return await work();
		} catch (error) {
			await this.rollback();
			throw error;
		}
	}

	/** Rows in statements of 512, 256, … 1, none longer than the database takes. */
	async #insert(head: string, place: string, rows: readonly (readonly Param[])[]): Promise<void> {
		for (const piece of inFixedSizes(rows)) await this.#insertPiece(head, place, piece);
	}

	async #insertPiece(head: string, place: string, rows: readonly (readonly Param[])[]): Promise<void> {
		const bytes = rows.reduce((sum, row) => sum + ROW_BYTES + lastBytes(row), 0);
		if (bytes > this.#holder.statementBytesMax) {
			if (rows.length === 1) throw new LogError('failed', `a row of ${bytes} bytes is more than the database takes`);
			await this.#insertPiece(head, place, rows.slice(0, rows.length / 2));
			await this.#insertPiece(head, place, rows.slice(rows.length / 2));
			return;
		}
		await this.#holder.query(`${head} ${places(place, rows.length)}`, rows.flat());
	}
}

/** Only a row's last value, an event's data, can be long. */
function lastBytes(row: readonly Param[]): number {
	const last = row[row.length - 1];
	return typeof last === 'string' ? Buffer.byteLength(last) : 0;
}

function eventParams(event: StoredEvent, dialect: Dialect): Param[] {
	return [
		event.position,
		dialect.idParam(event.stream),
		event.version,
		dialect.idParam(event.id),
		event.type,
		event.schema,
		event.at,
		event.by === null ? null : dialect.idParam(event.by),
		event.data,
	];
}
