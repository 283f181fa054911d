import { CLOSE, HEARTBEAT_MS } from '../../core/wire.ts';
import type { ByteSocket, SocketHandler } from '../socket.ts';
import { closeFrame, pingFrame, pongFrame } from './encoder.ts';
import { FrameParser, type FrameSink } from './parser.ts';
import { SendQueue, WRITE_BYTES_MAX } from './send-queue.ts';
import { flushLater } from './turn.ts';
import type { Wheel, Wheeled } from './wheel.ts';

/** Unsent bytes beyond which a connection is `overLimit`: stop sending, wait for `onDrained`. */
export const BACKLOG_BYTES_MAX = 256 * 1024;
/** Unsent bytes below which a connection that was over the limit counts as drained. */
const BACKLOG_LOW_BYTES = WRITE_BYTES_MAX;
/** How long a peer may neither send nor take anything; then it is closed with 1013. */
const SILENCE_MS_MAX = 60_000;
/** How long a peer has for its part of the close handshake; then the socket is destroyed. */
const CLOSE_WAIT_MS = 3_000;

/** Close codes that never travel (RFC 6455 section 7.1.5): a close frame without a code, and no close frame at all. */
const CLOSED_WITHOUT_CODE = 1005;
const CLOSED_ABNORMALLY = 1006;

/** What a connection tells its owner. Never called again after `onClosed`; no message comes after `close`. */
export interface Receiver<Owner = unknown> {
	onText(connection: Connection<Owner>, text: string): void;
	/** The bytes are the receiver's only during the call. Absent: binary messages close with 1003. */
	onBinary?(connection: Connection<Owner>, bytes: Buffer): void;
	/** Unsent bytes went below the low-water mark after having been over the limit. */
	onDrained(connection: Connection<Owner>): void;
	/** It is over; once. The code of whoever closed first, or 1005, 1006. */
	onClosed(connection: Connection<Owner>, code: number): void;
}

export interface ConnectionOptions<Owner = unknown> {
	readonly receiver: Receiver<Owner>;
	/** Largest message that the peer may send, in bytes; beyond it: 1009. */
	readonly maxMessageBytes: number;
	/** Shared by all connections of a node; it holds the clock. */
	readonly wheel: Wheel;
	/** A receiver threw, which is a bug: told here, and the connection is closed with 1011. */
	readonly onFault: (error: unknown) => void;
}

/**
 * `open` until a close frame was sent or received; `closing`: ours was sent, theirs is awaited; `ending`: our side ends
 * as soon as everything was sent, and what still comes is ignored; `ended`: it did; `closed`: the socket is gone.
 */
type State = 'open' | 'closing' | 'ending' | 'ended' | 'closed';

/**
 * A WebSocket connection after its handshake (RFC 6455 sections 5 to 7): answers pings, keeps the close handshake, and
 * lets everything that is sent in one turn leave in one write. Holds no timer and no closure of its own.
 */
export class Connection<Owner = unknown> implements SocketHandler, FrameSink, Wheeled {
	receiver: Receiver<Owner>;
	/** The owner's own object for this connection. */
	owner: Owner | undefined;
	/** The wheel's. */
	wheelSlot = -1;
	/** `flushLater`'s: whether the end of this turn flushes it. */
	flushing = false;
	readonly #socket: ByteSocket;
	readonly #options: ConnectionOptions<Owner>;
	readonly #parser: FrameParser;
	readonly #queue = new SendQueue();
	#state: State = 'open';
	#closeCode = CLOSED_ABNORMALLY;
	#wasOverLimit = false;
	#paused = false;
	/** Bytes came or left since the last look. */
	#alive = true;
	#silentMs = 0;
	#nextLookMs = HEARTBEAT_MS;
	/** The answer to the last ping, while there is no room for more (RFC 6455 section 5.5.3 lets go of the earlier ones). */
	#pong: Uint8Array | undefined;

	constructor(socket: ByteSocket, options: ConnectionOptions<Owner>) {
		this.#socket = socket;
		this.#options = options;
		this.#parser = new FrameParser(options.maxMessageBytes);
		this.receiver = options.receiver;
		options.wheel.schedule(this, HEARTBEAT_MS);
		socket.handler = this;
	}

	/** Neither side has begun to close. */
	get open(): boolean {
		return this.#state === 'open';
	}

	/** Bytes that wait here and in the socket. */
	get unsentBytes(): number {
		return this.#queue.bytes + this.#socket.unsentBytes;
	}

	get overLimit(): boolean {
		return this.unsentBytes > BACKLOG_BYTES_MAX;
	}

