import type { FrameFault } from '../../../transports/ws/fault.ts';
import { FrameParser, type FrameSink } from '../../../transports/ws/parser.ts';

export type Heard =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'binary' | 'ping' | 'pong'; readonly hex: string }
	| { readonly kind: 'close'; readonly code: number | undefined; readonly reason: string }
	| { readonly kind: 'fault'; readonly fault: FrameFault };

/** Keeps what a parser hands out, copied. */
export class Ear implements FrameSink {
	readonly heard: Heard[] = [];

	onText(text: string): void {
		this.heard.push({ kind: 'text', text });
	}

	onBinary(bytes: Buffer): void {
		this.heard.push({ kind: 'binary', hex: bytes.toString('hex') });
	}

	onPing(payload: Buffer): void {
		this.heard.push({ kind: 'ping', hex: payload.toString('hex') });
	}

	onPong(payload: Buffer): void {
		this.heard.push({ kind: 'pong', hex: payload.toString('hex') });
	}

	onClose(code: number | undefined, reason: string): void {
		this.heard.push({ kind: 'close', code, reason });
	}
}

export const MESSAGE_BYTES_MAX = 1024 * 1024;

/** What comes out when these reads go in. The reads are copied: a parser overwrites them. */
export function hear(
	reads: readonly Uint8Array[],
	messageBytesMax = MESSAGE_BYTES_MAX,
	fragmentsMax?: number,
): Heard[] {
	const parser = new FrameParser(messageBytesMax, fragmentsMax);
	const ear = new Ear();
	for (const read of reads) {
		const fault = parser.feed(Buffer.from(read), ear);
		if (fault !== undefined) ear.heard.push({ kind: 'fault', fault });
	}
	return ear.heard;
}

/** `bytes` in pieces of at most `size`. */
export function piecesOf(bytes: Buffer, size: number): Buffer[] {
	const pieces: Buffer[] = [];
	for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
	return pieces;
}

/** `bytes` cut at these places, in any order. */
export function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
	const sorted = [...places].map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
	const edges = [0, ...sorted, bytes.length];
	return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}
