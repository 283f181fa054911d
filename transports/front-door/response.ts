import { STATUS_CODES } from 'node:http';

const LINE_BREAK = /[\r\n]/;

/**
 * A whole response after which the connection closes, as bytes. Throws on a header with a line break: that is a bug of
 * the caller, who would let somebody write headers of their own.
 */
export function closingResponse(status: number, headers: Readonly<Record<string, string>>, body: string): Buffer {
	const all = { ...headers, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' };
	return Buffer.from(head(status, all) + body);
}

/** The server's part of the opening handshake (RFC 6455 section 4.2.2). Throws like `closingResponse`. */
export function switchingProtocols(acceptance: string, extraHeaders: Readonly<Record<string, string>>): Buffer {
	const own = { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Accept': acceptance };
	return Buffer.from(head(101, { ...own, ...extraHeaders }));
}

function head(status: number, headers: Readonly<Record<string, string>>): string {
	let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
	for (const [name, value] of Object.entries(headers)) {
		if (LINE_BREAK.test(name) || LINE_BREAK.test(value)) throw new TypeError(`line break in the header ${name}`);
		text += `${name}: ${value}\r\n`;
	}
	return `${text}\r\n`;
}
