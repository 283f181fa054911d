import { hash } from 'node:crypto';

/** RFC 6455 section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const VERSION = '13';
/** 16 bytes in base64: the last letter before the padding carries four bits that must be zero. */
const KEY = /^[A-Za-z0-9+/]{21}[AQgw]==$/;
const TARGET = /^\/[\x21\x22\x24-\x7e]*$/;
const HOST = /^[A-Za-z0-9._~%:[\]-]+$/;

/** Headers that have one value; a second one is refused, because two readers could choose differently. */
const SINGLE = new Set([
	'authorization',
	'content-length',
	'cookie',
	'host',
	'origin',
	'sec-fetch-site',
	'sec-websocket-key',
	'sec-websocket-version',
	'upgrade',
]);

/** A request's head as it came: by the front door's own reader, or a request of node:http as it is. */
export interface RequestHead {
	readonly method: string;
	/** The request target, as sent. */
	readonly url: string;
	/** `1.1` or `1.0`. */
	readonly httpVersion: string;
	/** Names and values by turns, as sent. */
	readonly rawHeaders: readonly string[];
}

export interface Refusal {
	readonly kind: 'refused';
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface Handshake {
	readonly kind: 'acceptable';
	/** Without the query, still percent-encoded. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Names in lower case; values of list headers that came several times are joined by commas. */
	readonly headers: ReadonlyMap<string, string>;
	/** What `Sec-WebSocket-Accept` answers. */
	readonly acceptance: string;
}

/** Whether somebody asks to speak WebSocket, well-formed or not. Everything else is HTTP's business. */
export function asksForWebSocket(rawHeaders: readonly string[]): boolean {
	for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
		if (rawHeaders[index]?.toLowerCase() !== 'upgrade') continue;
		if (tokens(rawHeaders[index + 1] ?? '').includes('websocket')) return true;
	}
	return false;
}

/** The client's opening handshake (RFC 6455 section 4.2.1), strictly; no extension and no compression is negotiated. Pure. */
export function handshake(head: RequestHead): Handshake | Refusal {
	if (head.method !== 'GET') return refused(405, 'method', { Allow: 'GET' });
	if (head.httpVersion !== '1.1') return refused(400, 'http-version');
	if (!TARGET.test(head.url)) return refused(400, 'target');
	const headers = collect(head.rawHeaders);
	if (typeof headers === 'string') return refused(400, headers);
	if (!HOST.test(headers.get('host') ?? '')) return refused(400, 'host');
	if (headers.get('upgrade')?.toLowerCase() !== 'websocket') return refused(400, 'upgrade');
	if (!tokens(headers.get('connection') ?? '').includes('upgrade')) return refused(400, 'connection');
	if ((headers.get('content-length') ?? '0') !== '0') return refused(400, 'content-length');
	if (headers.has('transfer-encoding')) return refused(400, 'transfer-encoding');
	if (headers.get('sec-websocket-version') !== VERSION) {
		return refused(426, 'sec-websocket-version', { Upgrade: 'websocket', 'Sec-WebSocket-Version': VERSION });
	}
	const key = headers.get('sec-websocket-key') ?? '';
	if (!KEY.test(key)) return refused(400, 'sec-websocket-key');
	const question = head.url.indexOf('?');
	return {
		kind: 'acceptable',
		path: question === -1 ? head.url : head.url.slice(0, question),
		query: new URLSearchParams(question === -1 ? '' : head.url.slice(question + 1)),
		headers,
		acceptance: acceptance(key),
	};
}

/** The answer to a key (RFC 6455 section 4.2.2). */
export function acceptance(key: string): string {
	return hash('sha1', key + GUID, 'base64');
}

function refused(status: number, field: string, headers: Readonly<Record<string, string>> = {}): Refusal {
	return {
		kind: 'refused',
		status,
		headers: { ...headers, 'Content-Type': 'application/json' },
		body: JSON.stringify({ error: { code: 'bad-request', field } }),
	};
}

/** All headers by their names in lower case, or the name of one that may not come twice. */
function collect(rawHeaders: readonly string[]): Map<string, string> | string {
	const headers = new Map<string, string>();
	for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
		const name = (rawHeaders[index] ?? '').toLowerCase();
		const value = rawHeaders[index + 1] ?? '';
		const before = headers.get(name);
		if (before !== undefined && SINGLE.has(name)) return name;
		headers.set(name, before === undefined ? value : `${before}, ${value}`);
	}
	return headers;
}

function tokens(list: string): string[] {
	return list.split(',').map((token) => token.trim().toLowerCase());
}
