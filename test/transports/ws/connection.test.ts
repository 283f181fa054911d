import { describe, expect, test } from 'vitest';
import { Connection, type Receiver } from '../../../transports/ws/connection.ts';
import { OPCODE, textFrame } from '../../../transports/ws/encoder.ts';
import { WRITE_BYTES_MAX } from '../../../transports/ws/send-queue.ts';
import { WHEEL_TICK_MS, Wheel } from '../../../transports/ws/wheel.ts';
import {
	clientBinary,
	clientClose,
	clientFrame,
	clientPing,
	clientPong,
	clientText,
	closeCodeOf,
	serverFrames,
} from '../../support/client-frames.ts';
import { FakeSocket } from '../../support/fake-socket.ts';
import { SimClock } from '../../support/sim-clock.ts';

/** As the rules say. */
const BACKLOG_BYTES_MAX = 256 * 1024;
const SILENCE_MS_MAX = 60_000;
const CLOSE_WAIT_MS = 3_000;

/** A connection over a socket in memory, and everything that it told. */
function connect(own: Partial<Receiver> = {}) {
	const clock = new SimClock(0);
	const socket = new FakeSocket();
	const told: string[] = [];
	const faults: unknown[] = [];
	const receiver: Receiver = {
		onText: (_, text) => void told.push(`text ${text}`),
		onDrained: () => void told.push('drained'),
		onClosed: (_, code) => void told.push(`closed ${code}`),
		...own,
	};
	const connection = new Connection(socket, {
		receiver,
		maxMessageBytes: 64 * 1024,
		wheel: new Wheel(clock),
		onFault: (error) => faults.push(error),
	});
	return { clock, socket, connection, told, faults };
}

/** The end of the turn. */
const turn = () => Promise.resolve();

/** Lets the clock run until `ms` from the beginning. */
async function runTo(clock: SimClock, ms: number): Promise<void> {
	for (let next = clock.next(); next !== undefined && next <= ms; next = clock.next()) {
		clock.step();
		await turn();
	}
}

const opcodes = (socket: FakeSocket) => serverFrames(socket.written).map((frame) => frame.opcode);

describe('sending', () => {
	test('WS8 what is sent in one turn leaves in one write, in order', async () => {
		const { socket, connection } = connect();
		for (const text of ['a', 'b', 'c']) connection.send(textFrame(text));
		socket.receive(clientPing('p'));
		expect(socket.writes).toHaveLength(0);
		await turn();
		expect(socket.writes).toHaveLength(1);
		expect(serverFrames(socket.written).map((frame) => String(frame.payload))).toEqual(['a', 'b', 'c', 'p']);
		connection.send(textFrame('d'));
		await turn();
		expect(socket.writes).toHaveLength(2);
	});

	test('WS8 a frame that is alone is written as it is, without a copy', async () => {
		const { connection, socket } = connect();
		const seen: Uint8Array[] = [];
		socket.write = (bytes) => {
			seen.push(bytes);
			return 0;
		};
		const frame = textFrame('shared');
		connection.send(frame);
		await turn();
		expect(seen[0]?.buffer).toBe(frame.buffer);
	});

	test('WS8 many connections in one turn get one write each', async () => {
		const all = Array.from({ length: 100 }, () => connect());
		for (let round = 0; round < 3; round += 1) for (const { connection } of all) connection.send(textFrame('x'));
		await turn();
		expect(all.map(({ socket }) => socket.writes.length)).toEqual(all.map(() => 1));
	});

	test('WS8 big frames leave in slices, each after the one before', async () => {
		const { socket, connection } = connect();
		socket.blocked = true;
		const big = textFrame('x'.repeat(150_000));
		connection.send(textFrame('before'));
		connection.send(big);
		connection.send(textFrame('after'));
		await turn();
		expect(socket.writes).toHaveLength(1);
		for (let drains = 0; drains < 10; drains += 1) socket.drain();
		expect(socket.writes.every((write) => write.length <= WRITE_BYTES_MAX)).toBe(true);
		expect(serverFrames(socket.written).map((frame) => frame.payload.length)).toEqual([6, 150_000, 5]);
	});

	test('WS8 a socket that takes all gets all at the end of the turn', async () => {
		const { socket, connection } = connect();
		for (let count = 0; count < 50; count += 1) connection.send(textFrame(String(count).repeat(4000)));
		await turn();
		expect(connection.unsentBytes).toBe(0);
		expect(serverFrames(socket.written)).toHaveLength(50);
		expect(socket.writes.length).toBe(Math.ceil(socket.written.length / WRITE_BYTES_MAX));
	});

	test('WS8 nothing is sent once the connection is not open', async () => {
		const { socket, connection } = connect();
		connection.close(1000);
		connection.send(textFrame('late'));
		await turn();
		expect(opcodes(socket)).toEqual([OPCODE.close]);
		socket.close();
		connection.send(textFrame('later'));
		await turn();
		expect(socket.writes).toHaveLength(1);
	});
});

