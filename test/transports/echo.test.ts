import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket as Peer } from 'ws';
import { OPCODE } from '../../transports/ws/encoder.ts';
import { clientBinary, clientFrame, clientText, closeCodeOf, serverFrames } from '../support/client-frames.ts';
import { RawClient, upgradeRequest } from '../support/raw-client.ts';

const ENTRY = join(import.meta.dirname, '../../transports/echo.ts');
const MAX_BYTES = 2 * 1024 * 1024;
const children: ChildProcess[] = [];
let port = 0;

/** Starts the echo server as its users do; resolves with its port. */
async function start(...args: string[]): Promise<{ child: ChildProcess; port: number }> {
	const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
	children.push(child);
	const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
	const found = /^echo: ws:\/\/127\.0\.0\.1:(\d+)$/.exec(line);
	if (found === null) throw new Error(line);
	return { child, port: Number(found[1]) };
}

beforeAll(async () => {
	port = (await start('--port', '0', '--max-bytes', String(MAX_BYTES))).port;
});

afterAll(async () => {
	for (const child of children) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		child.kill('SIGKILL');
		await once(child, 'exit');
	}
});

async function openPeer(path = '/any/path?x=1', to = port): Promise<Peer> {
	const peer = new Peer(`ws://127.0.0.1:${to}${path}`);
	await once(peer, 'open');
	return peer;
}

async function closed(peer: Peer): Promise<number> {
	const [code] = (await once(peer, 'close')) as [number];
	return code;
}

const SIZES = [0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 1_000_000, MAX_BYTES];

describe('the ws library', () => {
	test('WS15 texts and binaries of every length form come back', async () => {
		const peer = await openPeer();
		for (const size of SIZES) {
			for (const sent of ['é'.repeat(size / 2) + 'x'.repeat(size % 2), Buffer.alloc(size, size % 251)]) {
				peer.send(sent);
				const [back, isBinary] = (await once(peer, 'message')) as [Buffer, boolean];
				expect(isBinary).toBe(typeof sent !== 'string');
				expect(back.equals(Buffer.from(sent))).toBe(true);
			}
		}
		peer.close(1000);
		expect(await closed(peer)).toBe(1000);
	});

	test('WS15 fragments with pings between them come back as one message', async () => {
		const peer = await openPeer();
		const text = '世界🌏'.repeat(1000);
		const bytes = Buffer.from(text);
		const pongs: string[] = [];
		peer.on('pong', (payload: Buffer) => pongs.push(String(payload)));
		for (let at = 0; at < bytes.length; at += 997) {
			peer.send(bytes.subarray(at, at + 997), { fin: at + 997 >= bytes.length, binary: false });
			if (at + 997 < bytes.length) peer.ping(String(at));
		}
		const [back, isBinary] = (await once(peer, 'message')) as [Buffer, boolean];
		expect(isBinary).toBe(false);
		expect(back.toString() === text).toBe(true);
		expect(pongs).toEqual(Array.from({ length: Math.ceil(bytes.length / 997) - 1 }, (_, count) => String(count * 997)));
		peer.terminate();
	});

	test('WS15 a thousand messages at once come back in order', async () => {
		const peer = await openPeer();
		const back: string[] = [];
		peer.on('message', (data) => back.push(String(data)));
		const sent = Array.from({ length: 1000 }, (_, count) => `${count} ${'x'.repeat(count)}`);
		for (const text of sent) peer.send(text);
		peer.close(4000, 'done');
		expect(await closed(peer)).toBe(4000);
		expect(back).toEqual(sent);
	});

	test.each([1000, 1001, 1003, 1007, 1011, 3000, 4999])('WS15 close code %i comes back', async (code) => {
		const peer = await openPeer();
		peer.close(code, 'why');
		expect(await closed(peer)).toBe(code);
	});

	test('WS15 a close without a code comes back without one', async () => {
		const peer = await openPeer();
		peer.close();
		expect(await closed(peer)).toBe(1005);
	});

	test('WS15 a message too big closes with 1009', async () => {
		const peer = await openPeer();
		peer.on('error', () => {});
		peer.send(Buffer.alloc(MAX_BYTES + 1));
		expect(await closed(peer)).toBe(1009);
	});

	test('WS15 compression is not negotiated', async () => {
		const peer = new Peer(`ws://127.0.0.1:${port}/`, { perMessageDeflate: true });
		await once(peer, 'open');
		expect(peer.extensions).toBe('');
		peer.send('x'.repeat(10_000));
		const [back] = (await once(peer, 'message')) as [Buffer];
		expect(back).toHaveLength(10_000);
		peer.terminate();
	});
});

test("WS15 Node's own WebSocket: texts, binaries, close", async () => {
	const peer = new WebSocket(`ws://127.0.0.1:${port}/`);
	peer.binaryType = 'arraybuffer';
	await once(peer, 'open');
	for (const size of SIZES.filter((bytes) => bytes * 3 <= MAX_BYTES)) {
		peer.send('好'.repeat(size));
		const [text] = (await once(peer, 'message')) as [MessageEvent<string>];
		expect(text.data === '好'.repeat(size)).toBe(true);
		peer.send(new Uint8Array(size).fill(7));
		const [binary] = (await once(peer, 'message')) as [MessageEvent<ArrayBuffer>];
		expect(Buffer.from(binary.data).equals(Buffer.alloc(size, 7))).toBe(true);
	}
	peer.close(3999, '再见');
	const [event] = (await once(peer, 'close')) as [CloseEvent];
	expect(event).toMatchObject({ code: 3999, wasClean: true });
});

