import { CONTROL_BYTES_MAX, OPCODE } from './encoder.ts';
import { FAULT, type FrameFault } from './fault.ts';
import { unmask } from './mask.ts';
import { MessageBuffer } from './message-buffer.ts';

/** Fragments of one message, empty ones counted; beyond it: 1009. Each costs nothing but its bytes, so it is generous. */
const FRAGMENTS_MAX = 131_072;
/** 2 bytes, a length of 64 bits, a mask. */
const HEADER_BYTES_MAX = 14;

/** What a parser hands out. Buffers are the sink's only during the call. */
export interface FrameSink {
	onText(text: string): void;
	onBinary(bytes: Buffer): void;
	onPing(payload: Buffer): void;
	onPong(payload: Buffer): void;
	/** Nothing follows. `code` is undefined when the frame had no payload. */
	onClose(code: number | undefined, reason: string): void;
}

/**
 * The frames of a client (RFC 6455 section 5), strictly: reserved bits and opcodes, missing masks, lengths that are not
 * minimal, fragmented or long control frames, bad close payloads and texts that are not UTF-8 are faults. Limits are
 * checked on the header, before anything is allocated. Pure: what comes out depends on the bytes alone, however they
 * are cut. Idle, it holds numbers only.
 */
export class FrameParser {
	readonly #messageBytesMax: number;
	readonly #fragmentsMax: number;
	#over = false;
	/** The start of a header that a read cut; the rest comes with the next one. */
	#cut: Buffer | undefined;
	#cutLength = 0;
	/** The frame whose payload is awaited. */
	#inFrame = false;
	#final = false;
	#opcode = 0;
	#mask = 0;
	#length = 0;
	/** Payload bytes of this frame that came already. */
	#taken = 0;
	#control: Buffer | undefined;
	/** The message that the frames build: its opcode (0 = none), bytes announced and frames so far. */
	#messageOpcode = 0;
	#messageBytes = 0;
	#fragments = 0;
	#message: MessageBuffer | undefined;

	constructor(messageBytesMax: number, fragmentsMax: number = FRAGMENTS_MAX) {
		this.#messageBytesMax = messageBytesMax;
		this.#fragmentsMax = fragmentsMax;
	}

