/** What every adapter checks before it touches the vault, so that all refuse the same: names, types and sizes of values. */
import { isId } from '../ids.ts';
import {
	type TableShape,
	VAULT_TABLES,
	type VaultRead,
	type VaultRow,
	type VaultTable,
	type VaultValue,
	type VaultWrite,
} from '../vault/tables.ts';
import { demand } from './batch.ts';

/** Consequence of each: `LogError` `failed`. */
export const VAULT_ROWS_MAX = 10_000;
const VAULT_VALUES_MAX = 1_000;
const VAULT_WRITES_MAX = 4_096;
const TEXT_CHARACTERS_MAX = 255;
const LONG_CHARACTERS_MAX = 4_000;
const BLOB_BYTES_MAX = 65_535;

/** The shape of a table, with all its optional parts. */
export function shapeOf(table: VaultTable): Required<Omit<TableShape, 'since'>> {
	demand(Object.hasOwn(VAULT_TABLES, table), `no table ${table} in the vault`);
	const shape: TableShape = VAULT_TABLES[table];
	return { unique: [], index: [], ...shape };
}

/** Throws `LogError` `failed` unless the read names a column with a key and values that fit it. */
export function checkRead(read: VaultRead): void {
	const shape = shapeOf(read.table);
	const readable = [...shape.key, ...shape.unique, ...shape.index].includes(read.column);
	demand(readable, `no key or index ${read.column} in ${read.table}`);
	if ('below' in read) {
		demand(shape.columns[read.column] === 'int' && Number.isSafeInteger(read.below), misfit(read, read.column));
		demand(
			Number.isInteger(read.limit) && read.limit >= 1 && read.limit <= VAULT_ROWS_MAX,
			`a read of ${read.limit} rows`,
		);
		return;
	}
	demand(read.values.length <= VAULT_VALUES_MAX, `a read of more than ${VAULT_VALUES_MAX} values`);
	for (const value of read.values) demand(value === null || fits(shape, read.column, value), misfit(read, read.column));
}

/** Throws `LogError` `failed` unless all of the writes fit their tables. */
export function checkWrites(writes: readonly VaultWrite[]): void {
	demand(writes.length <= VAULT_WRITES_MAX, `more than ${VAULT_WRITES_MAX} vault writes at once`);
	for (const write of writes) checkWrite(write);
}

function checkWrite(write: VaultWrite): void {
	const shape = shapeOf(write.table);
	switch (write.do) {
		case 'insert':
		case 'put':
			for (const column of Object.keys(shape.columns)) {
				demand(Object.hasOwn(write.row, column), `a row without ${column} for ${write.table}`);
			}
			checkColumns(write, shape, write.row);
			return;
		case 'update':
			demand(Object.keys(write.set).length > 0, `an update of ${write.table} that sets nothing`);
			checkColumns(write, shape, write.set);
			checkWhere(write, shape, write.where);
			return;
		case 'delete':
			checkWhere(write, shape, write.where);
			return;
		case 'expire':
			demand(shape.columns[write.column] === 'int', misfit(write, write.column));
			demand(Number.isSafeInteger(write.below), misfit(write, write.column));
			return;
		default:
			write satisfies never;
	}
}

function checkColumns(write: VaultWrite, shape: TableShape, row: VaultRow): void {
	for (const [column, value] of Object.entries(row)) demand(fits(shape, column, value), misfit(write, column));
}

/** A condition may ask for null in any column: it then matches nothing where nothing is null. */
function checkWhere(write: VaultWrite, shape: TableShape, where: VaultRow): void {
	demand(Object.keys(where).length > 0, `a condition on ${write.table} that names no column`);
	for (const [column, value] of Object.entries(where)) {
		demand(!(value instanceof Uint8Array), misfit(write, column));
		demand(value === null || fits(shape, column, value), misfit(write, column));
	}
}

/** Names the column only: values of the vault are secrets. */
function misfit(of: { readonly table: VaultTable }, column: string): string {
	return `a value that does not fit ${of.table}.${column}`;
}

function fits(shape: TableShape, column: string, value: VaultValue): boolean {
	const type = Object.hasOwn(shape.columns, column) ? shape.columns[column] : undefined;
	switch (type) {
		case undefined:
			return false;
		case 'id?':
			return value === null || isId(value);
		case 'id':
			return isId(value);
		case 'text?':
			return value === null || isText(value, TEXT_CHARACTERS_MAX);
		case 'text':
			return isText(value, TEXT_CHARACTERS_MAX);
		case 'long?':
			return value === null || isText(value, LONG_CHARACTERS_MAX);
		case 'long':
			return isText(value, LONG_CHARACTERS_MAX);
		case 'blob?':
			return value === null || isBlob(value);
		case 'blob':
			return isBlob(value);
		case 'int?':
			return value === null || Number.isSafeInteger(value);
		case 'int':
			return Number.isSafeInteger(value);
		default:
			return type satisfies never;
	}
}

function isBlob(value: VaultValue): boolean {
	return value instanceof Uint8Array && value.length <= BLOB_BYTES_MAX;
}

/** Characters are code points, as databases count them. */
function isText(value: VaultValue, charactersMax: number): boolean {
	if (typeof value !== 'string' || !value.isWellFormed()) return false;
	return value.length <= charactersMax || (value.length <= 2 * charactersMax && [...value].length <= charactersMax);
}
