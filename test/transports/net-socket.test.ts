import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { NetSocket } from '../../transports/net-socket.ts';
import type { SocketHandler } from '../../transports/socket.ts';
import { eventually, RawClient } from '../support/raw-client.ts';

const ends: (() => void)[] = [];

afterEach(() => {
	for (const end of ends.splice(0)) end();
});

/** Both ends of a connection: ours as the product sees it, the peer's raw. */
async function pair(): Promise<{ ours: NetSocket; raw: net.Socket; peer: RawClient }> {
	const server = net.createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const accepted = once(server, 'connection') as Promise<[net.Socket]>;
	const peer = await RawClient.connect((server.address() as AddressInfo).port, { allowHalfOpen: true });
	const [raw] = await accepted;
	ends.push(() => {
		raw.destroy();
		peer.socket.destroy();
		server.close();
	});
	return { ours: new NetSocket(raw), raw, peer };
}

class Notes implements SocketHandler {
	bytes = '';
	drained = 0;
	ended = 0;
	closed = 0;

	onBytes(bytes: Buffer): void {
		this.bytes += bytes.toString();
	}

	onDrained(): void {
		this.drained += 1;
	}

	onEnd(): void {
		this.ended += 1;
	}

	onClosed(): void {
		this.closed += 1;
	}
}

test('FD12 bytes come from the moment there is a handler, and only to it', async () => {
	const { ours, peer } = await pair();
	expect(() => ours.handler).toThrow(TypeError);
	peer.write('early');
	const first = new Notes();
	ours.handler = first;
	await eventually(() => first.bytes === 'early');
	const second = new Notes();
	ours.handler = second;
	peer.write('later');
	await eventually(() => second.bytes === 'later');
	expect(first.bytes).toBe('early');
});

test('FD12 a held socket gives the next handler what was unread first', async () => {
	const { ours, peer } = await pair();
	const first = new Notes();
	ours.handler = first;
	peer.write('ab');
	await eventually(() => first.bytes === 'ab');
	ours.hold(Buffer.from('b'));
	peer.write('c');
	const second = new Notes();
	ours.handler = second;
	await eventually(() => second.bytes === 'bc');
});

test('FD12 draining is told once, exactly when a write had left bytes waiting', async () => {
	const { ours, peer } = await pair();
	const notes = new Notes();
	ours.handler = notes;
	expect(ours.write(Buffer.from('small'))).toBe(0);
	await peer.until(({ text }) => text === 'small');
	expect(notes.drained).toBe(0);
	peer.socket.pause();
	// As much as the system takes, in pieces smaller than any high-water mark, and one that it does not take.
	let written = 5;
	while (ours.write(Buffer.alloc(10_000, 'x')) === 0) written += 10_000;
	written += 10_000;
	expect(ours.unsentBytes).toBeGreaterThan(0);
	await new Promise((resolve) => setImmediate(resolve));
	expect(notes.drained).toBe(0);
	peer.socket.resume();
	await peer.until(({ receivedBytes }) => receivedBytes === written);
	await eventually(() => notes.drained > 0);
	expect(notes.drained).toBe(1);
	expect(ours.unsentBytes).toBe(0);
	// A later write that leaves nothing waiting has nothing to tell.
	expect(ours.write(Buffer.from('small'))).toBe(0);
	await peer.until(({ receivedBytes }) => receivedBytes === written + 5);
	await new Promise((resolve) => setImmediate(resolve));
	expect(notes.drained).toBe(1);
});

test('FD12 a pause stops bytes, resuming goes on', async () => {
	const { ours, raw, peer } = await pair();
	const notes = new Notes();
	ours.handler = notes;
	ours.pause();
	peer.write('waits');
	await eventually(() => raw.readableLength === 5);
	expect(notes.bytes).toBe('');
	ours.resume();
	await eventually(() => notes.bytes === 'waits');
});

test("FD12 the peer's end is told, our side still sends, then both are closed", async () => {
	const { ours, peer } = await pair();
	const notes = new Notes();
	ours.handler = notes;
	peer.socket.end();
	await eventually(() => notes.ended === 1);
	ours.write(Buffer.from('still'));
	ours.end();
	await peer.end();
	await eventually(() => notes.closed === 1);
	expect(peer.text).toBe('still');
	expect(ours.write(Buffer.from('late'))).toBe(0);
});

test('FD12 a reset is an end like any other', async () => {
	const { ours, peer } = await pair();
	const notes = new Notes();
	ours.handler = notes;
	peer.reset();
	await eventually(() => notes.closed === 1);
	expect(ours.write(Buffer.from('late'))).toBe(0);
	ours.end();
	ours.destroy();
	await new Promise((resolve) => setImmediate(resolve));
	expect(notes).toMatchObject({ ended: 0, closed: 1 });
});

test('FD12 a socket that closed before it had a handler tells the first one, once', async () => {
	const { ours, raw } = await pair();
	raw.destroy();
	await once(raw, 'close');
	const notes = new Notes();
	ours.handler = notes;
	expect(notes.closed).toBe(0);
	await eventually(() => notes.closed > 0);
	expect(notes.closed).toBe(1);
});

test('FD12 one object stands for a socket, however often it is asked for', async () => {
	const { ours, raw } = await pair();
	expect(NetSocket.of(raw)).toBe(ours);
	expect(raw.listenerCount('error')).toBe(1);
});
