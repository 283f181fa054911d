/**
 * One connection to MySQL or MariaDB. The only file that imports mysql2. Each statement has a time limit, after which
 * the connection is destroyed: a server or a proxy that freezes must not hold anybody for ever.
 */
import { connect as connectSocket, type Socket } from 'node:net';
import { createConnection, type Connection as Driver, type QueryError } from 'mysql2';
import type { MysqlTarget } from './log-url.ts';
import { LogError, type LogErrorKind } from './port.ts';
import type { Param, Row } from './sql.ts';

const CONNECT_MS_MAX = 5_000;
/** Longer than the server waits for a row lock, so that the server's own answer comes first. */
const STATEMENT_MS_MAX = 10_000;
const KEEP_ALIVE_MS = 10_000;

/** Server error numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and MariaDB's list. */
const KINDS: Readonly<Record<number, LogErrorKind>> = {
	/** A key is there already. */
	1062: 'duplicate',
	/** Record changed since last read, lock wait too long, deadlock, statement interrupted. */
	1020: 'transient',
	1205: 'transient',
	1213: 'transient',
	1317: 'transient',
	/** Too many connections (of the server, of the user). */
	1040: 'lost',
	1203: 'lost',
	1226: 'lost',
	/** Shutting down; connection killed; connection closed because nothing was said. */
	1053: 'lost',
	1927: 'lost',
	4031: 'lost',
	/** No longer the primary: only a new connection may find the new one. */
	1290: 'lost',
	1792: 'lost',
	1836: 'lost',
};

export class MysqlConnection {
	readonly #driver: Driver;
	readonly #socket: Socket;
	readonly #pending = new Set<(error: LogError) => void>();
	#failure: LogError | null = null;
	#usedAt = performance.now();

	/** Connects and signs in; `database` null for none. Rejects with a `LogError` whose cause is the server's error number, if it was the server that refused. */
	static async connect(target: MysqlTarget, database: string | null = target.database): Promise<MysqlConnection> {
		const connection = new MysqlConnection(target, database);
		await connection.#run((done) => connection.#driver.connect((error) => done(error, [])), 2 * CONNECT_MS_MAX);
		return connection;
	}

	private constructor(target: MysqlTarget, database: string | null) {
		const { host, port, user, password } = target;
		this.#socket = connectSocket({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
		this.#driver = createConnection({
			user,
			password,
			...(database === null ? {} : { database }),
			stream: () => this.#socket,
			connectTimeout: CONNECT_MS_MAX,
			rowsAsArray: true,
			multipleStatements: false,
		});
		this.#driver.on('error', (error: QueryError) => this.#fail(toLogError(error)));
		this.#socket.once('close', () => this.#fail(new LogError('lost', 'the connection was closed')));
	}

	/** Whether it may still be used, as far as is known here. */
	get isUsable(): boolean {
		return this.#failure === null;
	}

	/** When (as `performance.now()`) it was last spoken to. */
	get usedAt(): number {
		return this.#usedAt;
	}

	/** Runs a prepared statement: its text should come again and again. Rejects with a `LogError`. */
	query(sql: string, params: readonly Param[] = []): Promise<readonly Row[]> {
		return this.#run((done) => this.#driver.execute({ sql, values: [...params] }, done), STATEMENT_MS_MAX);
	}

	/** Runs a statement as text, without parameters: for settings, COMMIT, and what happens once. */
	text(sql: string, msMax = STATEMENT_MS_MAX): Promise<readonly Row[]> {
		return this.#run((done) => this.#driver.query({ sql }, done), msMax);
	}

	/** Drops the connection at once; what is under way fails with `lost`. The server rolls back when it notices. */
	destroy(): void {
		this.#fail(new LogError('lost', 'the connection was given up'));
	}

	#run(
		ask: (done: (error: QueryError | null, result: unknown) => void) => void,
		msMax: number,
	): Promise<readonly Row[]> {
		if (this.#failure !== null) return Promise.reject(this.#failure);
		this.#usedAt = performance.now();
		return new Promise((resolve, reject) => {
			const fail = (error: LogError) => {
				settle();
				reject(error);
			};
			const limit = setTimeout(() => this.#fail(new LogError('lost', `no answer within ${msMax} ms`)), msMax);
			const settle = () => {
				clearTimeout(limit);
				this.#pending.delete(fail);
			};
			this.#pending.add(fail);
			ask((error, result) => {
				if (error !== null) {
					const logError = toLogError(error);
					if (logError.kind === 'lost') this.#fail(logError);
					fail(logError);
					return;
				}
				settle();
				resolve(Array.isArray(result) ? result : []);
			});
		});
	}

	#fail(failure: LogError): void {
		if (this.#failure !== null) return;
		this.#failure = failure;
		this.#driver.destroy();
		this.#socket.destroy();
		for (const fail of [...this.#pending]) fail(failure);
	}
}

/** Whatever is not the server's own refusal is a broken connection. */
function toLogError(error: QueryError): LogError {
	const number = numberOf(error);
	const kind = number === null ? 'lost' : (KINDS[number] ?? 'failed');
	return new LogError(kind, error.message, { cause: number ?? error });
}

/** The server's error number; null for one of the network, whose numbers are negative, or of the driver. */
function numberOf(error: QueryError): number | null {
	return typeof error.errno === 'number' && error.errno > 0 ? error.errno : null;
}
