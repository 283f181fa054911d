import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { BlockList, type Socket } from 'node:net';
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createOutside, type Outside, type OutsideRequest } from '../../../transports/outside/outside.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { rest, SimClock } from '../../support/sim-clock.ts';
import { type StubUpstream, startRawUpstream, startUpstream } from './stub-upstream.ts';

const loopback = new BlockList();
loopback.addAddress('127.0.0.1', 'ipv4');

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const stop of stops.splice(0)) await stop();
});

/** For whoever answers over HTTP: `answer` is told the path. */
async function upstream(answer: (path: string, response: ServerResponse) => void): Promise<StubUpstream> {
	const stub = await startUpstream((request, response) => answer(request.url ?? '', response));
	stops.push(() => stub.stop());
	return stub;
}

async function rawUpstream(answer: (socket: Socket) => void): Promise<StubUpstream> {
	const stub = await startRawUpstream(answer);
	stops.push(() => stub.stop());
	return stub;
}

const here = (lookUp?: (name: string) => Promise<readonly string[]>, clock = systemClock) =>
	createOutside({ clock, allowPrivate: loopback, ...(lookUp === undefined ? {} : { lookUp }) });

function get(outside: Outside, url: string, changes: Partial<OutsideRequest> = {}) {
	return outside.fetch({ url, hosts: ['127.0.0.1', 'a.example'], bytesMax: 1_000, ...changes });
}

const failed = (why: string) => ({ state: 'failed', why });

test('OU3 an answer has its status, type and decoded body', async () => {
	const { url } = await upstream((_path, response) => {
		response.writeHead(200, { 'Content-Type': 'Text/HTML; Charset="GBK"' }).end('hello');
	});
	const answer = await get(here(), `${url}/x`);
	expect(answer).toMatchObject({ state: 'answered', status: 200, type: 'text/html', charset: 'gbk', url: `${url}/x` });
	expect('body' in answer && answer.body.toString()).toBe('hello');
});

test('OU3 what is posted arrives whole, with its headers', async () => {
	let seen = '';
	const stub = await startUpstream(async (request, response) => {
		for await (const chunk of request) seen += chunk;
		seen += ` ${request.method} ${request.headers['x-sign']}`;
		response.end();
	});
	stops.push(() => stub.stop());
	const answer = await get(here(), stub.url, { body: '短信', headers: { 'X-Sign': 's' } });
	expect(answer).toMatchObject({ state: 'answered', status: 200, type: '', charset: '' });
	expect(seen).toBe('短信 POST s');
});

test.each([
	['gzip', gzipSync],
	['deflate', deflateSync],
	['br', brotliCompressSync],
])('OU5 a body in %s is decoded, and limited by what comes out', async (encoding, encode) => {
	const { url } = await upstream((path, response) => {
		response
			.writeHead(200, { 'Content-Encoding': encoding })
			.end(encode(Buffer.alloc(path === '/big' ? 1_001 : 1_000)));
	});
	const answer = await get(here(), url);
	expect('body' in answer && answer.body.length).toBe(1_000);
	expect(await get(here(), `${url}/big`)).toEqual(failed('too-large'));
});

test('OU5 a coding that nobody asked for, or that the body is not in, is malformed', async () => {
	const { url } = await upstream((path, response) => {
		response.writeHead(200, { 'Content-Encoding': path.slice(1) }).end('not that');
	});
	for (const coding of ['zstd', 'gzip,gzip', 'gzip', 'br']) {
		expect(await get(here(), `${url}/${coding}`)).toEqual(failed('malformed'));
	}
});

test('OU5 a bomb costs no more than its limit', async () => {
	let open = true;
	const { url } = await upstream((_path, response) => {
		response.writeHead(200, { 'Content-Encoding': 'gzip' });
		const gzip = createGzip();
		gzip.pipe(response);
		const zeros = Buffer.alloc(1 << 20);
		const pour = () => open && gzip.write(zeros, pour);
		pour();
		response.once('close', () => {
			open = false;
		});
	});
	const before = process.memoryUsage().rss;
	expect(await get(here(), url, { bytesMax: 1 << 20 })).toEqual(failed('too-large'));
	expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20);
});

test('OU5 a body without an end is cut off at its limit', async () => {
	const stub = await upstream((_path, response) => {
		const pour = (): void => {
			response.write('x'.repeat(10_000), () => response.destroyed || setImmediate(pour));
		};
		pour();
	});
	expect(await get(here(), stub.url)).toEqual(failed('too-large'));
	await expect.poll(() => stub.open).toBe(0);
});

