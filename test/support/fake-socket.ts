import type { ByteSocket, SocketHandler } from '../../transports/socket.ts';

/**
 * A socket in memory: keeps what is written and tells what the test says. `blocked` stands for a peer that does not
 * read: writes wait until `drain`. Nothing happens by itself.
 */
export class FakeSocket implements ByteSocket {
	readonly writes: Buffer[] = [];
	unsentBytes = 0;
	blocked = false;
	paused = false;
	ended = false;
	destroyed = false;
	closed = false;
	#handler: SocketHandler | undefined;

	get handler(): SocketHandler {
		if (this.#handler === undefined) throw new TypeError('the socket has no handler yet');
		return this.#handler;
	}

	set handler(handler: SocketHandler) {
		this.#handler = handler;
	}

	/** Everything written so far. */
	get written(): Buffer {
		return Buffer.concat(this.writes);
	}

	write(bytes: Uint8Array): number {
		this.writes.push(Buffer.from(bytes));
		if (this.blocked) this.unsentBytes += bytes.length;
		return this.unsentBytes;
	}

	pause(): void {
		this.paused = true;
	}

	resume(): void {
		this.paused = false;
	}

	end(): void {
		this.ended = true;
	}

	destroy(): void {
		this.destroyed = true;
		this.close();
	}

	/** What came from the peer; copied, because a handler may overwrite what it gets. */
	receive(bytes: Uint8Array): void {
		this.handler.onBytes(Buffer.from(bytes));
	}

	/** The peer took everything that waited. */
	drain(): void {
		if (this.unsentBytes === 0) return;
		this.unsentBytes = 0;
		this.handler.onDrained();
	}

	/** The socket is over. */
	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.#handler?.onClosed();
	}
}
