/**
 * The shared tail: the newest events of the log with their encoded bytes, one for all connections of a node. Who fell
 * behind a little reads from here; who fell behind further, from the database.
 */
import type { LogEvent, Redacted } from '../../core/domain/events.ts';
import { withdraw } from './encode.ts';
import type { Encoded } from './frames.ts';

/** Encoded bytes (and a flat cost an event) that the tail holds; beyond it the oldest go, and their readers ask the database. */
const TAIL_BYTES_MAX = 64 * 1024 * 1024;
/** What an event costs beside its bytes: its object and its buffer, roughly. */
const ENTRY_BYTES = 512;
/** Events looked at for one page, so that a reader with little to see does not hold up the others. */
const PAGE_LOOKS_MAX = 4096;
/** Bytes of one page: what a slow connection is given at once. */
const PAGE_BYTES_MAX = 256 * 1024;
/** Dropped slots kept before the array is cut, so that dropping costs nothing. */
const SLACK = 1024;

/** An event as applied: `encoded` is null when it never leaves the server. */
export interface Recorded {
	readonly event: LogEvent;
	readonly encoded: Encoded | null;
}

/** What stands in the place of redacted data here: the digest is the log's. */
const REDACTED: Redacted = { redacted: true, digest: '' };

/** What a reader is given next: everything that it may see beyond its cursor up to `upTo`. */
export interface Page {
	readonly events: readonly Encoded[];
	readonly upTo: number;
}

export class Tail {
	#entries: (Recorded | undefined)[] = [];
	/** Index of the oldest entry held. */
	#start = 0;
	/** The position before the oldest entry held. */
	#after: number;
	#bytes = 0;
	readonly #bytesMax: number;

	/** `position`: what was applied before the first event that comes. */
	constructor(position: number, bytesMax: number = TAIL_BYTES_MAX) {
		this.#after = position;
		this.#bytesMax = bytesMax;
	}

	/** Bytes held, never more than the limit once a push is over. */
	get bytes(): number {
		return this.#bytes;
	}

	push(entry: Recorded): void {
		this.#entries.push(entry);
		this.#bytes += cost(entry);
		while (this.#bytes > this.#bytesMax) this.#drop();
		if (this.#start > SLACK && this.#start * 2 > this.#entries.length) {
			this.#entries.splice(0, this.#start);
			this.#start = 0;
		}
	}

	/** The event at `position` was redacted: nobody is given its content any more, nor who was handed it in this turn. */
	redact(position: number): void {
		const index = this.#start + position - this.#after - 1;
		const entry = position > this.#after ? this.#entries[index] : undefined;
		if (entry === undefined) return;
		const { event, encoded } = entry;
		this.#bytes -= cost(entry);
		if (encoded !== null) withdraw(encoded);
		this.#entries[index] = { event: { ...event, data: REDACTED }, encoded };
		this.#bytes += cost(entry);
	}

	/** Whether everything beyond `cursor` is still here. */
	covers(cursor: number): boolean {
		return cursor >= this.#after;
	}

	/** What `may` lets through beyond `cursor` (which the tail must cover), up to a page. `upTo` is the last position looked at. */
	page(cursor: number, may: (event: LogEvent) => boolean): Page {
		const events: Encoded[] = [];
		const first = this.#start + (cursor - this.#after);
		const end = Math.min(this.#entries.length, first + PAGE_LOOKS_MAX);
		let bytes = 0;
		let k = first;
		for (; k < end && bytes < PAGE_BYTES_MAX; k++) {
			const { event, encoded } = this.#entries[k]!;
			if (encoded === null || !may(event)) continue;
			events.push(encoded);
			bytes += encoded.json.length;
		}
		return { events, upTo: cursor + (k - first) };
	}

	#drop(): void {
		const entry = this.#entries[this.#start]!;
		this.#bytes -= cost(entry);
		this.#after = entry.event.position;
		// The slot stays until the array is cut; the event must not.
		this.#entries[this.#start] = undefined;
		this.#start += 1;
	}
}

function cost(entry: Recorded): number {
	return ENTRY_BYTES + (entry.encoded === null ? 0 : entry.encoded.json.length);
}
