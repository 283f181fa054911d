import type net from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ByteSocket, SocketHandler } from './socket.ts';

/** How the listeners, which are the same functions for all sockets, find the object of theirs. */
const OWNER = Symbol('net-socket');
type Owned = net.Socket & { [OWNER]?: NetSocket };

/**
 * A `ByteSocket` over a TCP or TLS socket. It listens for errors from the start: without that, one reset by a peer ends
 * the process. Reading begins when the handler is set.
 */
export class NetSocket implements ByteSocket {
	readonly remoteAddress: string;
	readonly encrypted: boolean;
	readonly #socket: Owned;
	#handler: SocketHandler | undefined;
	/** A write left bytes waiting; `onDrained` is due when they have left. */
	#waiting = false;
	#closed = false;

	constructor(socket: net.Socket) {
		this.#socket = socket;
		this.#socket[OWNER] = this;
		this.#socket.on('error', onError);
		this.#socket.on('close', onClose);
		this.remoteAddress = socket.remoteAddress ?? '';
		this.encrypted = socket instanceof TLSSocket;
	}

	/** The object of a socket that came here before, or a new one. */
	static of(socket: net.Socket): NetSocket {
		return (socket as Owned)[OWNER] ?? new NetSocket(socket);
	}

	get handler(): SocketHandler {
		if (this.#handler === undefined) throw new TypeError('the socket has no handler yet');
		return this.#handler;
	}

	/** Setting it starts the reading; setting another one hands the socket on. */
	set handler(handler: SocketHandler) {
		const first = this.#handler === undefined;
		this.#handler = handler;
		if (this.#closed) queueMicrotask(() => handler.onClosed());
		else if (first) this.#attach();
	}

	get unsentBytes(): number {
		return this.#socket.writableLength;
	}

	write(bytes: Uint8Array): number {
		if (!this.#socket.writable) return 0;
		this.#socket.write(bytes, this.#written);
		const unsent = this.#socket.writableLength;
		if (unsent > 0) this.#waiting = true;
		return unsent;
	}

	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}

	end(): void {
		this.#socket.end();
	}

	destroy(): void {
		this.#socket.destroy();
	}

	/**
	 * Stops reading and lets go of the handler: nothing is told to anybody until another one is set, to whom `unread` is
	 * given first. What else comes meanwhile stays with the system, so that nobody fills our memory.
	 */
	hold(unread: Buffer): void {
		this.#detach();
		if (unread.length > 0 && !this.#socket.destroyed) this.#socket.unshift(unread);
	}

	/** Like `hold`, and gives the socket away; only its errors are still listened for. */
	release(unread: Buffer): net.Socket {
		this.hold(unread);
		return this.#socket;
	}

	/** What the listeners tell; not for others. */
	tell(what: 'end' | 'close'): void {
		if (what === 'end') {
			this.#handler?.onEnd();
			return;
		}
		this.#closed = true;
		this.#handler?.onClosed();
	}

	tellBytes(bytes: Buffer): void {
		this.#handler?.onBytes(bytes);
	}

	#attach(): void {
		this.#socket.on('data', onData);
		this.#socket.on('end', onEnd);
		this.#socket.resume();
	}

	#detach(): void {
		this.#handler = undefined;
		this.#socket.pause();
		this.#socket.removeListener('data', onData);
		this.#socket.removeListener('end', onEnd);
	}

	/** By the callback of each write: the `drain` event comes only after more than the stream's high-water mark. */
	readonly #written = (): void => {
		if (!this.#waiting || this.#socket.writableLength > 0 || this.#closed) return;
		this.#waiting = false;
		this.#handler?.onDrained();
	};
}

function onData(this: Owned, bytes: Buffer): void {
	this[OWNER]?.tellBytes(bytes);
}

function onEnd(this: Owned): void {
	this[OWNER]?.tell('end');
}

function onClose(this: Owned): void {
	this[OWNER]?.tell('close');
}

/** A reset is an ordinary end: `close` follows, and tells whoever has to know. */
function onError(this: Owned): void {
	this.destroy();
}
