/** A few connections for reading and for what needs no head lock, each statement a transaction of its own. */
import type { MysqlTarget } from './log-url.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { prepareReader } from './mysql-session.ts';
import { LogError } from './port.ts';
import { Turns } from './turns.ts';

const CONNECTIONS_MAX = 8;
/** Waiting longer for a connection is `transient`. */
const TURN_MS_MAX = 10_000;

export class MysqlPool {
	readonly #target: MysqlTarget;
	readonly #turns = new Turns(CONNECTIONS_MAX);
	readonly #idle: MysqlConnection[] = [];
	readonly #all = new Set<MysqlConnection>();
	#isClosed = false;

	constructor(target: MysqlTarget) {
		this.#target = target;
	}

	/**
	 * Lends a connection to `work`. One that lay idle may have been cut off unnoticed: when `work` loses it, it is done
	 * again on a new one, so `work` must be repeatable until it throws another kind than `lost`.
	 */
	async use<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
		const release = await this.#turns.takeWithin(TURN_MS_MAX);
		try {
			const idle = this.#idle.pop();
			if (idle?.isUsable) {
				try {
					return await this.#with(idle, work);
				} catch (error) {
					if (this.#isClosed || !(error instanceof LogError && error.kind === 'lost')) throw error;
				}
			}
			return await this.#with(await this.#connect(), work);
		} finally {
			release();
		}
	}

	close(): void {
		this.#isClosed = true;
		for (const connection of this.#all) connection.destroy();
		this.#all.clear();
	}

	async #with<T>(connection: MysqlConnection, work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
		try {
			return await work(connection);
		} finally {
			if (connection.isUsable) this.#idle.push(connection);
			else this.#all.delete(connection);
		}
	}

	async #connect(): Promise<MysqlConnection> {
		if (this.#isClosed) throw new LogError('lost', 'the log was closed');
		const connection = await MysqlConnection.connect(this.#target);
		try {
			await prepareReader(connection);
		} catch (error) {
			connection.destroy();
			throw error;
		}
		if (this.#isClosed) connection.destroy();
		else this.#all.add(connection);
		return connection;
	}
}
