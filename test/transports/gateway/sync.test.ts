import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../../../core/domain/codec.ts';
import { operatorId, pairId } from '../../../core/ids.ts';
import { type EventLog, LogError } from '../../../core/log/port.ts';
import { SERVER_FRAME_BYTES_MAX } from '../../../core/wire.ts';
import type { ChatNode } from '../../../transports/node.ts';
import type { ChatSocket } from '../../support/chat-socket.ts';
import { type NodeOptions, type Somebody, World, watched } from '../../support/chat-world.ts';

/** Anna and Boris are friends, and Chen is a stranger; some of what happened is nobody else's to see. */
async function village(options: NodeOptions = {}) {
	const world = new World();
	const node = await world.node(options);
	const [anna, boris, chen] = (await world.people(node, 'anna', 'boris', 'chen')) as [Somebody, Somebody, Somebody];
	const a = await world.online(node, anna);
	const b = await world.online(node, boris);
	await world.befriend(a, b);
	const pair = pairId(anna.account, boris.account);
	return { world, node, anna, boris, chen, a, b, pair };
}

/** Lets so much happen that nobody else may see that the tail of a node which starts now begins behind all before. */
async function bury(world: World, node: ChatNode, { account }: Somebody): Promise<void> {
	const data = { account, remark: 'nobody else sees this' };
	const remark = { stream: account, type: 'RemarkChanged', by: account, data } as const;
	for (let k = 0; k < 20; k++)
		await world.record(
			node,
			Array.from({ length: 500 }, () => remark),
		);
}

/** Positions of all events that somebody may see beyond `since`, by the log and the one rule of who sees what. */
async function visiblePositions(node: ChatNode, who: Somebody, since: number): Promise<number[]> {
	const rows = await node.log.read({ after: since, limit: 10_000 });
	return rows.filter((row) => node.views.visible(who.account, decodeEvent(row))).map((row) => row.position);
}

describe('before sync', () => {
	test('SY1 only sync and ping are answered, and nothing is pushed', async () => {
		const { world, node, anna, b, pair } = await village();
		const early = world.socket(node, anna);
		await world.until(() => early.hello !== undefined);
		expect(await world.reply(early, 'history', { conversation: pair })).toMatchObject({
			error: { code: 'bad-request', field: 'do' },
		});
		expect(await world.ask(early, 'ping')).toEqual({ now: expect.any(Number) });
		await world.say(b, pair, 'nobody pushes this');
		await world.pass(2000);
		expect(early.events).toEqual([]);
		const { position } = await world.ask(early, 'sync', { since: early.hello!.position });
		expect(early.texts).toEqual(['nobody pushes this']);
		expect(position).toBe(node.views.applied);
	});

	test('SY2 hello is the first frame and tells where the log is and what the limits are', async () => {
		const { world, node, anna } = await village();
		const socket = world.socket(node, anna);
		await world.until(() => socket.hello !== undefined);
		expect(socket.frames[0]).toEqual({
			hello: {
				contract: 1,
				log: world.store.epoch,
				account: anna.account,
				session: anna.session,
				position: node.views.applied,
				now: world.clock.now(),
				heartbeat: 25_000,
				operator: operatorId(world.store.epoch),
				limits: {
					frame: 65_536,
					text: 8192,
					openRequests: 100,
					syncEvents: 10_000,
					fileBytes: 0,
					groupMembers: 5000,
					messagesPerSecond: 0,
				},
			},
		});
	});
});