	/**
	 * Queues an encoded frame, which must not be changed afterwards; all that is queued in one turn leaves in one write
	 * at its end. Nothing is ever refused: look at `overLimit`. Ignored once the connection is not open.
	 */
	send(frame: Uint8Array): void {
		if (this.#state === 'open') this.#enqueue(frame);
	}

	/** Stops reading the socket; messages of the read that is being worked on still come. */
	pauseReading(): void {
		if (this.#paused || this.#state !== 'open') return;
		this.#paused = true;
		this.#socket.pause();
	}

	resumeReading(): void {
		if (!this.#paused) return;
		this.#paused = false;
		this.#socket.resume();
	}

	/**
	 * Begins the close handshake after what was sent before (RFC 6455 section 7.1.2); destroys the socket if the peer
	 * has not done its part after `CLOSE_WAIT_MS`. The reason is cut to 123 bytes.
	 */
	close(code: number, reason = ''): void {
		if (this.#state !== 'open') return;
		this.#closeCode = code;
		this.#sendClose('closing', closeFrame(code, reason));
	}

	onBytes(bytes: Buffer): void {
		this.#alive = true;
		if (this.#state !== 'open' && this.#state !== 'closing') return;
		try {
			const fault = this.#parser.feed(bytes, this);
			if (fault !== undefined) this.#fail(fault.code, fault.reason);
		} catch (error) {
			this.#broken(error);
		}
	}

	/** A sign of life only while more waits: over TLS every write waits for a moment, whoever is there to take it. */
	onDrained(): void {
		if (this.#queue.bytes > 0) this.#alive = true;
		this.flush();
	}

	/** The peer ended without a close frame, or after the handshake: either way nothing more will come. */
	onEnd(): void {
		this.#end();
	}

	onClosed(): void {
		this.#state = 'closed';
		this.#options.wheel.cancel(this);
		this.#queue.clear();
		this.#pong = undefined;
		try {
			this.receiver.onClosed(this, this.#closeCode);
		} catch (error) {
			this.#options.onFault(error);
		}
	}

	onText(text: string): void {
		if (this.#state === 'open') this.receiver.onText(this, text);
	}

	onBinary(bytes: Buffer): void {
		if (this.#state !== 'open') return;
		if (this.receiver.onBinary === undefined) this.#fail(CLOSE.unsupportedData, 'text-only');
		else this.receiver.onBinary(this, bytes);
	}

	onPing(payload: Buffer): void {
		if (this.#state !== 'open') return;
		if (this.overLimit) this.#pong = pongFrame(payload);
		else this.#enqueue(pongFrame(payload));
	}

	onPong(): void {
		// That bytes came is all that a pong says.
	}

	onClose(code: number | undefined): void {
		if (this.#state === 'open') {
			this.#closeCode = code ?? CLOSED_WITHOUT_CODE;
			this.#sendClose('ending', closeFrame(code));
		} else {
			this.#end();
		}
	}

	/** The wheel's call: a look at the heartbeat, or the end of the wait for a close. */
	onDue(): void {
		if (this.#state !== 'open') {
			this.#socket.destroy();
			return;
		}
		// A socket that we ourselves do not read, with nothing to take, cannot show that it is alive.
		const alive = this.#alive || (this.#paused && this.unsentBytes === 0);
		this.#silentMs = alive ? 0 : this.#silentMs + this.#nextLookMs;
		if (this.#silentMs >= SILENCE_MS_MAX) {
			this.close(CLOSE.tryLater, 'silent');
			return;
		}
		if (!alive) this.#enqueue(PING);
		this.#alive = false;
		this.#nextLookMs = Math.min(HEARTBEAT_MS, SILENCE_MS_MAX - this.#silentMs);
		this.#options.wheel.schedule(this, this.#nextLookMs);
	}

	/** The end of a turn, or room in the socket: writes what waits. */
	flush(): void {
		if (this.#state === 'closed') return;
		if (this.#pong !== undefined && !this.overLimit) {
			this.#queue.push(this.#pong);
			this.#pong = undefined;
		}
		this.#queue.writeTo(this.#socket);
		if (this.#wasOverLimit && this.unsentBytes < BACKLOG_LOW_BYTES) this.#tellDrained();
		if (this.#state !== 'ending' || this.#queue.bytes > 0) return;
		this.#state = 'ended';
		this.#socket.end();
	}

	#enqueue(frame: Uint8Array): void {
		this.#queue.push(frame);
		this.#wasOverLimit ||= this.overLimit;
		flushLater(this);
	}

	#tellDrained(): void {
		this.#wasOverLimit = false;
		if (this.#state !== 'open') return;
		try {
			this.receiver.onDrained(this);
		} catch (error) {
			this.#broken(error);
		}
	}

	/** Fails the connection (RFC 6455 section 7.1.7): says why, then ends without waiting for the peer's close frame. */
	#fail(code: number, reason: string): void {
		if (this.#state === 'open') {
			this.#closeCode = code;
			this.#sendClose('ending', closeFrame(code, reason));
		} else {
			this.#end();
		}
	}

	#broken(error: unknown): void {
		this.#options.onFault(error);
		this.#fail(CLOSE.internal, '');
	}

	#sendClose(state: 'closing' | 'ending', frame: Uint8Array): void {
		this.#state = state;
		this.#pong = undefined;
		this.#enqueue(frame);
		this.#options.wheel.schedule(this, CLOSE_WAIT_MS);
		this.resumeReading();
	}

	#end(): void {
		if (this.#state !== 'open' && this.#state !== 'closing') return;
		if (this.#state === 'open') this.#options.wheel.schedule(this, CLOSE_WAIT_MS);
		this.#state = 'ending';
		this.resumeReading();
		flushLater(this);
	}
}

const PING = pingFrame();
