import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountId, StreamId } from '../../../core/ids.ts';
import { READ_STREAMS_MAX } from '../../../core/log/batch.ts';
import { LogError } from '../../../core/log/port.ts';
import { Recipient } from '../../../transports/gateway/recipient.ts';
import { BACKLOG_BYTES_MAX, Connection } from '../../../transports/ws/connection.ts';
import { Wheel } from '../../../transports/ws/wheel.ts';
import { serverFrames } from '../../support/client-frames.ts';
import { FakeSocket } from '../../support/fake-socket.ts';
import { rest } from '../../support/sim-clock.ts';
import { CONVERSATION, type FakeOutlet, type Got, id, OTHER_CONVERSATION } from './fakes.ts';
import { ANNA, BORIS, CHEN, createStand } from './stand.ts';

test('SY6 an event is encoded once and equal lists are one frame, however many connections get it', async () => {
	const stand = createStand();
	const outlets = [ANNA, ANNA, BORIS, CHEN].map((account) => stand.join(account).outlet);
	stand.say(3);
	await rest();
	expect([...stand.encodings.values()]).toEqual([1, 1, 1]);
	expect(outlets[0]!.got).toMatchObject([{ events: [{ position: 1 }, { position: 2 }, { position: 3 }], position: 3 }]);
	for (const outlet of outlets) expect(outlet.frames[0]).toBe(outlets[0]!.frames[0]);
});

test('SY6 connections that got different events of a turn get different frames', async () => {
	const stand = createStand({
		members: new Map<StreamId, AccountId[]>([
			[CONVERSATION, [ANNA, BORIS]],
			[OTHER_CONVERSATION, [BORIS, CHEN]],
		]),
	});
	const [anna, boris, chen] = [ANNA, BORIS, CHEN].map((account) => stand.join(account).outlet);
	stand.say(1);
	stand.say(1, { stream: OTHER_CONVERSATION });
	stand.say(1);
	await rest();
	expect(anna!.positions).toEqual([1, 3]);
	expect(boris!.positions).toEqual([1, 2, 3]);
	expect(chen!.positions).toEqual([2]);
});

test('SY5 the events of a command ride in its answer to the connection that asked, behind what came before, and are not pushed to it', async () => {
	const stand = createStand();
	const { recipient, outlet } = stand.join(ANNA);
	const { outlet: otherDevice } = stand.join(ANNA);
	stand.say(1);
	stand.say(2, { origin: recipient });
	recipient.answer(7, { fine: true });
	stand.say(1);
	await rest();
	expect(outlet.got).toMatchObject([
		{ events: [{ position: 1 }], position: 1 },
		{ re: 7, ok: { fine: true }, events: [{ position: 2 }, { position: 3 }], position: 3 },
		{ events: [{ position: 4 }], position: 4 },
	]);
	expect(otherDevice.positions).toEqual([1, 2, 3, 4]);
});