describe('what was missed', () => {
	test('SY9 sync from any position gives what the account may see beyond it, once and in order, and is then live', async () => {
		const { world, node, a, b, boris, pair } = await village();
		for (const text of ['one', 'two']) await world.say(a, pair, text);
		await world.say(b, world.notesOf(boris), 'a note');
		await world.ask(a, 'friend.remark', { account: boris.account, remark: 'B.' });
		await world.ask(b, 'conversation.read', { conversation: pair, version: 3 });
		for (let since = 0; since <= node.views.applied; since++) {
			const socket = await world.online(node, boris, since);
			expect(socket.positions).toEqual(await visiblePositions(node, boris, since));
			socket.leave();
		}
		await world.stop(node);
	});

	test.each([['tail'], ['log']])('SY9 a node that has just started gives the same, from its %s', async (source) => {
		const { world, a, node, anna, boris, pair } = await village();
		const said = Array.from({ length: 300 }, (_, k) => `text ${k}`);
		for (const words of said) await world.say(a, pair, words);
		if (source === 'log') await bury(world, node, anna);
		let reads = 0;
		const other = await world.node({
			log: (log) =>
				watched(log, (method) => {
					if (method === 'readStreams') reads += 1;
				}),
		});
		const socket = await world.online(other, boris, 4);
		expect(socket.texts).toEqual(said);
		expect(reads > 0).toBe(source === 'log');
	});

	test('SY9 a second sync answers afresh', async () => {
		const { world, a, b, pair } = await village();
		await world.say(a, pair, 'once');
		const before = b.positions.length;
		const answer = await world.ask(b, 'sync', { since: b.hello!.position });
		expect(answer).not.toHaveProperty('reset');
		expect(b.positions.slice(before)).toEqual(b.positions.slice(0, before));
		await world.say(a, pair, 'live again');
		expect(b.texts.slice(-1)).toEqual(['live again']);
	});

	test('SY9 a connection goes on as before, each event once, where a second sync cannot be answered', async () => {
		let broken = false;
		const { world, a, b, pair } = await village({
			faults: (point) => {
				if (broken && point === 'read') throw new LogError('lost', 'no connection');
			},
		});
		await world.say(a, pair, 'before');
		const before = b.positions.length;
		broken = true;
		for (const fields of [{}, { log: world.id('another log') }, { since: 1_000_000 }]) {
			expect(await world.reply(b, 'sync', fields)).toMatchObject({ error: { code: 'unavailable' } });
			await world.say(a, pair, 'meanwhile');
		}
		broken = false;
		await world.say(a, pair, 'after');
		expect(b.texts).toEqual(['before', 'meanwhile', 'meanwhile', 'meanwhile', 'after']);
		expect(b.positions.slice(before)).toHaveLength(4);
	});

	test('SY9 two syncs at once are both answered, one after the other', async () => {
		const { world, b } = await village();
		const first = b.request('sync', { since: 0 });
		const second = b.request('sync', {});
		await world.until(() => b.answers.has(first) && b.answers.has(second));
		expect(b.answers.get(first)!.ok).not.toHaveProperty('reset');
		expect(b.answers.get(second)!.ok).toMatchObject({ reset: true });
	});

	test('SY9 the answer tells which friends are online', async () => {
		const { world, node, anna, boris, b } = await village();
		expect(await world.ask(b, 'sync', { since: 0 })).toMatchObject({ online: [anna.account] });
		const again = await world.online(node, anna, node.views.applied);
		expect(again.answers.get(1)!.ok).toMatchObject({ online: [boris.account] });
	});

	test('SY11 no frame is larger than the contract says, whatever was missed', async () => {
		const { world, node, a, boris, pair } = await village();
		const since = node.views.applied;
		for (let k = 0; k < 400; k++) await world.say(a, pair, '"'.repeat(8000));
		for (const from of [node, await world.node()]) {
			const socket = await world.online(from, boris, since);
			expect(socket.texts).toHaveLength(400);
			expect(socket.largest).toBeGreaterThan(SERVER_FRAME_BYTES_MAX / 4);
			expect(socket.largest).toBeLessThanOrEqual(SERVER_FRAME_BYTES_MAX);
		}
	});
});

