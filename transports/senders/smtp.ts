/** Mail by SMTP, handed to the one server that the configuration names. */
import { createTransport, type NodemailerError } from 'nodemailer';
import type { Clock } from '../../core/clock.ts';
import { DEADLINE_MS } from '../outside/outside.ts';
import type { Resolve } from '../outside/resolve.ts';
import type { Attempt, OutgoingMessage, Tried } from './sender.ts';

/** Bytes of a reply of the server. */
const REPLY_BYTES_MAX = 16 * 1024;
/** Errors that are there the next time too, where the server gave no number: https://nodemailer.com/errors. */
const LASTING: ReadonlySet<string> = new Set(['EAUTH', 'ENOAUTH', 'EENVELOPE', 'EMESSAGE', 'ETLS', 'ECONFIG']);

export interface SmtpServer {
	readonly host: string;
	readonly port: number;
	/** TLS from the first byte; else STARTTLS. */
	readonly secure: boolean;
	readonly credentials?: { readonly user: string; readonly pass: string };
	readonly from: MailFrom;
}

export interface MailFrom {
	readonly name: string;
	readonly address: string;
}

export function createSmtp(server: SmtpServer, resolve: Resolve, clock: Clock): Attempt {
	return async (message, id) => {
		const stop = new AbortController();
		const late = Promise.withResolvers<Tried>();
		const timer = clock.after(DEADLINE_MS, () => {
			stop.abort();
			late.resolve({ state: 'failed', why: 'timeout' });
		});
		try {
			return await Promise.race([handOver(server, resolve, message, id, stop.signal), late.promise]);
		} finally {
			clock.clear(timer);
		}
	};
}

async function handOver(
	server: SmtpServer,
	resolve: Resolve,
	message: OutgoingMessage,
	id: string,
	signal: AbortSignal,
): Promise<Tried> {
	const { host, port, secure, credentials, from } = server;
	const resolved = await resolve(host);
	if (resolved.state === 'failed') {
		return { state: resolved.why === 'unresolved' ? 'failed' : 'refused', why: resolved.why };
	}
	const [address = ''] = resolved.addresses;
	const transport = createTransport({
		host: address,
		port,
		secure,
		// Over the internet a code travels encrypted, to a server that its certificate vouches for. On a network of one's own
		// plain text would do, so there a certificate that nobody signed does too.
		requireTLS: resolved.isPublic,
		tls: { servername: host, rejectUnauthorized: secure || resolved.isPublic },
		...(credentials === undefined ? {} : { auth: credentials }),
		maxResponseSize: REPLY_BYTES_MAX,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	try {
		await transport.sendMail({
			from,
			to: { name: '', address: message.to },
			subject: message.subject,
			text: `${message.text}\n`,
			// The same at each try, so that whoever got two can tell that they are one.
			messageId: `<${id}@${from.address.split('@').at(-1)}>`,
			// RFC 3834 5: nobody's holiday answers this.
			headers: { 'Auto-Submitted': 'auto-generated' },
			signal,
		});
		return { state: 'sent' };
	} catch (error) {
		return triedOf(error);
	}
}

/** `why` is the server's number or the library's code: what the server said may hold the address. */
function triedOf(error: unknown): Tried {
	const { code = 'unknown', responseCode, permanent }: NodemailerError = error instanceof Error ? error : new Error();
	if (responseCode !== undefined) return { state: permanent ? 'refused' : 'failed', why: `${code} ${responseCode}` };
	return { state: LASTING.has(code) ? 'refused' : 'failed', why: code };
}
