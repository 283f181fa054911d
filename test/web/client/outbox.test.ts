import { beforeEach, expect, test } from 'vitest';
import type { EventId } from '../../../core/ids.ts';
import { createOutbox, memoryStorage, type Outbox, type OutboxStorage } from '../../../web/client/outbox.ts';
import type { Fields, Reply } from '../../../web/client/requests.ts';
import type { OutboxEntry } from '../../../web/client/state.ts';
import { UPLOAD_TRIES_MAX, type Uploaded } from '../../../web/client/uploads.ts';
import { SimClock } from '../../support/sim-clock.ts';
import { GROUP, PAIR } from './fakes.ts';

const DONE: Reply = { state: 'done', ok: {} };
const refused = (code: 'unavailable' | 'too-often' | 'not-friends' | 'no-session', wait?: number): Reply => ({
	state: 'refused',
	error: wait === undefined ? { code } : { code, wait },
});

let clock: SimClock;
let storage: OutboxStorage;
let asked: { fields: Fields; answer: (reply: Reply) => Promise<void> }[];
let entries: readonly OutboxEntry[];
let brought: {
	name: string;
	onSent: (bytes: number) => void;
	signal: AbortSignal;
	end: (uploaded: Uploaded) => Promise<void>;
}[];
let outbox: Outbox;

beforeEach(() => {
	clock = new SimClock();
	storage = memoryStorage();
	asked = [];
	brought = [];
	entries = [];
	outbox = open();
});

function open(): Outbox {
	return createOutbox({
		ask: (_, fields) =>
			new Promise((resolve) => {
				const answer = async (reply: Reply) => {
					resolve(reply);
					await new Promise<void>((settled) => queueMicrotask(() => queueMicrotask(settled)));
				};
				asked.push({ fields, answer });
			}),
		bring: (_, name, onSent, signal) =>
			new Promise((resolve) => {
				const end = async (uploaded: Uploaded) => {
					resolve(uploaded);
					await new Promise<void>((settled) => queueMicrotask(() => queueMicrotask(settled)));
				};
				brought.push({ name, onSent, signal, end });
			}),
		storage,
		clock,
		random: () => 0.5,
		onChange: (all) => {
			entries = all;
		},
	});
}

const say = (id: string, conversation = PAIR) =>
	outbox.send({ id: id as EventId, conversation, body: { type: 'text', text: id } });
const states = () => entries.map(({ id, state }) => `${id} ${state}`);
const sent = () => asked.map(({ fields }) => fields.id);

test('CL7 one message at a time leaves a conversation, in the order written', async () => {
	say('a');
	say('b');
	say('c', GROUP);
	expect(sent()).toEqual(['a', 'c']);
	expect(states()).toEqual(['a sending', 'b waiting', 'c sending']);
	await asked[0]?.answer(DONE);
	expect(sent()).toEqual(['a', 'c', 'b']);
	expect(states()).toEqual(['b sending', 'c sending']);
});

test.each(['unavailable', 'too-often'] as const)(
	'CL7 %s is sent again later, same id, and nothing overtakes it',
	async (code) => {
		say('a');
		say('b');
		await asked[0]?.answer(refused(code, 300));
		expect(states()).toEqual(['a sending', 'b waiting']);
		expect(clock.timers).toEqual([550]);
		clock.pass(550);
		expect(sent()).toEqual(['a', 'a']);
		expect(asked[1]?.fields).toEqual(asked[0]?.fields);
		await asked[1]?.answer(DONE);
		expect(sent()).toEqual(['a', 'a', 'b']);
	},
);

test('CL7 a refusal fails the message with its code and lets the next one go', async () => {
	say('a');
	say('b');
	await asked[0]?.answer(refused('not-friends'));
	expect(states()).toEqual(['a failed', 'b sending']);
	expect(entries[0]?.error).toEqual({ code: 'not-friends' });
	await asked[1]?.answer(DONE);
	outbox.retry('a' as EventId);
	expect(sent()).toEqual(['a', 'b', 'a']);
	expect(entries[0]?.error).toBeUndefined();
	await asked[2]?.answer(refused('not-friends'));
	outbox.discard('a' as EventId);
	expect(entries).toEqual([]);
	expect(await storage.load()).toEqual([]);
});

