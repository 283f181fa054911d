/** A database user that can keep the log and no more: it cannot change or delete an event, save the data that a redaction replaces. */
import { VAULT_TABLE_NAMES } from './schema.ts';

const ROWS = 'SELECT, INSERT, UPDATE, DELETE';

const RIGHTS: Readonly<Record<string, string>> = {
	events: 'SELECT, INSERT, UPDATE (`data`)',
	head: 'SELECT, UPDATE',
	amendments: 'SELECT, INSERT',
	beats: ROWS,
	migrations: 'SELECT',
	...Object.fromEntries(VAULT_TABLE_NAMES.map((table) => [table, ROWS])),
};

const USER = /^\w{1,32}$/;
const HOST = /^[\w.:%-]{1,255}$/;

/** Whether these can be the name of a user and where it signs in from. */
export function isUser(user: string, host: string): boolean {
	return USER.test(user) && HOST.test(host);
}

/**
 * The statements that make the user, or give it this password, and grant it its rights, for a session without
 * NO_BACKSLASH_ESCAPES. The first two hold the password: they must not be logged.
 */
export function userStatements(database: string, user: string, host: string, password: string): string[] {
	const account = `'${user}'@'${host}'`;
	const secret = password.replaceAll('\\', '\\\\').replaceAll("'", "''");
	return [
		`CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${secret}'`,
		`ALTER USER ${account} IDENTIFIED BY '${secret}'`,
		...Object.entries(RIGHTS).map(([table, rights]) => `GRANT ${rights} ON \`${database}\`.\`${table}\` TO ${account}`),
	];
}
