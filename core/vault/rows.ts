/** Vault rows with the types that their table's description gives them. */
import { VAULT_TABLES, type VaultRow, type VaultTable, type VaultValue } from './tables.ts';

type ValueOf<Column> = Column extends `${infer Base}?`
	? ValueOf<Base> | null
	: Column extends 'int'
		? number
		: Column extends 'blob'
			? Uint8Array
			: string;
type ColumnsOf<Table extends VaultTable> = (typeof VAULT_TABLES)[Table]['columns'];
export type RowOf<Table extends VaultTable> = {
	readonly [Column in keyof ColumnsOf<Table>]: ValueOf<ColumnsOf<Table>[Column]>;
};

/** The rows of one read of `table`, typed. Throws when a row is not of the table's shape: the adapter has a bug. */
export function rowsOf<Table extends VaultTable>(table: Table, rows: readonly VaultRow[] | undefined): RowOf<Table>[] {
	if (rows === undefined) throw new Error(`a read of ${table} was not answered`);
	return rows.map((row) => {
		for (const [column, type] of Object.entries(VAULT_TABLES[table].columns)) {
			if (!fits(row[column], type)) throw new Error(`${table}.${column} is not of type ${type}`);
		}
		return row as RowOf<Table>;
	});
}

function fits(value: VaultValue | undefined, type: string): boolean {
	if (value === null) return type.endsWith('?');
	if (type.startsWith('blob')) return value instanceof Uint8Array;
	return typeof value === (type.startsWith('int') ? 'number' : 'string');
}
