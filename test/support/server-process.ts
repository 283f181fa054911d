/**
 * The real server as a process of its own: `node transports/main.ts` on a free port, with a temporary data folder.
 * Everything started here is ended: by `remove`, at the latest when the test process ends, however it ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const READY_MS_MAX = 30_000;
const STOP_MS_MAX = 15_000;
const OUTPUT_CHARS_KEPT = 100_000;

const MAIN = join(import.meta.dirname, '../../transports/main.ts');

export interface ServerOptions {
	/** `WEBCHAT_LOG`; the embedded log in the data folder when absent. */
	readonly log?: string;
	readonly port?: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Flags. */
	readonly args?: readonly string[];
	/** Paths of PEM files, for a server that speaks TLS. */
	readonly tls?: { readonly cert: string; readonly key: string };
}

/** A line of `<data>/outbox.ndjson`. */
export interface OutboxLine {
	readonly at: number;
	readonly channel: string;
	readonly to: string;
	readonly purpose: string;
	readonly code: string;
	readonly text: string;
}

export interface ServerProcess {
	readonly url: string;
	readonly port: number;
	readonly data: string;
	/** Of the process that runs now. */
	readonly pid: number;
	/** What it has printed so far, over all restarts (its last 100,000 characters). */
	readonly output: string;
	/** The messages sent so far, oldest first. */
	outbox(): OutboxLine[];
	/** The last code sent to a phone or address. */
	code(to: string): string;
	/** SIGTERM, or another signal that ends it; resolves with the exit code. */
	stop(signal?: NodeJS.Signals): Promise<number | null>;
	/** SIGKILL; resolves when the process is gone. */
	kill9(): Promise<void>;
	/** Starts it again, on the same port and data, once it was stopped or killed; resolves when it is ready. */
	restart(): Promise<void>;
	/** Ends it, if need be by SIGKILL, and removes its data. */
	remove(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
	for (const child of running) child.kill('SIGKILL');
});

/** Starts a server and waits until it says that it is ready. Rejects with what it printed when it does not within 30 s. */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
	const port = options.port ?? (await freePort());
	const data = mkdtempSync(join(tmpdir(), 'webchat-server-'));
	let output = '';
	const print = (text: string) => {
		output = (output + text).slice(-OUTPUT_CHARS_KEPT);
	};
	const start = () => launch({ ...options, port }, data, print);
	let child: ChildProcess;
	try {
		child = await start();
	} catch (error) {
		rmSync(data, { recursive: true, force: true });
		throw error;
	}
	const server: ServerProcess = {
		url: addressOf(options, port),
		port,
		data,
		get pid() {
			return child.pid!;
		},
		get output() {
			return output;
		},
		outbox: () => readOutbox(join(data, 'outbox.ndjson')),
		code(to) {
			const line = server.outbox().findLast((sent) => sent.to === to || sent.to === `+86${to}`);
			if (line === undefined) throw new Error(`no code was sent to ${to}`);
			return line.code;
		},
		stop: (signal = 'SIGTERM') => end(child, signal),
		async kill9() {
			await end(child, 'SIGKILL');
		},
		async restart() {
			child = await start();
		},
		async remove() {
			await end(child, 'SIGTERM');
			rmSync(data, { recursive: true, force: true });
		},
	};
	return server;
}

function addressOf({ tls }: ServerOptions, port: number): string {
	return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
}

async function launch(
	options: ServerOptions & { readonly port: number },
	data: string,
	print: (text: string) => void,
): Promise<ChildProcess> {
	const child = spawn(process.execPath, [MAIN, ...(options.args ?? [])], {
		// Without the test runner's own variables: the server must run as it does for a person.
		env: {
			PATH: process.env.PATH,
			HOME: data,
			WEBCHAT_DATA: data,
			WEBCHAT_PORT: String(options.port),
			...(options.log === undefined ? {} : { WEBCHAT_LOG: options.log }),
			...(options.tls === undefined ? {} : { WEBCHAT_TLS_CERT: options.tls.cert, WEBCHAT_TLS_KEY: options.tls.key }),
			...options.env,
		},
		// The channel tells the server that the test process is gone, should that be killed.
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	running.add(child);
	child.on('exit', () => running.delete(child));
	let printed = '';
	const take = (part: string) => {
		printed = (printed + part).slice(-OUTPUT_CHARS_KEPT);
		print(part);
	};
	child.stderr?.setEncoding('utf8').on('data', take);
	await new Promise<void>((resolve, reject) => {
		const fail = (why: string) => {
			child.kill('SIGKILL');
			reject(new Error(`the server ${why}; it printed:\n${printed}`));
		};
		const timer = setTimeout(() => fail('was not ready in time'), READY_MS_MAX);
		const onExit = (code: number | null) => {
			clearTimeout(timer);
			fail(`ended with ${code}`);
		};
		child.once('exit', onExit);
		child.stdout?.setEncoding('utf8').on('data', (part: string) => {
			take(part);
			if (!part.includes(addressOf(options, options.port))) return;
			clearTimeout(timer);
			child.off('exit', onExit);
			resolve();
		});
	});
	return child;
}

/** Sends the signal unless the process is gone, and waits for its end; past 15 s by SIGKILL. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
	if (child.exitCode === null && child.signalCode === null) {
		const gone = once(child, 'exit');
		const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
		child.kill(signal);
		await gone;
		clearTimeout(timer);
	}
	return child.exitCode;
}

function readOutbox(path: string): OutboxLine[] {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		return [];
	}
	// A last line without its end is still being written.
	return text
		.split('\n')
		.slice(0, -1)
		.map((line): OutboxLine => JSON.parse(line));
}