describe('pings', () => {
	test('WS9 every ping is answered with its payload', async () => {
		const { socket } = connect();
		for (let count = 0; count < 10; count += 1) socket.receive(clientPing(`p${count}`));
		await turn();
		const pongs = serverFrames(socket.written);
		expect(pongs.every((frame) => frame.opcode === OPCODE.pong)).toBe(true);
		expect(pongs.map((frame) => String(frame.payload))).toEqual(Array.from({ length: 10 }, (_, count) => `p${count}`));
	});

	test('WS9 a peer that pings and does not read gathers nothing but the last answer', async () => {
		const { socket, connection } = connect();
		socket.blocked = true;
		for (let count = 0; count < 10_000; count += 1) socket.receive(clientPing(`${count}`.padStart(125, '.')));
		expect(connection.unsentBytes).toBeLessThan(BACKLOG_BYTES_MAX + 200);
		await turn();
		socket.blocked = false;
		socket.drain();
		expect(connection.unsentBytes).toBe(0);
		expect(String(serverFrames(socket.written).at(-1)?.payload)).toMatch(/\.9999$/);
	});
});

describe('closing', () => {
	test.each([1000, 1001, 4001])("WS10 a peer's close %i is answered and our side ends", async (code) => {
		const { socket, told, connection } = connect();
		socket.receive(Buffer.concat([clientText('a'), clientClose(code, 'why'), clientText('late')]));
		expect(connection.open).toBe(false);
		await turn();
		expect(closeCodeOf(socket.written)).toBe(code);
		expect(socket.ended).toBe(true);
		expect(told).toEqual(['text a']);
		socket.close();
		expect(told).toEqual(['text a', `closed ${code}`]);
	});

	test('WS10 a close without a code is answered without one', async () => {
		const { socket, told } = connect();
		socket.receive(clientClose());
		await turn();
		expect(socket.written.toString('hex')).toBe('8800');
		socket.close();
		expect(told).toEqual(['closed 1005']);
	});

	test("WS10 our close goes out after what was sent before, and the peer's ends it", async () => {
		const { socket, told, connection } = connect();
		connection.send(textFrame('last'));
		connection.close(1012, 'restart');
		connection.close(1001);
		await turn();
		expect(opcodes(socket)).toEqual([OPCODE.text, OPCODE.close]);
		expect(closeCodeOf(socket.written)).toBe(1012);
		expect(socket.ended).toBe(false);
		socket.receive(clientText('crossing'));
		socket.receive(clientClose(1012));
		await turn();
		expect(socket.ended).toBe(true);
		socket.close();
		expect(told).toEqual(['closed 1012']);
	});

	test('WS10 our close destroys the socket of a peer that does not answer', async () => {
		const { clock, socket, told, connection } = connect();
		connection.close(4001, 'revoked');
		await runTo(clock, CLOSE_WAIT_MS - 1);
		expect(socket.destroyed).toBe(false);
		await runTo(clock, CLOSE_WAIT_MS + 2 * WHEEL_TICK_MS);
		expect(socket.destroyed).toBe(true);
		expect(told).toEqual(['closed 4001']);
		expect(clock.next()).toBeUndefined();
	});

	test('WS10 a close reads a paused socket again, to see the answer', () => {
		const { socket, connection } = connect();
		connection.pauseReading();
		connection.close(1013);
		expect(socket.paused).toBe(false);
	});

	test('WS10 a peer that just ends, or resets, has closed with 1006', async () => {
		const ended = connect();
		ended.socket.handler.onEnd();
		await turn();
		expect(ended.socket.ended).toBe(true);
		expect(ended.socket.writes).toHaveLength(0);
		ended.socket.close();
		expect(ended.told).toEqual(['closed 1006']);
		const reset = connect();
		reset.socket.close();
		expect(reset.told).toEqual(['closed 1006']);
		expect(reset.clock.next()).toBeUndefined();
	});

	test('WS10 a peer that ends while it takes nothing is destroyed in time', async () => {
		const { clock, socket, connection, told } = connect();
		socket.blocked = true;
		connection.send(textFrame('x'));
		await turn();
		socket.handler.onEnd();
		await turn();
		await runTo(clock, CLOSE_WAIT_MS + 2 * WHEEL_TICK_MS);
		expect(socket.destroyed).toBe(true);
		expect(told).toEqual(['closed 1006']);
	});

	test('WS2 a violation is told with its code and nothing more is read', async () => {
		const { socket, told } = connect();
		socket.receive(Buffer.concat([clientText('good'), clientFrame({ opcode: 5 }), clientText('late')]));
		await turn();
		expect(closeCodeOf(socket.written)).toBe(1002);
		expect(socket.ended).toBe(true);
		socket.receive(clientText('later'));
		socket.close();
		expect(told).toEqual(['text good', 'closed 1002']);
	});

	test('WS2 a binary message where only text is spoken closes with 1003', async () => {
		const { socket } = connect();
		socket.receive(clientBinary(Buffer.from('x')));
		await turn();
		expect(closeCodeOf(socket.written)).toBe(1003);
	});

	test('WS2 a violation while closing ends our side', async () => {
		const { socket, told, connection } = connect();
		connection.close(1001);
		await turn();
		socket.receive(clientFrame({ opcode: 5 }));
		await turn();
		expect(opcodes(socket)).toEqual([OPCODE.close]);
		expect(socket.ended).toBe(true);
		socket.close();
		expect(told).toEqual(['closed 1001']);
	});
});