test('CL7 what is not failed cannot be given up or sent twice', () => {
	say('a');
	outbox.discard('a' as EventId);
	outbox.retry('a' as EventId);
	expect(states()).toEqual(['a sending']);
	expect(sent()).toEqual(['a']);
});

test('CL7 what was kept is taken up again, in order, by the next outbox', async () => {
	say('a');
	say('b');
	await asked[0]?.answer(refused('no-session'));
	expect(states()).toEqual(['a waiting', 'b waiting']);
	asked = [];
	outbox = open();
	await outbox.load();
	expect(sent()).toEqual(['a']);
	expect(states()).toEqual(['a sending', 'b waiting']);
});

const BYTES = new Blob(['0123456789'], { type: 'text/plain' });
const give = (id: string) =>
	outbox.sendFile(
		{
			id: id as EventId,
			conversation: PAIR,
			body: { type: 'file', file: id as EventId, name: `${id}.txt`, mime: 'text/plain', size: 10 },
		},
		BYTES,
	);
const there = (id: string, more: object = {}): Uploaded => ({
	state: 'done',
	file: { id: `file ${id}` as EventId, name: `${id}.txt`, type: 'text/plain', size: 10, ...more },
});
const not = (code: 'away' | 'quota-full' | 'no-session'): Uploaded => ({ state: 'refused', error: { code } });

test('CL100 files come one at a time, in the order chosen, and a text does not wait for them', async () => {
	give('a');
	give('b');
	say('c');
	expect(brought.map(({ name }) => name)).toEqual(['a.txt']);
	expect(states()).toEqual(['a uploading', 'b uploading', 'c sending']);
	await asked[0]?.answer(DONE);
	brought[0]?.onSent(4);
	expect(entries.map(({ upload }) => upload?.sent)).toEqual([4, 0]);
	await brought[0]?.end(there('a'));
	expect(asked[1]?.fields).toEqual({ id: 'a', conversation: PAIR, body: { type: 'file', file: 'file a' } });
	expect(brought.map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
	await brought[1]?.end(there('b', { width: 4, height: 3 }));
	await asked[1]?.answer(DONE);
	expect(asked[2]?.fields.body).toEqual({ type: 'image', file: 'file b', width: 4, height: 3 });
	await asked[2]?.answer(DONE);
	expect(entries).toEqual([]);
});

test('CL101 what breaks off is begun again, so many times; then its person decides', async () => {
	give('a');
	for (let tries = 1; tries < UPLOAD_TRIES_MAX; tries++) {
		await brought.at(-1)?.end(not('away'));
		expect([states(), brought.length]).toEqual([['a uploading'], tries]);
		clock.pass(60_000);
	}
	await brought.at(-1)?.end(not('away'));
	expect(states()).toEqual(['a failed']);
	outbox.retry('a' as EventId);
	expect([states(), brought.length]).toEqual([['a uploading'], UPLOAD_TRIES_MAX + 1]);
	await brought.at(-1)?.end(there('a'));
	expect(sent()).toEqual(['a']);
});

test('CL101 what is refused says why, and the next one is brought', async () => {
	give('a');
	give('b');
	await brought[0]?.end(not('quota-full'));
	expect(entries[0]?.error).toEqual({ code: 'quota-full' });
	expect(brought).toHaveLength(2);
	outbox.discard('a' as EventId);
	expect(states()).toEqual(['b uploading']);
});

test('CL101 what is given up on its way is told no further, and makes room for the next', async () => {
	give('a');
	give('b');
	outbox.discard('a' as EventId);
	expect(brought[0]?.signal.aborted).toBe(true);
	expect([states(), brought.length]).toEqual([['b uploading'], 2]);
	await brought[0]?.end(there('a'));
	expect(sent()).toEqual([]);
	outbox.discard('b' as EventId);
	expect(states()).toEqual([]);
});

test('CL101 without a session a file waits until its person is back', async () => {
	give('a');
	await brought[0]?.end(not('no-session'));
	clock.pass(600_000);
	expect([states(), brought.length]).toEqual([['a uploading'], 1]);
	outbox.resume();
	expect(brought).toHaveLength(2);
	await brought[1]?.end(there('a'));
	expect(sent()).toEqual(['a']);
});

test('CL101 what an earlier page left is brought anew', async () => {
	give('a');
	outbox = open();
	await outbox.load();
	expect([states(), brought.length]).toEqual([['a uploading'], 2]);
});
