/** The vault in memory, for tests and simulation: immutable tables, so a failed write has nothing to undo. */
import type { VaultRead, VaultRow, VaultTable, VaultWrite } from '../vault/tables.ts';
import { LogError } from './port.ts';
import { shapeOf, VAULT_ROWS_MAX } from './vault-check.ts';

/** Rows by key. A missing table is an empty one. */
export type MemoryVault = Readonly<Partial<Record<VaultTable, ReadonlyMap<string, VaultRow>>>>;

type Rows = Map<string, VaultRow>;

/** The vault after these writes, which were checked; the old one stays as it is. Throws `LogError` `duplicate`. */
export function written(vault: MemoryVault, writes: readonly VaultWrite[]): MemoryVault {
	const touched: Partial<Record<VaultTable, Rows>> = {};
	for (const write of writes) {
		let rows = touched[write.table];
		if (rows === undefined) {
			rows = new Map(vault[write.table]);
			touched[write.table] = rows;
		}
		apply(rows, write);
	}
	return { ...vault, ...touched };
}

function apply(rows: Rows, write: VaultWrite): void {
	switch (write.do) {
		case 'insert':
			insert(rows, write.table, write.row);
			return;
		case 'put':
			rows.delete(keyOf(write.table, write.row));
			insert(rows, write.table, write.row);
			return;
		case 'update': {
			const old = [...rows].filter(([, row]) => matches(row, write.where));
			for (const [key] of old) rows.delete(key);
			for (const [, row] of old) insert(rows, write.table, { ...row, ...write.set });
			return;
		}
		case 'delete':
			removeWhere(rows, (row) => matches(row, write.where));
			return;
		case 'expire':
			removeWhere(rows, (row) => Number(row[write.column]) < write.below);
			return;
		default:
			write satisfies never;
	}
}

function insert(rows: Rows, table: VaultTable, row: VaultRow): void {
	const key = keyOf(table, row);
	const { unique } = shapeOf(table);
	const taken = (column: string) =>
		row[column] !== null && rows.values().some((other) => other[column] === row[column]);
	if (rows.has(key) || unique.some(taken)) throw new LogError('duplicate', `such a row is in ${table} already`);
	rows.set(key, { ...row });
}

function removeWhere(rows: Rows, condition: (row: VaultRow) => boolean): void {
	for (const [key, row] of rows) if (condition(row)) rows.delete(key);
}

function matches(row: VaultRow, where: VaultRow): boolean {
	return Object.entries(where).every(([column, value]) => row[column] === value);
}

function keyOf(table: VaultTable, row: VaultRow): string {
	return JSON.stringify(shapeOf(table).key.map((column) => row[column]));
}

/** Answers a checked read. */
export function selected(vault: MemoryVault, read: VaultRead): VaultRow[] {
	const rows = [...(vault[read.table]?.values() ?? [])];
	if ('below' in read) {
		const numberOf = (row: VaultRow) => Number(row[read.column]);
		const below = rows.filter((row) => numberOf(row) < read.below);
		return below.sort((a, b) => numberOf(a) - numberOf(b)).slice(0, read.limit);
	}
	const values = new Set(read.values);
	return rows.filter((row) => values.has(row[read.column] ?? null)).slice(0, VAULT_ROWS_MAX);
}
