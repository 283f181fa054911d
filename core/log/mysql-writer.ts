/** The one connection that takes the head lock. Made when it is needed, made anew when it was lost. */
import type { MysqlTarget } from './log-url.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { prepareWriter, type ServerFacts, WRITER_SILENT_S_MAX } from './mysql-session.ts';
import { LogError, type Transaction } from './port.ts';
import { SqlReader } from './sql-read.ts';
import { SqlTransaction } from './sql-transaction.ts';
import { type Release, Turns } from './turns.ts';

/** Waiting longer for this process's turn is `transient`; the server's own limit for the lock is as long. */
const TURN_MS_MAX = 5_000;
/** An idle connection says something this often, to be kept by the server. */
const PING_MS = (WRITER_SILENT_S_MAX * 1_000) / 4;
/** What a statement has beside its rows. */
const STATEMENT_HEAD_BYTES = 16_384;

interface Session {
	readonly connection: MysqlConnection;
	readonly facts: ServerFacts;
}

export class MysqlWriter {
	readonly #target: MysqlTarget;
	readonly #turns = new Turns();
	readonly #pings: NodeJS.Timeout;
	#session: Session | null = null;
	#isClosed = false;

	constructor(target: MysqlTarget) {
		this.#target = target;
		this.#pings = setInterval(() => this.#ping(), PING_MS).unref();
	}

	/** Connects now and tells what the server is like. Throws as `begin` does, and `failed` for a server that will not do. */
	async check(): Promise<ServerFacts> {
		const release = await this.#turns.takeWithin(TURN_MS_MAX);
		try {
			return (await this.#connected()).facts;
		} finally {
			release();
		}
	}

	/** Takes the head lock. A connection that was lost while idle, before anything was done on it, is replaced. */
	async begin(): Promise<Transaction> {
		const release = await this.#turns.takeWithin(TURN_MS_MAX);
		try {
			const kept = this.#session;
			if (kept?.connection.isUsable) {
				try {
					return await this.#lock(kept, release);
				} catch (error) {
					if (!(error instanceof LogError && error.kind === 'lost')) throw error;
				}
			}
			return await this.#lock(await this.#connected(), release);
		} catch (error) {
			release();
			throw error;
		}
	}

	close(): void {
		this.#isClosed = true;
		clearInterval(this.#pings);
		this.#session?.connection.destroy();
	}

	async #connected(): Promise<Session> {
		if (this.#session?.connection.isUsable) return this.#session;
		if (this.#isClosed) throw new LogError('lost', 'the log was closed');
		const connection = await MysqlConnection.connect(this.#target);
		try {
			const facts = await prepareWriter(connection);
			if (this.#isClosed) throw new LogError('lost', 'the log was closed');
			this.#session = { connection, facts };
			return this.#session;
		} catch (error) {
			connection.destroy();
			throw error;
		}
	}

	/** The lock is the first statement of its transaction, so all that is read after it is the latest. */
	async #lock({ connection, facts }: Session, release: Release): Promise<Transaction> {
		const query = connection.query.bind(connection);
		const reader = new SqlReader(query, mysqlDialect);
		try {
			const { head, clock } = await reader.head('locking');
			const holder = {
				query,
				reader,
				dialect: mysqlDialect,
				statementBytesMax: facts.packetBytesMax - STATEMENT_HEAD_BYTES,
				commit: () => commit(connection),
				rollback: () => rollback(connection),
				release,
			};
			return new SqlTransaction(holder, head, clock);
		} catch (error) {
			await rollback(connection);
			throw error;
		}
	}

	#ping(): void {
		const connection = this.#session?.connection;
		if (!connection?.isUsable || performance.now() - connection.usedAt < PING_MS / 2 || !this.#turns.isFree) return;
		connection.text('DO 0').catch(() => connection.destroy());
	}
}

/** Anything but a rollback that the server tells of leaves it open whether the commit was made, or still will be. */
async function commit(connection: MysqlConnection): Promise<void> {
	if (!connection.isUsable) throw new LogError('lost', 'the connection was lost before COMMIT');
	try {
		await connection.text('COMMIT');
	} catch (error) {
		if (error instanceof LogError && error.kind === 'transient') {
			await rollback(connection);
			throw error;
		}
		connection.destroy();
		throw new LogError('unknown', 'the connection was lost in COMMIT', { cause: error });
	}
}

/** A connection that cannot say ROLLBACK is given up; the server rolls back when it notices. */
async function rollback(connection: MysqlConnection): Promise<void> {
	if (!connection.isUsable) return;
	await connection.text('ROLLBACK').catch(() => connection.destroy());
}
