import { describe, expect, test } from 'vitest';
import { createFrontDoor } from '../../../transports/front-door/front-door.ts';
import type { Upgrade } from '../../../transports/front-door/upgrade.ts';
import type { ByteSocket } from '../../../transports/socket.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { clientClose, clientText, serverFrames } from '../../support/client-frames.ts';
import { eventually, RawClient, upgradeRequest } from '../../support/raw-client.ts';
import { SimClock } from '../../support/sim-clock.ts';
import { TEST_CERT, TEST_KEY } from '../../support/test-certificate.ts';
import { empty, HASTY, LIMITS, openDoor } from './support.ts';

/** As the rules say. */
const DECISION_MS_MAX = 10_000;

const GET = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const POST = (path: string, body: string) =>
	`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const status = (client: RawClient) => Number(/^HTTP\/1\.1 (\d+)/.exec(client.text)?.[1]);

/** Resolves with the one text that the server sent after its 101. */
async function heard(client: RawClient, text: string): Promise<void> {
	await client.until(({ body }) => body.length >= 2 + text.length);
	expect(serverFrames(client.body).map((frame) => String(frame.payload))).toEqual([text]);
}

/** Lets simulated time run, with real sockets, until `holds`. */
async function runUntil(clock: SimClock, holds: () => boolean): Promise<void> {
	await eventually(() => {
		if (!holds()) clock.step();
		return holds();
	});
}

describe('heads', () => {
	test('FD1 bytes that are no request are answered with 400 and the connection ends', async () => {
		const { connect, door } = await openDoor();
		for (const bytes of ['\x16\x03\x01\x02\x00\x01\x00', 'hello\r\n\r\n', 'GET / HTTP/1.1\nHost: x\n\n']) {
			const client = await connect();
			client.write(bytes);
			await client.end();
			expect(status(client)).toBe(400);
		}
		await empty(door);
	});

	test('FD1 a bad handshake is refused with its status, the connection ends', async () => {
		const { connect } = await openDoor();
		const old = await connect();
		old.write(upgradeRequest().replace('Version: 13', 'Version: 8'));
		await old.end();
		expect(status(old)).toBe(426);
		expect(old.text).toContain('Sec-WebSocket-Version: 13\r\n');
		const post = await connect();
		post.write(upgradeRequest().replace('GET', 'POST'));
		await post.end();
		expect(status(post)).toBe(405);
	});

	test('FD2 a head too big gets 431', async () => {
		const { connect } = await openDoor();
		const client = await connect();
		client.write(GET('/', `A: ${'x'.repeat(20_000)}\r\n`));
		await client.end();
		expect(status(client)).toBe(431);
	});

	test('FD2 a head that drips past its time gets 408, silence too', async () => {
		const clock = new SimClock();
		const { connect, door } = await openDoor({ clock });
		const [dripping, silent] = [await connect(), await connect()];
		for (const byte of GET('/')) {
			if (dripping.received.length > 0) break;
			dripping.write(byte);
			clock.step();
			await new Promise((resolve) => setImmediate(resolve));
		}
		await runUntil(clock, () => dripping.closed && silent.closed);
		expect(status(dripping)).toBe(408);
		expect(status(silent)).toBe(408);
		await empty(door);
	});

	test('FD2 a refused peer that does not end is destroyed in time', async () => {
		const clock = new SimClock();
		const { door, port } = await openDoor({ clock });
		const client = await RawClient.connect(port, { allowHalfOpen: true });
		client.write('nonsense\r\n\r\n');
		await client.until(({ text }) => text.includes('400'));
		expect(door.connections).toBe(1);
		await runUntil(clock, () => door.connections === 0);
		client.socket.destroy();
	});

	test('FD1 a peer that ends before its head has come is let go', async () => {
		const { connect, door } = await openDoor();
		const client = await connect();
		client.write('GET / HT');
		client.socket.end();
		await client.end();
		expect(client.text).toBe('');
		await empty(door);
	});
});

describe('upgrades', () => {
	test('FD3 an upgrade is answered and speaks WebSocket, whatever reads its bytes come in', async () => {
		const { connect } = await openDoor();
		const bytes = Buffer.concat([Buffer.from(upgradeRequest('/ws?a=1')), clientText('early')]);
		for (const size of [1, 50, 1000]) {
			const client = await connect();
			for (let at = 0; at < bytes.length; at += size) {
				client.write(bytes.subarray(at, at + size));
				await new Promise((resolve) => setImmediate(resolve));
			}
			await heard(client, 'early');
			expect(client.text).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
			client.write(clientClose(1000));
			await client.end();
		}
	});

	test('FD3 what is known of the request is handed on', async () => {
		const upgrades: Upgrade[] = [];
		const { connect } = await openDoor({
			onUpgrade: (upgrade) => {
				upgrades.push(upgrade);
				upgrade.refuse(401, { 'X-Why': 'no-session' }, 'sorry');
			},
		});
		const client = await connect();
		client.write(upgradeRequest('/ws/x?since=5', 'Cookie: a=b\r\nORIGIN: http://y\r\n'));
		await client.end();
		expect(status(client)).toBe(401);
		expect(client.text).toContain('X-Why: no-session\r\n');
		expect(client.body.toString()).toBe('sorry');
		expect(upgrades).toHaveLength(1);
		expect(upgrades[0]).toMatchObject({ path: '/ws/x', remoteAddress: '127.0.0.1', encrypted: false });
		expect(upgrades[0]?.query.get('since')).toBe('5');
		expect(upgrades[0]?.headers.get('cookie')).toBe('a=b');
		expect(upgrades[0]?.headers.get('origin')).toBe('http://y');
	});

	test('FD3 a decision may come later; what was sent meanwhile waits in the socket and comes first', async () => {
		const upgrades: Upgrade[] = [];
		const { connect, port } = await openDoor({ onUpgrade: (upgrade) => upgrades.push(upgrade) });
		const client = await connect();
		client.write(upgradeRequest());
		await eventually(() => upgrades.length === 1);
		const sent = Buffer.alloc(32 * 1024 * 1024, 'abc');
		let taken = false;
		client.socket.write(sent, () => {
			taken = true;
		});
		// Far more than we keep: it can only be taken once somebody reads.
		for (let count = 0; count < 30; count += 1) await fetch(`http://127.0.0.1:${port}/`);
		expect(taken).toBe(false);
		const bytes: Buffer[] = [];
		const socket = upgrades[0]?.accept({ 'X-Late': 'yes' });
		let closed = 0;
		if (socket !== undefined) {
			socket.handler = {
				onBytes: (chunk) => bytes.push(Buffer.from(chunk)),
				onDrained: () => {},
				onEnd: () => socket.end(),
				onClosed: () => {
					closed += 1;
				},
			};
		}
		await client.until(({ text }) => text.includes('X-Late: yes\r\n'));
		await eventually(() => taken);
		client.socket.end();
		await client.end();
		await eventually(() => closed > 0);
		expect(Buffer.concat(bytes).equals(sent)).toBe(true);
		expect(closed).toBe(1);
	});

	test('FD3 without a decision in time the peer gets 503, and a late one does no harm', async () => {
		const clock = new SimClock();
		const upgrades: Upgrade[] = [];
		const { connect, door } = await openDoor({ clock, onUpgrade: (upgrade) => upgrades.push(upgrade) });
		const [one, two] = [await connect(), await connect()];
		for (const client of [one, two]) client.write(upgradeRequest());
		await eventually(() => upgrades.length === 2);
		const before = clock.now();
		await runUntil(clock, () => one.closed && two.closed);
		expect(clock.now() - before).toBeGreaterThanOrEqual(DECISION_MS_MAX);
		expect([status(one), status(two)]).toEqual([503, 503]);
		upgrades[0]?.refuse(403, {}, '');
		let closed = false;
		const late = upgrades[1]?.accept();
		if (late !== undefined)
			late.handler = { onBytes() {}, onDrained() {}, onEnd() {}, onClosed: () => (closed = true) };
		await eventually(() => closed);
		await empty(door);
	});

	test('FD3 a decision that throws is reported and the peer gets 500', async () => {
		const bug = new Error('bug');
		const { connect, faults } = await openDoor({
			onUpgrade: () => {
				throw bug;
			},
		});
		const client = await connect();
		client.write(upgradeRequest());
		await client.end();
		expect(status(client)).toBe(500);
		expect(faults.splice(0)).toEqual([bug]);
	});

	test('FD3 answering twice, and headers with line breaks, are bugs that throw', async () => {
		const upgrades: Upgrade[] = [];
		const { connect } = await openDoor({ onUpgrade: (upgrade) => upgrades.push(upgrade) });
		const client = await connect();
		client.write(upgradeRequest());
		await eventually(() => upgrades.length === 1);
		upgrades[0]?.refuse(403, {}, '');
		expect(() => upgrades[0]?.accept()).toThrow(TypeError);
		await client.end();
		const second = await connect();
		second.write(upgradeRequest());
		await eventually(() => upgrades.length === 2);
		expect(() => upgrades[1]?.refuse(403, { 'X-A': 'b\r\nSet-Cookie: c=d' }, '')).toThrow(TypeError);
		second.reset();
	});
});

