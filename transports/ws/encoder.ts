/**
 * Frames as a server sends them: never masked, never fragmented (RFC 6455 section 5.1 and 5.2). Pure.
 */

/** RFC 6455 section 5.2. */
export const OPCODE = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;
export type Opcode = (typeof OPCODE)[keyof typeof OPCODE];

/** Largest payload of a control frame, in bytes (RFC 6455 section 5.5). */
export const CONTROL_BYTES_MAX = 125;
/** Payloads up to this many bytes have their length in the second byte, further ones in 16 and then 64 bits. */
const LENGTH_7_BITS_MAX = 125;
const LENGTH_16_BITS_MAX = 0xffff;
const FIN = 0x80;

/** A whole text frame; a string is sent as UTF-8, bytes must be valid UTF-8. */
export function textFrame(payload: string | Uint8Array): Buffer {
	if (typeof payload !== 'string') return dataFrame(payload, OPCODE.text);
	const length = Buffer.byteLength(payload);
	const frame = Buffer.allocUnsafe(headerBytes(length) + length);
	frame.write(payload, writeHeader(frame, length, OPCODE.text), 'utf8');
	return frame;
}

/** A whole binary frame. */
export function binaryFrame(payload: Uint8Array): Buffer {
	return dataFrame(payload, OPCODE.binary);
}

/** A ping; the payload has at most 125 bytes. */
export function pingFrame(payload: Uint8Array = EMPTY): Buffer {
	return controlFrame(payload, OPCODE.ping);
}

/** A pong, which repeats the payload of the ping that it answers (RFC 6455 section 5.5.3). */
export function pongFrame(payload: Uint8Array = EMPTY): Buffer {
	return controlFrame(payload, OPCODE.pong);
}

/**
 * A close frame (RFC 6455 section 5.5.1). Without a code it has no payload. The reason is cut at a character's edge
 * to the 123 bytes that fit.
 */
export function closeFrame(code?: number, reason = ''): Buffer {
	if (code === undefined) return controlFrame(EMPTY, OPCODE.close);
	const payload = Buffer.alloc(CONTROL_BYTES_MAX);
	payload.writeUInt16BE(code, 0);
	// Writes whole characters only.
	const written = payload.write(reason, 2, 'utf8');
	return controlFrame(payload.subarray(0, 2 + written), OPCODE.close);
}

const EMPTY = Buffer.alloc(0);

function controlFrame(payload: Uint8Array, opcode: Opcode): Buffer {
	if (payload.length > CONTROL_BYTES_MAX) throw new RangeError('a control frame has at most 125 bytes of payload');
	return dataFrame(payload, opcode);
}

function dataFrame(payload: Uint8Array, opcode: Opcode): Buffer {
	const frame = Buffer.allocUnsafe(headerBytes(payload.length) + payload.length);
	frame.set(payload, writeHeader(frame, payload.length, opcode));
	return frame;
}

function headerBytes(length: number): number {
	if (length <= LENGTH_7_BITS_MAX) return 2;
	return length <= LENGTH_16_BITS_MAX ? 4 : 10;
}

/** Returns where the payload starts. */
function writeHeader(frame: Buffer, length: number, opcode: Opcode): number {
	frame[0] = FIN | opcode;
	if (length <= LENGTH_7_BITS_MAX) {
		frame[1] = length;
		return 2;
	}
	if (length <= LENGTH_16_BITS_MAX) {
		frame[1] = 126;
		return frame.writeUInt16BE(length, 2);
	}
	frame[1] = 127;
	frame.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
	return frame.writeUInt32BE(length % 2 ** 32, 6);
}
