/** Starts `log-writer.ts` in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Writer {
	readonly pid: number;
	/** Gives an order and returns the answer. Rejects when the process ends instead. */
	ask(order: 'ready' | 'run' | 'stop' | 'hold'): Promise<string>;
	signal(signal: NodeJS.Signals): void;
	/** SIGKILL, if it still runs; resolves when it is gone. */
	kill(): Promise<void>;
}

/** Starts one on the log at `url` and waits until it is open. */
export async function startWriter(url: string, dataFolder: string): Promise<Writer> {
	const script = fileURLToPath(new URL('./log-writer.ts', import.meta.url));
	const process_ = spawn(process.execPath, [script, url, dataFolder], { stdio: ['pipe', 'pipe', 'pipe'] });
	const writer = new ProcessWriter(process_, createInterface(process_.stdout));
	await writer.ask('ready');
	return writer;
}

class ProcessWriter implements Writer {
	readonly #process: ChildProcess;
	readonly #answers: Interface;
	readonly #ended: Promise<void>;
	#complaint = '';
	#hasEnded = false;

	constructor(child: ChildProcess, answers: Interface) {
		this.#process = child;
		this.#answers = answers;
		child.stderr?.on('data', (text) => {
			this.#complaint += String(text);
		});
		child.stdin?.on('error', () => {});
		this.#ended = new Promise((resolve) => {
			child.once('close', () => {
				this.#hasEnded = true;
				resolve();
			});
		});
	}

	get pid(): number {
		return this.#process.pid ?? 0;
	}

	async ask(order: string): Promise<string> {
		const { promise, resolve } = Promise.withResolvers<string>();
		this.#answers.once('line', resolve);
		this.#process.stdin?.write(`${order}\n`);
		const ended = this.#ended.then(() => Promise.reject(new Error(`the writer ended: ${this.#complaint}`)));
		return Promise.race([promise, ended]);
	}

	signal(signal: NodeJS.Signals): void {
		this.#process.kill(signal);
	}

	async kill(): Promise<void> {
		if (!this.#hasEnded) this.#process.kill('SIGKILL');
		await this.#ended;
	}
}
