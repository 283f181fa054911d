/**
 * Which events were redacted: a bit for each position of the log, so that what was read before does not leave as it was.
 */
import { redactedBy } from '../core/domain/events.ts';
import { countColumn } from './columns.ts';
import type { Content, Projection } from './projection.ts';

const WORD_BITS = 32;

export class Redactions {
	/** Bit k of word i: position i · 32 + k. */
	readonly #bits = countColumn();
	/** One beyond the highest word with a bit. */
	#end = 0;

	has(position: number): boolean {
		return (this.#bits.get(wordOf(position)) & bitOf(position)) !== 0;
	}

	add(position: number): void {
		const word = wordOf(position);
		this.#bits.set(word, (this.#bits.get(word) | bitOf(position)) >>> 0);
		this.#end = Math.max(this.#end, word + 1);
	}

	/** The words with a bit, as pairs of index and bits. */
	*words(): Iterable<readonly [number, number]> {
		for (let word = 0; word < this.#end; word++) {
			const bits = this.#bits.get(word);
			if (bits !== 0) yield [word, bits];
		}
	}
}

export const redactions: Projection<Redactions> = {
	name: 'redactions',
	empty: () => new Redactions(),
	project(view, event) {
		for (const position of redactedBy(event)) view.add(position);
	},
	*content(view): Iterable<Content> {
		yield* view.words();
	},
};

/** By division: shifting would cut positions beyond 2³². */
function wordOf(position: number): number {
	return Math.floor(position / WORD_BITS);
}

function bitOf(position: number): number {
	return 1 << (position % WORD_BITS);
}
