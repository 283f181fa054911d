/** An SQLite connection in a thread of its own, as the main thread sees it. */
import { Worker } from 'node:worker_threads';
import { LogError, type LogErrorKind } from './port.ts';
import type { Param, Row } from './sql.ts';
import {
	primaryCode,
	SQLITE_BUSY,
	SQLITE_CONSTRAINT_PRIMARYKEY,
	SQLITE_CONSTRAINT_UNIQUE,
	SQLITE_LOCKED,
	type SqliteOptions,
	type SqliteReply,
	type SqliteRequest,
} from './sqlite-messages.ts';

interface Pending {
	readonly resolve: (rows: readonly Row[]) => void;
	readonly reject: (error: LogError) => void;
}

type Asked = SqliteRequest extends infer R ? (R extends SqliteRequest ? Omit<R, 'id'> : never) : never;

export class SqliteConnection {
	readonly #closing = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
	readonly #worker: Worker;
	readonly #pending = new Map<number, Pending>();
	readonly #gone: Promise<void>;
	#asked = 0;
	#failure: LogError | null = null;

	constructor(path: string, role: SqliteOptions['role']) {
		const workerData: SqliteOptions = { path, role, closing: this.#closing };
		this.#worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData });
		this.#worker.on('message', (reply: SqliteReply) => this.#settle(reply));
		this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
		this.#gone = new Promise((resolve) => {
			this.#worker.once('exit', () => {
				this.#fail('the log was closed');
				resolve();
			});
		});
	}

	/** Runs one statement. Rejects with a `LogError`, `lost` when the thread has ended. */
	query(sql: string, params: readonly Param[] = []): Promise<readonly Row[]> {
		return this.#ask({ do: 'run', sql, params });
	}

	/** Takes the lock for writing, the statements until COMMIT or ROLLBACK being one transaction; `transient` after `waitMsMax`. */
	async lock(waitMsMax: number): Promise<void> {
		await this.#ask({ do: 'lock', waitMsMax });
	}

	/** What is under way fails with `lost`. Resolves when the thread has ended. */
	async close(): Promise<void> {
		Atomics.store(this.#closing, 0, 1);
		Atomics.notify(this.#closing, 0);
		if (this.#failure === null) {
			this.#ask({ do: 'close' }).catch(() => {});
			this.#fail('the log was closed');
		}
		await this.#gone;
	}

	#ask(request: Asked): Promise<readonly Row[]> {
		if (this.#failure !== null) return Promise.reject(this.#failure);
		this.#asked += 1;
		const id = this.#asked;
		return new Promise((resolve, reject) => {
			this.#pending.set(id, { resolve, reject });
			this.#worker.postMessage({ ...request, id });
		});
	}

	#settle(reply: SqliteReply): void {
		const pending = this.#pending.get(reply.id);
		this.#pending.delete(reply.id);
		if ('rows' in reply) pending?.resolve(reply.rows);
		else pending?.reject(new LogError(kindOf(reply.code), reply.message, { cause: reply.code }));
	}

	#fail(reason: string): void {
		this.#failure ??= new LogError('lost', reason);
		for (const { reject } of this.#pending.values()) reject(this.#failure);
		this.#pending.clear();
	}
}

function kindOf(code: number): LogErrorKind {
	if (code === SQLITE_CONSTRAINT_UNIQUE || code === SQLITE_CONSTRAINT_PRIMARYKEY) return 'duplicate';
	const primary = primaryCode(code);
	return primary === SQLITE_BUSY || primary === SQLITE_LOCKED ? 'transient' : 'failed';
}