	/**
	 * Takes what a read brought, which it overwrites (payloads are unmasked in place), and hands every frame that is
	 * now whole to the sink. After a fault or a close frame everything is ignored.
	 */
	feed(bytes: Buffer, sink: FrameSink): FrameFault | undefined {
		let at = 0;
		while (!this.#over) {
			if (!this.#inFrame) {
				const header = this.#readHeader(bytes, at);
				if (typeof header !== 'number') return this.#fail(header);
				at += header;
				if (!this.#inFrame) return undefined;
			}
			const end = Math.min(bytes.length, at + this.#length - this.#taken);
			if (end === at && this.#taken < this.#length) return undefined;
			if (end > at) unmask(bytes, at, end, this.#mask, this.#taken);
			const piece = bytes.subarray(at, end);
			at = end;
			this.#taken += piece.length;
			const fault = this.#opcode >= OPCODE.close ? this.#controlPiece(piece, sink) : this.#dataPiece(piece, sink);
			if (fault !== undefined) return this.#fail(fault);
			if (this.#taken < this.#length) return undefined;
			this.#inFrame = false;
		}
		return undefined;
	}

	#fail(fault: FrameFault): FrameFault {
		this.#over = true;
		this.#message = undefined;
		return fault;
	}

	/** Returns how many bytes of this read belong to the header. */
	#readHeader(bytes: Buffer, at: number): number | FrameFault {
		if (this.#cut === undefined) {
			const size = this.#parseHeader(bytes, at, bytes.length);
			if (size !== 0) return size;
			this.#cutLength = bytes.length - at;
			if (this.#cutLength > 0) {
				this.#cut = Buffer.allocUnsafe(HEADER_BYTES_MAX);
				bytes.copy(this.#cut, 0, at);
			}
			return this.#cutLength;
		}
		const before = this.#cutLength;
		const copied = bytes.copy(this.#cut, before, at);
		const size = this.#parseHeader(this.#cut, 0, before + copied);
		if (size === 0) {
			this.#cutLength = before + copied;
			return copied;
		}
		this.#cut = undefined;
		return typeof size === 'number' ? size - before : size;
	}

	/** Reads the header in `bytes[at, end)` and returns its size; 0 when it is not whole yet. */
	#parseHeader(bytes: Buffer, at: number, end: number): number | FrameFault {
		if (end - at < 2) return 0;
		const first = bytes.readUInt8(at);
		const second = bytes.readUInt8(at + 1);
		const opcode = first & 0x0f;
		const final = (first & 0x80) !== 0;
		const short = second & 0x7f;
		const fault = this.#judge(first, second, opcode, final, short);
		if (fault !== undefined) return fault;
		const size = 6 + (short === 126 ? 2 : short === 127 ? 8 : 0);
		if (end - at < size) return 0;
		const length = readLength(bytes, at + 2, short);
		if (typeof length !== 'number') return length;
		if (opcode < OPCODE.close) {
			const refused = this.#startData(opcode, length);
			if (refused !== undefined) return refused;
		}
		this.#mask = bytes.readUInt32BE(at + size - 4);
		this.#inFrame = true;
		this.#final = final;
		this.#opcode = opcode;
		this.#length = length;
		this.#taken = 0;
		return size;
	}

	/** What the first two bytes say already. */
	#judge(first: number, second: number, opcode: number, final: boolean, short: number): FrameFault | undefined {
		if ((first & 0x70) !== 0) return FAULT.reservedBits;
		if (opcode > OPCODE.pong || (opcode > OPCODE.binary && opcode < OPCODE.close)) return FAULT.reservedOpcode;
		if ((second & 0x80) === 0) return FAULT.notMasked;
		if (opcode >= OPCODE.close) {
			if (!final) return FAULT.fragmentedControl;
			return short > CONTROL_BYTES_MAX ? FAULT.longControl : undefined;
		}
		if (opcode === OPCODE.continuation) return this.#messageOpcode === 0 ? FAULT.nothingToContinue : undefined;
		return this.#messageOpcode === 0 ? undefined : FAULT.messageUnfinished;
	}

	#startData(opcode: number, length: number): FrameFault | undefined {
		if (this.#messageBytes + length > this.#messageBytesMax) return FAULT.messageTooBig;
		if (this.#fragments + 1 > this.#fragmentsMax) return FAULT.tooManyFragments;
		if (opcode !== OPCODE.continuation) this.#messageOpcode = opcode;
		this.#messageBytes += length;
		this.#fragments += 1;
		return undefined;
	}

	#dataPiece(piece: Buffer, sink: FrameSink): FrameFault | undefined {
		const isText = this.#messageOpcode === OPCODE.text;
		const ended = this.#final && this.#taken === this.#length;
		// A message in one frame and one read, by far the most frequent: nothing is copied.
		if (ended && this.#message === undefined) {
			this.#forgetMessage();
			if (isText) return handText(decodeText(piece), sink);
			sink.onBinary(piece);
			return undefined;
		}
		this.#message ??= new MessageBuffer(isText);
		const message = this.#message;
		const fault = message.append(piece, this.#final ? this.#messageBytes : this.#messageBytesMax);
		if (fault !== undefined || !ended) return fault;
		this.#forgetMessage();
		if (isText) return handText(message.text(), sink);
		sink.onBinary(message.binary());
		return undefined;
	}

	#forgetMessage(): void {
		this.#message = undefined;
		this.#messageOpcode = 0;
		this.#messageBytes = 0;
		this.#fragments = 0;
	}

	#controlPiece(piece: Buffer, sink: FrameSink): FrameFault | undefined {
		let payload = piece;
		if (piece.length < this.#length) {
			this.#control ??= Buffer.allocUnsafe(this.#length);
			this.#control.set(piece, this.#taken - piece.length);
			if (this.#taken < this.#length) return undefined;
			payload = this.#control;
			this.#control = undefined;
		}
		if (this.#opcode === OPCODE.close) return this.#close(payload, sink);
		if (this.#opcode === OPCODE.ping) sink.onPing(payload);
		else sink.onPong(payload);
		return undefined;
	}

	/** RFC 6455 section 5.5.1. */
	#close(payload: Buffer, sink: FrameSink): FrameFault | undefined {
		if (payload.length === 1) return FAULT.closePayload;
		const code = payload.length === 0 ? undefined : payload.readUInt16BE(0);
		if (code !== undefined && !mayBeSent(code)) return FAULT.closeCode;
		const reason = decodeText(payload.subarray(2));
		if (typeof reason !== 'string') return reason;
		this.#over = true;
		this.#message = undefined;
		sink.onClose(code, reason);
		return undefined;
	}
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeText(bytes: Buffer): string | FrameFault {
	try {
		return decoder.decode(bytes);
	} catch {
		// A fatal decoder has no other way to say that the bytes are not UTF-8.
		return FAULT.notUtf8;
	}
}

function handText(text: string | FrameFault, sink: FrameSink): FrameFault | undefined {
	if (typeof text !== 'string') return text;
	sink.onText(text);
	return undefined;
}

/** The length that `short` announces or that follows it, which must be the shortest form (RFC 6455 section 5.2). */
function readLength(bytes: Buffer, at: number, short: number): number | FrameFault {
	if (short < 126) return short;
	if (short === 126) {
		const length = bytes.readUInt16BE(at);
		return length < 126 ? FAULT.lengthNotMinimal : length;
	}
	const high = bytes.readUInt32BE(at);
	if (high >= 2 ** 31) return FAULT.lengthSigned;
	const length = high * 2 ** 32 + bytes.readUInt32BE(at + 4);
	return length <= 0xffff ? FAULT.lengthNotMinimal : length;
}

/** Codes that a peer may send (RFC 6455 section 7.4 and the registry it opened): not 1004–1006 and 1015, which mean something local. */
function mayBeSent(code: number): boolean {
	return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