describe('HTTP', () => {
	test('FD4 requests reach node:http with their bytes untouched, however they are cut', async () => {
		const { connect } = await openDoor();
		const bytes = Buffer.from(`${POST('/a', 'first')}${GET('/b')}${POST('/c', 'third')}`);
		for (const size of [1, 7, 60, 10_000]) {
			const client = await connect();
			for (let at = 0; at < bytes.length; at += size) {
				client.write(bytes.subarray(at, at + size));
				await new Promise((resolve) => setImmediate(resolve));
			}
			await client.until(({ text }) => /Path: \/a.*first.*Path: \/b.*Path: \/c.*third/s.test(text));
			client.socket.destroy();
		}
	});

	test('FD4 a body of many megabytes arrives whole', async () => {
		const { port } = await openDoor();
		const sent = Buffer.alloc(20 * 1024 * 1024, 'webchat');
		const answer = await fetch(`http://127.0.0.1:${port}/big`, { method: 'POST', body: sent });
		expect(answer.headers.get('x-path')).toBe('/big');
		expect(Buffer.from(await answer.arrayBuffer()).equals(sent)).toBe(true);
	});

	test('FD4 an upgrade to something else is an ordinary request', async () => {
		const { connect } = await openDoor();
		const client = await connect();
		client.write(GET('/h2', 'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n'));
		await client.until(({ text }) => text.includes('X-Path: /h2'));
		expect(status(client)).toBe(200);
		client.socket.destroy();
	});

	test('FD5 a later head that drips past its time gets 408', async () => {
		const { connect, door } = await openDoor({ limits: HASTY });
		const client = await connect();
		client.write(GET('/first'));
		await client.until(({ text }) => text.includes('/first'));
		const dripping = setInterval(() => client.write('x'), 10);
		client.write('GET /');
		await client.end();
		clearInterval(dripping);
		expect(client.text).toContain('408');
		await empty(door);
	});

	test('FD5 a body that drips past its time gets 408', async () => {
		const { connect, door } = await openDoor({ limits: HASTY, http: (request) => request.resume() });
		const client = await connect();
		client.write('POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n');
		const dripping = setInterval(() => client.write('x'), 10);
		await client.end();
		clearInterval(dripping);
		expect(status(client)).toBe(408);
		await empty(door);
	});

	test('FD5 an idle connection ends', async () => {
		const { connect, door } = await openDoor({ limits: { http: { ...LIMITS.http, keepAliveMs: 50 } } });
		const client = await connect();
		client.write(GET('/once'));
		await client.end();
		expect(status(client)).toBe(200);
		await empty(door);
	});

	test('FD6 a later request of a kept-alive connection may be an upgrade', async () => {
		const { connect } = await openDoor();
		const client = await connect();
		client.write(POST('/first', 'body'));
		await client.until(({ text }) => text.includes('body'));
		const before = client.received.length;
		client.write(Buffer.concat([Buffer.from(upgradeRequest()), clientText('early')]));
		client.write(clientText('then'));
		const answer = () => client.received.subarray(before);
		const frames = () => serverFrames(answer().subarray(answer().indexOf('\r\n\r\n') + 4));
		await client.until(() => answer().includes('then'));
		expect(answer().toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
		expect(frames().map((frame) => String(frame.payload))).toEqual(['early', 'then']);
		client.write(clientClose(1000));
		await client.end();
	});

	test('FD6 an upgrade sent before an earlier request was answered ends the connection', async () => {
		let answer = () => {};
		const { connect } = await openDoor({
			http: (_request, response) => {
				answer = () => response.end('late');
			},
		});
		const client = await connect();
		client.write(GET('/first') + upgradeRequest());
		await client.end();
		answer();
		expect(client.text).toBe('');
	});

	test('FD6 a later upgrade is refused like a first one', async () => {
		const { connect } = await openDoor();
		const client = await connect();
		client.write(GET('/first'));
		await client.until(({ text }) => text.includes('/first'));
		client.write(upgradeRequest().replace('Version: 13', 'Version: 7'));
		await client.end();
		expect(client.text).toContain('HTTP/1.1 426 ');
	});
});

describe('resets', () => {
	const wait = (client: RawClient, holds: (text: string) => boolean) => client.until(({ text }) => holds(text));
	const STAGES: readonly (readonly [string, (client: RawClient) => Promise<void>])[] = [
		['before any byte', async () => {}],
		['within a first head', async (client) => client.write('GET / HTTP/1.1\r\nHo')],
		['right after an upgrade', async (client) => client.write(upgradeRequest())],
		['right after a request', async (client) => client.write(GET('/'))],
		['while an upgrade waits for its decision', async (client) => client.write(upgradeRequest('/wait'))],
		[
			'once upgraded',
			async (client) => {
				client.write(upgradeRequest());
				await wait(client, (text) => text.includes('101'));
			},
		],
		[
			'within a frame',
			async (client) => {
				client.write(
					Buffer.concat([Buffer.from(upgradeRequest()), clientText('x'.repeat(60_000)).subarray(0, 30_000)]),
				);
				await wait(client, (text) => text.includes('101'));
			},
		],
		[
			'within the close handshake',
			async (client) => {
				client.write(Buffer.concat([Buffer.from(upgradeRequest()), clientClose(1000)]));
				await wait(client, (text) => text.includes('101'));
			},
		],
		[
			'while it is refused',
			async (client) => {
				client.write('nonsense\r\n\r\n');
				await wait(client, (text) => text.includes('400'));
			},
		],
		['within a body', async (client) => client.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc')],
		[
			'between two requests',
			async (client) => {
				client.write(GET('/'));
				await wait(client, (text) => text.includes('200'));
			},
		],
		[
			'right after a later upgrade',
			async (client) => {
				client.write(GET('/'));
				await wait(client, (text) => text.includes('200'));
				client.write(upgradeRequest());
			},
		],
	];

	test.each(STAGES)('FD7 %s', async (_, reach) => {
		const waiting: Upgrade[] = [];
		const accepted: ByteSocket[] = [];
		let closed = 0;
		const accept = (upgrade: Upgrade) => {
			const socket = upgrade.accept();
			accepted.push(socket);
			socket.handler = { onBytes() {}, onDrained() {}, onEnd: () => socket.end(), onClosed: () => (closed += 1) };
		};
		const { connect, door, port } = await openDoor({
			onUpgrade: (upgrade) => (upgrade.path === '/wait' ? waiting.push(upgrade) : accept(upgrade)),
		});
		for (const turns of [0, 1, 3]) {
			const client = await connect();
			await reach(client);
			for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
			client.reset();
			await client.end();
		}
		await empty(door);
		for (const upgrade of waiting) accept(upgrade);
		await eventually(() => closed === accepted.length);
		expect((await fetch(`http://127.0.0.1:${port}/alive`)).status).toBe(200);
	});

	test('FD7 within a TLS handshake and after it', async () => {
		const { connect, port, door } = await openDoor({ tls: { cert: TEST_CERT, key: TEST_KEY } });
		const early = await connect();
		early.write(Buffer.from('1603010200010001fc', 'hex'));
		early.reset();
		const garbage = await connect();
		garbage.write('GET / HTTP/1.1\r\n\r\n');
		await garbage.end();
		const late = await RawClient.connectTls(port, TEST_CERT);
		late.write(upgradeRequest());
		await late.until(({ text }) => text.includes('101'));
		late.socket.destroy();
		await empty(door);
	});
});

describe('limits, closing and TLS', () => {
	test('FD8 connections past the limit get 503, and room is found again', async () => {
		const { connect, door } = await openDoor({ limits: { connections: 2 } });
		const [one, two] = [await connect(), await connect()];
		await eventually(() => door.connections === 2);
		const third = await connect();
		await third.end();
		expect(status(third)).toBe(503);
		one.reset();
		await eventually(() => door.connections === 1);
		const fourth = await connect();
		fourth.write(upgradeRequest());
		await fourth.until(({ text }) => text.includes('101'));
		two.reset();
		fourth.reset();
	});

	test('FD8 over TLS connections past the limit are closed', async () => {
		const { connect, door } = await openDoor({ limits: { connections: 1 }, tls: { cert: TEST_CERT, key: TEST_KEY } });
		const one = await connect();
		await eventually(() => door.connections === 1);
		const two = await connect();
		await two.end();
		expect(two.text).toBe('');
		one.reset();
	});

	test('LI8 connections of one network past its limit get 429, others come in, and room is found again', async () => {
		const limits = { connectionsPerNetwork: 2 };
		let network: string | undefined = 'crowded';
		const { connect, door } = await openDoor({ limits, networkOf: () => network });
		const [one, two] = [await connect(), await connect()];
		await eventually(() => door.connections === 2);
		const third = await connect();
		await third.end();
		expect(status(third)).toBe(429);
		expect(third.text).toContain('Retry-After: 5\r\n');
		for (const other of ['quiet', undefined]) {
			network = other;
			const elsewhere = await connect();
			elsewhere.write(upgradeRequest());
			await elsewhere.until(({ text }) => text.includes('101'));
			elsewhere.reset();
		}
		network = 'crowded';
		one.reset();
		await eventually(() => door.connections === 1);
		const fourth = await connect();
		fourth.write(upgradeRequest());
		await fourth.until(({ text }) => text.includes('101'));
		two.reset();
		fourth.reset();
	});

	test('LI8 over TLS connections of one network past its limit are closed', async () => {
		const tls = { cert: TEST_CERT, key: TEST_KEY };
		const { connect, door } = await openDoor({ limits: { connectionsPerNetwork: 1 }, networkOf: () => 'crowded', tls });
		const one = await connect();
		await eventually(() => door.connections === 1);
		const two = await connect();
		await two.end();
		expect(two.text).toBe('');
		one.reset();
	});

	test('FD9 closing ends idle connections at once and lets an open request finish', async () => {
		let finish: (() => void) | undefined;
		const { connect, door, port } = await openDoor({
			http: (request, response) => {
				if (request.url !== '/slow') response.end('quick');
				else finish = () => response.end('done');
			},
		});
		const [nothing, half, idle, slow] = [await connect(), await connect(), await connect(), await connect()];
		half.write('GET / HT');
		idle.write(GET('/quick'));
		await idle.until(({ text }) => text.includes('quick'));
		slow.write(GET('/slow'));
		await eventually(() => finish !== undefined);
		const closing = door.close();
		await Promise.all([nothing.end(), half.end(), idle.end()]);
		expect(slow.closed).toBe(false);
		await expect(RawClient.connect(port)).rejects.toThrow();
		finish?.();
		await closing;
		expect(door.connections).toBe(0);
		await slow.end();
		expect(slow.text).toContain('done');
	});

	test('FD9 what does not end by itself is ended', async () => {
		const clock = new SimClock();
		const { connect, door } = await openDoor({ clock, http: () => {} });
		const client = await connect();
		client.write(GET('/never'));
		await eventually(() => door.connections === 1);
		const closing = door.close();
		await runUntil(clock, () => client.closed);
		await closing;
		expect(client.text).toBe('');
	});

	test('FD10 a port that is taken is an outcome', async () => {
		const { port } = await openDoor();
		const none = () => {};
		const second = createFrontDoor({ onUpgrade: none, http: none, limits: LIMITS, clock: systemClock, onFault: none });
		expect(await second.listen('127.0.0.1', port)).toEqual({ state: 'failed', code: 'EADDRINUSE' });
		expect((await second.listen('127.0.0.1', 0)).state).toBe('listening');
		await second.close();
	});

	test('FD11 the same over TLS: HTTP, WebSocket, a later upgrade', async () => {
		const upgrades: boolean[] = [];
		const { port } = await openDoor({
			tls: { cert: TEST_CERT, key: TEST_KEY },
			onUpgrade: (upgrade) => {
				upgrades.push(upgrade.encrypted);
				const socket = upgrade.accept();
				socket.handler = {
					onBytes: (bytes) => void socket.write(Buffer.from(bytes)),
					onDrained() {},
					onEnd: () => socket.end(),
					onClosed() {},
				};
			},
		});
		const first = await RawClient.connectTls(port, TEST_CERT);
		first.write(`${upgradeRequest()}early`);
		await first.until(({ body }) => body.toString() === 'early');
		const second = await RawClient.connectTls(port, TEST_CERT);
		second.write(POST('/a', 'body'));
		await second.until(({ text }) => text.includes('body'));
		second.write(`${upgradeRequest()}later`);
		await second.until(({ text }) => text.endsWith('\r\n\r\nlater'));
		expect(upgrades).toEqual([true, true]);
		for (const client of [first, second]) {
			client.socket.end();
			await client.end();
		}
	});
});