describe('by hand', () => {
	/** A raw client after its handshake. */
	async function openRaw(): Promise<RawClient> {
		const client = await RawClient.connect(port, { allowHalfOpen: true });
		client.write(upgradeRequest('/'));
		await client.until(({ text }) => text.endsWith('\r\n\r\n'));
		return client;
	}

	test('WS15 a character cut by fragments and by reads', async () => {
		const client = await openRaw();
		const bytes = Buffer.from('a🌏b');
		const frames = Buffer.concat([
			clientFrame({ opcode: OPCODE.text, payload: bytes.subarray(0, 3), fin: false }),
			clientFrame({ opcode: OPCODE.continuation, payload: bytes.subarray(3) }),
		]);
		for (const byte of frames) {
			client.write(Buffer.of(byte));
			await new Promise((resolve) => setImmediate(resolve));
		}
		await client.until(({ body }) => body.length === 2 + bytes.length);
		expect(serverFrames(client.body)).toEqual([{ opcode: OPCODE.text, payload: bytes }]);
		client.socket.destroy();
	});

	test('WS15 a violation is told, and the socket ends on both sides', async () => {
		const client = await openRaw();
		client.write(clientFrame({ opcode: OPCODE.text, payload: 'x', mask: null }));
		await once(client.socket, 'end');
		expect(closeCodeOf(client.body)).toBe(1002);
		client.socket.end();
		await client.end();
	});

	test('WS15 a peer that ends its side without a close gets what it was owed, then the end', async () => {
		const client = await openRaw();
		client.write(clientText('owed'));
		client.socket.end();
		await client.end();
		expect(serverFrames(client.body).map((frame) => String(frame.payload))).toEqual(['owed']);
	});

	test('WS11 a peer that does not read is not read either, and gets everything once it reads', async () => {
		const client = await openRaw();
		const before = client.receivedBytes;
		client.socket.pause();
		const frame = clientBinary(Buffer.alloc(1_000_000, 3));
		let taken = 0;
		for (let count = 0; count < 60; count += 1) {
			client.socket.write(frame, () => {
				taken += 1;
			});
		}
		// Others are served meanwhile; what the first one sends stays with it.
		const other = await openPeer();
		for (let round = 0; round < 50; round += 1) {
			other.send('x'.repeat(10_000));
			await once(other, 'message');
		}
		other.terminate();
		expect(taken).toBeLessThan(60);
		client.socket.resume();
		await client.until(({ receivedBytes }) => receivedBytes === before + 60 * 1_000_010);
		expect(taken).toBe(60);
		client.socket.destroy();
	});

	test('WS15 resets at any moment leave the server serving', async () => {
		for (const bytes of ['', upgradeRequest('/'), `${upgradeRequest('/')}\x82\xfe`]) {
			const client = await RawClient.connect(port);
			client.write(Buffer.from(bytes, 'latin1'));
			client.reset();
		}
		const busy = await openRaw();
		busy.write(clientBinary(Buffer.alloc(2_000_000)));
		await busy.until(({ body }) => body.length > 1000);
		busy.reset();
		const peer = await openPeer();
		peer.send('alive');
		expect(String((await once(peer, 'message'))[0])).toBe('alive');
		peer.terminate();
	});
});

describe('the command', () => {
	test('WS15 SIGTERM closes with 1012 and the process ends by itself', async () => {
		const { child, port: own } = await start('--port', '0');
		const peer = await openPeer('/', own);
		child.kill('SIGTERM');
		expect(await closed(peer)).toBe(1012);
		if (child.exitCode === null) await once(child, 'exit');
		expect(child.exitCode).toBe(0);
	});

	test('WS15 its limit is 16 MiB when none is named', async () => {
		const { child, port: own } = await start('--port', '0');
		const peer = await openPeer('/', own);
		peer.send(Buffer.alloc(16 * 1024 * 1024, 1));
		const [back] = (await once(peer, 'message')) as [Buffer];
		expect(back).toHaveLength(16 * 1024 * 1024);
		peer.terminate();
		child.kill('SIGTERM');
		await once(child, 'exit');
	});

	test.each([
		[['--help'], 0, 'stdout'],
		[[], 1, 'stderr'],
		[['--port', 'x'], 1, 'stderr'],
		[['--port', '70000'], 1, 'stderr'],
		[['--port', '0', '--max-bytes', '0'], 1, 'stderr'],
		[['--port', '0', '--what'], 1, 'stderr'],
	] as const)('WS15 with %j it says how it is used', async (args, code, stream) => {
		const child = spawn(process.execPath, [ENTRY, ...args], { stdio: 'pipe' });
		children.push(child);
		let said = '';
		child[stream].on('data', (chunk) => {
			said += chunk;
		});
		const [exit] = (await once(child, 'close')) as [number];
		expect(exit).toBe(code);
		expect(said).toMatch(/^npm run echo -- --port /);
	});

	test('WS15 a port that is taken is one line', async () => {
		const child = spawn(process.execPath, [ENTRY, '--port', String(port)], { stdio: 'pipe' });
		children.push(child);
		let said = '';
		child.stderr.on('data', (chunk) => {
			said += chunk;
		});
		const [exit] = (await once(child, 'close')) as [number];
		expect(exit).toBe(1);
		expect(said).toBe(`echo: 127.0.0.1:${port} EADDRINUSE\n`);
	});
});
