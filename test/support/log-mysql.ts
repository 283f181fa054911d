/** Logs on a private MariaDB: each in a database of its own. */
import { MysqlConnection } from '../../core/log/mysql-connection.ts';
import { openLog } from '../../core/log/open.ts';
import type { EventLog } from '../../core/log/port.ts';
import { type LogStore, runAll } from './log-harness.ts';
import { startWriter, type Writer } from './log-writers.ts';
import type { Mariadb } from './mariadb.ts';
import type { TcpProxy } from './tcp-proxy.ts';

/** A server, or a proxy before one. */
export type Server = Pick<Mariadb, 'host' | 'port' | 'user' | 'password'>;

/** The server as it is reached through `proxy`. */
export function through(proxy: Pick<TcpProxy, 'host' | 'port'>, { user, password }: Server): Server {
	return { host: proxy.host, port: proxy.port, user, password };
}

let databases = 0;

/** A name that no other test of this server uses. */
export function newDatabase(): string {
	databases += 1;
	return `log_${databases}`;
}

export function logUrl(server: Server, database: string): string {
	return `mysql://${server.user}:${server.password}@${server.host}:${server.port}/${database}`;
}

/** Opens a log; what no test here depends on is left out. */
export async function openOn(server: Server, database: string): Promise<EventLog> {
	const { log } = await openLog(logUrl(server, database), { dataFolder: '' });
	return log;
}

/** A connection beside the log, for looking at the database and for preparing it. */
export async function adminOn(server: Server, database: string | null): Promise<MysqlConnection> {
	const { host, port, user, password } = server;
	return MysqlConnection.connect({ host, port, user, password, database: database ?? '' }, database);
}

/** An empty log in a database of its own. */
export async function freshMysqlStore(server: Server): Promise<LogStore> {
	const database = newDatabase();
	const logs: EventLog[] = [];
	const writers: Writer[] = [];
	return {
		async open() {
			const log = await openOn(server, database);
			logs.push(log);
			return log;
		},
		async write(count) {
			const starting = Array.from({ length: count }, () => startWriter(logUrl(server, database), ''));
			writers.push(...(await Promise.all(starting)));
			return runAll(writers);
		},
		async setFloor(at) {
			const admin = await adminOn(server, database);
			await admin.query('UPDATE `head` SET `at` = ?', [at]);
			admin.destroy();
		},
		async remove() {
			await Promise.all(writers.map((writer) => writer.kill()));
			await Promise.all(logs.map((log) => log.close()));
			const admin = await adminOn(server, null);
			await admin.text(`DROP DATABASE IF EXISTS \`${database}\``);
			admin.destroy();
		},
	};
}
