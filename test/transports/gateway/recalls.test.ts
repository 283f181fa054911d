import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../../core/domain/events.ts';
import { removeMessage } from '../../../core/domain/recalls.ts';
import { type AccountId, type EventId, pairId } from '../../../core/ids.ts';
import type { EventLog } from '../../../core/log/port.ts';
import { SERVER_FRAME_BYTES_MAX } from '../../../core/wire.ts';
import { stateFrames } from '../../../transports/gateway/frames.ts';
import type { ChatSocket } from '../../support/chat-socket.ts';
import { type NodeOptions, type Somebody, World } from '../../support/chat-world.ts';
import { rest } from '../../support/sim-clock.ts';
import { CONVERSATION, message } from './fakes.ts';
import { ANNA, BORIS, createStand, type Stand } from './stand.ts';

const SECRET = 'do not tell 秘密';

async function town(options: NodeOptions = {}) {
	const world = new World();
	const node = await world.node(options);
	const [anna, boris, chen] = (await world.people(node, 'anna', 'boris', 'chen')) as [Somebody, Somebody, Somebody];
	const a = await world.online(node, anna);
	const b = await world.online(node, boris);
	await world.befriend(a, b);
	return { world, node, anna, boris, chen, a, b, pair: pairId(anna.account, boris.account) };
}

/** Sends the secret and returns its id. */
async function tell(world: World, socket: ChatSocket, conversation: string): Promise<EventId> {
	const id = world.newId() as EventId;
	await world.ask(socket, 'message.send', { conversation, id, body: { type: 'text', text: SECRET } });
	return id;
}

/** All that a socket was given since a moment, as text. */
function heardSince(socket: ChatSocket, frames: number): string {
	return JSON.stringify(socket.frames.slice(frames));
}

