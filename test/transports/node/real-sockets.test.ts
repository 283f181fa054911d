import { v7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Proposal } from '../../../core/domain/events.ts';
import { type AccountId, pairId, type SessionId } from '../../../core/ids.ts';
import { createMemoryStore, openMemoryLog } from '../../../core/log/memory.ts';
import { createFrontDoor, FRONT_DOOR_LIMITS } from '../../../transports/front-door/front-door.ts';
import { type ChatNode, startNode } from '../../../transports/node.ts';
import { createSalts } from '../../../transports/salts.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import type { Frame } from '../../support/chat-socket.ts';

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

/** A node behind a front door on a free port; whoever comes says in a header who they are. */
async function serve() {
	const node = await startNode({
		log: openMemoryLog(createMemoryStore({ epoch: v7(), now: systemClock.now })),
		clock: systemClock,
		newId: v7,
		newSalt: createSalts(),
		invitation: () => '',
		random: Math.random,
		limits: { messagesPerSecond: 0, groupMembers: 5000, syncEvents: 10_000, fileBytes: 0 },
		note: () => {},
	});
	const door = createFrontDoor({
		onUpgrade: (upgrade) => {
			const account = upgrade.headers.get('x-account') as AccountId;
			const session = upgrade.headers.get('x-session') as SessionId;
			node.attach(upgrade.accept(), { check: async () => ({ state: 'good', account, session }), language: 'zh' });
		},
		http: (_request, response) => response.writeHead(404).end(),
		limits: FRONT_DOOR_LIMITS,
		clock: systemClock,
		onFault: (error) => {
			throw error;
		},
	});
	const listening = await door.listen('127.0.0.1', 0);
	if (listening.state === 'failed') throw new Error(listening.code);
	ends.push(
		() => node.stop(),
		() => door.close(),
	);
	return { node, port: listening.port };
}

/** A person with a session, connected with another implementation of the protocol, and in sync. */
class Visitor {
	readonly account = v7() as AccountId;
	readonly session = v7() as SessionId;
	frames: Frame[] = [];
	socket!: WebSocket;
	#re = 0;
	readonly #answers = new Map<number, (answer: Frame) => void>();
	#waiting: (() => void)[] = [];

	async register(node: ChatNode, name: string): Promise<void> {
		const { account: stream, session } = this;
		const events: Proposal[] = [
			{ stream, type: 'AccountRegistered', by: stream, data: { username: name, nickname: name } },
			{ stream, type: 'SessionOpened', by: stream, data: { session } },
		];
		await node.execute({ name: 'test.register', author: null, keys: [], decide: () => ({ events }) });
	}
	async connect(port: number, since?: number): Promise<void> {
		const headers = { 'x-account': this.account, 'x-session': this.session };
		this.frames = [];
		this.socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers });
		this.socket.on('message', (data) => {
			const frame = JSON.parse(String(data)) as Frame;
			this.frames.push(frame);
			if (frame.re !== undefined) this.#answers.get(frame.re)?.(frame);
			for (const wake of this.#waiting.splice(0)) wake();
		});
		await this.until(() => this.frames[0]?.hello !== undefined);
		await this.ask('sync', since === undefined ? {} : { since });
	}
	async until(holds: () => boolean): Promise<void> {
		while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}
	async ask(command: string, fields: object): Promise<Frame> {
		this.#re += 1;
		const re = this.#re;
		const answered = new Promise<Frame>((resolve) => this.#answers.set(re, resolve));
		this.socket.send(JSON.stringify({ re, do: command, ...fields }));
		const answer = await answered;
		if (answer.ok === undefined) throw new Error(JSON.stringify(answer.error));
		return answer;
	}
	say(conversation: string, text: string): Promise<Frame> {
		return this.ask('message.send', { conversation, id: v7(), body: { type: 'text', text } });
	}
	get positions(): number[] {
		return this.frames.flatMap((frame) => (frame.events ?? []).map(({ position }) => position));
	}
	get texts(): unknown[] {
		const events = this.frames.flatMap((frame) => frame.events ?? []);
		return events.filter(({ type }) => type === 'MessageSent').map(({ data }) => (data.body as { text: string }).text);
	}
	leave(): Promise<void> {
		return new Promise((resolve) => {
			this.socket.once('close', () => resolve());
			this.socket.close();
		});
	}
}

async function twoFriends() {
	const { node, port } = await serve();
	const [a, b] = [new Visitor(), new Visitor()];
	await a.register(node, 'anna');
	await b.register(node, 'boris');
	await a.connect(port);
	await b.connect(port);
	await a.ask('friend.request', { to: b.account });
	await b.ask('friend.accept', { from: a.account });
	return { node, port, a, b, pair: pairId(a.account, b.account) };
}

test('SY18 over TCP with another implementation: friends talk, one is away, and what waited arrives once', async () => {
	const { port, a, b, pair } = await twoFriends();
	await a.say(pair, '你好');
	await b.until(() => b.texts.length === 1);
	const since = b.positions.at(-1)!;
	await b.leave();
	await a.say(pair, 'are you there?');
	await a.say(pair, '😀');
	await b.connect(port, since);
	expect(b.texts).toEqual(['are you there?', '😀']);
	await a.leave();
	await b.leave();
});

test('SY7 over TCP: one that stops reading misses nothing and holds up nobody', async () => {
	const { node, port, a, b, pair } = await twoFriends();
	const second = new Visitor();
	Object.assign(second, { account: a.account, session: a.session });
	await second.connect(port);
	b.socket.pause();
	const text = 'x'.repeat(4000);
	for (let k = 0; k < 30; k++) {
		await Promise.all(Array.from({ length: 100 }, (_, n) => a.say(pair, `${k * 100 + n} ${text}`)));
	}
	await second.until(() => second.texts.length === 3000);
	expect(b.texts.length).toBeLessThan(3000);
	b.socket.resume();
	await b.until(() => b.texts.length === 3000);
	const order = (texts: readonly unknown[]) => texts.map((words) => Number.parseInt(String(words), 10));
	expect(order(b.texts)).toEqual(order(second.texts));
	expect(b.positions.toSorted((x, y) => x - y)).toEqual(b.positions);
	await b.say(pair, 'and can speak again');
	expect(node.connections).toBe(3);
	for (const visitor of [a, b, second]) await visitor.leave();
});

test('PR14 over TCP: a node that stops says 1012 to everybody', async () => {
	const { node, a, b } = await twoFriends();
	const codes = [a, b].map((visitor) => new Promise((resolve) => visitor.socket.once('close', resolve)));
	await node.stop();
	expect(await Promise.all(codes)).toEqual([1012, 1012]);
});
