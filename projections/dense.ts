/**
 * The door: ids become dense numbers here, 0, 1, 2 …, and every view behind it is indexed by them. An id costs 16
 * bytes and its slots in a hash table. Reading never gives a number out; only events do, so equal logs give equal numbers.
 */

import type { AccountId, ConversationId, NodeId } from '../core/ids.ts';
import { countColumn, Rows } from './columns.ts';
import { HashIndex, mix, NONE } from './hash-index.ts';

const WORDS = 4;
const UUID_CHARS = 36;
/** Texts of ids used lately, kept so that a fan-out does not format the same ids again and again. */
const TEXTS_KEPT = 4096;

export { NONE };

/** The dense numbers of one kind of id. */
export class Dense<Id extends string> {
	readonly #words = countColumn();
	readonly #rows = new Rows();
	readonly #probe = new Uint32Array(WORDS);
	readonly #index = new HashIndex<Uint32Array>(
		(row) => hashWords(this.#word(row, 0), this.#word(row, 1), this.#word(row, 2), this.#word(row, 3)),
		(row, key) =>
			this.#word(row, 3) === key[3] &&
			this.#word(row, 2) === key[2] &&
			this.#word(row, 1) === key[1] &&
			this.#word(row, 0) === key[0],
	);
	/** What was looked up last: the projections ask for the same ids one after the other. */
	#lastId = '';
	#lastNumber = NONE;
	readonly #keptNumbers = new Int32Array(TEXTS_KEPT).fill(NONE);
	readonly #keptTexts = new Array<Id | ''>(TEXTS_KEPT).fill('');

	/** One beyond the highest number in use. */
	get end(): number {
		return this.#rows.end;
	}

	/** The id's number, `NONE` where it has none. Any text may be asked for. */
	find(id: string): number {
		if (id === this.#lastId) return this.#lastNumber;
		return parseUuid(id, this.#probe) ? this.#remember(id, this.#find()) : NONE;
	}

	/** The id's number, a new one where it has none. Throws where `id` is no UUID in lower case. */
	number(id: Id): number {
		const known = this.find(id);
		if (known !== NONE) return known;
		if (!parseUuid(id, this.#probe)) throw new Error('an id in an event is no UUID');
		const number = this.#rows.take();
		for (let word = 0; word < WORDS; word++) this.#words.set(number * WORDS + word, this.#probe[word] ?? 0);
		this.#index.insert(number);
		return this.#remember(id, number);
	}

	id(number: number): Id {
		const slot = number % TEXTS_KEPT;
		const kept = this.#keptTexts[slot];
		if (kept && this.#keptNumbers[slot] === number) return kept;
		const id = this.#format(number);
		this.#keptTexts[slot] = id;
		this.#keptNumbers[slot] = number;
		return id;
	}

	/** Forgets an id; its number may be given to another one. */
	release(number: number): void {
		this.#index.remove(number);
		this.#keptNumbers[number % TEXTS_KEPT] = NONE;
		this.#rows.release(number);
		this.#remember('', NONE);
	}

	/** Orders two numbers as their ids are ordered. */
	compare(a: number, b: number): number {
		for (let word = 0; word < WORDS; word++) {
			const difference = this.#word(a, word) - this.#word(b, word);
			if (difference !== 0) return difference;
		}
		return 0;
	}

	#remember(id: string, number: number): number {
		this.#lastId = id;
		this.#lastNumber = number;
		return number;
	}

	#find(): number {
		const [a = 0, b = 0, c = 0, d = 0] = this.#probe;
		return this.#index.find(hashWords(a, b, c, d), this.#probe);
	}

	#word(number: number, word: number): number {
		return this.#words.get(number * WORDS + word);
	}

	#format(number: number): Id {
		let at = 0;
		for (let word = 0; word < WORDS; word++) {
			const value = this.#word(number, word);
			for (let shift = 28; shift >= 0; shift -= 4) {
				if (isDash(at)) TEXT[at++] = DASH;
				TEXT[at++] = HEX.charCodeAt((value >>> shift) & 15);
			}
		}
		return TEXT.toString('latin1') as Id;
	}
}

/** The numbers that all views share. */
export interface Numbers {
	readonly accounts: Dense<AccountId>;
	readonly conversations: Dense<ConversationId>;
	readonly nodes: Dense<NodeId>;
}

export function createNumbers(): Numbers {
	return { accounts: new Dense(), conversations: new Dense(), nodes: new Dense() };
}

const HEX = '0123456789abcdef';
const DASH = 0x2d;
const TEXT = Buffer.alloc(UUID_CHARS);
const NO_DIGIT = 255;
/** The value of a character as a hexadecimal digit in lower case. */
const DIGITS = new Uint8Array(256).fill(NO_DIGIT);
for (const [value, digit] of [...HEX].entries()) DIGITS[digit.charCodeAt(0)] = value;

function isDash(at: number): boolean {
	return at === 8 || at === 13 || at === 18 || at === 23;
}

/** Reads a UUID in lower case into four words; false, and the words undefined, where the text is none. */
function parseUuid(text: string, words: Uint32Array): boolean {
	if (text.length !== UUID_CHARS) return false;
	let digits = 0;
	let value = 0;
	for (let at = 0; at < UUID_CHARS; at++) {
		const char = text.charCodeAt(at);
		if (isDash(at)) {
			if (char !== DASH) return false;
			continue;
		}
		const digit = DIGITS[char] ?? NO_DIGIT;
		if (digit === NO_DIGIT) return false;
		value = (value << 4) | digit;
		if ((++digits & 7) === 0) words[(digits >>> 3) - 1] = value;
	}
	return true;
}

function hashWords(a: number, b: number, c: number, d: number): number {
	return mix(mix(mix(a ^ 0x9e3779b1) ^ b) ^ mix(c ^ 0x85ebca6b) ^ d);
}