describe('a message that was recalled', () => {
	test('RE11 is told as recalled by history, as the last one, to those who are there, who come back and who start anew', async () => {
		const { world, node, anna, boris, a, b, pair } = await town();
		const away = await world.online(node, boris);
		away.leave();
		await world.say(a, pair, 'hello');
		const before = node.views.applied;
		const id = await tell(world, a, pair);
		const frames = b.frames.length;
		await world.ask(a, 'message.recall', { conversation: pair, message: id });
		await world.until(() => b.events.at(-1)?.type === 'MessageRecalled');
		expect(b.events.at(-1)).toMatchObject({ by: anna.account, data: { message: id } });
		expect(b.events.at(-1)?.data).toEqual({ message: id });

		const recalled = { id, n: 2, by: anna.account, recalled: true };
		const { messages } = await world.ask(b, 'history', { conversation: pair, limit: 1 });
		expect(messages).toMatchObject([recalled]);
		expect((messages as object[])[0]).not.toHaveProperty('recalledBy');
		expect(await world.ask(b, 'conversation.get', { conversation: pair })).toMatchObject({
			last: recalled,
			unread: 2,
			n: 2,
		});
		expect(heardSince(b, frames)).not.toContain(SECRET);

		const back = await world.online(node, boris, before);
		expect(back.events).toMatchObject([
			{ type: 'MessageSent', id, data: { redacted: true } },
			{ type: 'MessageRecalled', data: { message: id } },
		]);
		const fresh = await world.online(node, boris);
		expect(fresh.part('conversations')).toContainEqual(
			expect.objectContaining({ id: pair, last: expect.objectContaining(recalled) }),
		);
		for (const socket of [back, fresh]) expect(heardSince(socket, 0)).not.toContain(SECRET);
	});

	test('RE11 is so on every node, and on one that starts later', async () => {
		const { world, a, boris, pair } = await town({ bus: true });
		const other = await world.node({ bus: true });
		const b = await world.online(other, boris);
		const before = other.views.applied;
		const id = await tell(world, a, pair);
		await world.until(() => b.texts.includes(SECRET));
		await world.ask(a, 'message.recall', { conversation: pair, message: id });
		await world.until(() => b.events.at(-1)?.type === 'MessageRecalled');
		const later = await world.node({ bus: true });
		for (const node of [other, later]) {
			for (const socket of [await world.online(node, boris), await world.online(node, boris, before)]) {
				await world.ask(socket, 'history', { conversation: pair });
				expect(heardSince(socket, 0)).not.toContain(SECRET);
			}
		}
		expect(later.views.digests()).toEqual(other.views.digests());
	});

	test('RE11 says who recalled it, where that was not its author: who leads the group, or an operator', async () => {
		const { world, node, anna, boris, a, b } = await town();
		const { conversation } = await world.ask(a, 'group.create', { name: 'us', members: [boris.account] });
		const group = conversation as string;
		const [one, two] = [await tell(world, b, group), await tell(world, b, group)];
		await world.pass(10 * 60_000);
		expect((await world.reply(b, 'message.recall', { conversation: group, message: one })).error?.code).toBe(
			'too-late',
		);
		await world.ask(a, 'message.recall', { conversation: group, message: one });
		const removed = node.execute({ name: 'message.remove', author: null, ...removeMessage(null, two) });
		await world.until(() => b.events.at(-1)?.by === null);
		expect(await removed).toMatchObject({ state: 'done' });
		const { messages } = await world.ask(b, 'history', { conversation: group });
		expect(messages).toMatchObject(
			[
				{ system: { type: 'GroupCreated' } },
				{ system: { type: 'MemberJoined' } },
				{ id: one, by: boris.account, recalled: true, recalledBy: anna.account },
				{ id: two, by: boris.account, recalled: true, recalledBy: null },
			].slice(1),
		);
		expect(await world.ask(b, 'conversation.get', { conversation: group })).toMatchObject({
			last: { recalledBy: null },
		});
	});

	test('RE11 counts as unread as it did, and moves no mark', async () => {
		const { world, node, a, b, boris, pair } = await town();
		const ids = [await tell(world, a, pair), await tell(world, a, pair)];
		await world.say(a, pair, 'kept');
		for (const id of ids) await world.ask(a, 'message.recall', { conversation: pair, message: id });
		expect(node.views.conversation(boris.account, pair)).toMatchObject({ n: 3, unread: 3 });
		const version = node.views.facts.version(pair) - 3;
		await world.ask(b, 'conversation.read', { conversation: pair, version });
		expect(node.views.conversation(boris.account, pair)).toMatchObject({ read: version, unread: 1 });
	});

	test('RE6 asked for at once with its sending, it is sent and recalled, in that order', async () => {
		const { world, a, pair } = await town();
		const id = world.newId();
		const [send, recall, again] = [
			a.request('message.send', { conversation: pair, id, body: { type: 'text', text: SECRET } }),
			a.request('message.recall', { conversation: pair, message: id }),
			a.request('message.recall', { conversation: pair, message: id }),
		];
		await world.until(() => a.answers.has(again));
		expect(a.answers.get(send)?.ok).toMatchObject({ n: 1 });
		expect(a.answers.get(recall)).toMatchObject({ ok: {}, events: [{ type: 'MessageRecalled' }] });
		expect(a.answers.get(again)?.ok).toEqual({});
		expect(a.answers.get(again)?.events).toBeUndefined();
	});

	test('RE9 a report is told to who reports, and to nobody else', async () => {
		const { world, node, a, b, boris, pair } = await town();
		const id = await tell(world, a, pair);
		const [heardA, heardB] = [a.frames.length, b.events.length];
		await world.ask(b, 'message.report', { conversation: pair, message: id, reason: ' rude ' });
		await world.ask(b, 'message.report', { conversation: pair, message: id, reason: 'rude' });
		const data = { conversation: pair, message: id, reason: 'rude' };
		expect(b.events.slice(heardB)).toMatchObject([{ type: 'MessageReported', by: boris.account, data }]);
		await world.ask(a, 'ping');
		expect(heardSince(a, heardA)).not.toContain('rude');
		expect(await node.log.amendments([id], ['MessageReported'])).toHaveLength(1);
	});
});