test('SY7 a connection over the limit is neither pushed to nor heard, and is live again when it has read on', async () => {
	const stand = createStand();
	const { recipient, outlet } = stand.join(ANNA);
	outlet.overLimit = true;
	stand.say(1);
	await rest();
	expect(recipient.mode).toBe('reading');
	expect(outlet.paused).toBe(true);
	stand.say(5);
	await rest();
	expect(outlet.positions).toEqual([1]);

	outlet.overLimit = false;
	recipient.wake();
	await stand.settle();
	expect(recipient.mode).toBe('live');
	expect(outlet.paused).toBe(false);
	expect(outlet.positions).toEqual([1, 2, 3, 4, 5, 6]);
	expect(stand.log.reads).toBe(0);
	stand.say(1);
	await rest();
	expect(outlet.positions).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('SY7 the answer to a command of a connection that reads leaves without events: they come by reading', async () => {
	const stand = createStand();
	const { recipient, outlet } = stand.join(ANNA);
	outlet.overLimit = true;
	stand.say(1);
	await rest();
	stand.say(1, { origin: recipient });
	recipient.answer(1, {});
	expect(outlet.got.at(-1)).toEqual({ re: 1, ok: {} });
	outlet.overLimit = false;
	recipient.wake();
	await stand.settle();
	expect(outlet.positions).toEqual([1, 2]);
});

test('SY7 what waits for a connection that takes nothing is bounded by its limit and one turn, however much is said', async () => {
	const stand = createStand();
	const socket = new FakeSocket();
	const connection = new Connection<Recipient>(socket, {
		receiver: { onText: () => {}, onDrained: (line) => line.owner!.wake(), onClosed: () => {} },
		maxMessageBytes: 1000,
		wheel: new Wheel(stand.clock),
		onFault: (error) => {
			throw error;
		},
	});
	const recipient = new Recipient(connection, ANNA);
	connection.owner = recipient;
	recipient.enter('live');
	stand.delivery.join(recipient);
	socket.blocked = true;
	const turn = 20 * 4500;
	let most = 0;
	for (let k = 0; k < 200; k++) {
		stand.say(20, { text: 'x'.repeat(4000) });
		await rest();
		most = Math.max(most, connection.unsentBytes);
	}
	expect(most).toBeGreaterThan(BACKLOG_BYTES_MAX);
	expect(most).toBeLessThan(BACKLOG_BYTES_MAX + turn);
	expect(socket.paused).toBe(true);

	// It takes what waits, piece by piece: never more than a page is added to that.
	while (recipient.mode !== 'live') {
		socket.drain();
		await rest();
		stand.clock.step();
		expect(connection.unsentBytes).toBeLessThan(2 * BACKLOG_BYTES_MAX + turn);
	}
	socket.blocked = false;
	socket.drain();
	await rest();
	const frames = serverFrames(socket.written).map((frame) => JSON.parse(frame.payload.toString()) as Got);
	const positions = frames.flatMap((frame) => (frame.events ?? []).map(({ position }) => position));
	expect(positions).toEqual(Array.from({ length: 4000 }, (_, k) => k + 1));
	expect(socket.paused).toBe(false);
});

test('SY8 who fell behind the tail reads from the log, at most four at a time', async () => {
	const stand = createStand({ tailBytes: 4096 });
	const slow = Array.from({ length: 9 }, () => stand.join(BORIS));
	for (const { outlet } of slow) outlet.overLimit = true;
	stand.say(1);
	await rest();
	stand.say(600);
	for (const { recipient, outlet } of slow) {
		outlet.overLimit = false;
		recipient.wake();
	}
	await stand.settle();
	expect(stand.log.readingMost).toBe(4);
	for (const { recipient, outlet } of slow) {
		expect(recipient.mode).toBe('live');
		expect(outlet.positions).toEqual(Array.from({ length: 601 }, (_, k) => k + 1));
	}
});

test('SY8 who has to do with more streams than the log reads at once is given the events of all of them, in order', async () => {
	const streams = Array.from({ length: READ_STREAMS_MAX + 1 }, (_, k) => id<StreamId>(2_000_000 + k));
	const stand = createStand({ tailBytes: 0, members: new Map(streams.map((stream) => [stream, [BORIS]])) });
	const { recipient, outlet } = stand.join(BORIS);
	outlet.overLimit = true;
	const said = 600;
	for (let k = 0; k < said; k++) stand.say(1, { stream: streams.at(k % 2 === 0 ? -1 : 0)! });
	await rest();
	stand.say(1, { stream: streams[0]! });
	outlet.overLimit = false;
	recipient.wake();
	await stand.settle();
	expect(recipient.mode).toBe('live');
	expect(outlet.positions).toEqual(Array.from({ length: said + 1 }, (_, k) => k + 1));
});

test('SY8 a reader waits for a log that cannot be reached, and loses nothing', async () => {
	const stand = createStand({ tailBytes: 0 });
	const { recipient, outlet } = stand.join(BORIS);
	outlet.overLimit = true;
	stand.say(3);
	await rest();
	stand.say(3);
	stand.log.failures = 5;
	outlet.overLimit = false;
	recipient.wake();
	await stand.settle();
	expect(stand.log.failures).toBe(0);
	expect(outlet.positions).toEqual([1, 2, 3, 4, 5, 6]);
});

test('SY8 a read that fails although the log can be reached is not tried for ever: the connection ends', async () => {
	const stand = createStand({ tailBytes: 0 });
	const { recipient, outlet } = stand.join(BORIS);
	outlet.overLimit = true;
	stand.say(3);
	await rest();
	stand.say(3);
	stand.log.failures = 5;
	stand.log.failure = new LogError('failed', 'no such table');
	outlet.overLimit = false;
	recipient.wake();
	await stand.settle();
	expect(outlet.open).toBe(false);
	expect(stand.log.failures).toBe(4);
});

test('SY7 reading ends with the connection', async () => {
	const stand = createStand({ tailBytes: 0 });
	const { recipient, outlet } = stand.join(BORIS);
	outlet.overLimit = true;
	stand.say(3);
	await rest();
	stand.say(3);
	outlet.open = false;
	stand.delivery.leave(recipient);
	recipient.wake();
	await stand.settle();
	expect(stand.log.reads).toBe(0);
	expect(recipient.mode).toBe('reading');
});

test('SY12 a quiet connection is told how far the log went, and only then', async () => {
	const stand = createStand({ members: new Map([[CONVERSATION, [ANNA]]]) });
	const { recipient: quiet, outlet } = stand.join(BORIS);
	const { recipient: busy, outlet: busyOutlet } = stand.join(ANNA);
	stand.say(4);
	await rest();
	stand.delivery.moveCursors([quiet, busy]);
	stand.delivery.moveCursors([quiet, busy]);
	expect(outlet.got).toEqual([{ events: [], position: 4 }]);
	expect(busyOutlet.frames).toHaveLength(1);
});

test('PR15 presence goes to the friends that are live, gathered in a turn', async () => {
	const stand = createStand();
	const { outlet } = stand.join(ANNA);
	const { outlet: stranger } = stand.join(CHEN);
	stand.views.friends = [ANNA];
	stand.views.changes = [
		{ account: BORIS, online: true, state: 'online', at: 1 },
		{ account: CHEN, online: false, state: 'offline', at: 2 },
	];
	stand.say(1);
	await rest();
	expect(outlet.got).toMatchObject([
		{ events: [{ position: 1 }] },
		{
			signal: 'presence',
			changes: [
				{ account: BORIS, online: true },
				{ account: CHEN, online: false },
			],
		},
	]);
	expect(stranger.got.filter((frame) => frame.signal !== undefined)).toEqual([]);
});

test('PR16 a connection that was reading is told of presence that changed meanwhile, once it is live again', async () => {
	const stand = createStand();
	const { recipient, outlet } = stand.join(ANNA);
	stand.views.friends = [ANNA];
	outlet.overLimit = true;
	stand.say(1);
	await rest();
	stand.views.changes = [{ account: BORIS, online: true, state: 'online', at: 1 }];
	stand.say(1);
	await rest();
	stand.views.changes = [{ account: BORIS, online: false, state: 'offline', at: 2 }];
	stand.views.onlineNow.add(CHEN);
	stand.views.changes.push({ account: CHEN, online: true, state: 'online', at: 3 });
	stand.say(1);
	await rest();
	outlet.overLimit = false;
	recipient.wake();
	await stand.settle();
	const signals = outlet.got.filter((frame) => frame.signal === 'presence');
	expect(signals).toHaveLength(1);
	expect(signals[0]!.changes).toMatchObject([
		{ account: BORIS, online: false, state: 'offline' },
		{ account: CHEN, online: true, state: 'online' },
	]);
});

/** What can happen to three connections of one account while others talk. */
const step = fc.oneof(
	fc.record({ do: fc.constant('say' as const), count: fc.integer({ min: 1, max: 40 }) }),
	fc.record({ do: fc.constant('ask' as const), who: fc.nat(2), count: fc.integer({ min: 1, max: 3 }) }),
	fc.record({ do: fc.constant('fill' as const), who: fc.nat(2) }),
	fc.record({ do: fc.constant('drain' as const), who: fc.nat(2) }),
	fc.record({ do: fc.constant('rest' as const) }),
	fc.record({ do: fc.constant('fail' as const) }),
);

test('SY4 whatever fills and drains when, each event arrives exactly once and in order', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.constantFrom(0, 4096, 1 << 20), async (steps, tailBytes) => {
			const stand = createStand({ tailBytes });
			const all: { recipient: Recipient; outlet: FakeOutlet }[] = [ANNA, ANNA, ANNA].map((who) => stand.join(who));
			let re = 0;
			for (const now of steps) {
				switch (now.do) {
					case 'say':
						stand.say(now.count);
						break;
					case 'ask': {
						const { recipient } = all[now.who]!;
						stand.say(now.count, { origin: recipient });
						recipient.answer(re++, {});
						stand.delivery.sent(recipient);
						break;
					}
					case 'fill':
						all[now.who]!.outlet.overLimit = true;
						break;
					case 'drain':
						all[now.who]!.outlet.overLimit = false;
						all[now.who]!.recipient.wake();
						break;
					case 'rest':
						await rest();
						break;
					case 'fail':
						stand.log.failures += 1;
						break;
					default:
						now satisfies never;
				}
			}
			for (const { recipient, outlet } of all) {
				outlet.overLimit = false;
				recipient.wake();
			}
			await stand.settle();
			const everything = Array.from({ length: stand.views.applied }, (_, k) => k + 1);
			for (const { recipient, outlet } of all) {
				expect(outlet.positions).toEqual(everything);
				expect(outlet.paused).toBe(false);
				expect(recipient.mode).toBe('live');
			}
		}),
		{ numRuns: 200 },
	);
});
