import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { PublicEvent } from '../../core/wire.ts';
import { connect, isOnline, makeGroup, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const CONNECTIONS = 20;
const MESSAGES = 20_000;
const TEXT = 'x'.repeat(1000);
const IN_FLIGHT = 64;
/**
 * The bound on the server's memory: the 64 MiB of encoded events that all readers share, and room for the runtime's
 * heap to grow before it collects. That nothing piles up in the slow one's own socket is proved byte by byte in
 * `test/transports/gateway`, where it can be seen.
 */
const GROWTH_MIB_MAX = 320;

let server: ServerProcess | undefined;
afterEach(async () => {
	await server?.remove();
});

test('CR4 one of twenty pauses reading 20,000 messages: memory stays bounded, the others go on, the slow one completes', async () => {
	server = await startServer({ env: { WEBCHAT_LIMITS: 'off' } });
	const people: Person[] = [];
	for (let k = 0; k < CONNECTIONS; k++) people.push(await signUp(server));
	const clients = people.map((person) => connect(person, server!));
	for (const client of clients) await until(client, isOnline);
	const group = await makeGroup(clients, people);
	for (const client of clients) client.stop();

	const readers = await Promise.all(people.map((person) => startReader(person, server!)));
	const [sender, slow, ...others] = readers;
	const before = residentMib(server.pid);
	let peak = before;
	slow!.socket.pause();
	const answered = { count: 0, refused: 0 };
	let next = 0;
	const send = () => {
		if (next >= MESSAGES) return;
		next += 1;
		sender!.socket.send(
			JSON.stringify({
				re: next,
				do: 'message.send',
				conversation: group,
				id: v7(),
				body: { type: 'text', text: TEXT },
			}),
		);
	};
	const allAnswered = new Promise<void>((resolve) => {
		sender!.onReply = (refused) => {
			answered.count += 1;
			if (refused) answered.refused += 1;
			if (answered.count % 500 === 0) peak = Math.max(peak, residentMib(server!.pid));
			if (answered.count === MESSAGES) resolve();
			send();
		};
	});
	for (let k = 0; k < IN_FLIGHT; k++) send();
	await allAnswered;
	expect(answered).toEqual({ count: MESSAGES, refused: 0 });
	await Promise.all(others.map((reader) => reader.count(MESSAGES)));
	expect(slow!.positions.length).toBeLessThan(MESSAGES);
	slow!.socket.resume();
	await slow!.count(MESSAGES);
	peak = Math.max(peak, residentMib(server.pid));
	console.log(`server memory: ${before} MiB before, ${peak} MiB at most`);
	for (const reader of readers) {
		expect(reader.positions).toHaveLength(MESSAGES);
		expect(reader.positions).toEqual([...new Set(reader.positions)].sort((a, b) => a - b));
		reader.socket.close();
	}
	expect(peak - before).toBeLessThan(GROWTH_MIB_MAX);
});

interface Reader {
	readonly socket: WebSocket;
	/** Of the messages given, in the order given. */
	readonly positions: number[];
	onReply: (refused: boolean) => void;
	count(messages: number): Promise<void>;
}

/** A bare socket, synced: what it is given is counted, not kept. */
async function startReader(person: Person, server: ServerProcess): Promise<Reader> {
	const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, {
		headers: { cookie: person.cookie, origin: server.url },
	});
	const positions: number[] = [];
	let waiting = () => {};
	const synced = Promise.withResolvers<void>();
	const reader: Reader = {
		socket,
		positions,
		onReply: () => {},
		count: (messages) =>
			new Promise((resolve) => {
				waiting = () => {
					if (positions.length >= messages) resolve();
				};
				waiting();
			}),
	};
	socket.on('message', (data) => {
		const frame: { hello?: object; re?: number; error?: object; events?: PublicEvent[] } = JSON.parse(String(data));
		if (frame.hello) socket.send(JSON.stringify({ re: 0, do: 'sync' }));
		for (const event of frame.events ?? []) if (event.type === 'MessageSent') positions.push(event.position);
		if (frame.events) waiting();
		if (frame.re === 0) synced.resolve();
		else if (frame.re !== undefined) reader.onReply(frame.error !== undefined);
	});
	await once(socket, 'open');
	await synced.promise;
	return reader;
}

function residentMib(pid: number): number {
	const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return Math.round(Number(kib) / 1024);
}
