/** The brief's frames as they travel, with another implementation of the protocol, at the real server. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Person, signUp } from '../../support/people.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

async function started(log?: string): Promise<ServerProcess> {
	const server = await startServer(log === undefined ? {} : { log });
	ends.push(() => server.remove());
	return server;
}

/** A socket of the brief that keeps all it is told. */
class Talker {
	readonly said: object[] = [];
	readonly socket: WebSocket;
	#wake: () => void = () => {};

	constructor(server: ServerProcess, path: string, cookie: string, origin = server.url) {
		const url = `${server.url.replace('http', 'ws')}/chat/${path}`;
		this.socket = new WebSocket(url, { headers: { Cookie: cookie }, origin });
		this.socket.on('message', (data) => {
			this.said.push(JSON.parse(String(data)) as object);
			this.#wake();
		});
	}

	async opened(): Promise<this> {
		await once(this.socket, 'open');
		return this;
	}

	async until(count: number): Promise<object[]> {
		while (this.said.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
		return this.said;
	}

	say(frame: string): void {
		this.socket.send(frame);
	}
}

const listed = ({ id, username }: Person) => ({ username, friend_head: '', id, nickname: username });

/** The story of the brief, frame by frame; each person may be at a server of their own. */
async function story(atAnna: ServerProcess, atBoris: ServerProcess) {
	const [anna, boris] = [await signUp(atAnna), await signUp(atBoris, '张三')];
	const a = await new Talker(atAnna, encodeURIComponent(boris.username), anna.cookie).opened();
	const b = await new Talker(atBoris, 'friend_id', boris.cookie).opened();
	const b2 = await new Talker(atBoris, anna.id, boris.cookie).opened();
	const lists = [new Talker(atAnna, 'friend_list', anna.cookie), new Talker(atBoris, 'friend_list', boris.cookie)];
	for (const list of lists) expect(await list.until(1)).toEqual([{ code: 200, friends: [] }]);

	a.say(`{"code":200,"sender":"${anna.username}","reciver":"张三","step":0,"type":0}`);
	for (const told of [await b.until(1), await b2.until(1)]) {
		expect(told).toEqual([{ code: 200, sender: anna.username, reciver: '张三', step: 1, type: 0 }]);
	}
	const late = await new Talker(atBoris, 'friend_id', boris.cookie).opened();
	expect(await late.until(1)).toEqual([{ code: 200, sender: anna.username, reciver: '张三', step: 1, type: 0 }]);

	a.say(`{"code":200,"sender":"张三","reciver":"${anna.username}","step":2,"type":0,"status":1}`);
	expect(await a.until(1)).toMatchObject([{ code: 403, error: 'not-allowed', sender: '张三', step: 2, status: 1 }]);

	b2.say(`{"code":200,"sender":"张三","reciver":"${anna.username}","step":2,"type":0,"status":"同意"}`);
	expect((await a.until(2))[1]).toEqual({
		code: 200,
		sender: '张三',
		reciver: anna.username,
		step: 3,
		type: 0,
		status: '同意',
	});
	expect((await lists[0]!.until(2))[1]).toEqual({ code: 200, friends: [listed(boris)] });
	expect((await lists[1]!.until(2))[1]).toEqual({ code: 200, friends: [listed(anna)] });

	const closed = [a, lists[0]!].map(({ socket }) => once(socket, 'close'));
	const out = await fetch(`${atAnna.url}/verify/signout`, { method: 'POST', headers: { Cookie: anna.cookie } });
	expect(out.status).toBe(204);
	for (const close of closed) expect((await close).map(String)).toEqual(['4001', 'signed-out']);
	for (const { socket } of [b, b2, late, lists[1]!]) socket.terminate();
}

test('BR4 one server: asked, passed on, answered, passed on, and the lists follow', async () => {
	const server = await started();
	await story(server, server);
});

test('BR4 two servers on one log: the same', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'webchat-brief-'));
	ends.push(() => rmSync(folder, { recursive: true, force: true }));
	const log = `sqlite:${join(folder, 'shared.db')}`;
	await story(await started(log), await started(log));
});

test.each([
	['friend_list', '', undefined, 401],
	['friend_list', 'good', 'https://evil.example', 403],
	['friend_id', '', undefined, 401],
	['friend_id', 'good', 'https://evil.example', 403],
	['a/b', 'good', undefined, 404],
] as const)('BR1 /chat/%s with %j cookie from %s', async (path, cookie, origin, status) => {
	const server = await started();
	const person = cookie === 'good' ? (await signUp(server)).cookie : '';
	const { socket } = new Talker(server, path, person, origin);
	const [error] = (await once(socket, 'error')) as [Error];
	expect(error.message).toBe(`Unexpected server response: ${status}`);
});
