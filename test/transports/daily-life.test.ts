import type { Socket } from 'node:net';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId } from '../../core/ids.ts';
import type { Client } from '../../web/client/client.ts';
import { connect, isOnline, makeGroup, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { type StubUpstream, startRawUpstream } from './outside/stub-upstream.ts';

/** What a message may take while everything outside is at its worst, on a busy machine. */
const MESSAGE_MS_MAX = 1_000;
const MESSAGES = 100;

/** The worst of each kind. */
const UPSTREAMS: Readonly<Record<'hanging' | 'dripping' | 'bomb' | 'mail', (socket: Socket) => void>> = {
	hanging: () => {},
	dripping(socket) {
		socket.write('HTTP/1.1 200 OK\r\n\r\n');
		const timer = setInterval(() => socket.write('['), 10);
		socket.once('close', () => clearInterval(timer));
	},
	bomb(socket) {
		socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n');
		const gzip = createGzip();
		gzip.pipe(socket);
		const zeros = Buffer.alloc(1 << 20);
		const pour = () => socket.destroyed || gzip.write(zeros, pour);
		pour();
	},
	mail: () => {},
};

const stubs = new Map<string, StubUpstream>();
let server: ServerProcess;
let people: readonly Person[];
let clients: readonly Client[];
let group: ConversationId;

beforeAll(async () => {
	for (const [name, answer] of Object.entries(UPSTREAMS)) stubs.set(name, await startRawUpstream(answer));
	const at = (name: keyof typeof UPSTREAMS) => stubs.get(name)?.url;
	server = await startServer({
		env: {
			WEBCHAT_ALLOW_PRIVATE: '127.0.0.1',
			WEBCHAT_WEATHER: `weathercn:${at('hanging')},open-meteo:${at('dripping')}`,
			WEBCHAT_NEWS: `rss:${at('bomb')}/feed`,
			WEBCHAT_MAIL: `smtp://127.0.0.1:${stubs.get('mail')?.port}`,
			WEBCHAT_MAIL_FROM: 'chat@example.org',
		},
	});
	people = [await signUp(server), await signUp(server)];
	clients = people.map((person) => connect(person, server));
	for (const client of clients) await until(client, isOnline);
	group = await makeGroup(clients, people);
});
afterAll(async () => {
	for (const client of clients ?? []) client.stop();
	await server?.remove();
	for (const stub of stubs.values()) await stub.stop();
});

test('OU30 nothing is fetched before somebody asks', () => {
	expect([...stubs.values()].map(({ connections }) => connections)).toEqual([0, 0, 0, 0]);
});

test('OU30 chat does not notice sources and providers that are dead, slow and hostile', async () => {
	let isOver = false;
	const asking = storm().finally(() => {
		isOver = true;
	});
	let worst = 0;
	for (let k = 0; !isOver || k < MESSAGES; k++) worst = Math.max(worst, await messageMs(k));
	expect(worst).toBeLessThan(MESSAGE_MS_MAX);
	const answers = await asking;
	expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
	expect(new Set(answers.map(({ reason }) => reason))).toEqual(new Set(['unreachable', 'not-sent']));
	for (const [name, { connections }] of stubs) expect([name, connections > 0]).toEqual([name, true]);
}, 60_000);

/** Everything outside is wanted at once, and again and again: weather, news, codes by mail. */
async function storm() {
	const Cookie = people[0]?.cookie ?? '';
	const get = async (path: string) => read(await fetch(server.url + path, { headers: { Cookie } }));
	const mail = async (k: number) => {
		const body = JSON.stringify({ purpose: 'reset', email: `p${k}@example.org` });
		const headers = { 'Content-Type': 'application/json' };
		return read(await fetch(`${server.url}/verify/code`, { method: 'POST', headers, body }));
	};
	const twenty = Array.from({ length: 20 }, (_, k) => k);
	return Promise.all(twenty.flatMap((k) => [get(`/weather?city=city${k}`), get('/news'), ...(k < 8 ? [mail(k)] : [])]));
}

async function read(response: Response) {
	const body = (await response.json()) as { readonly reason?: string; readonly error?: { readonly code: string } };
	return { status: response.status, reason: body.reason ?? body.error?.code };
}

/** From sending to the other one's screen. */
async function messageMs(k: number): Promise<number> {
	const [one, other] = clients;
	if (one === undefined || other === undefined) throw new Error('nobody is there');
	const text = `message ${k}`;
	const began = performance.now();
	one.sendText(group, text);
	await until(other, (state) => {
		const last = state.conversations.get(group)?.last;
		return last?.body !== undefined && 'text' in last.body && last.body.text === text;
	});
	return performance.now() - began;
}
