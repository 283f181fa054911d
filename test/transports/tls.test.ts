/** The real server over real TLS. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startHttpServer } from '../support/http-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { TEST_CERT, TEST_KEY } from '../support/test-certificate.ts';

const MAIN = join(import.meta.dirname, '../../transports/main.ts');
const HSTS = 'max-age=31536000';

let folder: string;
let files: { readonly cert: string; readonly key: string };
let server: ServerProcess;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'webchat-tls-'));
	files = { cert: pem('cert.pem', TEST_CERT), key: pem('key.pem', TEST_KEY) };
	server = await startServer({ tls: files });
});
afterAll(async () => {
	await server.remove();
	rmSync(folder, { recursive: true, force: true });
});

function pem(name: string, content: string): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

interface Answer {
	readonly status: number | undefined;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

async function ask(path: string, headers: Readonly<Record<string, string>> = {}, body?: object): Promise<Answer> {
	const method = body === undefined ? 'GET' : 'POST';
	const request = https.request(`${server.url}${path}`, {
		method,
		ca: TEST_CERT,
		headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
	});
	request.end(body && JSON.stringify(body));
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** Signs somebody up; the answer, and the session's cookie in it. */
async function signUp(username: string, phone: string) {
	await ask('/verify/code', {}, { purpose: 'signup', phone });
	const fields = { username, password: 'abc12345', phone, email: 'a@example.org', veri_code: server.code(phone) };
	const answer = await ask('/verify/signup', { Origin: server.url }, fields);
	const cookies = answer.headers['set-cookie'] ?? [];
	const cookie = cookies.find((line) => line.includes('webchat_session')) ?? '';
	return { answer, cookie, pair: cookie.split(';')[0] ?? '' };
}

test('HT8 the session’s cookie is for this host alone and TLS alone, and works', async () => {
	const { answer, cookie, pair } = await signUp('anna', '13800000001');
	expect(answer.status).toBe(201);
	const [name = '', ...attributes] = cookie.split('; ');
	expect(name).toMatch(/^__Host-webchat_session=[\w-]{43}$/);
	expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']));
	expect(cookie).not.toMatch(/domain/i);
	expect(await ask('/me', { Cookie: pair })).toMatchObject({ status: 200 });
	expect(await ask('/me', { Cookie: pair.replace('__Host-', '') })).toMatchObject({ status: 401 });
});

test.each(['/login.html', '/healthz', '/me', '/nothing'])('HT24 %s asks for TLS for a year', async (path) => {
	expect((await ask(path)).headers['strict-transport-security']).toBe(HSTS);
});

test('HT24 over plain HTTP nothing asks for TLS', async () => {
	const plain = await startServer();
	try {
		for (const path of ['/login.html', '/me']) {
			expect((await fetch(`${plain.url}${path}`)).headers.get('Strict-Transport-Security')).toBeNull();
		}
	} finally {
		await plain.remove();
	}
});

test('HT24 what a proxy says of TLS counts where it is trusted', async () => {
	for (const [hops, wanted] of [
		[0, null],
		[1, HSTS],
	] as const) {
		const inside = await startHttpServer({ trustProxy: hops === 0 ? { kind: 'none' } : { kind: 'hops', hops } });
		const { headers } = await inside.get('/healthz', { 'X-Forwarded-Proto': 'https' });
		await inside.stop();
		expect(headers.get('Strict-Transport-Security')).toBe(wanted);
	}
});

test('FD11 sockets open over TLS', async () => {
	const { pair } = await signUp('boris', '13800000002');
	for (const path of ['/ws', '/chat/friend_list']) {
		const socket = new WebSocket(`${server.url.replace('https', 'wss')}${path}`, {
			ca: TEST_CERT,
			origin: server.url,
			headers: { Cookie: pair },
		});
		const [first] = (await once(socket, 'message')) as [Buffer];
		expect(Object.keys(JSON.parse(String(first)) as object)).toEqual(path === '/ws' ? ['hello'] : ['code', 'friends']);
		socket.terminate();
	}
});

test('HT24 a socket that is refused asks for TLS too', async () => {
	const socket = new WebSocket(`${server.url.replace('https', 'wss')}/ws`, { ca: TEST_CERT, origin: server.url });
	const refused = once(socket, 'unexpected-response');
	const [request, response] = (await refused) as [{ destroy(): void }, IncomingMessage];
	expect([response.statusCode, response.headers['strict-transport-security']]).toEqual([401, HSTS]);
	request.destroy();
});

test('FD13 plain HTTP at its port is told 400', async () => {
	const client = await RawClient.connect(server.port);
	client.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
	await client.end();
	expect(client.text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

test('HT21 its line names the https address', () => {
	expect(server.output).toContain(`webchat is ready: https://127.0.0.1:${server.port}\n`);
});

test('HT19 a certificate or key that cannot work stops the start with one line that names its setting', () => {
	const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
	const otherKey = pem('other.pem', other.export({ type: 'pkcs8', format: 'pem' }).toString());
	const missing = join(folder, 'missing.pem');
	const cases: [Readonly<Record<string, string>>, string][] = [
		[{ WEBCHAT_TLS_CERT: files.cert, WEBCHAT_TLS_KEY: otherKey }, 'WEBCHAT_TLS_CERT'],
		[{ WEBCHAT_TLS_CERT: files.key, WEBCHAT_TLS_KEY: files.key }, 'WEBCHAT_TLS_CERT'],
		[{ WEBCHAT_TLS_CERT: MAIN, WEBCHAT_TLS_KEY: files.key }, 'WEBCHAT_TLS_CERT'],
		[{ WEBCHAT_TLS_CERT: missing, WEBCHAT_TLS_KEY: files.key }, 'WEBCHAT_TLS_CERT'],
		[{ WEBCHAT_TLS_CERT: files.cert, WEBCHAT_TLS_KEY: missing }, 'WEBCHAT_TLS_KEY'],
		[{ WEBCHAT_TLS_CERT: files.cert }, 'WEBCHAT_TLS_KEY'],
		[{ WEBCHAT_TLS_KEY: files.key }, 'WEBCHAT_TLS_CERT'],
	];
	for (const [env, name] of cases) {
		const data = join(folder, 'data');
		const options = { env: { PATH: process.env.PATH, WEBCHAT_DATA: data, WEBCHAT_PORT: '0', ...env } };
		const run = spawnSync(process.execPath, [MAIN], { ...options, encoding: 'utf8', timeout: 15_000 });
		expect([env, run.status, run.stdout]).toEqual([env, 1, '']);
		expect(run.stderr).toMatch(new RegExp(`^${name}：[^\n]+\n$`));
		expect(run.stderr).not.toContain('PRIVATE');
	}
});