describe('what was being read while it was recalled', () => {
	/** A log that holds back what it read until the gate opens. */
	function held(method: keyof EventLog) {
		const gate = { shut: false, waiting: 0, open: Promise.withResolvers<void>() };
		const log = (inner: EventLog): EventLog =>
			new Proxy(inner, {
				get(target, name: keyof EventLog) {
					const member = target[name];
					if (typeof member !== 'function') return member;
					return async (...given: unknown[]) => {
						const answer = await Reflect.apply(member, target, given);
						if (name === method && gate.shut) {
							gate.waiting += 1;
							await gate.open.promise;
						}
						return answer;
					};
				},
			});
		return { gate, log };
	}

	test('RE10 an answer made of rows from before it leaves without the text', async () => {
		const { gate, log } = held('readStream');
		const { world, node, a, b, pair } = await town({ log });
		const id = await tell(world, a, pair);
		await world.until(() => b.texts.includes(SECRET));
		const frames = b.frames.length;
		gate.shut = true;
		const asked = [b.request('history', { conversation: pair }), b.request('conversation.get', { conversation: pair })];
		await world.until(() => gate.waiting === 1);
		await world.record(node, recallOf(world, id));
		gate.open.resolve();
		await world.until(() => asked.every((re) => b.answers.has(re)));
		const [history, head] = asked.map((re) => b.answers.get(re)!.ok!);
		expect((history!.messages as object[]).at(-1)).toMatchObject({ id, recalled: true });
		expect(head).toMatchObject({ last: { id, recalled: true } });
		expect(heardSince(b, frames)).not.toContain(SECRET);
	});

	test('RE10 the state too', async () => {
		const { gate, log } = held('readStream');
		const { world, node, a, boris, pair } = await town({ log });
		const id = await tell(world, a, pair);
		gate.shut = true;
		const fresh = world.socket(node, boris);
		await world.until(() => fresh.hello !== undefined);
		const re = fresh.request('sync');
		await world.until(() => gate.waiting > 0);
		await world.record(node, recallOf(world, id));
		gate.open.resolve();
		await world.until(() => fresh.answers.has(re));
		expect(fresh.part('conversations')).toContainEqual(
			expect.objectContaining({ id: pair, last: expect.objectContaining({ id, recalled: true }) }),
		);
		await world.until(() => fresh.events.at(-1)?.type === 'MessageRecalled');
		expect(heardSince(fresh, 0)).not.toContain(SECRET);
	});

	test('RE10 the part of a state that waits for a slow connection is made once it leaves', () => {
		let recalled = false;
		const items = [1, 2, 3].map((k) => ({ k, text: `${k} ${SECRET.padEnd(SERVER_FRAME_BYTES_MAX / 2)}` }));
		const frames = stateFrames('conversations', items, (item) => (recalled ? { ...item, text: '' } : item));
		const first = String(frames.next().value);
		recalled = true;
		const others = [...frames].map(String);
		expect([first, ...others].map((frame) => frame.includes(SECRET))).toEqual([true, false]);
		expect(others[0]).toContain('"k":2');
		expect(others[0]).toContain('"k":3');
		expect([...stateFrames('friends', [])]).toHaveLength(1);
	});

	test('RE10 what was pushed in the turn of its recall, and what stands in the tail', async () => {
		const stand = createStand();
		const [anna, boris] = [stand.join(ANNA), stand.join(BORIS)];
		const [first] = stand.say(1, { text: SECRET });
		recall(stand, first!);
		await rest();
		expect(boris.outlet.got).toMatchObject([
			{ events: [{ data: { redacted: true } }, { type: 'MessageRecalled' }], position: 2 },
		]);
		expect(boris.outlet.frames[0]).toBe(anna.outlet.frames[0]);
		const slow = stand.join(BORIS);
		slow.recipient.cursor = 0;
		stand.reader.start(slow.recipient);
		await rest();
		expect(slow.outlet.positions).toEqual([1, 2]);
		for (const { outlet } of [anna, boris, slow]) expect(JSON.stringify(outlet.got)).not.toContain(SECRET);
		expect(stand.tail.page(0, () => true).events).toHaveLength(2);
	});

	test('RE10 a page read from the log before it is given without the text', async () => {
		const stand = createStand({ tailBytes: 0 });
		const [first] = stand.say(1, { text: SECRET });
		await rest();
		const gate = Promise.withResolvers<void>();
		stand.log.gate = gate.promise;
		const slow = stand.join(BORIS);
		slow.recipient.cursor = 0;
		stand.reader.start(slow.recipient);
		await rest();
		expect(stand.log.reading).toBe(1);
		recall(stand, first!);
		gate.resolve();
		await stand.settle();
		expect(slow.outlet.positions).toEqual([1, 2]);
		expect(JSON.stringify(slow.outlet.got)).not.toContain(SECRET);
	});

	test('RE10 the tail counts its bytes right, whatever is taken out of it', () => {
		const stand = createStand({ tailBytes: 4000 });
		for (let k = 0; k < 20; k++) {
			const said = stand.say(1, { text: 'x'.repeat(900) });
			const before = stand.tail.bytes;
			recall(stand, said[0]!);
			expect(stand.tail.bytes).toBeLessThan(before);
			recall(stand, message(1, CONVERSATION));
			expect(stand.tail.bytes).toBeGreaterThanOrEqual(0);
		}
		expect(stand.tail.bytes).toBeLessThanOrEqual(4000);
	});
});

/** The recall of a message as the log holds it, by hand: it leaves its row as it is, as a slow read would. */
function recallOf(world: World, id: EventId) {
	const event = world.store.events.find((row) => row.id === id)!;
	const by = event.by as AccountId;
	return [{ stream: event.stream, type: 'MessageRecalled' as const, by, data: { message: id }, redacts: [id] }];
}

function recall(stand: Stand, { id, position }: LogEvent): void {
	const base = message(stand.views.applied + 1, CONVERSATION);
	const event: LogEvent = { ...base, type: 'MessageRecalled', data: { message: id, redacts: [position] } };
	stand.log.record(event);
	stand.delivery.apply([event], null);
}
