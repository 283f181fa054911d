/** Payloads shorter than this are unmasked byte by byte: a view of words costs more than it saves. */
const WORDS_FROM_BYTES = 64;

const maskBytes = new Uint8Array(4);
const maskWord = new Int32Array(maskBytes.buffer);

/**
 * Unmasks `bytes[from, to)` in place (RFC 6455 section 5.3). `mask` is the key as a big-endian number and `phase` says
 * how many bytes of this payload were unmasked before, so that a payload can come in pieces. By 32-bit words where the
 * memory is aligned, whatever the byte order of the machine.
 */
export function unmask(bytes: Uint8Array, from: number, to: number, mask: number, phase: number): void {
	let at = from;
	let step = phase;
	if (to - from >= WORDS_FROM_BYTES) {
		while ((bytes.byteOffset + at) % 4 !== 0) {
			bytes[at] = at1(bytes, at) ^ keyByte(mask, step);
			at += 1;
			step += 1;
		}
		for (let index = 0; index < 4; index += 1) maskBytes[index] = keyByte(mask, step + index);
		const word = maskWord[0] ?? 0;
		const count = (to - at) >> 2;
		const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, count);
		for (let index = 0; index < count; index += 1) words[index] = (words[index] ?? 0) ^ word;
		at += count * 4;
	}
	for (; at < to; at += 1, step += 1) bytes[at] = at1(bytes, at) ^ keyByte(mask, step);
}

function at1(bytes: Uint8Array, index: number): number {
	return bytes[index] ?? 0;
}

function keyByte(mask: number, step: number): number {
	return (mask >>> (24 - 8 * (step & 3))) & 0xff;
}
