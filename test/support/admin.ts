/** `npm run admin` as a process of its own, on the log of a data folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../transports/admin/main.ts');

export interface AdminOptions {
	readonly data: string;
	readonly log?: string;
	readonly env?: Readonly<Record<string, string>>;
	/** Called with what it prints, as it prints it. */
	readonly onPrinted?: (text: string, kill: () => void) => void;
}

export interface AdminRun {
	/** Null where it was killed. */
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

export async function admin(options: AdminOptions, ...args: readonly string[]): Promise<AdminRun> {
	const { data, log, env = {}, onPrinted } = options;
	const child = spawn(process.execPath, [MAIN, ...args], {
		env: { PATH: process.env.PATH, HOME: data, WEBCHAT_DATA: data, ...(log && { WEBCHAT_LOG: log }), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let [out, err] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		out += text;
		onPrinted?.(out, () => child.kill('SIGKILL'));
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		err += text;
	});
	await once(child, 'close');
	return { code: child.exitCode, out, err };
}
