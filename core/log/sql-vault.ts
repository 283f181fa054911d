/** The vault in SQL: statements made from the descriptions of its tables. Everything handed in was checked before. */
import type { ColumnType, VaultRead, VaultRow, VaultTable, VaultValue, VaultWrite } from '../vault/tables.ts';
import {
	bytesFrom,
	type Dialect,
	filledUp,
	numberFrom,
	type Param,
	places,
	type Query,
	quoted,
	textFrom,
} from './sql.ts';
import { shapeOf, VAULT_ROWS_MAX } from './vault-check.ts';

export interface Statement {
	readonly sql: string;
	readonly params: readonly Param[];
}

/** The statements of one write, in their order. */
export function statementsOf(write: VaultWrite, dialect: Dialect): Statement[] {
	const { table } = write;
	switch (write.do) {
		case 'insert':
			return [insertion(table, write.row, dialect)];
		case 'put':
			return replacement(table, write.row, dialect);
		case 'update': {
			const columns = Object.keys(write.set);
			const set = columns.map((column) => `\`${column}\` = ${place(table, column, dialect)}`).join(', ');
			const where = condition(table, write.where, dialect);
			const params = [...paramsOf(table, write.set, columns, dialect), ...where.params];
			return [{ sql: `UPDATE \`${table}\` SET ${set} WHERE ${where.sql}`, params }];
		}
		case 'delete':
			return [deletion(table, write.where, dialect)];
		case 'expire':
			return [{ sql: `DELETE FROM \`${table}\` WHERE \`${write.column}\` < ?`, params: [write.below] }];
		default:
			return write satisfies never;
	}
}

function insertion(table: VaultTable, row: VaultRow, dialect: Dialect): Statement {
	const columns = Object.keys(shapeOf(table).columns);
	const values = columns.map((column) => place(table, column, dialect)).join(', ');
	return {
		sql: `INSERT INTO \`${table}\` (${quoted(columns)}) VALUES (${values})`,
		params: paramsOf(table, row, columns, dialect),
	};
}

function replacement(table: VaultTable, row: VaultRow, dialect: Dialect): Statement[] {
	const { columns, key, unique } = shapeOf(table);
	const insert = insertion(table, row, dialect);
	if (unique.length > 0 && dialect.replacesByAnyUnique) {
		const old = Object.fromEntries(key.map((column) => [column, row[column] ?? null]));
		return [deletion(table, old, dialect), insert];
	}
	return [{ sql: `${insert.sql} ${dialect.replacing(key, Object.keys(columns))}`, params: insert.params }];
}

function deletion(table: VaultTable, where: VaultRow, dialect: Dialect): Statement {
	const { sql, params } = condition(table, where, dialect);
	return { sql: `DELETE FROM \`${table}\` WHERE ${sql}`, params };
}

function condition(table: VaultTable, where: VaultRow, dialect: Dialect): Statement {
	const columns = Object.keys(where);
	const terms = columns.map((column) =>
		where[column] === null ? `\`${column}\` IS NULL` : `\`${column}\` = ${place(table, column, dialect)}`,
	);
	const bound = columns.filter((column) => where[column] !== null);
	return { sql: terms.join(' AND '), params: paramsOf(table, where, bound, dialect) };
}

/** Answers a read. When there are more rows than a read may have, which of them come is settled by their key. */
export async function selectRows(query: Query, dialect: Dialect, read: VaultRead): Promise<VaultRow[]> {
	const { columns, key } = shapeOf(read.table);
	const names = Object.keys(columns);
	const list = names.map((name) => (typeOf(read.table, name) === 'id' ? dialect.idColumn(name) : `\`${name}\``));
	const select = `SELECT ${list.join(', ')} FROM \`${read.table}\` WHERE`;
	const order = `ORDER BY ${quoted(key)} LIMIT ${VAULT_ROWS_MAX}`;
	if ('below' in read) {
		const lowest = `ORDER BY ${quoted([read.column, ...key])} LIMIT ${read.limit}`;
		const found = await query(`${select} \`${read.column}\` < ? ${lowest}`, [read.below]);
		return found.map((row) => rowFrom(read.table, names, row, dialect));
	}
	const rows: VaultRow[] = [];
	const values = [...new Set(read.values)];
	for (const piece of filledUp(values.filter((value) => value !== null))) {
		const among = places(place(read.table, read.column, dialect), piece.length);
		const params = piece.map((value) => paramOf(read.table, read.column, value, dialect));
		const found = await query(`${select} \`${read.column}\` IN (${among}) ${order}`, params);
		for (const row of found) rows.push(rowFrom(read.table, names, row, dialect));
	}
	if (values.includes(null)) {
		const found = await query(`${select} \`${read.column}\` IS NULL ${order}`);
		for (const row of found) rows.push(rowFrom(read.table, names, row, dialect));
	}
	return rows.slice(0, VAULT_ROWS_MAX);
}

function rowFrom(table: VaultTable, names: readonly string[], values: readonly unknown[], dialect: Dialect): VaultRow {
	const row: Record<string, VaultValue> = {};
	for (const [k, name] of names.entries()) row[name] = valueFrom(typeOf(table, name), values[k], dialect);
	return row;
}

function valueFrom(type: ColumnType, value: unknown, dialect: Dialect): VaultValue {
	if (value === null) return null;
	switch (type) {
		case 'id':
			return dialect.idFrom(value);
		case 'text':
		case 'long':
			return textFrom(value);
		case 'int':
			return numberFrom(value);
		case 'blob':
			return bytesFrom(value);
		default:
			return type satisfies never;
	}
}

function place(table: VaultTable, column: string, dialect: Dialect): string {
	return typeOf(table, column) === 'id' ? dialect.idPlace : '?';
}

function paramsOf(table: VaultTable, row: VaultRow, columns: readonly string[], dialect: Dialect): Param[] {
	return columns.map((column) => paramOf(table, column, row[column] ?? null, dialect));
}

function paramOf(table: VaultTable, column: string, value: VaultValue, dialect: Dialect): Param {
	if (value instanceof Uint8Array) return Buffer.from(value);
	return value !== null && typeOf(table, column) === 'id' ? dialect.idParam(String(value)) : value;
}

function typeOf(table: VaultTable, column: string): ColumnType {
	return shapeOf(table).columns[column]!.replace('?', '') as ColumnType;
}
