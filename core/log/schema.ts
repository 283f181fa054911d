/** The tables of the log and of the vault, described once for both SQL adapters, and the steps that lead to them. */
import { type ColumnType, type TableShape, VAULT_TABLES } from '../vault/tables.ts';
import { quoted } from './sql.ts';

type SqlType = ColumnType | 'name' | 'version' | 'schema' | 'data';

interface Table {
	readonly name: string;
	readonly columns: Readonly<Record<string, { readonly type: SqlType; readonly nullable: boolean }>>;
	readonly key: readonly string[];
	readonly unique: readonly (readonly string[])[];
	readonly index: readonly (readonly string[])[];
}

/** How one database writes tables down. */
export interface Ddl {
	createTable(table: Table): string[];
	/** Asks how many tables of this name there are: none or one. */
	countTables(name: string): string;
	/** Makes the head row with this epoch (32 hexadecimal digits) unless there is one. */
	createHead(epochHex: string): string;
}

/** Unique index on (stream, version), named because reading by stream asks for it. */
export const STREAM_INDEX = 'events_stream_version';

const LOG_TABLES: readonly Table[] = [
	{
		name: 'events',
		columns: columnsOf({
			position: 'int',
			stream: 'id',
			version: 'version',
			id: 'id',
			type: 'name',
			schema: 'schema',
			at: 'int',
			by: 'id?',
			data: 'data',
		}),
		key: ['position'],
		unique: [['stream', 'version'], ['id']],
		index: [],
	},
	/** One row. Locking it is the right to write. */
	{
		name: 'head',
		columns: columnsOf({ id: 'schema', position: 'int', at: 'int', epoch: 'id' }),
		key: ['id'],
		unique: [],
		index: [],
	},
	{
		name: 'amendments',
		columns: columnsOf({ subject: 'id', position: 'int' }),
		key: ['subject', 'position'],
		unique: [],
		index: [],
	},
	{ name: 'beats', columns: columnsOf({ node: 'id', at: 'int' }), key: ['node'], unique: [], index: [] },
];

/** Tables of the vault by the schema number that brought them. */
const VAULT = Map.groupBy(Object.entries<TableShape>(VAULT_TABLES), ([, shape]) => shape.since ?? 1);

function vaultTables(since: number): Table[] {
	return (VAULT.get(since) ?? []).map(([name, shape]) => ({
		name,
		columns: columnsOf(shape.columns),
		key: shape.key,
		unique: (shape.unique ?? []).map((column) => [column]),
		index: (shape.index ?? []).map((column) => [column]),
	}));
}

export const MIGRATIONS_TABLE: Table = {
	name: 'migrations',
	columns: columnsOf({ version: 'version', at: 'int' }),
	key: ['version'],
	unique: [],
	index: [],
};

/** Tables of the vault: rows of these are changed and deleted as one likes. */
export const VAULT_TABLE_NAMES: readonly string[] = Object.keys(VAULT_TABLES);

/**
 * Step k leads from version k − 1 to version k. Steps are for ever. Each may be repeated, because MySQL commits in the
 * middle of them: a step that was cut off is run again from its beginning.
 */
const STEPS: readonly ((ddl: Ddl, epochHex: string) => string[])[] = [
	(ddl, epochHex) => [
		...[...LOG_TABLES, ...vaultTables(1)].flatMap((table) => ddl.createTable(table)),
		ddl.createHead(epochHex),
	],
	(ddl) => vaultTables(2).flatMap((table) => ddl.createTable(table)),
];

/** What this build of the program knows. A database beyond it is refused. */
export const SCHEMA_VERSION = STEPS.length;

/** The statements of step `version` (1 to `SCHEMA_VERSION`). `epochHex` names the log, if this step makes it. */
export function stepTo(version: number, ddl: Ddl, epochHex: string): string[] {
	return STEPS[version - 1]!(ddl, epochHex);
}

function columnsOf(shape: Readonly<Record<string, SqlType | `${SqlType}?`>>): Table['columns'] {
	const columns: Record<string, { type: SqlType; nullable: boolean }> = {};
	for (const [name, declared] of Object.entries(shape)) {
		columns[name] = { type: declared.replace('?', '') as SqlType, nullable: declared.endsWith('?') };
	}
	return columns;
}

const SQLITE_TYPES: Record<SqlType, string> = {
	id: 'BLOB',
	text: 'TEXT',
	long: 'TEXT',
	int: 'INTEGER',
	blob: 'BLOB',
	name: 'TEXT',
	version: 'INTEGER',
	schema: 'INTEGER',
	data: 'TEXT',
};

/** Rows lie in the order of their key, by position too: an INTEGER PRIMARY KEY is the row's own number. */
export const sqliteDdl: Ddl = {
	createTable({ name, columns, key, unique, index }) {
		const isNumbered = key.length === 1 && SQLITE_TYPES[columns[key[0]!]!.type] === 'INTEGER';
		const lines = Object.entries(columns).map(
			([column, { type, nullable }]) => `\`${column}\` ${SQLITE_TYPES[type]}${nullable ? '' : ' NOT NULL'}`,
		);
		return [
			`CREATE TABLE IF NOT EXISTS \`${name}\` (${[...lines, `PRIMARY KEY (${quoted(key)})`].join(', ')}) STRICT${isNumbered ? '' : ', WITHOUT ROWID'}`,
			...unique.map(
				(on) => `CREATE UNIQUE INDEX IF NOT EXISTS \`${indexName(name, on)}\` ON \`${name}\` (${quoted(on)})`,
			),
			...index.map((on) => `CREATE INDEX IF NOT EXISTS \`${indexName(name, on)}\` ON \`${name}\` (${quoted(on)})`),
		];
	},
	countTables: (name) => `SELECT COUNT(*) FROM \`sqlite_schema\` WHERE \`name\` = '${name}'`,
	createHead: (epochHex) =>
		`INSERT OR IGNORE INTO \`head\` (\`id\`, \`position\`, \`at\`, \`epoch\`) VALUES (1, 0, 0, unhex('${epochHex}'))`,
};

const MYSQL_TYPES: Record<SqlType, string> = {
	id: 'BINARY(16)',
	text: 'VARCHAR(255)',
	long: 'VARCHAR(4000)',
	int: 'BIGINT',
	blob: 'BLOB',
	name: 'VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin',
	version: 'INT',
	schema: 'SMALLINT',
	data: 'MEDIUMBLOB',
};

/** `collation` compares byte by byte without ignoring spaces at the end; its name depends on the server. */
export const mysqlDdl = (collation: string): Ddl => ({
	createTable({ name, columns, key, unique, index }) {
		const lines = [
			...Object.entries(columns).map(
				([column, { type, nullable }]) => `\`${column}\` ${MYSQL_TYPES[type]} ${nullable ? 'NULL' : 'NOT NULL'}`,
			),
			`PRIMARY KEY (${quoted(key)})`,
			...unique.map((on) => `UNIQUE KEY \`${indexName(name, on)}\` (${quoted(on)})`),
			...index.map((on) => `KEY \`${indexName(name, on)}\` (${quoted(on)})`),
		];
		return [
			`CREATE TABLE IF NOT EXISTS \`${name}\` (${lines.join(', ')}) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`,
		];
	},
	countTables: (name) =>
		`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '${name}'`,
	createHead: (epochHex) =>
		`INSERT IGNORE INTO \`head\` (\`id\`, \`position\`, \`at\`, \`epoch\`) VALUES (1, 0, 0, UNHEX('${epochHex}'))`,
});

function indexName(table: string, columns: readonly string[]): string {
	return [table, ...columns].join('_');
}
