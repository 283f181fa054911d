/** Starts a real SMTP server in a process of its own (`test/support/smtp-process.ts`), and gives the mails it took. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface SmtpOptions {
	/** TLS from the first byte. */
	readonly secure?: boolean;
	readonly startTls?: boolean;
	/** Whom it takes mails from; from anybody where absent. */
	readonly credentials?: { readonly user: string; readonly pass: string };
}

export interface TakenMail {
	readonly from: string;
	readonly to: readonly string[];
	/** Head and body as they came. */
	readonly text: string;
	readonly encrypted: boolean;
	readonly user: string | null;
}

export interface SmtpServer {
	readonly port: number;
	/** Oldest first. */
	readonly mails: readonly TakenMail[];
	/** How many wait for an answer that never comes. */
	readonly waits: number;
	stop(): Promise<void>;
}

type Told = { readonly port: number } | { readonly mail: TakenMail } | { readonly waits: number };

export async function startSmtpServer(options: SmtpOptions = {}): Promise<SmtpServer> {
	const mails: TakenMail[] = [];
	let waits = 0;
	const ready = Promise.withResolvers<number>();
	const child = fork(join(import.meta.dirname, 'smtp-process.ts'), [JSON.stringify(options)], { execArgv: [] });
	child.on('message', (told: Told) => {
		if ('port' in told) ready.resolve(told.port);
		else if ('mail' in told) mails.push(told.mail);
		else waits = told.waits;
	});
	child.once('exit', () => ready.reject(new Error('the SMTP server ended')));
	const port = await ready.promise;
	return {
		port,
		mails,
		get waits() {
			return waits;
		},
		async stop() {
			child.kill('SIGKILL');
			if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
		},
	};
}
