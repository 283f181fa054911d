import { beforeEach, expect, test } from 'vitest';
import type { EventId } from '../../../core/ids.ts';
import { createOutbox, memoryStorage, type Outbox, type OutboxStorage } from '../../../web/client/outbox.ts';
import type { Fields, Reply } from '../../../web/client/requests.ts';
import type { OutboxEntry } from '../../../web/client/state.ts';
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
let outbox: Outbox;

beforeEach(() => {
	clock = new SimClock();
	storage = memoryStorage();
	asked = [];
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
