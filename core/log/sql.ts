/** What the two SQL adapters share: how a statement is asked, how they differ, and the few shapes statements have. */

/** Bound values. Never dates, booleans or objects: drivers guess at those. */
export type Param = string | number | Buffer | null;

/** Values of a row in the order selected. */
export type Row = readonly unknown[];

/** Runs one statement; rows of a SELECT, none otherwise. Rejects with a `LogError`. */
export type Query = (sql: string, params?: readonly Param[]) => Promise<readonly Row[]>;

/** Where the databases differ. Names in backticks are understood by both. */
export interface Dialect {
	readonly name: 'mysql' | 'sqlite';
	/** An expression: the database's clock in ms, as late as the row it stands in. */
	readonly clock: string;
	/** Ends a SELECT that must lock its row. */
	readonly forUpdate: string;
	/** The table `events`, read by way of its key or of an index that is named. */
	readonly eventsByPosition: string;
	readonly eventsByStream: string;
	/** An id as a parameter: its place in the text and its value. */
	readonly idPlace: string;
	idParam(id: string): Param;
	/** An id as a column of a SELECT, and the UUID that comes back. */
	idColumn(name: string): string;
	idFrom(value: unknown): string;
	/** Ends an INSERT: replaces `columns` of the row that is there under `key`. */
	replacing(key: readonly string[], columns: readonly string[]): string;
	/** Whether `replacing` would also replace a row that meets the new one in a unique column other than the key. */
	readonly replacesByAnyUnique: boolean;
}

/** Rows, streams or values in one statement. A power of two, as are all smaller sizes, so that few texts are prepared. */
export const STATEMENT_ITEMS_MAX = 512;

/** Cuts `items` into pieces of 512, 256, … 1. */
export function inFixedSizes<T>(items: readonly T[]): T[][] {
	const pieces: T[][] = [];
	let start = 0;
	for (let size = STATEMENT_ITEMS_MAX; size >= 1; size /= 2) {
		for (; items.length - start >= size; start += size) pieces.push(items.slice(start, start + size));
	}
	return pieces;
}

/** Cuts `items`, which only tell what to look for, into as few pieces as can be, filled up to 1, 2, 4 … 512 by repeating the last. */
export function filledUp<T>(items: readonly T[]): T[][] {
	const pieces: T[][] = [];
	for (let start = 0; start < items.length; start += STATEMENT_ITEMS_MAX) {
		const piece = items.slice(start, start + STATEMENT_ITEMS_MAX);
		const last = piece[piece.length - 1]!;
		let size = 1;
		while (size < piece.length) size *= 2;
		while (piece.length < size) piece.push(last);
		pieces.push(piece);
	}
	return pieces;
}

/** `place, place, …` */
export function places(place: string, count: number): string {
	return Array.from({ length: count }, () => place).join(', ');
}

export function quoted(names: readonly string[]): string {
	return names.map((name) => `\`${name}\``).join(', ');
}

/** 32 hexadecimal digits as a UUID in lower case. */
export function uuidOf(hex: string): string {
	const text = hex.toLowerCase();
	return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

export function hexOf(uuid: string): string {
	return uuid.replaceAll('-', '');
}

/** BIGINTs come as numbers; positions and times in ms stay far below 2^53. */
export function numberFrom(value: unknown): number {
	return Number(value);
}

/** Bytes as a driver gives them. */
export function bytesFrom(value: unknown): Uint8Array {
	if (value instanceof Uint8Array) return value;
	throw new Error('the database gave no bytes');
}

/** Text columns come as text, binary ones that hold UTF-8 as bytes. */
export function textFrom(value: unknown): string {
	return value instanceof Uint8Array
		? Buffer.from(value.buffer, value.byteOffset, value.length).toString()
		: String(value);
}
