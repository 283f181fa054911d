/** A hash table over row numbers: open addressing in one Int32Array; the keys stay in the columns of whoever uses it. */

export const NONE = -1;

const FIRST_SLOTS = 16;
/** Slots in use, of 10, beyond which the table doubles. */
const LOAD_OF_TEN = 7;

/** Finds rows by key. Keys of two rows in it are never the same. At most 2³⁰ rows. */
export class HashIndex<Key> {
	readonly #hashOfRow: (row: number) => number;
	readonly #isKey: (row: number, key: Key) => boolean;
	/** Row + 1; 0 = free. */
	#slots = new Int32Array(FIRST_SLOTS);
	#size = 0;

	/** `hashOfRow`: the 32-bit hash of a row's key; `isKey`: whether the row has this key. */
	constructor(hashOfRow: (row: number) => number, isKey: (row: number, key: Key) => boolean) {
		this.#hashOfRow = hashOfRow;
		this.#isKey = isKey;
	}

	/** The row with this key, whose hash is `hash`, or `NONE`. */
	find(hash: number, key: Key): number {
		const mask = this.#slots.length - 1;
		for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
			const row = (this.#slots[slot] ?? 0) - 1;
			if (row === NONE || this.#isKey(row, key)) return row;
		}
	}

	/** Adds a row whose key is in no row yet. */
	insert(row: number): void {
		if ((this.#size + 1) * 10 > this.#slots.length * LOAD_OF_TEN) this.#double();
		this.#put(row);
		this.#size++;
	}

	/** Takes a row out that is in; its key must still stand in its columns. */
	remove(row: number): void {
		const slots = this.#slots;
		const mask = slots.length - 1;
		let hole = this.#hashOfRow(row) & mask;
		while (slots[hole] !== row + 1) hole = (hole + 1) & mask;
		// Rows behind the hole move up where their own place is not beyond it, so that no search ends too early.
		for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
			const home = this.#hashOfRow((slots[slot] ?? 0) - 1) & mask;
			if (((slot - home) & mask) >= ((slot - hole) & mask)) {
				slots[hole] = slots[slot] ?? 0;
				hole = slot;
			}
		}
		slots[hole] = 0;
		this.#size--;
	}

	#put(row: number): void {
		const mask = this.#slots.length - 1;
		let slot = this.#hashOfRow(row) & mask;
		while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
		this.#slots[slot] = row + 1;
	}

	#double(): void {
		const old = this.#slots;
		this.#slots = new Int32Array(old.length * 2);
		for (const entry of old) if (entry !== 0) this.#put(entry - 1);
	}
}

/** Mixes 32 bits so that every one of them tells in the low ones (MurmurHash3's finalizer). */
export function mix(hash: number): number {
	let h = hash;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return h ^ (h >>> 16);
}

/** The hash of two dense numbers. */
export function mixTwo(a: number, b: number): number {
	return mix(mix(a + 1) ^ Math.imul(b + 1, 0x9e3779b1));
}

/** The hash of a text. */
export function hashText(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	return mix(hash);
}
