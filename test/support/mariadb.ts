/**
 * A private MariaDB for tests, in a temporary folder on a free port, as durable as the product asks for. It ends with
 * the process that started it, however that one ends: a shell waits beside it for the end of its input.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { programOf } from '../system.ts';
import { freePort } from './free-port.ts';

const START_MS_MAX = 30_000;
const POLL_MS = 25;
const PORT_TRIES_MAX = 5;

/** Says who the server is, and kills it when told to or when its input ends; without `keep` the folder goes too. */
const SUPERVISOR = `
folder=$1; shift
"$@" >"$folder/output.log" 2>&1 </dev/null &
server=$!
echo "$server"
read -r order
kill -9 "$server" 2>/dev/null
wait "$server" 2>/dev/null
[ "$order" = keep ] || rm -rf "$folder"
`;

export interface Mariadb {
	/** Of a user with all rights, no database named: add `/name`. */
	readonly url: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly socket: string;
	/** The server's process now; for signals. */
	readonly pid: number;
	/** SIGKILL; what it acknowledged is on disk. Resolves when it is gone. */
	kill(): Promise<void>;
	/** Starts it again after `kill`, on the same port. Resolves when it answers. */
	restart(): Promise<void>;
	/** Kills it and removes its folder. */
	stop(): Promise<void>;
}

/** Starts a server; `settings` are further options such as `--max-allowed-packet=1M`. */
export async function startMariadb(settings: readonly string[] = []): Promise<Mariadb> {
	const server = programOf('mariadb');
	const folder = await mkdtemp(join(tmpdir(), 'webchat-mariadb-'));
	try {
		await initialise(folder);
		for (let tries = 1; ; tries += 1) {
			const instance = new Instance(server, folder, await freePort(), settings);
			try {
				await instance.restart();
				return instance;
			} catch (error) {
				await instance.kill();
				if (tries === PORT_TRIES_MAX) throw error;
			}
		}
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

class Instance implements Mariadb {
	readonly host = '127.0.0.1';
	readonly user = 'tester';
	readonly password = 'secret';
	readonly port: number;
	readonly socket: string;
	readonly #command: readonly string[];
	readonly #folder: string;
	#supervisor: ChildProcess | null = null;
	#pid = 0;

	constructor(server: string, folder: string, port: number, settings: readonly string[]) {
		this.port = port;
		this.socket = join(folder, 'socket');
		this.#folder = folder;
		this.#command = [
			server,
			'--no-defaults',
			`--datadir=${join(folder, 'data')}`,
			`--init-file=${join(folder, 'init.sql')}`,
			`--socket=${this.socket}`,
			`--pid-file=${join(folder, 'pid')}`,
			`--port=${port}`,
			'--bind-address=127.0.0.1',
			'--skip-name-resolve',
			'--innodb-flush-log-at-trx-commit=1',
			'--innodb-buffer-pool-size=64M',
			'--innodb-log-file-size=32M',
			'--performance-schema=OFF',
			...asRoot(),
			...settings,
		];
	}

	get url(): string {
		return `mysql://${this.user}:${this.password}@${this.host}:${this.port}`;
	}

	get pid(): number {
		return this.#pid;
	}

	async restart(): Promise<void> {
		const supervisor = spawn('/bin/sh', ['-c', SUPERVISOR, 'supervisor', this.#folder, ...this.#command], {
			stdio: ['pipe', 'pipe', 'ignore'],
			detached: true,
		});
		this.#supervisor = supervisor;
		supervisor.stdin.on('error', () => {});
		for await (const line of createInterface(supervisor.stdout)) {
			this.#pid = Number(line);
			break;
		}
		const start = performance.now();
		while (!(await isAnswering(this.port, this.#pid))) {
			if (performance.now() - start > START_MS_MAX || !isRunning(this.#pid)) {
				throw new Error(`MariaDB did not start: ${await readFile(join(this.#folder, 'output.log'), 'utf8')}`);
			}
			await sleep(POLL_MS);
		}
	}

	kill(): Promise<void> {
		return this.#end('keep\n');
	}

	stop(): Promise<void> {
		return this.#end('');
	}

	async #end(order: string): Promise<void> {
		const supervisor = this.#supervisor;
		this.#supervisor = null;
		if (supervisor !== null) {
			const ended = new Promise((resolve) => supervisor.once('close', resolve));
			supervisor.stdin?.end(order);
			await ended;
		}
		if (order === '') await rm(this.#folder, { recursive: true, force: true });
	}
}

/** An empty data folder and the user of the tests. */
async function initialise(folder: string): Promise<void> {
	const install = programOf('mariadb', ['mariadb-install-db', 'mysql_install_db']);
	await promisify(execFile)(install, [
		'--no-defaults',
		`--datadir=${join(folder, 'data')}`,
		'--auth-root-authentication-method=normal',
		'--skip-test-db',
		'--innodb-log-file-size=32M',
		...asRoot(),
	]);
	await writeFile(
		join(folder, 'init.sql'),
		"CREATE USER IF NOT EXISTS 'tester'@'%' IDENTIFIED BY 'secret';\nGRANT ALL ON *.* TO 'tester'@'%' WITH GRANT OPTION;\n",
	);
}

/** The server refuses to run as root unless it is told to. */
function asRoot(): string[] {
	return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** A server speaks first: its greeting means that it is ready, if it is this one. */
function isAnswering(port: number, pid: number): Promise<boolean> {
	const { promise, resolve } = Promise.withResolvers<boolean>();
	const socket = createConnection(port, '127.0.0.1');
	socket.once('data', () => resolve(isRunning(pid)));
	socket.once('error', () => resolve(false));
	socket.once('close', () => resolve(false));
	return promise.finally(() => socket.destroy());
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
