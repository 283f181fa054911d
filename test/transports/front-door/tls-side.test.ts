import { duplexPair } from 'node:stream';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { eventually, RawClient } from '../../support/raw-client.ts';
import { TEST_CERT, TEST_KEY } from '../../support/test-certificate.ts';
import { empty, openDoor } from './support.ts';

const TLS = { cert: TEST_CERT, key: TEST_KEY };

test.each([
	['plain HTTP', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
	['a plain WebSocket', 'GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n'],
	['a single letter', 'G'],
	['bytes of no protocol', '\u0000\u0001\u0002'],
])('FD13 %s at the TLS port is told 400, and the connection ends', async (_what, bytes) => {
	const { connect, door } = await openDoor({ tls: TLS });
	const client = await connect();
	client.write(bytes);
	await client.end();
	expect(client.text).toBe('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
	expect(client.error).toBeUndefined();
	await empty(door);
});

test('FD11 a handshake is understood however its bytes come', async () => {
	const { connect } = await openDoor({ tls: TLS });
	const client = await connect();
	// What node:tls sends goes through here byte by byte.
	const [inner, outer] = duplexPair({ highWaterMark: 1024 * 1024 });
	outer.on('data', (bytes: Buffer) => {
		for (const byte of bytes) client.write(Buffer.of(byte));
	});
	client.socket.on('data', (bytes: Buffer) => outer.write(bytes));
	const secure = new RawClient(tls.connect({ socket: inner, ca: TEST_CERT, servername: 'localhost' }));
	secure.write('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n');
	await secure.until(({ text }) => text.includes('X-Path: /x'));
	client.socket.destroy();
});

test.each([
	['says nothing', ''],
	['begins a handshake and stops', Buffer.from('1603010200010001fc', 'hex')],
])('FD13 who %s is closed in the time that a head has', async (_what, bytes) => {
	const { connect, door } = await openDoor({ tls: TLS, limits: { headMs: 50 } });
	const client = await connect();
	if (bytes.length > 0) client.write(bytes);
	await client.end();
	await empty(door);
});

test('FD9 over TLS closing ends at once who has said nothing', async () => {
	const { connect, door } = await openDoor({ tls: TLS });
	const client = await connect();
	await eventually(() => door.connections === 1);
	await Promise.all([door.close(), client.end()]);
	expect(client.text).toBe('');
});