describe('backlog', () => {
	test('WS11 over the limit, then drained, told once', async () => {
		const { socket, connection, told } = connect();
		socket.blocked = true;
		const frame = textFrame('x'.repeat(10_000));
		while (!connection.overLimit) connection.send(frame);
		await turn();
		expect(connection.unsentBytes).toBeGreaterThan(BACKLOG_BYTES_MAX);
		expect(told).toEqual([]);
		socket.drain();
		expect(connection.overLimit).toBe(false);
		expect(told).toEqual([]);
		for (let drains = 0; drains < 10; drains += 1) socket.drain();
		expect(told).toEqual(['drained']);
		expect(connection.unsentBytes).toBe(0);
	});

	test('WS11 a burst that the socket takes within the turn is told too', async () => {
		const { connection, told } = connect();
		while (!connection.overLimit) connection.send(textFrame('x'.repeat(10_000)));
		await turn();
		expect(told).toEqual(['drained']);
	});

	test('WS11 below the limit nothing is told', async () => {
		const { socket, connection, told } = connect();
		socket.blocked = true;
		connection.send(textFrame('x'.repeat(BACKLOG_BYTES_MAX - 100)));
		await turn();
		for (let drains = 0; drains < 10; drains += 1) socket.drain();
		expect(connection.unsentBytes).toBe(0);
		expect(told).toEqual([]);
	});

	test('WS11 what drained may be sent on from within the call', async () => {
		let rounds = 0;
		const { socket, connection } = connect({
			onDrained: (self) => {
				rounds += 1;
				if (rounds < 3) while (!self.overLimit) self.send(textFrame('x'.repeat(10_000)));
			},
		});
		socket.blocked = true;
		while (!connection.overLimit) connection.send(textFrame('x'.repeat(10_000)));
		for (let drains = 0; drains < 40; drains += 1) {
			await turn();
			socket.drain();
		}
		expect(rounds).toBe(3);
		expect(connection.unsentBytes).toBe(0);
	});

	test('WS11 reading stops and goes on', () => {
		const { socket, connection } = connect();
		connection.pauseReading();
		expect(socket.paused).toBe(true);
		connection.resumeReading();
		expect(socket.paused).toBe(false);
	});
});

