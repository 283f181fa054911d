/** Texts as bytes in large buffers: names and notes without an object each. */
import { type Column, countColumn } from './columns.ts';

/** Bytes of one buffer of a pool. A text lies in one of them whole. */
const POOL_CHUNK_BITS = 16;
const POOL_CHUNK_BYTES = 1 << POOL_CHUNK_BITS;
const LENGTH_BYTES = 2;
/** Longest text, in bytes of UTF-8; a longer one is a bug, for every field of an event has a smaller limit. */
export const TEXT_COLUMN_BYTES_MAX = POOL_CHUNK_BYTES - LENGTH_BYTES;
/** Bytes of replaced texts from which it pays to write the others afresh. */
const WASTE_BYTES_MIN = 1 << 20;

/** A column of texts, empty where nothing was set. */
export class TextColumn {
	/** Where an entry's text begins in the pool, plus 1; 0 for the empty text. */
	readonly #starts: Column = countColumn();
	#end = 0;
	#pool: Buffer[] = [];
	/** Where the pool's free bytes begin. */
	#used = 0;
	#wasted = 0;

	get(index: number): string {
		const start = this.#starts.get(index);
		if (start === 0) return '';
		const { bytes, from, to } = this.#locate(start - 1);
		return bytes.toString('utf8', from, to);
	}

	set(index: number, text: string): void {
		const old = this.#starts.get(index);
		if (old !== 0) {
			const { from, to } = this.#locate(old - 1);
			this.#wasted += LENGTH_BYTES + to - from;
		}
		this.#end = Math.max(this.#end, index + 1);
		this.#starts.set(index, text === '' ? 0 : this.#store(text) + 1);
		if (this.#wasted > WASTE_BYTES_MIN && this.#wasted > this.#used / 2) this.#compact();
	}

	#locate(start: number) {
		const bytes = this.#pool[start >>> POOL_CHUNK_BITS];
		if (bytes === undefined) throw new Error('a text lies outside its pool');
		const at = start & (POOL_CHUNK_BYTES - 1);
		const from = at + LENGTH_BYTES;
		return { bytes, from, to: from + bytes.readUInt16LE(at) };
	}

	#store(text: string): number {
		const length = Buffer.byteLength(text);
		if (length > TEXT_COLUMN_BYTES_MAX) throw new Error(`a text of ${length} bytes in a column`);
		const left = POOL_CHUNK_BYTES - (this.#used & (POOL_CHUNK_BYTES - 1));
		if (LENGTH_BYTES + length > left) this.#used += left;
		const start = this.#used;
		const chunk = start >>> POOL_CHUNK_BITS;
		if (this.#pool[chunk] === undefined) this.#pool[chunk] = Buffer.alloc(POOL_CHUNK_BYTES);
		const at = start & (POOL_CHUNK_BYTES - 1);
		this.#pool[chunk].writeUInt16LE(length, at);
		this.#pool[chunk].write(text, at + LENGTH_BYTES, 'utf8');
		this.#used += LENGTH_BYTES + length;
		return start;
	}

	#compact(): void {
		const old = this.#pool;
		const kept = Array.from({ length: this.#end }, (_, index) => this.#starts.get(index));
		this.#pool = [];
		this.#used = 0;
		this.#wasted = 0;
		for (const [index, start] of kept.entries()) {
			const chunk = old[(start - 1) >>> POOL_CHUNK_BITS];
			if (start === 0 || chunk === undefined) continue;
			const at = (start - 1) & (POOL_CHUNK_BYTES - 1);
			const text = chunk.toString('utf8', at + LENGTH_BYTES, at + LENGTH_BYTES + chunk.readUInt16LE(at));
			this.#starts.set(index, this.#store(text) + 1);
		}
	}
}
