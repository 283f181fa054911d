import type { RequestHead } from '../ws/handshake.ts';

/** Largest head of a request in bytes, its closing empty line counted; beyond it: 431. */
export const HEAD_BYTES_MAX = 16 * 1024;
/** Header lines of one request; beyond it: 431. */
export const HEADERS_MAX = 100;

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}) ([\x21-\x7e\x80-\xff]+) HTTP\/(1\.[01])$/;
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export interface HeadFault {
	readonly status: 400 | 431;
}

/** The first bytes of a connection that are not a request's whole head yet. */
export type HeadReading = { readonly head: RequestHead; readonly size: number } | HeadFault | undefined;

/**
 * The head of a request at the start of `bytes`, with its size; undefined while its end has not come. Strict where
 * readers could differ (RFC 9112 sections 2.2 to 5): no bare line feeds, no folded lines, no spaces before the colon, no
 * control characters. Pure.
 */
export function readHead(bytes: Buffer): HeadReading {
	const end = bytes.indexOf('\r\n\r\n');
	if (end === -1) return bytes.length >= HEAD_BYTES_MAX ? { status: 431 } : hopeless(bytes);
	if (end + 4 > HEAD_BYTES_MAX) return { status: 431 };
	const head = parseHead(bytes.toString('latin1', 0, end));
	return 'status' in head ? head : { head, size: end + 4 };
}

function parseHead(text: string): RequestHead | HeadFault {
	const lines = text.split('\r\n');
	if (lines.length - 1 > HEADERS_MAX) return { status: 431 };
	const request = REQUEST_LINE.exec(lines[0] ?? '');
	if (request === null) return { status: 400 };
	const rawHeaders: string[] = [];
	for (let index = 1; index < lines.length; index += 1) {
		const line = lines[index] ?? '';
		const colon = line.indexOf(':');
		const name = line.slice(0, Math.max(0, colon));
		const value = withoutBlanks(line, colon + 1);
		if (!NAME.test(name) || !VALUE.test(value)) return { status: 400 };
		rawHeaders.push(name, value);
	}
	const [, method = '', url = '', httpVersion = ''] = request;
	return { method, url, httpVersion, rawHeaders };
}

/** Not worth waiting for: a line feed without its carriage return, or a start that no request has (a TLS hello, say). */
function hopeless(bytes: Buffer): HeadFault | undefined {
	const feed = bytes.indexOf(0x0a);
	const bare = feed !== -1 && bytes[feed - 1] !== 0x0d;
	return bare || (bytes.length > 0 && !NAME.test(String.fromCharCode(bytes[0] ?? 0))) ? { status: 400 } : undefined;
}

function withoutBlanks(line: string, from: number): string {
	let start = from;
	let end = line.length;
	while (start < end && isBlank(line.charCodeAt(start))) start += 1;
	while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1;
	return line.slice(start, end);
}

function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x09;
}
