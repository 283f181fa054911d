/**
 * Where an EXIF block tells the place: the directory that its GPS pointer leads to, and the values of that. EXIF is a
 * TIFF structure (TIFF 6.0 section 2, EXIF 2.3 section 4.6.3), whatever picture it stands in.
 */

/** Bytes of a block, the end exclusive. */
export interface Range {
	readonly start: number;
	readonly end: number;
}

const GPS_POINTER = 0x8825;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
/** A picture has two directories, its own and that of its small picture. */
const DIRECTORIES_MAX = 8;
/** Bytes of one value, by its type. */
const VALUE_BYTES: readonly number[] = [1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

/** What must be blanked so that the block tells no place; none of it lies beyond the block, whatever the block says. */
export function placesInExif(block: Buffer): Range[] {
	const tiff = new Tiff(block);
	return tiff.gpsDirectories().flatMap((at) => tiff.directoryWithValues(at));
}

class Tiff {
	readonly #block: Buffer;
	readonly #little: boolean;

	constructor(block: Buffer) {
		this.#block = block;
		this.#little = block[0] === 0x49;
	}

	gpsDirectories(): number[] {
		const found: number[] = [];
		let at = this.#uint32(4);
		for (let k = 0; k < DIRECTORIES_MAX && this.#isDirectory(at); k++) {
			const entries = this.#entries(at);
			for (const entry of entries) if (this.#uint16(entry) === GPS_POINTER) found.push(this.#uint32(entry + 8));
			at = this.#uint32(at + 2 + entries.length * ENTRY_BYTES);
		}
		return found.filter((directory) => this.#isDirectory(directory));
	}

	/** All of a directory: blank, it is one without entries, the last of its chain. */
	directoryWithValues(at: number): Range[] {
		const entries = this.#entries(at);
		const values = entries.flatMap((entry) => {
			const bytes = this.#uint32(entry + 4) * (VALUE_BYTES[this.#uint16(entry + 2)] ?? 1);
			return bytes > 4 ? [this.#within(this.#uint32(entry + 8), bytes)] : [];
		});
		return [this.#within(at, 2 + entries.length * ENTRY_BYTES + 4), ...values].filter(({ start, end }) => start < end);
	}

	#entries(at: number): number[] {
		const room = Math.floor((this.#block.length - at - 2) / ENTRY_BYTES);
		return Array.from({ length: Math.min(this.#uint16(at), Math.max(0, room)) }, (_, k) => at + 2 + k * ENTRY_BYTES);
	}

	#isDirectory(at: number): boolean {
		return at >= HEADER_BYTES && at + 2 <= this.#block.length;
	}

	#within(start: number, bytes: number): Range {
		return { start: Math.max(HEADER_BYTES, start), end: Math.min(this.#block.length, start + bytes) };
	}

	/** Beyond the block there are zeros. */
	#uint16(at: number): number {
		if (at + 2 > this.#block.length) return 0;
		return this.#little ? this.#block.readUInt16LE(at) : this.#block.readUInt16BE(at);
	}

	#uint32(at: number): number {
		if (at + 4 > this.#block.length) return 0;
		return this.#little ? this.#block.readUInt32LE(at) : this.#block.readUInt32BE(at);
	}
}
