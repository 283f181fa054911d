import { OPCODE } from '../../transports/ws/encoder.ts';

export interface ClientFrame {
	readonly opcode: number;
	readonly payload?: Uint8Array | string;
	/** Default true. */
	readonly fin?: boolean;
	/** The three reserved bits, 0–7. */
	readonly reserved?: number;
	/** `null`: not masked. */
	readonly mask?: readonly [number, number, number, number] | null;
	/** Length written in another form than the shortest: the bytes of the extended length. */
	readonly lengthBytes?: 2 | 8;
	/** Announces this length whatever the payload has. */
	readonly announced?: number;
}

/** A frame as a client sends it, or as it may not: written from RFC 6455 section 5.2, apart from the product's encoder. */
export function clientFrame(frame: ClientFrame): Buffer {
	const { fin = true, reserved = 0, mask = [0x37, 0xfa, 0x21, 0x3d] } = frame;
	const payload = Buffer.from(frame.payload ?? '');
	const length = frame.announced ?? payload.length;
	const bytes: number[] = [(fin ? 0x80 : 0) | (reserved << 4) | frame.opcode];
	const maskBit = mask === null ? 0 : 0x80;
	const extended = frame.lengthBytes ?? (length > 0xffff ? 8 : length > 125 ? 2 : 0);
	if (extended === 0) bytes.push(maskBit | length);
	else {
		bytes.push(maskBit | (extended === 2 ? 126 : 127));
		for (let place = extended - 1; place >= 0; place -= 1) bytes.push(Math.floor(length / 256 ** place) % 256);
	}
	if (mask !== null) bytes.push(...mask);
	const masked = payload.map((byte, index) => byte ^ (mask?.[index % 4] ?? 0));
	return Buffer.concat([Buffer.from(bytes), masked]);
}

export const clientText = (text: string | Uint8Array) => clientFrame({ opcode: OPCODE.text, payload: text });
export const clientBinary = (payload: Uint8Array) => clientFrame({ opcode: OPCODE.binary, payload });
export const clientPing = (payload = '') => clientFrame({ opcode: OPCODE.ping, payload });
export const clientPong = (payload = '') => clientFrame({ opcode: OPCODE.pong, payload });

export function clientClose(code?: number, reason = ''): Buffer {
	const payload = code === undefined ? '' : Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);
	return clientFrame({ opcode: OPCODE.close, payload });
}

export interface ServerFrame {
	readonly opcode: number;
	readonly payload: Buffer;
}

/** Reads frames of the server; throws on what a server must not send (a mask, a fragment, reserved bits, a length not minimal) and on a rest. */
export function serverFrames(bytes: Buffer): ServerFrame[] {
	const { frames, rest } = splitServerFrames(bytes);
	if (rest.length > 0) throw new Error('the last frame is not whole');
	return frames;
}

/** The frames that are whole, and what came of the next one. Throws like `serverFrames`. */
export function splitServerFrames(bytes: Buffer): { readonly frames: ServerFrame[]; readonly rest: Buffer } {
	const frames: ServerFrame[] = [];
	let at = 0;
	for (;;) {
		const header = serverHeader(bytes, at);
		if (header === undefined || header.end > bytes.length) return { frames, rest: bytes.subarray(at) };
		frames.push({ opcode: bytes.readUInt8(at) & 0x0f, payload: bytes.subarray(header.start, header.end) });
		at = header.end;
	}
}

/** Where the payload of the frame at `at` begins and ends; undefined while its header is not whole. */
function serverHeader(bytes: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
	if (bytes.length - at < 2) return undefined;
	const first = bytes.readUInt8(at);
	const short = bytes.readUInt8(at + 1);
	if ((first & 0xf0) !== 0x80) throw new Error(`first byte ${first.toString(16)} of a server's frame`);
	if (short > 127) throw new Error('a server masked its frame');
	const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
	if (bytes.length < start) return undefined;
	if (short < 126) return { start, end: start + short };
	const length = short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
	if (length < (short === 126 ? 126 : 65_536)) throw new Error('length not minimal');
	return { start, end: start + length };
}

/** The code of the one close frame among the frames. */
export function closeCodeOf(bytes: Buffer): number | undefined {
	const closes = serverFrames(bytes).filter((frame) => frame.opcode === OPCODE.close);
	if (closes.length > 1) throw new Error('more than one close frame');
	const payload = closes[0]?.payload;
	return payload === undefined || payload.length < 2 ? undefined : payload.readUInt16BE(0);
}
