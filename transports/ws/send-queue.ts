import type { ByteSocket } from '../socket.ts';

/**
 * Most bytes handed to a socket at once. Bigger frames are cut, so that a slow peer shows progress in pieces of this
 * size: one that takes a piece a minute is alive.
 */
export const WRITE_BYTES_MAX = 64 * 1024;

/**
 * Frames that wait for their socket. They leave in as few writes as the limit allows: one, copied together, when they
 * are small; slices without a copy when they are big. While the socket holds unsent bytes, everything waits here.
 */
export class SendQueue {
	readonly #frames: Uint8Array[] = [];
	/** Bytes of the first frame that left already. */
	#offset = 0;
	/** Bytes that wait here. */
	bytes = 0;

	push(frame: Uint8Array): void {
		this.#frames.push(frame);
		this.bytes += frame.length;
	}

	/** Writes until the queue is empty or the socket cannot take more at once. */
	writeTo(socket: ByteSocket): void {
		while (this.bytes > 0 && socket.unsentBytes === 0) {
			const chunk = this.#next();
			this.bytes -= chunk.length;
			if (socket.write(chunk) > 0) return;
		}
	}

	clear(): void {
		this.#frames.length = 0;
		this.#offset = 0;
		this.bytes = 0;
	}

	#next(): Uint8Array {
		const first = this.#frames[0];
		if (first === undefined) throw new RangeError('bytes wait without a frame');
		if (this.#frames.length === 1 || first.length - this.#offset >= WRITE_BYTES_MAX) return this.#slice(first);
		const size = Math.min(this.bytes, WRITE_BYTES_MAX);
		const chunk = Buffer.allocUnsafe(size);
		let filled = 0;
		let used = 0;
		while (filled < size) {
			const frame = this.#frames[used] ?? first;
			const part = frame.subarray(this.#offset, this.#offset + size - filled);
			chunk.set(part, filled);
			filled += part.length;
			this.#offset += part.length;
			if (this.#offset < frame.length) break;
			this.#offset = 0;
			used += 1;
		}
		this.#frames.splice(0, used);
		return chunk;
	}

	#slice(first: Uint8Array): Uint8Array {
		const end = Math.min(first.length, this.#offset + WRITE_BYTES_MAX);
		const slice = first.subarray(this.#offset, end);
		this.#offset = end;
		if (end === first.length) {
			this.#frames.shift();
			this.#offset = 0;
		}
		return slice;
	}
}
