import { describe, expect, test } from 'vitest';
import { acceptance, asksForWebSocket, handshake } from '../../../transports/ws/handshake.ts';

const GOOD: readonly (readonly [string, string])[] = [
	['Host', '127.0.0.1:8000'],
	['Upgrade', 'websocket'],
	['Connection', 'Upgrade'],
	['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
	['Sec-WebSocket-Version', '13'],
	['Origin', 'http://127.0.0.1:8000'],
	['Cookie', 'a=b; c=d'],
];

type Change = readonly [name: string, ...values: string[]];

/** A good handshake in which these headers have these values instead. */
function ask(changes: readonly Change[] = [], request: { method?: string; url?: string; httpVersion?: string } = {}) {
	const changed = new Map(changes.map(([name, ...values]) => [name, values]));
	const kept = GOOD.filter(([name]) => !changed.has(name)).flat();
	const rawHeaders = [...kept, ...changes.flatMap(([name, ...values]) => values.flatMap((value) => [name, value]))];
	return handshake({ method: 'GET', url: '/ws', httpVersion: '1.1', rawHeaders, ...request });
}

describe('accepted', () => {
	test('WS7 the sample of RFC 6455 section 1.3', () => {
		expect(acceptance('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
		expect(ask()).toMatchObject({ kind: 'acceptable', path: '/ws', acceptance: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' });
	});

	test('WS7 path, query and headers are handed on', () => {
		const result = ask([['X-Forwarded-For', '1.1.1.1', '2.2.2.2']], { url: '/chat/%E4%BD%A0?a=1&b=%20x' });
		if (result.kind !== 'acceptable') throw new Error('refused');
		expect(result.path).toBe('/chat/%E4%BD%A0');
		expect([...result.query]).toEqual([
			['a', '1'],
			['b', ' x'],
		]);
		expect(result.headers.get('cookie')).toBe('a=b; c=d');
		expect(result.headers.get('origin')).toBe('http://127.0.0.1:8000');
		expect(result.headers.get('x-forwarded-for')).toBe('1.1.1.1, 2.2.2.2');
	});

	test.each<readonly [string, Change]>([
		['names and tokens in any case', ['Upgrade', 'WebSocket']],
		['a list of connection tokens', ['Connection', 'keep-alive, upgrade']],
		['connection tokens on two lines', ['Connection', 'keep-alive', 'UPGRADE']],
		['no origin', ['Origin']],
		['an empty body', ['Content-Length', '0']],
		['extensions, which are not negotiated', ['Sec-WebSocket-Extensions', 'permessage-deflate']],
		['an IPv6 host', ['Host', '[::1]:8000']],
	])('WS7 %s', (_, change) => {
		expect(ask([change]).kind).toBe('acceptable');
	});
});

describe('refused', () => {
	test.each<readonly [string, Change, number, string]>([
		['no host', ['Host'], 400, 'host'],
		['an empty host', ['Host', ''], 400, 'host'],
		['two hosts', ['Host', 'a', 'a'], 400, 'host'],
		['a host with a space', ['Host', 'a b'], 400, 'host'],
		['a host with a path', ['Host', 'a/b'], 400, 'host'],
		['two origins', ['Origin', 'http://a', 'http://b'], 400, 'origin'],
		['two cookies', ['Cookie', 'a=b', 'c=d'], 400, 'cookie'],
		['no key', ['Sec-WebSocket-Key'], 400, 'sec-websocket-key'],
		[
			'two keys',
			['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ=='],
			400,
			'sec-websocket-key',
		],
		['a key of 15 bytes', ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25j'], 400, 'sec-websocket-key'],
		['a key of 17 bytes', ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZXg='], 400, 'sec-websocket-key'],
		['a key with bits after its end', ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZR=='], 400, 'sec-websocket-key'],
		['a key that is not base64', ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25j*Q=='], 400, 'sec-websocket-key'],
		['no upgrade', ['Upgrade'], 400, 'upgrade'],
		['another upgrade too', ['Upgrade', 'websocket, h2c'], 400, 'upgrade'],
		['two upgrades', ['Upgrade', 'websocket', 'websocket'], 400, 'upgrade'],
		['no connection', ['Connection'], 400, 'connection'],
		['a connection that is kept alive', ['Connection', 'keep-alive'], 400, 'connection'],
		['a token that only contains the word', ['Connection', 'upgraded'], 400, 'connection'],
		['no version', ['Sec-WebSocket-Version'], 426, 'sec-websocket-version'],
		['version 8', ['Sec-WebSocket-Version', '8'], 426, 'sec-websocket-version'],
		['version 13 with a sign', ['Sec-WebSocket-Version', '+13'], 426, 'sec-websocket-version'],
		['two versions', ['Sec-WebSocket-Version', '13', '13'], 400, 'sec-websocket-version'],
		['a body', ['Content-Length', '5'], 400, 'content-length'],
		['a chunked body', ['Transfer-Encoding', 'chunked'], 400, 'transfer-encoding'],
	])('WS7 %s', (_, change, status, field) => {
		const result = ask([change]);
		expect(result).toMatchObject({ kind: 'refused', status });
		if (result.kind === 'refused') expect(JSON.parse(result.body).error).toEqual({ code: 'bad-request', field });
	});

	test('WS7 another version is told the one that is spoken', () => {
		expect(ask([['Sec-WebSocket-Version', '12']])).toMatchObject({ headers: { 'Sec-WebSocket-Version': '13' } });
	});

	test.each([
		[405, { method: 'POST' }],
		[405, { method: 'get' }],
		[400, { httpVersion: '1.0' }],
		[400, { url: 'http://127.0.0.1/ws' }],
		[400, { url: '*' }],
		[400, { url: '/ws#part' }],
		[400, { url: '/w\u00e9' }],
	] as const)('WS7 status %i for %o', (status, request) => {
		expect(ask([], request)).toMatchObject({ kind: 'refused', status });
	});
});

test('WS7 who asks for WebSocket at all', () => {
	expect(asksForWebSocket(['upgrade', 'WebSocket'])).toBe(true);
	expect(asksForWebSocket(['Host', 'a', 'Upgrade', 'h2c, websocket'])).toBe(true);
	expect(asksForWebSocket(['Upgrade', 'h2c'])).toBe(false);
	expect(asksForWebSocket(['X', 'websocket'])).toBe(false);
	expect(asksForWebSocket([])).toBe(false);
});
