/** Brings a database to the schema that this build knows. Which process does so is settled by the caller's lock. */
import { LogError } from './port.ts';
import { type Ddl, MIGRATIONS_TABLE, SCHEMA_VERSION, stepTo } from './schema.ts';
import { numberFrom, type Query } from './sql.ts';

/** The database's schema version, 0 for an empty one. Throws `LogError` `failed` when it is newer than this build. */
export async function schemaVersion(query: Query, ddl: Ddl): Promise<number> {
	const [there] = await query(ddl.countTables(MIGRATIONS_TABLE.name));
	if (numberFrom(there?.[0]) === 0) return 0;
	const [newest] = await query('SELECT MAX(`version`) FROM `migrations`');
	const version = numberFrom(newest?.[0] ?? 0);
	if (version <= SCHEMA_VERSION) return version;
	throw new LogError(
		'failed',
		`the log has schema ${version}, this program knows schemas up to ${SCHEMA_VERSION}: start a newer program`,
	);
}

/** Runs the steps that are missing. Under a lock that keeps every other process from doing the same. */
export async function migrate(query: Query, ddl: Ddl, clock: string, epochHex: string): Promise<void> {
	const from = await schemaVersion(query, ddl);
	for (const statement of ddl.createTable(MIGRATIONS_TABLE)) await query(statement);
	for (let version = from + 1; version <= SCHEMA_VERSION; version += 1) {
		for (const statement of stepTo(version, ddl, epochHex)) await query(statement);
		await query(`INSERT INTO \`migrations\` (\`version\`, \`at\`) VALUES (${version}, ${clock})`);
	}
}
