/**
 * A byte stream as a connection sees it after its handshake. `transports/net-socket.ts` is the only file that puts a
 * `net.Socket` behind it; simulations put their own.
 */
export interface ByteSocket {
	/** Queues bytes to leave in order; returns how many bytes now wait unsent (0 when all were taken). */
	write(bytes: Uint8Array): number;
	/** Bytes queued and not yet taken by the system. */
	readonly unsentBytes: number;
	/** Stops and resumes `onBytes`. */
	pause(): void;
	resume(): void;
	/** Sends what is queued, then ends our side. */
	end(): void;
	/** Ends at once, dropping what is queued. */
	destroy(): void;
	/** Set once; no event happens before. */
	handler: SocketHandler;
}

export interface SocketHandler {
	/** The bytes are the handler's only during the call; it may overwrite them (payloads are unmasked in place). */
	onBytes(bytes: Buffer): void;
	/** What a write left waiting has left (all of it). Not called when `write` returned 0. */
	onDrained(): void;
	/** The peer ended its side. */
	onEnd(): void;
	/** It is over; nothing is called afterwards. Called once, also after `destroy`. */
	onClosed(): void;
}
