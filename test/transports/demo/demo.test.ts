/** `npm start -- --demo` as a process. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type ServerProcess, startServer } from '../../support/server-process.ts';

const MAIN = join(import.meta.dirname, '../../../transports/main.ts');

/** Where the processes of this file make their temporary folders. */
let temporary: string;
beforeAll(() => {
	temporary = mkdtempSync(join(tmpdir(), 'webchat-test-demo-'));
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const signIns = (server: ServerProcess) =>
	[...server.output.matchAll(/demo sign-in: (\S+), password (\S+)/g)].map(([, username, password]) => {
		return { username, password };
	});

async function signIn(server: ServerProcess, body: object) {
	const headers = { 'Content-Type': 'application/json', Origin: server.url };
	const response = await fetch(`${server.url}/verify/signin`, { method: 'POST', headers, body: JSON.stringify(body) });
	return { status: response.status, cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

test('DE4 both sign-ins are printed and work; it keeps to a folder of its own, which is gone at the end', async () => {
	const server = await startServer({ args: ['--demo'], env: { TMPDIR: temporary } });
	try {
		const printed = signIns(server);
		expect(printed).toHaveLength(2);
		for (const person of printed) {
			const { status, cookie } = await signIn(server, person);
			expect(status).toBe(200);
			const socket = new WebSocket(`${server.url.replace('http', 'ws')}/chat/friend_list`, {
				headers: { Cookie: cookie },
			});
			const [list] = (await once(socket, 'message')) as [Buffer];
			const other = printed.find(({ username }) => username !== person.username);
			expect(JSON.parse(String(list))).toMatchObject({ code: 200, friends: [{ username: other?.username }] });
			socket.terminate();
		}
		const [folder] = readdirSync(temporary);
		expect(existsSync(join(temporary, folder ?? '', 'webchat.db'))).toBe(true);
		expect(readdirSync(server.data)).toEqual([]);
		expect(await server.stop()).toBe(0);
		expect(readdirSync(temporary)).toEqual([]);
	} finally {
		await server.remove();
	}
});

test.each(['SIGINT', 'SIGHUP'] as const)('DE4 it is gone after %s too', async (signal) => {
	const server = await startServer({ args: ['--demo'], env: { TMPDIR: temporary } });
	try {
		expect(readdirSync(temporary)).toHaveLength(1);
		expect(await server.stop(signal)).toBe(0);
		expect(readdirSync(temporary)).toEqual([]);
	} finally {
		await server.remove();
	}
});

test('DE3 in production it is refused with one line, and nothing is made', () => {
	const env = { PATH: process.env.PATH, TMPDIR: temporary, NODE_ENV: 'production', WEBCHAT_SMS: 'outbox' };
	const run = spawnSync(process.execPath, [MAIN, '--demo'], { env, encoding: 'utf8', timeout: 15_000 });
	expect([run.status, run.stdout]).toEqual([1, '']);
	expect(run.stderr).toMatch(/^--demo：[^\n]+production[^\n]+\n$/);
	expect(readdirSync(temporary)).toEqual([]);
});
