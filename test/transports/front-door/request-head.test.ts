import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEAD_BYTES_MAX, HEADERS_MAX, readHead } from '../../../transports/front-door/request-head.ts';

const read = (text: string) => readHead(Buffer.from(text, 'latin1'));

describe('heads', () => {
	test('FD1 a head is taken apart, what follows it is left', () => {
		const text = 'GET /a?b HTTP/1.1\r\nHost: x:1\r\nX-Empty:\r\nCookie: \t a=b; c="d" \t\r\n\r\n';
		expect(read(`${text}body`)).toEqual({
			size: text.length,
			head: {
				method: 'GET',
				url: '/a?b',
				httpVersion: '1.1',
				rawHeaders: ['Host', 'x:1', 'X-Empty', '', 'Cookie', 'a=b; c="d"'],
			},
		});
	});

	test('FD1 a head is read from its whole bytes only', () => {
		const text = 'POST /x HTTP/1.0\r\nHost: x\r\n\r\n';
		for (let length = 0; length < text.length; length += 1) expect(read(text.slice(0, length))).toBeUndefined();
		expect(read(text)).toMatchObject({ size: text.length, head: { method: 'POST', httpVersion: '1.0' } });
	});

	test.each([
		['no target', 'GET HTTP/1.1\r\n\r\n'],
		['two spaces', 'GET  / HTTP/1.1\r\n\r\n'],
		['another protocol', 'GET / HTTQ/1.1\r\n\r\n'],
		['HTTP/2', 'PRI * HTTP/2.0\r\n\r\n'],
		['a lower-case protocol', 'GET / http/1.1\r\n\r\n'],
		['an empty first line', '\r\nGET / HTTP/1.1\r\n\r\n'],
		['a control character in the target', 'GET /\x01 HTTP/1.1\r\n\r\n'],
		['a space before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
		['a folded line', 'GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n'],
		['a line without a colon', 'GET / HTTP/1.1\r\nHost\r\n\r\n'],
		['a line without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n'],
		['a bare line feed', 'GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n'],
		['a bare carriage return', 'GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n'],
		['a NUL in a value', 'GET / HTTP/1.1\r\nA: \0\r\n\r\n'],
		['a name that is not ASCII', 'GET / HTTP/1.1\r\n\xe9: x\r\n\r\n'],
		['line feeds alone, before any end', 'GET / HTTP/1.1\nHost: x\n\n'],
		['a TLS hello, before any end', '\x16\x03\x01\x02\x00'],
	])('FD1 %s is no request', (_, text) => {
		expect(read(text)).toEqual({ status: 400 });
	});

	test('FD2 a head of 16 KiB and of 100 lines is allowed, more is not', () => {
		const head = (filler: number) => `GET / HTTP/1.1\r\nA: ${'x'.repeat(filler)}\r\n\r\n`;
		const room = HEAD_BYTES_MAX - head(0).length;
		expect(read(head(room))).toMatchObject({ size: HEAD_BYTES_MAX });
		expect(read(head(room + 1))).toEqual({ status: 431 });
		expect(read(head(room + 1).slice(0, HEAD_BYTES_MAX))).toEqual({ status: 431 });
		const lines = (count: number) => `GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(count)}\r\n`;
		expect(read(lines(HEADERS_MAX))).toMatchObject({ head: { url: '/' } });
		expect(read(lines(HEADERS_MAX + 1))).toEqual({ status: 431 });
	});

	test('FD2 long runs of blanks take no long time', () => {
		const line = `A: x${' '.repeat(HEAD_BYTES_MAX - 200)}y`;
		for (let count = 0; count < 200; count += 1) {
			expect(read(`GET / HTTP/1.1\r\n${line}\r\n\r\n`)).toMatchObject({ head: { url: '/' } });
		}
	});

	test('FD1 no bytes make it throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, ended) => {
				const result = readHead(Buffer.concat([bytes, Buffer.from(ended ? '\r\n\r\n' : '')]));
				if (result !== undefined && 'status' in result) expect([400, 431]).toContain(result.status);
			}),
		);
	});
});