describe('a reset', () => {
	/** Whether syncing with these fields is answered by a reset. */
	async function resets(world: World, node: ChatNode, who: Somebody, fields: object): Promise<boolean> {
		const socket = world.socket(node, who);
		await world.until(() => socket.hello !== undefined);
		const answer = await world.ask(socket, 'sync', fields);
		const states = socket.frames.filter((frame) => frame.state !== undefined).length;
		expect(states > 0).toBe(answer.reset === true);
		expect(answer.reset === true ? socket.positions : []).toEqual([]);
		socket.leave();
		return answer.reset === true;
	}

	test('SY10 comes without a position, for another log, ahead of the head, and otherwise not', async () => {
		const { world, node, anna } = await village();
		const { applied } = node.views;
		const log = world.store.epoch;
		expect(await resets(world, node, anna, {})).toBe(true);
		expect(await resets(world, node, anna, { log })).toBe(true);
		expect(await resets(world, node, anna, { since: applied, log: world.id('another log') })).toBe(true);
		expect(await resets(world, node, anna, { since: applied + 1000, log })).toBe(true);
		expect(await resets(world, node, anna, { since: applied, log })).toBe(false);
		expect(await resets(world, node, anna, { since: 0, log })).toBe(false);
	});

	test.each([['tail'], ['log']])(
		'SY10 comes when more than the limit was missed, not at the limit (%s)',
		async (source) => {
			const { world, node, a, anna, boris, pair } = await village({ limits: { syncEvents: 300 } });
			const since = node.views.applied;
			for (let k = 0; k < 300; k++) await world.say(a, pair, `text ${k}`);
			if (source === 'log') await bury(world, node, anna);
			const from = source === 'tail' ? node : await world.node({ limits: { syncEvents: 300 } });
			expect(await resets(world, from, boris, { since })).toBe(false);
			await world.say(a, pair, 'one more');
			await from.follow();
			expect(await resets(world, from, boris, { since })).toBe(true);
			expect(await resets(world, from, boris, { since: since + 1 })).toBe(false);
		},
	);

	test('SY10 does not come for a position that only another node has reached yet', async () => {
		const { world, node, a, boris, pair } = await village();
		const behind = await world.node();
		await world.say(a, pair, 'said over there');
		const since = node.views.applied;
		expect(behind.views.applied).toBeLessThan(since);
		expect(await resets(world, behind, boris, { since })).toBe(false);
	});

	test('SY10 gives the state of all that the account sees, at the position of its answer', async () => {
		const { world, node, anna, boris, chen, a, b, pair } = await village();
		await world.say(a, pair, 'first');
		await world.say(a, pair, 'last');
		await world.ask(b, 'conversation.read', { conversation: pair, version: 3 });
		const c = await world.online(node, chen);
		await world.ask(c, 'friend.request', { to: boris.account, note: 'it is me' });
		const { conversation: group } = await world.ask(a, 'group.create', { name: 'us', members: [boris.account] });
		await world.ask(b, 'block', { account: chen.account });
		await world.ask(b, 'conversation.set', { conversation: pair, mute: true });

		const fresh = await world.online(node, boris);
		expect(fresh.answers.get(1)!.ok).toEqual({ position: node.views.applied, reset: true, online: [anna.account] });
		expect(fresh.part('me')).toEqual([
			expect.objectContaining({ id: boris.account, self: world.notesOf(boris), blocked: [chen.account] }),
		]);
		expect(fresh.part('friends')).toEqual([
			expect.objectContaining({
				account: expect.objectContaining({ id: anna.account }),
				conversation: pair,
				online: true,
			}),
		]);
		expect(fresh.part('requests')).toEqual([
			expect.objectContaining({ from: expect.objectContaining({ id: chen.account }), note: 'it is me' }),
		]);
		const conversations = new Map(
			(fresh.part('conversations') as { id: string }[]).map((conversation) => [conversation.id, conversation]),
		);
		expect(conversations.get(pair)).toMatchObject({
			kind: 'pair',
			n: 2,
			read: 3,
			unread: 1,
			last: { n: 2, body: { type: 'text', text: 'last' }, by: anna.account, reactions: [] },
			settings: { mute: true, pin: false, hide: false },
		});
		expect(conversations.get(group as string)).toMatchObject({
			kind: 'group',
			name: 'us',
			memberCount: 2,
			role: 'member',
		});
		expect(conversations.get(world.notesOf(boris))).toMatchObject({ kind: 'self', n: 0 });
		expect(conversations.get(pair)).not.toHaveProperty('lastMessage');
	});

	test('SY19 what is applied while the state is being read follows its answer, each event once', async () => {
		const gate = Promise.withResolvers<void>();
		let held = false;
		const slowly = (log: EventLog): EventLog =>
			watched(log, async (method) => {
				if (method !== 'readStream') return;
				held = true;
				await gate.promise;
			});
		const { world, node, a, boris, pair } = await village({ log: slowly });
		await world.say(a, pair, 'in the state');
		const socket = world.socket(node, boris);
		await world.until(() => socket.hello !== undefined);
		const re = socket.request('sync');
		await world.until(() => held);
		const position = node.views.applied;
		await world.say(a, pair, 'beyond it');
		await world.say(a, pair, 'and this');
		expect(socket.frames.filter((frame) => frame.state !== undefined)).toEqual([]);
		gate.resolve();
		await world.until(() => socket.texts.length === 2);
		expect(socket.answers.get(re)!.ok).toMatchObject({ position, reset: true });
		expect(socket.texts).toEqual(['beyond it', 'and this']);
		expect(socket.part('conversations')).toContainEqual(
			expect.objectContaining({
				id: pair,
				last: expect.objectContaining({ body: { type: 'text', text: 'in the state' } }),
			}),
		);
		const order = socket.frames.map((frame) =>
			frame.state ? 'state' : frame.re ? 'answer' : frame.events ? 'events' : '',
		);
		expect(order.join(' ').replaceAll(/(state ?)+/g, 'state ')).toContain('state answer events');
	});

	test('SY11 the state comes in several frames where one would be too large', async () => {
		const { world, node, anna } = await village();
		const strangers = await world.people(node, ...Array.from({ length: 150 }, (_, k) => `s${k}`));
		for (const { account } of strangers) {
			const stream = pairId(anna.account, account);
			const data = { from: anna.account, to: account };
			await world.record(node, [
				{ stream, type: 'FriendRequested', by: anna.account, data: { ...data, note: '' } },
				{ stream, type: 'FriendAccepted', by: account, data },
				{ stream, type: 'MessageSent', by: account, data: { body: { type: 'text', text: '"'.repeat(8000) } } },
			]);
		}
		const socket = await world.online(node, anna);
		expect(socket.part('conversations')).toHaveLength(152);
		expect(socket.largest).toBeGreaterThan(SERVER_FRAME_BYTES_MAX / 2);
		expect(socket.largest).toBeLessThanOrEqual(SERVER_FRAME_BYTES_MAX);
	});

	test('SY10 is refused for now when the log cannot be reached, and works again afterwards', async () => {
		let broken = false;
		const { world, node, a, boris, pair } = await village({
			faults: (point) => {
				if (broken && point === 'read') throw new LogError('lost', 'no connection');
			},
		});
		await world.say(a, pair, 'there is a last message');
		const socket = world.socket(node, boris);
		await world.until(() => socket.hello !== undefined);
		broken = true;
		expect(await world.reply(socket, 'sync')).toMatchObject({ error: { code: 'unavailable' } });
		expect(await world.reply(socket, 'sync', { since: node.views.applied + 5 })).toMatchObject({
			error: { code: 'unavailable' },
		});
		broken = false;
		expect(await world.ask(socket, 'sync')).toMatchObject({ reset: true });
	});
});

