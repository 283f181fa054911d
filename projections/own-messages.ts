/**
 * A person's own messages above their read mark in a conversation, as bits by ordinal: 12 bytes for up to 32
 * neighbouring messages. They are needed because a mark may move to anywhere below the end; moving it frees them.
 */
import { type Column, countColumn, Rows } from './columns.ts';
import { NONE } from './hash-index.ts';

const WORD_BITS = 5;
const BIT_MASK = 31;

export class OwnMessages {
	/** By seat: the last word, + 1; the words of a seat form a ring, so its next one is the first. */
	readonly #last: Column = countColumn();
	/** By seat: how many there are. */
	readonly #count: Column = countColumn();
	// By word.
	readonly #words = new Rows();
	/** Which 32 ordinals: (n − 1) >> 5. */
	readonly #index = countColumn();
	readonly #bits = countColumn();
	readonly #next = countColumn();

	count(seat: number): number {
		return this.#count.get(seat);
	}

	/** Adds the message with ordinal `n`, which is beyond all added before. */
	add(seat: number, n: number): void {
		const index = (n - 1) >>> WORD_BITS;
		let word = this.#last.get(seat) - 1;
		if (word === NONE || this.#index.get(word) !== index) word = this.#append(seat, index);
		this.#bits.set(word, (this.#bits.get(word) | (1 << ((n - 1) & BIT_MASK))) >>> 0);
		this.#count.add(seat, 1);
	}

	/** Forgets the messages with ordinals up to `n`. */
	dropTo(seat: number, n: number): void {
		for (;;) {
			const last = this.#last.get(seat) - 1;
			if (last === NONE) return;
			const first = this.#next.get(last);
			const index = this.#index.get(first);
			if (index > n >>> WORD_BITS) return;
			const gone = index < n >>> WORD_BITS ? 0xffffffff : (1 << (n & BIT_MASK)) - 1;
			const bits = this.#bits.get(first);
			this.#count.add(seat, -bitCount(bits & gone));
			this.#bits.set(first, (bits & ~gone) >>> 0);
			if (this.#bits.get(first) !== 0) return;
			this.#removeFirst(seat, first, last);
		}
	}

	#append(seat: number, index: number): number {
		const last = this.#last.get(seat) - 1;
		const word = this.#words.take();
		this.#index.set(word, index);
		this.#bits.set(word, 0);
		this.#next.set(word, last === NONE ? word : this.#next.get(last));
		if (last !== NONE) this.#next.set(last, word);
		this.#last.set(seat, word + 1);
		return word;
	}

	#removeFirst(seat: number, first: number, last: number): void {
		if (first === last) this.#last.set(seat, 0);
		else this.#next.set(last, this.#next.get(first));
		this.#words.release(first);
	}
}

/** Bits that are set in a 32-bit word. */
function bitCount(word: number): number {
	let v = word - ((word >>> 1) & 0x55555555);
	v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
	return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
