import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readFields } from '../../../transports/http/body.ts';
import { isForeign } from '../../../transports/http/origin.ts';
import { createVisits } from '../../../transports/http/visits.ts';
import { GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';
import { RawClient } from '../../support/raw-client.ts';
import { SimClock } from '../../support/sim-clock.ts';

/** As the rules say. */
const BODY_BYTES_MAX = 16 * 1024;

let server: HttpServer;
let cookie: string;
beforeAll(async () => {
	server = await startHttpServer({ origins: { known: ['https://chat.example'] } });
	cookie = (await signUp(server)).cookies;
});
afterAll(() => server.stop());

describe('who may use a route', () => {
	test.each(['', 'webchat_session=', 'webchat_session=nonsense', `webchat_session=${'A'.repeat(43)}`])(
		'HT1 the cookie %j is no session',
		async (bad) => {
			const answer = await server.get('/me', { Cookie: bad });
			expect(answer).toMatchObject({ status: 401, json: { error: { code: 'no-session' } } });
		},
	);

	test.each([
		['/', '%2F'],
		['/settings?tab=a&b=1', '%2Fsettings%3Ftab%3Da%26b%3D1'],
		['/c/019a0000-0000-7000-8000-000000000000', '%2Fc%2F019a0000-0000-7000-8000-000000000000'],
		['//evil.example/', undefined],
	])('HT1 a browser that asks for %s is led to sign-in and back', async (path, next) => {
		const answer = await server.get(path, { Accept: 'text/html,application/xhtml+xml' });
		if (next === undefined) expect(answer.status).toBe(404);
		else {
			expect(answer.status).toBe(303);
			expect(answer.headers.get('Location')).toBe(`/verify/signin?next=${next}`);
		}
	});

	test('HT1 with a session the pages come', async () => {
		const pages = {
			app: ['/', '/c/019a0000-0000-7000-8000-000000000000', '/c/019a0000-0000-7000-8000-000000000000/7'],
			settings: ['/settings'],
			join: ['/join'],
			signup: ['/verify/signup', '/signup.html'],
			signin: ['/verify/signin', '/login.html'],
			reset: ['/verify/password_reset', '/password_reset.html'],
			reset2: ['/verify/password_reset2', '/password_reset2.html'],
		};
		for (const [element, paths] of Object.entries(pages)) {
			for (const path of paths) {
				const answer = await server.get(path, { Cookie: cookie });
				expect([path, answer.status, answer.headers.get('Content-Type')]).toEqual([
					path,
					200,
					'text/html; charset=utf-8',
				]);
				expect(answer.text).toMatch(new RegExp(`<webchat-${element}[ >].*</webchat-${element}>`, 's'));
			}
		}
	});
});

test.each(['/nothing', '/index.html', '/assets/', '/ws', '/verify', '/me/', '/%00', '/metrics'])(
	'HT2 %s is not there',
	async (path) => {
		const answer = await server.get(path, { Cookie: cookie });
		expect(answer).toMatchObject({ status: 404, json: { error: { code: 'not-found' } } });
	},
);

test.each([
	['GET', '/verify/code', 'POST'],
	['PUT', '/verify/signup', 'GET, HEAD, POST'],
	['DELETE', '/settings', 'GET, HEAD'],
	['OPTIONS', '/verify/signout', 'POST'],
	['POST', '/', 'GET, HEAD'],
])('HT2 %s %s is no method there', async (method, path, allow) => {
	const answer = await server.request(path, { method, headers: { Cookie: cookie } });
	expect(answer).toMatchObject({ status: 405, json: { error: { code: 'method-not-allowed' } } });
	expect(answer.headers.get('Allow')?.split(', ').toSorted().join(', ')).toBe(allow);
});

test('HT2 HEAD is GET without the body', async () => {
	expect(await server.request('/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
});

test.each([
	['en-GB,en;q=0.9,zh;q=0.1', 'en'],
	['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
	['', 'zh'],
])('HT3 to %j refusals speak %s', async (accept, language) => {
	const { json } = await server.get('/me', { 'Accept-Language': accept });
	const chinese = /[\u4e00-\u9fff]/.test(JSON.stringify(json));
	expect(chinese).toBe(language === 'zh');
});

describe('foreign pages', () => {
	const port = () => new URL(server.url).port;
	test.each([
		['no origin', () => ({}), true],
		['our own', () => ({ Origin: server.url }), true],
		['the public address', () => ({ Origin: 'https://chat.example' }), true],
		['our host over TLS', () => ({ Origin: `https://127.0.0.1:${port()}` }), true],
		['another host', () => ({ Origin: 'https://evil.example' }), false],
		['our host on another port', () => ({ Origin: 'http://127.0.0.1:1' }), false],
		['another name of ours', () => ({ Origin: `http://localhost:${port()}` }), false],
		['a host that begins like ours', () => ({ Origin: `http://127.0.0.1:${port()}.evil.example` }), false],
		['null', () => ({ Origin: 'null' }), false],
		['nonsense', () => ({ Origin: 'nonsense' }), false],
		['a forwarded host without a trusted proxy', () => forwarded('https://evil.example', 'evil.example'), false],
		['cross-site', () => ({ 'Sec-Fetch-Site': 'cross-site' }), false],
		['cross-site from our origin', () => ({ Origin: server.url, 'Sec-Fetch-Site': 'cross-site' }), false],
		['same-origin', () => ({ 'Sec-Fetch-Site': 'same-origin' }), true],
	])('HT4 a state change from %s', async (_from, headers, allowed) => {
		const answer = await server.post('/verify/signin', {}, headers());
		expect(answer.json).toMatchObject({ error: { code: allowed ? 'bad-request' : 'foreign-origin' } });
		expect(answer.status).toBe(allowed ? 400 : 403);
	});

	test('HT4 through a trusted proxy the forwarded host is ours', async () => {
		const behind = await startHttpServer({ trustProxy: { kind: 'hops', hops: 1 } });
		try {
			const mine = await behind.post('/verify/signin', {}, forwarded('https://chat.example', 'chat.example'));
			expect(mine.status).toBe(400);
			const foreign = await behind.post('/verify/signin', {}, forwarded('https://evil.example', 'chat.example'));
			expect(foreign.status).toBe(403);
		} finally {
			await behind.stop();
		}
	});

	test.each([
		['https://chat.test', true, false],
		['http://chat.test', true, true],
		['http://known.test', true, false],
		['http://chat.test', false, false],
		['https://chat.test', false, false],
		['ftp://chat.test', false, true],
		['ws://chat.test', false, true],
	])('HT4 %s, asked over TLS: %s, is foreign: %s', (origin, secure, foreign) => {
		const client = { address: '192.0.2.1', loopback: false, secure, host: 'chat.test' };
		expect(isForeign(new Headers({ origin }), client, { known: ['http://known.test'] })).toBe(foreign);
	});

	const forwarded = (origin: string, host: string) => ({ Origin: origin, 'X-Forwarded-Host': host });
});

test('HT5 a page of another account than the session’s is told so', async () => {
	const { json } = await server.get('/me', { Cookie: cookie });
	const { id } = json.account as { readonly id: string };
	expect((await server.get('/me', { Cookie: cookie, 'X-Webchat-Account': id })).status).toBe(200);
	const other = { Cookie: cookie, 'X-Webchat-Account': '019a0000-0000-7000-8000-000000000000' };
	for (const answer of [await server.get('/me', other), await server.post('/verify/signout', {}, other)]) {
		expect(answer).toMatchObject({ status: 409, json: { error: { code: 'other-account' } } });
	}
	expect((await server.get('/me', { Cookie: cookie })).status).toBe(200);
});

describe('bodies', () => {
	const json = 'application/json';
	test.each<[string, string, string | Uint8Array<ArrayBuffer>, number, string]>([
		['an array', json, '[]', 400, 'bad-request'],
		['null', json, 'null', 400, 'bad-request'],
		['half of an object', json, '{"username":', 400, 'bad-request'],
		['nothing', json, '', 400, 'bad-request'],
		['what is no UTF-8', json, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'bad-request'],
		['another type', 'text/plain', '{}', 415, 'unsupported-type'],
		['a form with files', 'multipart/form-data; boundary=x', '--x--', 415, 'unsupported-type'],
		['too much', json, JSON.stringify({ username: 'a'.repeat(BODY_BYTES_MAX) }), 413, 'too-large'],
	])('HT6 %s is refused', async (_what, type, body, status, code) => {
		for (const path of ['/verify/signin', '/verify/signup', '/verify/code']) {
			const answer = await server.request(path, { method: 'POST', headers: { 'Content-Type': type }, body });
			expect(answer).toMatchObject({ status, json: { error: { code } } });
			if (status === 413) expect(answer.json).toMatchObject({ error: { max: BODY_BYTES_MAX } });
		}
	});

	test('HT6 too much without an announced length is refused when it comes', async () => {
		const body = new ReadableStream({
			start(controller) {
				for (let k = 0; k < 3; k++) controller.enqueue(new Uint8Array(BODY_BYTES_MAX / 2).fill(0x20));
				controller.close();
			},
		});
		const init = { method: 'POST', headers: { 'Content-Type': json }, body, duplex: 'half' } as const;
		expect((await server.request('/verify/signin', init)).status).toBe(413);
	});

	test('HT6 a body that breaks off is the peer’s fault and none of ours', async () => {
		const body = new ReadableStream({
			pull(controller) {
				controller.enqueue(new TextEncoder().encode('{"username":'));
				controller.error(new Error('aborted'));
			},
		});
		const init = { method: 'POST', headers: { 'Content-Type': json }, body, duplex: 'half' } as const;
		expect(await readFields(new Request('http://localhost/verify/signin', init))).toEqual({
			rejection: { code: 'bad-request' },
		});
	});

	test('HT6 a body that does not come within a minute is given up', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		const init = {
			method: 'POST',
			headers: { 'Content-Type': json },
			body: new ReadableStream(),
			duplex: 'half',
		} as const;
		const reading = readFields(new Request('http://localhost/verify/signin', init));
		vi.advanceTimersByTime(60_000);
		vi.useRealTimers();
		expect(await reading).toEqual({ rejection: { code: 'too-slow' } });
	});

	test('HT6 a charset does not matter, neither does the size up to the limit', async () => {
		const body = JSON.stringify({ username: 'a', password: 'b', more: '' }).replace('""', `"${'a'.repeat(16_000)}"`);
		const headers = { 'Content-Type': 'Application/JSON; charset=utf-8' };
		expect((await server.request('/verify/signin', { method: 'POST', headers, body })).status).toBe(401);
	});
});

describe('headers', () => {
	test('HT23 a second Host is refused', async () => {
		const client = await RawClient.connect(Number(new URL(server.url).port));
		client.write('GET /healthz HTTP/1.1\r\nHost: here\r\nHost: there\r\nConnection: close\r\n\r\n');
		await client.end();
		expect(client.text).toMatch(/^HTTP\/1\.1 400 /);
	});

	test('HT7 every answer carries the security headers', async () => {
		const answers = [
			await server.get('/verify/signin'),
			await server.get('/assets/chat-abc123.js'),
			await server.get('/me'),
			await server.get('/nothing'),
			await server.get('/', { Accept: 'text/html' }),
			await server.post('/verify/signin', {}),
			await server.request('/verify/code', { method: 'GET' }),
			await server.get('/healthz'),
		];
		for (const { headers } of answers) {
			const policy = headers.get('Content-Security-Policy') ?? '';
			expect(policy).toContain("default-src 'none'");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toContain('unsafe');
			expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
			expect(headers.get('Referrer-Policy')).toBe('same-origin');
			expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
			expect(headers.get('Permissions-Policy')).toContain('camera=()');
		}
	});

	test('HT7 pages and JSON are not stored', async () => {
		const paths = ['/verify/signin', '/me', '/healthz', '/nothing'];
		for (const path of paths) expect((await server.get(path)).headers.get('Cache-Control')).toBe('no-store');
		expect((await server.get('/', { Cookie: cookie })).headers.get('Cache-Control')).toBe('no-store');
	});

	test('HT7 files are kept: for ever with a hash in the name, else revalidated', async () => {
		const hashed = await server.get('/assets/chat-abc123.js');
		expect(hashed.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
		expect(hashed.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
		const icon = await server.get('/icon.svg');
		expect(icon.headers.get('Cache-Control')).toBe('no-cache');
		const tag = icon.headers.get('ETag') ?? '';
		expect(tag).toMatch(/^"[\w-]{43}"$/);
		for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
			const again = await server.get('/icon.svg', { 'If-None-Match': known });
			expect(again).toMatchObject({ status: 304, text: '' });
			expect(again.headers.get('ETag')).toBe(tag);
		}
		expect((await server.get('/icon.svg', { 'If-None-Match': '"other"' })).status).toBe(200);
	});
});

test('HT18 health and readiness', async () => {
	expect(await server.get('/healthz')).toMatchObject({ status: 200, json: { ok: true } });
	expect(await server.get('/readyz')).toMatchObject({ status: 200, json: { ok: true } });
	const unready = await startHttpServer({});
	await unready.engine.node.stop();
	const answer = await unready.get('/readyz');
	expect(answer).toMatchObject({ status: 503, json: { error: { code: 'unavailable' } } });
	expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
	expect((await unready.get('/healthz')).status).toBe(200);
	await unready.stop();
});

test('HT3 when the log is gone the answer is 503, and nothing of the error is told', async () => {
	const lost = await startHttpServer({});
	await lost.engine.log.close();
	const answer = await lost.post('/verify/signin', { username: GOOD_FORM.username, password: 'abc123' });
	expect(answer).toMatchObject({ status: 503, json: { error: { code: 'unavailable' } } });
	expect(Object.keys(answer.json.error as object)).toEqual(['code', 'message']);
	await lost.engine.node.stop();
	await lost.stop();
});

test('LI9 a network that asks too often is refused before anything is looked at, and its connection ends', async () => {
	const settings = { trustProxy: { kind: 'hops', hops: 1 } } as const;
	const visits = createVisits(1, new SimClock());
	const busy = await startHttpServer(settings, { visits });
	const from = (address: string) => busy.get('/healthz', { 'X-Forwarded-For': address, 'Accept-Language': 'en' });
	const statuses: number[] = [];
	for (let k = 0; k < 10; k++) statuses.push((await from('192.0.2.1')).status);
	const refused = await from('192.0.2.1');
	expect(new Set(statuses)).toEqual(new Set([200]));
	expect(refused).toMatchObject({ status: 429, json: { error: { code: 'too-often' } } });
	expect(refused.headers.get('Retry-After')).toBe('1');
	expect(refused.headers.get('Connection')).toBe('close');
	expect(refused.headers.get('X-Content-Type-Options')).toBe('nosniff');
	expect((await from('192.0.2.2')).status).toBe(200);
	for (let k = 0; k < 20; k++) expect((await from('127.0.0.1')).status).toBe(200);
	await busy.stop();
});
