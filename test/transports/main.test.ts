import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '../support/free-port.ts';
import { signUp } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const MAIN = join(import.meta.dirname, '../../transports/main.ts');

const servers: ServerProcess[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) await server.remove();
});

async function started(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
	const server = await startServer({ env });
	servers.push(server);
	return server;
}

/** Runs the server where it is meant not to start; resolves with what it printed and its exit code. */
async function refusedStart(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
	const data = mkdtempSync(join(tmpdir(), 'webchat-main-'));
	const child = spawn(process.execPath, [MAIN, ...args], {
		env: { PATH: process.env.PATH, WEBCHAT_DATA: data, WEBCHAT_PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const printed = { out: '', err: '' };
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		printed.out += text;
		// It started after all.
		child.kill('SIGKILL');
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		printed.err += text;
	});
	const [code] = await once(child, 'close');
	rmSync(data, { recursive: true, force: true });
	return { ...printed, code };
}

test('HT21 one line in two languages says where it is; SIGTERM closes sockets with 1012 and ends with 0', async () => {
	const server = await started();
	expect(server.output).toBe(`webchat 已就绪：${server.url} / webchat is ready: ${server.url}\n`);
	const { cookie } = await signUp(server);
	const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { headers: { Cookie: cookie } });
	const closed = once(socket, 'close');
	await once(socket, 'message');
	const [code, [close]] = await Promise.all([server.stop(), closed]);
	expect({ code, close }).toEqual({ code: 0, close: 1012 });
});

test('HT21 a taken port stops a second start with one line that names a free one', async () => {
	const server = await started();
	const refused = await refusedStart({ WEBCHAT_PORT: String(server.port) });
	expect(refused).toMatchObject({ code: 1, out: '' });
	expect(refused.err.split('\n')).toHaveLength(2);
	expect(refused.err).toContain(`port ${server.port} is taken`);
	const free = Number(/, (\d+) is free/.exec(refused.err)?.[1]);
	expect(free).toBeGreaterThan(server.port);
});

test('HT21 when its launcher is gone it ends at once', async () => {
	const port = await freePort();
	const data = mkdtempSync(join(tmpdir(), 'webchat-main-'));
	const child = spawn(process.execPath, [MAIN], {
		env: { PATH: process.env.PATH, WEBCHAT_DATA: data, WEBCHAT_PORT: String(port) },
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	});
	try {
		await once(child.stdout!, 'data');
		const ended = once(child, 'exit');
		child.disconnect();
		expect(await ended).toEqual([1, null]);
	} finally {
		child.kill('SIGKILL');
		rmSync(data, { recursive: true, force: true });
	}
});

test('VA4 sessions survive kill -9, and a page of the built client comes', async () => {
	const server = await started();
	const { cookie } = await signUp(server);
	await server.kill9();
	await server.restart();
	const me = await fetch(`${server.url}/me`, { headers: { Cookie: cookie } });
	expect(me.status).toBe(200);
	const page = await fetch(server.url, { headers: { Cookie: cookie, Accept: 'text/html' } });
	expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
	const script = /src="(\/assets\/[^"]+)"/.exec(await page.text())?.[1];
	const asset = await fetch(`${server.url}${script}`);
	expect([asset.status, asset.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=31536000, immutable']);
});

test('HT16 at the most talkative level nothing secret is logged', async () => {
	const server = await started({ WEBCHAT_LOG_LEVEL: 'trace' });
	const { cookie } = await signUp(server);
	await fetch(`${server.url}/me`, { headers: { Cookie: `${cookie}x` } });
	await fetch(`${server.url}/verify/signin`, { method: 'POST', body: '{"password":"abc12345"' });
	const token = /webchat_session=([\w-]+)/.exec(cookie)?.[1] ?? '';
	expect(token).toHaveLength(43);
	await server.stop();
	const lines = server.output.split('\n').filter((line) => line.startsWith('{'));
	expect(lines).not.toEqual([]);
	const sent = server.outbox().at(-1);
	for (const secret of [token, 'abc12345', sent?.code ?? '', sent?.to.replace('+86', '') ?? '', 'argon2']) {
		expect(secret).not.toBe('');
		expect(lines.join('\n')).not.toContain(secret);
	}
});

test.each<[string, Readonly<Record<string, string>>, readonly string[], string]>([
	['a wrong value', { WEBCHAT_PORT: 'geheim' }, [], 'WEBCHAT_PORT'],
	['an unknown flag', {}, ['--geheim', '1'], '--geheim'],
	['what is not available yet', { WEBCHAT_MULTIPLEXER: 'cluster' }, [], 'WEBCHAT_MULTIPLEXER'],
	['an outbox in production', { NODE_ENV: 'production' }, [], 'WEBCHAT_SMS'],
	['a log that is not there', { WEBCHAT_LOG: 'mysql://me:geheim@127.0.0.1:1/chat' }, [], 'WEBCHAT_LOG'],
	['a folder that is none', { WEBCHAT_DATA: '/dev/null/data' }, [], 'WEBCHAT_DATA'],
	['a certificate that is none', { WEBCHAT_TLS_CERT: MAIN, WEBCHAT_TLS_KEY: MAIN }, [], 'WEBCHAT_TLS_CERT'],
	['a file that is not there', { WEBCHAT_LOG_FILE: '/dev/null/geheim' }, [], 'WEBCHAT_LOG_FILE'],
])('HT19 %s stops the start with one line that names it', async (_what, env, args, name) => {
	const { out, err, code } = await refusedStart(env, args);
	expect({ out, code }).toEqual({ out: '', code: 1 });
	expect(err.split('\n')).toHaveLength(2);
	expect(err).toContain(name);
	if (!name.includes('geheim')) expect(err).not.toContain('geheim');
});