describe('heartbeat', () => {
	test('WS12 a silent peer is pinged, closed after a minute and destroyed', async () => {
		const { clock, socket, told, connection } = connect();
		await runTo(clock, 51_000);
		expect(opcodes(socket)).toEqual([OPCODE.ping]);
		await runTo(clock, SILENCE_MS_MAX - 1);
		expect(connection.open).toBe(true);
		// It may have been alive just before the first look, and the wheel may be late.
		await runTo(clock, 2 * SILENCE_MS_MAX);
		expect(connection.open).toBe(false);
		expect(closeCodeOf(socket.written)).toBe(1013);
		expect(socket.destroyed).toBe(true);
		expect(told).toEqual(['closed 1013']);
		expect(clock.next()).toBeUndefined();
	});

	test('WS12 a peer that answers pings stays', async () => {
		const { clock, socket, connection } = connect();
		for (let ms = 0; ms < 600_000; ms += 1000) {
			const before = opcodes(socket).length;
			await runTo(clock, ms);
			if (opcodes(socket).length > before) socket.receive(clientPong());
		}
		expect(connection.open).toBe(true);
		expect(opcodes(socket).filter((opcode) => opcode === OPCODE.ping).length).toBeGreaterThan(8);
	});

	test('WS12 a peer that sends is not pinged', async () => {
		const { clock, socket, connection } = connect();
		for (let ms = 0; ms < 300_000; ms += 20_000) {
			await runTo(clock, ms);
			socket.receive(clientText('x'));
		}
		expect(connection.open).toBe(true);
		expect(opcodes(socket)).toEqual([]);
	});

	test('WS12 a slow peer that takes a slice a minute stays, one that takes nothing does not', async () => {
		const slow = connect();
		const stuck = connect();
		for (const { socket, connection } of [slow, stuck]) {
			socket.blocked = true;
			connection.send(textFrame('x'.repeat(1_000_000)));
		}
		for (let ms = 0; ms < 600_000; ms += 50_000) {
			await runTo(slow.clock, ms);
			await runTo(stuck.clock, ms);
			slow.socket.drain();
		}
		expect(slow.connection.open).toBe(true);
		expect(stuck.told).toEqual(['closed 1013']);
	});

	test('WS12 that a socket takes each push after a moment is no sign of life', async () => {
		const { clock, socket, connection, told } = connect();
		socket.blocked = true;
		for (let ms = 0; ms < 120_000 && connection.open; ms += 5_000) {
			await runTo(clock, ms);
			socket.drain();
			connection.send(textFrame('push'));
			await turn();
			socket.drain();
		}
		await runTo(clock, 130_000);
		expect(told).toEqual(['closed 1013']);
	});

	test('WS12 a peer that we do not read and owe nothing is not blamed for it', async () => {
		const { clock, connection } = connect();
		connection.pauseReading();
		await runTo(clock, 300_000);
		expect(connection.open).toBe(true);
	});
});

describe('receivers that throw', () => {
	const bug = new Error('bug');
	const throwing = () => {
		throw bug;
	};

	test('WS13 on a message: 1011, and nothing more comes', async () => {
		const { socket, faults, told } = connect({ onText: throwing });
		socket.receive(Buffer.concat([clientText('a'), clientText('b')]));
		await turn();
		expect(faults).toEqual([bug]);
		expect(closeCodeOf(socket.written)).toBe(1011);
		socket.close();
		expect(told).toEqual(['closed 1011']);
	});

	test('WS13 on draining and on the end', async () => {
		const { socket, connection, faults } = connect({ onDrained: throwing, onClosed: throwing });
		while (!connection.overLimit) connection.send(textFrame('x'.repeat(10_000)));
		await turn();
		expect(faults).toEqual([bug]);
		await turn();
		expect(closeCodeOf(socket.written)).toBe(1011);
		socket.close();
		expect(faults).toEqual([bug, bug]);
	});

	test('WS13 one in a turn does not keep the others from being flushed', async () => {
		const bad = connect({ onDrained: throwing });
		const good = connect();
		while (!bad.connection.overLimit) bad.connection.send(textFrame('x'.repeat(10_000)));
		good.connection.send(textFrame('good'));
		await turn();
		expect(good.socket.writes).toHaveLength(1);
	});
});
