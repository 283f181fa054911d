/** How MySQL and MariaDB differ from SQLite, and from each other. */
import { STREAM_INDEX } from './schema.ts';
import { type Dialect, hexOf, uuidOf } from './sql.ts';

/** SYSDATE, not NOW: the time when the row is there, not when waiting for its lock began. Sessions are set to UTC. */
export const MYSQL_CLOCK = 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)';

export const mysqlDialect: Dialect = {
	name: 'mysql',
	clock: MYSQL_CLOCK,
	forUpdate: ' FOR UPDATE',
	eventsByPosition: '`events` FORCE INDEX (PRIMARY)',
	eventsByStream: `\`events\` FORCE INDEX (\`${STREAM_INDEX}\`)`,
	idPlace: '?',
	idParam: (id) => Buffer.from(hexOf(id), 'hex'),
	idColumn: (name) => `\`${name}\``,
	idFrom: (value) => uuidOf((value as Buffer).toString('hex')),
	replacing: (_key, columns) =>
		`ON DUPLICATE KEY UPDATE ${columns.map((column) => `\`${column}\` = VALUES(\`${column}\`)`).join(', ')}`,
	replacesByAnyUnique: true,
};

/** The collation that compares byte by byte; `utf8mb4_bin` of both servers ignores spaces at the end. */
export function binaryCollation(serverVersion: string): string {
	return serverVersion.includes('MariaDB') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
}
