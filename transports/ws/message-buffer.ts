import type { FrameFault } from './fault.ts';
import { FAULT } from './fault.ts';

const FIRST_BYTES = 1024;

/**
 * A message that did not come as one frame in one read: its bytes in one growing buffer, its UTF-8 checked as it comes,
 * so that a bad text fails at its first bad byte (RFC 6455 section 8.1) and memory follows what was received, never
 * what was announced.
 */
export class MessageBuffer {
	#bytes = Buffer.alloc(0);
	#length = 0;
	readonly #decoder: TextDecoder | undefined;

	constructor(isText: boolean) {
		this.#decoder = isText ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }) : undefined;
	}

	/** Copies `piece`; the buffer grows by doubling, never past `lengthMax` bytes, which the message is known not to pass. */
	append(piece: Uint8Array, lengthMax: number): FrameFault | undefined {
		const length = this.#length + piece.length;
		if (length > this.#bytes.length) this.#grow(length, lengthMax);
		this.#bytes.set(piece, this.#length);
		this.#length = length;
		return this.#decoder === undefined || decodes(this.#decoder, piece, true) ? undefined : FAULT.notUtf8;
	}

	/** The whole text, or the fault of one that stops within a character. */
	text(): string | FrameFault {
		if (this.#decoder !== undefined && !decodes(this.#decoder, NOTHING, false)) return FAULT.notUtf8;
		return this.#bytes.toString('utf8', 0, this.#length);
	}

	binary(): Buffer {
		return this.#bytes.subarray(0, this.#length);
	}

	#grow(length: number, lengthMax: number): void {
		const capacity = Math.max(length, Math.min(lengthMax, Math.max(FIRST_BYTES, this.#bytes.length * 2)));
		const grown = Buffer.allocUnsafeSlow(capacity);
		grown.set(this.#bytes.subarray(0, this.#length));
		this.#bytes = grown;
	}
}

const NOTHING = new Uint8Array(0);

function decodes(decoder: TextDecoder, piece: Uint8Array, stream: boolean): boolean {
	try {
		decoder.decode(piece, { stream });
		return true;
	} catch {
		// A fatal decoder has no other way to say that the bytes are not UTF-8.
		return false;
	}
}
