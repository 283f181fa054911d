/** What a log of the first schema lacks. */
import { type TableShape, VAULT_TABLES, type VaultTable } from '../../core/vault/tables.ts';

/** Tables of the vault that came later. */
export const TABLES_SINCE_FIRST = (Object.entries(VAULT_TABLES) as [VaultTable, TableShape][])
	.filter(([, { since = 1 }]) => since > 1)
	.map(([name]) => name);
