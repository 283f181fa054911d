/** The README's bots, run as they stand there, beside people at a real server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type AccountId, type ConversationId, pairId } from '../../core/ids.ts';
import type { Client } from '../../web/client/client.ts';
import { connect, isOnline, type Person, signUp, until } from '../support/people.ts';
import { codeOf, ROOT } from '../support/readme.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

/** Lines of code that the README promises to need. */
const ECHO_BOT_LINES_MAX = 30;
/** Three programs start, and a client that was told of a restart waits some seconds. */
const WHOLE_MS_MAX = 60_000;

let server: ServerProcess;
let owner: Person;
let bot: AccountId;
let token: { readonly id: string; readonly token: string };
const ends: (() => unknown)[] = [];

beforeEach(async () => {
	server = await startServer();
	ends.push(() => server.remove());
	owner = await signUp(server);
	bot = ((await api('POST', '/me/bots', { username: 'robot' })).account as { readonly id: AccountId }).id;
	token = (await api('POST', '/me/tokens', { name: 'echo', bot })) as typeof token;
});
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

async function api(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
	const headers = { 'Content-Type': 'application/json', Cookie: owner.cookie };
	const sent = body === undefined ? {} : { body: JSON.stringify(body) };
	const response = await fetch(server.url + path, { method, headers, ...sent });
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return response.status === 204 ? {} : ((await response.json()) as Readonly<Record<string, unknown>>);
}

/** Runs exactly the code of the README, in the folder where it says to save it. */
function run(name: string): ChildProcess {
	const child = spawn(process.execPath, ['--input-type=module', '-'], {
		cwd: ROOT,
		env: { PATH: process.env.PATH, CHAT_URL: socketUrl(), BOT_TOKEN: token.token },
		stdio: ['pipe', 'inherit', 'inherit'],
	});
	child.stdin?.end(codeOf(name));
	ends.push(() => stop(child));
	return child;
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill('SIGKILL');
	await gone;
}

const socketUrl = () => `${server.url.replace('http', 'ws')}/ws`;

async function somebody(): Promise<{ readonly client: Client; readonly talk: ConversationId }> {
	const person = await signUp(server);
	const client = connect(person, server);
	ends.push(() => client.stop());
	await until(client, isOnline);
	const talk = pairId(person.id, bot);
	client.openConversation(talk);
	return { client, talk };
}

/** What the bot said to this person so far. */
function said(client: Client, talk: ConversationId): readonly string[] {
	const items = client.state.windows.get(talk)?.items ?? [];
	return items.flatMap((item) =>
		'body' in item && item.body?.type === 'text' && item.by === bot ? [item.body.text] : [],
	);
}

async function befriend(client: Client): Promise<void> {
	await client.requestFriend(bot, '');
	await until(client, ({ friends }) => friends.has(bot));
}

test(
	'OP8 the echo bot of the README accepts friends and answers, once, also what was said while it was away',
	async () => {
		const lines = codeOf('echo-bot.js').split('\n').slice(1);
		expect(lines.filter((line) => line !== '').length).toBeLessThanOrEqual(ECHO_BOT_LINES_MAX);
		const { client, talk } = await somebody();
		const first = run('echo-bot.js');
		await befriend(client);
		expect(client.state.profiles.get(bot)).toMatchObject({ username: 'robot', bot: true });
		client.sendText(talk, 'one');
		client.sendText(talk, 'two');
		await until(client, () => said(client, talk).length === 2);
		await stop(first);
		client.sendText(talk, 'three');
		await until(client, ({ outbox }) => outbox.length === 0);
		run('echo-bot.js');
		await until(client, () => said(client, talk).length === 3);
		await server.stop();
		await server.restart();
		client.sendText(talk, 'four');
		await until(client, () => said(client, talk).length === 4);
		expect(said(client, talk)).toEqual(['one', 'two', 'three', 'four']);
	},
	WHOLE_MS_MAX,
);

test('OP8 the plain bot of the README accepts friends and answers', async () => {
	const { client, talk } = await somebody();
	run('plain-bot.js');
	await befriend(client);
	client.sendText(talk, '你好');
	await until(client, () => said(client, talk).length === 1);
	expect(said(client, talk)).toEqual(['你好']);
});

test('OP4 a token that is ended closes its sockets with 4001, and the bot of the README ends', async () => {
	const child = run('echo-bot.js');
	const socket = new WebSocket(socketUrl(), { headers: { Authorization: `Bearer ${token.token}` } });
	await once(socket, 'message');
	const closed = once(socket, 'close');
	const { client } = await somebody();
	await befriend(client);
	const ended = once(child, 'exit');
	await api('DELETE', `/me/tokens/${token.id}`);
	const [code, reason] = await closed;
	expect([code, String(reason)]).toEqual([4001, 'revoked']);
	expect((await ended)[0]).toBe(1);
});
