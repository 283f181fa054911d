/** Reading the log in SQL. Long answers are read in pages, each a short statement of its own; nobody is locked out meanwhile. */
import type { AccountId, EventId, StreamId } from '../ids.ts';
import type { VaultRead, VaultRow } from '../vault/tables.ts';
import { checkIds, checkRange, checkTypes, demand, READ_IDS_MAX, READ_STREAMS_MAX } from './batch.ts';
import type { Amended, Head, Range, StoredEvent, StreamRange } from './port.ts';
import { type Dialect, filledUp, numberFrom, type Param, places, type Query, type Row, textFrom } from './sql.ts';
import { selectRows } from './sql-vault.ts';
import { checkRead } from './vault-check.ts';

/** Rows of one statement. */
const PAGE_ROWS = 1_000;
/** Up to here the events of some streams are picked out of all; beyond it, their streams are searched. */
const SCAN_POSITIONS_MAX = 20_000;

export class SqlReader {
	readonly #query: Query;
	readonly #dialect: Dialect;
	readonly #columns: string;

	constructor(query: Query, dialect: Dialect) {
		this.#query = query;
		this.#dialect = dialect;
		this.#columns = [
			'`position`',
			dialect.idColumn('stream'),
			'`version`',
			dialect.idColumn('id'),
			'`type`',
			'`schema`',
			'`at`',
			dialect.idColumn('by'),
			'`data`',
		].join(', ');
	}

	/** The head, and the database's clock (ms) as it was then. `locking` waits for the head lock, and is the lock. */
	async head(locking: 'locking' | 'looking' = 'looking'): Promise<{ head: Head; clock: number }> {
		const { clock, forUpdate, idColumn, idFrom } = this.#dialect;
		const suffix = locking === 'locking' ? forUpdate : '';
		const rows = await this.#query(
			`SELECT \`position\`, \`at\`, ${idColumn('epoch')}, ${clock} FROM \`head\` WHERE \`id\` = 1${suffix}`,
		);
		demand(rows[0] !== undefined, 'the log has no head row');
		const [position, at, epoch, now] = rows[0];
		return {
			head: { position: numberFrom(position), at: numberFrom(at), epoch: idFrom(epoch) },
			clock: Math.floor(numberFrom(now)),
		};
	}

	async read(range: Range): Promise<StoredEvent[]> {
		checkRange(range);
		const sql = `SELECT ${this.#columns} FROM \`events\` WHERE \`position\` > ? AND \`position\` <= ? ORDER BY \`position\` LIMIT ?`;
		return this.#paged(range.limit, range.after, (after, rows) =>
			this.#query(sql, [after, range.upTo ?? Number.MAX_SAFE_INTEGER, rows]),
		);
	}

	async readStream(stream: StreamId, range: StreamRange): Promise<StoredEvent[]> {
		checkIds([stream], 1);
		checkRange(range);
		const [beyond, order, start] = 'after' in range ? ['>', 'ASC', range.after] : ['<', 'DESC', range.before];
		const sql = `SELECT ${this.#columns} FROM \`events\` WHERE \`stream\` = ${this.#dialect.idPlace} AND \`version\` ${beyond} ? ORDER BY \`version\` ${order} LIMIT ?`;
		const param = this.#dialect.idParam(stream);
		return this.#paged(range.limit, start, (last, rows) => this.#query(sql, [param, last, rows]), 'version');
	}

	/** Asks piece by piece of the streams; what a later piece may still add lies before the rows that are there already. */
	async readStreams(streams: readonly StreamId[], range: Range): Promise<StoredEvent[]> {
		checkIds(streams, READ_STREAMS_MAX);
		checkRange(range);
		const upTo = Math.min(range.upTo ?? Number.MAX_SAFE_INTEGER, (await this.head()).head.position);
		const isShort = upTo - range.after <= SCAN_POSITIONS_MAX;
		const from = isShort ? this.#dialect.eventsByPosition : this.#dialect.eventsByStream;
		let events: StoredEvent[] = [];
		let last = upTo;
		for (const piece of filledUp([...new Set(streams)])) {
			const params = piece.map((stream) => this.#dialect.idParam(stream));
			const among = `\`stream\` IN (${places(this.#dialect.idPlace, piece.length)})`;
			const positions = `SELECT \`position\` FROM ${from} WHERE \`position\` > ? AND \`position\` <= ? AND ${among} ORDER BY \`position\` LIMIT ?`;
			const sql = `SELECT ${this.#columns} FROM (${positions}) AS \`found\` JOIN \`events\` USING (\`position\`) ORDER BY \`position\``;
			const more = await this.#paged(range.limit, range.after, (after, rows) =>
				this.#query(sql, [after, last, ...params, rows]),
			);
			events = [...events, ...more].sort(byPosition).slice(0, range.limit);
			if (events.length === range.limit) last = events[events.length - 1]!.position;
		}
		return events;
	}

	async findIds(ids: readonly EventId[]): Promise<StoredEvent[]> {
		checkIds(ids, READ_IDS_MAX);
		const rows = await this.#among(
			ids,
			(among) => `SELECT ${this.#columns} FROM \`events\` WHERE \`id\` IN (${among})`,
		);
		return rows.map((row) => this.#event(row)).sort(byPosition);
	}

	async amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]> {
		checkIds(subjects, READ_IDS_MAX);
		checkTypes(types);
		const subject = this.#dialect.idColumn('subject');
		const [kinds] = filledUp([...new Set(types)]);
		if (kinds === undefined) return [];
		const rows = await this.#among(
			subjects,
			(among) =>
				`SELECT ${this.#columns}, ${subject} FROM \`amendments\` JOIN \`events\` USING (\`position\`) WHERE \`subject\` IN (${among}) AND \`type\` IN (${places('?', kinds.length)})`,
			kinds,
		);
		return rows
			.map((row) => ({ subject: this.#dialect.idFrom(row.at(-1)) as EventId, event: this.#event(row) }))
			.sort((a, b) => byPosition(a.event, b.event));
	}

	async select(reads: readonly VaultRead[]): Promise<VaultRow[][]> {
		for (const read of reads) checkRead(read);
		const answers: VaultRow[][] = [];
		for (const read of reads) answers.push(await selectRows(this.#query, this.#dialect, read));
		return answers;
	}

	/** `further`: parameters that stand behind the ids. */
	async #among(ids: readonly string[], sql: (among: string) => string, further: readonly Param[] = []): Promise<Row[]> {
		const rows: Row[] = [];
		for (const piece of filledUp([...new Set(ids)])) {
			const params: Param[] = piece.map((id) => this.#dialect.idParam(id));
			const found = await this.#query(sql(places(this.#dialect.idPlace, piece.length)), [...params, ...further]);
			for (const row of found) rows.push(row);
		}
		return rows;
	}

	/** Reads on from the last row's `by` until there is no more, or `limit` rows are there. */
	async #paged(
		limit: number,
		start: number,
		page: (last: number, rows: number) => Promise<readonly Row[]>,
		by: 'position' | 'version' = 'position',
	): Promise<StoredEvent[]> {
		const events: StoredEvent[] = [];
		for (;;) {
			const wanted = Math.min(PAGE_ROWS, limit - events.length);
			const rows = await page(events[events.length - 1]?.[by] ?? start, wanted);
			for (const row of rows) events.push(this.#event(row));
			if (rows.length < wanted || events.length >= limit) return events;
		}
	}

	#event(row: Row): StoredEvent {
		const { idFrom } = this.#dialect;
		return {
			position: numberFrom(row[0]),
			stream: idFrom(row[1]) as StreamId,
			version: numberFrom(row[2]),
			id: idFrom(row[3]) as EventId,
			type: textFrom(row[4]),
			schema: numberFrom(row[5]),
			at: numberFrom(row[6]),
			by: row[7] === null ? null : (idFrom(row[7]) as AccountId),
			data: textFrom(row[8]),
		};
	}
}

function byPosition(a: { readonly position: number }, b: { readonly position: number }): number {
	return a.position - b.position;
}
