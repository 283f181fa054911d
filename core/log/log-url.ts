/** Where the log is, as one URL: `sqlite:`, `sqlite:<path>` or `mysql://user:password@host:port/database`. */
import { join, resolve } from 'node:path';
import { LogError } from './port.ts';

export type LogTarget = { readonly kind: 'sqlite'; readonly path: string } | ({ readonly kind: 'mysql' } & MysqlTarget);

export interface MysqlTarget {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
}

const DEFAULT_DATABASE = 'wechat_db';
const DEFAULT_MYSQL_PORT = 3306;
const DEFAULT_FILE = 'webchat.db';
/** A name that needs no quoting anywhere; MySQL's own limit is 64 characters. */
const DATABASE_NAME = /^\w{1,64}$/;

/** Reads the URL. Throws `LogError` `failed` with one sentence that never holds the password. */
export function parseLogUrl(url: string, dataFolder: string): LogTarget {
	if (url.startsWith('sqlite:')) {
		const path = url.slice('sqlite:'.length);
		return { kind: 'sqlite', path: path === '' ? join(dataFolder, DEFAULT_FILE) : resolve(path) };
	}
	if (url.startsWith('mysql:')) return { kind: 'mysql', ...parseMysql(url) };
	throw wrong('it must begin with sqlite: or mysql://');
}

function parseMysql(text: string): MysqlTarget {
	const url = URL.parse(text);
	if (url === null)
		throw wrong('it is not a URL; special characters in user and password are written as %40 and the like');
	if (url.hostname === '') throw wrong('it names no host');
	if (url.username === '') throw wrong('it names no user');
	if (url.search !== '' || url.hash !== '') throw wrong('it has parameters, and none are known');
	const database = url.pathname === '' || url.pathname === '/' ? DEFAULT_DATABASE : url.pathname.slice(1);
	if (!DATABASE_NAME.test(database)) throw wrong('its database must be named by 1 to 64 letters, digits and _');
	return {
		host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
		port: url.port === '' ? DEFAULT_MYSQL_PORT : Number(url.port),
		user: decoded(url.username),
		password: decoded(url.password),
		database,
	};
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		throw wrong('a % in user or password is written as %25');
	}
}

function wrong(why: string): LogError {
	return new LogError('failed', `The URL of the log is wrong: ${why}.`);
}