test('OU5 a body that says itself too long is not read', async () => {
	const { url } = await rawUpstream((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n'));
	expect(await get(here(), url)).toEqual(failed('too-large'));
});

test('OU5 a head beyond its limit, and what is no HTTP, are malformed', async () => {
	const head = await rawUpstream((socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`));
	expect(await get(here(), head.url)).toEqual(failed('malformed'));
	const noise = await rawUpstream((socket) => socket.write('220 mail.example ESMTP\r\n'));
	expect(await get(here(), noise.url)).toEqual(failed('malformed'));
	const upgrade = await rawUpstream((socket) =>
		socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
	);
	expect(await get(here(), upgrade.url)).toEqual(failed('malformed'));
});

/** Servers that never come to an end, each in its own way. */
const SLOW: Readonly<Record<string, (socket: Socket) => void>> = {
	'hangs before its head': () => {},
	'hangs in its head': (socket) => void socket.write('HTTP/1.1 200 OK\r\nX-'),
	'hangs in its body': (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
	'says nothing but that it goes on': (socket) => {
		const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 5);
		socket.once('close', () => clearInterval(timer));
	},
	'gives a byte now and then': (socket) => {
		socket.write('HTTP/1.1 200 OK\r\n\r\n');
		const timer = setInterval(() => socket.write('.'), 5);
		socket.once('close', () => clearInterval(timer));
	},
};

test.each(Object.entries(SLOW))(
	'OU4 a server that %s is given up after five seconds, whatever it does',
	async (_, answer) => {
		const clock = new SimClock();
		const stub = await rawUpstream(answer);
		const fetched = get(here(undefined, clock), stub.url);
		await expect.poll(() => stub.connections).toBe(1);
		expect(clock.timers).toEqual([5_000]);
		clock.pass(4_999);
		await rest();
		expect(stub.open).toBe(1);
		clock.pass(1);
		expect(await fetched).toEqual(failed('timeout'));
		await expect.poll(() => stub.open).toBe(0);
		expect(clock.timers).toEqual([]);
	},
);

test('OU4 a name that takes for ever to resolve counts for the time, as do redirects', async () => {
	const clock = new SimClock();
	const hanging = get(
		here(() => new Promise(() => {}), clock),
		'http://a.example/',
	);
	clock.pass(5_000);
	expect(await hanging).toEqual(failed('timeout'));
	const stub = await upstream((path, response) => {
		if (path === '/0') response.writeHead(302, { Location: '/1' }).end();
	});
	const redirected = get(here(undefined, clock), `${stub.url}/0`);
	await expect.poll(() => stub.connections).toBe(2);
	clock.pass(5_000);
	expect(await redirected).toEqual(failed('timeout'));
});

test('OU4 less time than usual can be asked for, more cannot', async () => {
	const clock = new SimClock();
	const outside = here(() => new Promise(() => {}), clock);
	const some = [1_000, 60_000].map((deadlineMs) => get(outside, 'http://a.example/', { deadlineMs }));
	expect(clock.timers).toEqual([1_000, 5_000]);
	clock.pass(5_000);
	expect(await Promise.all(some)).toEqual([failed('timeout'), failed('timeout')]);
});

test('OU3 a connection that breaks, before its answer or in it, is unreachable', async () => {
	const before = await rawUpstream((socket) => socket.destroy());
	expect(await get(here(), before.url)).toEqual(failed('unreachable'));
	const within = await rawUpstream((socket) => {
		socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', () => socket.destroy());
	});
	expect(await get(here(), within.url)).toEqual(failed('unreachable'));
	const zipped = await rawUpstream((socket) => {
		const half = gzipSync('whole').subarray(0, 12);
		socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\n');
		socket.write(half, () => socket.destroy());
	});
	expect(await get(here(), zipped.url)).toEqual(failed('unreachable'));
	await before.stop();
	stops.splice(stops.indexOf(before.stop), 1);
	expect(await get(here(), before.url)).toEqual(failed('unreachable'));
});

test('OU6 only hosts that are named are asked, and only over HTTP', async () => {
	const stub = await upstream((_path, response) => response.end());
	const outside = here(async () => ['127.0.0.1']);
	const urls = [
		'http://b.example/',
		'http://a.example.evil.example/',
		'http://evila.example/',
		'ftp://a.example/',
		'file:///etc/passwd',
		'http://user:secret@a.example/',
		'not an address',
	];
	for (const url of urls) expect(await get(outside, url)).toEqual(failed('forbidden-host'));
	expect(stub.connections).toBe(0);
	const below = { hosts: ['.a.example'] };
	for (const host of ['a.example', 'www.a.example', 'A.Example']) {
		expect(await get(outside, `http://${host}:${stub.port}/`, below)).toMatchObject({ status: 200 });
	}
	expect(await get(outside, `http://nota.example:${stub.port}/`, below)).toEqual(failed('forbidden-host'));
});

test('OU1 nothing is asked at an address that is not public, however it is named', async () => {
	const stub = await upstream((_path, response) => response.end());
	const outside = createOutside({
		clock: systemClock,
		allowPrivate: new BlockList(),
		lookUp: async () => ['127.0.0.1'],
	});
	for (const host of ['127.0.0.1', 'a.example', '127.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]']) {
		const url = `http://${host}:${stub.port}/`;
		expect(await outside.fetch({ url, hosts: [new URL(url).hostname], bytesMax: 1 })).toEqual(
			failed('forbidden-address'),
		);
	}
	expect(stub.connections).toBe(0);
});

test('OU7 the connection goes to the address that was checked, whatever the name says later', async () => {
	let host: string | undefined;
	const stub = await startUpstream((request, response) => {
		host = request.headers.host;
		response.end();
	});
	stops.push(() => stub.stop());
	const answers = [['127.0.0.1'], ['127.0.0.2']];
	const outside = here(async () => answers.shift() ?? []);
	expect(await get(outside, `http://a.example:${stub.port}/`)).toMatchObject({ status: 200 });
	expect(host).toBe(`a.example:${stub.port}`);
	expect(answers).toHaveLength(1);
});

test('OU8 a redirect within the host is followed three times, and each time resolved and checked anew', async () => {
	const stub = await upstream((path, response) => {
		const left = Number(path.slice(1));
		response.writeHead(left === 0 ? 200 : 307, { Location: `/${left - 1}` }).end('body');
	});
	const asked: string[] = [];
	const outside = here(async (name) => {
		asked.push(name);
		return asked.length > 6 ? ['10.0.0.1'] : ['127.0.0.1'];
	});
	const url = `http://a.example:${stub.port}`;
	expect(await get(outside, `${url}/3`)).toMatchObject({ status: 200, url: `${url}/0` });
	expect(asked).toHaveLength(4);
	expect(await get(outside, `${url}/2`)).toEqual(failed('forbidden-address'));
	expect(await get(here(), `${stub.url}/4`)).toEqual(failed('redirected'));
});

test('OU8 a redirect to anywhere else is not followed', async () => {
	const other = await upstream((_path, response) => response.end());
	const stub = await upstream((path, response) => {
		response.writeHead(302, { Location: decodeURIComponent(path.slice(1)) }).end();
	});
	const targets = [
		other.url,
		'http://169.254.169.254/latest/meta-data',
		`http://localhost:${stub.port}/`,
		'//a.example/',
		'file:///etc/passwd',
		'http://[',
		'https://127.0.0.1:444/',
	];
	for (const target of targets) {
		expect(await get(here(), `${stub.url}/${encodeURIComponent(target)}`)).toEqual(failed('redirected'));
	}
	expect(other.connections).toBe(0);
	const silent = await upstream((_path, response) => response.writeHead(302).end());
	expect(await get(here(), silent.url)).toEqual(failed('redirected'));
});

test('OU8 what is posted is not redirected', async () => {
	const stub = await upstream((_path, response) => response.writeHead(308, { Location: '/again' }).end());
	expect(await get(here(), stub.url, { body: 'code' })).toEqual(failed('redirected'));
	expect(stub.connections).toBe(1);
});

test('OU9 sixty-four are under way at once, and one more is refused', async () => {
	const held: ServerResponse[] = [];
	const stub = await upstream((_path, response) => held.push(response));
	const outside = here();
	const some = Array.from({ length: 64 }, () => get(outside, stub.url));
	expect(await get(outside, stub.url)).toEqual(failed('busy'));
	await expect.poll(() => held.length).toBe(64);
	for (const response of held) response.end();
	expect(new Set((await Promise.all(some)).map(({ state }) => state))).toEqual(new Set(['answered']));
	const next = get(outside, stub.url);
	await expect.poll(() => held.length).toBe(65);
	held.at(-1)?.end();
	expect(await next).toMatchObject({ state: 'answered' });
});

test('OU3 a certificate that nobody vouches for is not trusted', async () => {
	const { createServer } = await import('node:https');
	const { TEST_CERT, TEST_KEY } = await import('../../support/test-certificate.ts');
	const server = createServer({ cert: TEST_CERT, key: TEST_KEY }, (_request, response) => response.end()).listen(0);
	await once(server, 'listening');
	stops.push(async () => {
		server.close();
		server.closeAllConnections();
	});
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	expect(await get(here(), `https://127.0.0.1:${port}/`)).toEqual(failed('unreachable'));
});
