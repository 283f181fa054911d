/**
 * Columns: growable arrays of numbers, indexed by dense numbers. A view that keeps one value an account keeps it in a
 * column, not in an object an account: a few bytes each, nothing for the garbage collector to walk.
 */

/** Entries of a chunk. A column grows by chunks, so growing never copies more than one of them. */
const CHUNK_BITS = 14;
const CHUNK_ENTRIES = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ENTRIES - 1;
const FIRST_ENTRIES = 16;

type Cells = Uint8Array | Uint32Array | Float64Array;

/** A growable array of numbers in which everything never set is 0. Indexes are integers ≥ 0. */
export class Column {
	readonly #make: (entries: number) => Cells;
	readonly #chunks: Cells[] = [];

	constructor(make: (entries: number) => Cells) {
		this.#make = make;
	}

	get(index: number): number {
		return this.#chunks[index >>> CHUNK_BITS]?.[index & CHUNK_MASK] ?? 0;
	}

	set(index: number, value: number): void {
		const chunk = this.#chunks[index >>> CHUNK_BITS];
		const at = index & CHUNK_MASK;
		if (chunk !== undefined && at < chunk.length) chunk[at] = value;
		else if (value !== 0) this.#grown(index)[at] = value;
	}

	add(index: number, value: number): void {
		this.set(index, this.get(index) + value);
	}

	/** The chunk of `index`, long enough for it. The first chunk doubles, so that small views stay small. */
	#grown(index: number): Cells {
		const number = index >>> CHUNK_BITS;
		while (this.#chunks.length < number) this.#grown(this.#chunks.length << CHUNK_BITS);
		const old = this.#chunks[number];
		let entries = number === 0 ? Math.max(FIRST_ENTRIES, old?.length ?? 0) : CHUNK_ENTRIES;
		while (entries <= (index & CHUNK_MASK)) entries *= 2;
		const chunk = this.#make(entries);
		if (old !== undefined) chunk.set(old);
		this.#chunks[number] = chunk;
		return chunk;
	}
}

/** A column of integers from 0 to 255. */
export function byteColumn(): Column {
	return new Column((entries) => new Uint8Array(entries));
}

/** A column of integers from 0 to 2³² − 1: counts, versions, dense numbers. */
export function countColumn(): Column {
	return new Column((entries) => new Uint32Array(entries));
}

/** A column of integers from 0 to 2⁵³ − 1: log positions, times in ms. */
export function positionColumn(): Column {
	return new Column((entries) => new Float64Array(entries));
}

/** Hands out row numbers from 0, those given back first: what a set of columns that also shrinks is indexed by. */
export class Rows {
	#end = 0;
	readonly #free: number[] = [];

	/** One beyond the highest row ever handed out. */
	get end(): number {
		return this.#end;
	}

	take(): number {
		return this.#free.pop() ?? this.#end++;
	}

	/** Gives a row back; whoever holds it has emptied its cells. */
	release(row: number): void {
		this.#free.push(row);
	}
}