test('SY12 a quiet connection is told once a minute how far the log went, and resumes from there', async () => {
	const { world, node, anna, a, boris, b, chen, pair } = await village();
	const c = await world.online(node, chen);
	await world.say(a, pair, 'nothing for chen');
	const told = () => c.frames.filter(({ events }) => events?.length === 0).map(({ position }) => position);
	await world.pass(61_000);
	expect(told()).toEqual([node.views.applied]);
	await world.pass(180_000);
	expect(told()).toHaveLength(1);
	await world.say(b, pair, 'nor this');
	await world.pass(61_000);
	expect(told()).toHaveLength(2);
	expect(a.positions).toEqual(await visiblePositions(node, anna, a.hello!.position));
	expect(b.positions).toEqual(await visiblePositions(node, boris, b.hello!.position));
});

/** What happens to a socket that is read slowly while others talk. */
const step = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('say' as const),
			size: fc.constantFrom(10, 8000),
			times: fc.integer({ min: 10, max: 60 }),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('block' as const) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('ask' as const) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('drain' as const) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('sync' as const) }) },
);

test('SY4 a socket that is read in fits and starts gets every event once and in order, also its own, and after a second sync', async () => {
	/** Steps after which the connection was neither pushed to nor heard: without any, nothing was tried here. */
	let paused = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }), async (steps) => {
			const { world, node, a, b, boris, pair } = await village();
			let from = 0;
			let since = b.hello!.position;
			for (const now of steps) {
				switch (now.do) {
					case 'say':
						for (let k = 0; k < now.times; k++) sayUnheard(world, a, pair, 'x'.repeat(now.size));
						await world.pass(10);
						break;
					case 'ask':
						if (!b.paused) sayUnheard(world, b, pair, 'mine');
						break;
					case 'block':
						b.blocked = true;
						break;
					case 'drain':
						b.blocked = false;
						b.drain();
						await world.pass(10);
						break;
					case 'sync':
						if (b.paused || b.blocked) break;
						from = b.positions.length;
						since = b.positions.at(-1) ?? since;
						await world.ask(b, 'sync', { since });
						break;
					default:
						now satisfies never;
				}
				if (b.paused) paused += 1;
			}
			b.blocked = false;
			b.drain();
			await world.until(() => b.positions.at(-1) === a.positions.at(-1));
			expect(b.positions.slice(from)).toEqual(await visiblePositions(node, boris, since));
			expect(b.paused).toBe(false);
			await world.stop(node);
		}),
		{ numRuns: 40 },
	);
	expect(paused).toBeGreaterThan(0);
});

function sayUnheard(world: World, socket: ChatSocket, conversation: string, text: string): void {
	socket.request('message.send', { conversation, id: world.newId(), body: { type: 'text', text } });
}
