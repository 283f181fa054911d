/**
 * Feeds connections that are not live: after `sync`, or because they did not take what was pushed. Each is given pages
 * as it drains, from the shared tail where that reaches back far enough, otherwise from the database, a few
 * connections at a time. With the last page it is live.
 */
import type { Clock } from '../../core/clock.ts';
import { decodeEvent } from '../../core/domain/codec.ts';
import type { StreamId } from '../../core/ids.ts';
import { READ_STREAMS_MAX } from '../../core/log/batch.ts';
import { type EventLog, LogError, type Range, type StoredEvent } from '../../core/log/port.ts';
import { Turns } from '../../core/log/turns.ts';
import type { Views } from '../../projections/views.ts';
import { type Encode, withdraw } from './encode.ts';
import type { Encoded } from './frames.ts';
import type { Recipient } from './recipient.ts';
import type { Page, Tail } from './tail.ts';

/** Connections that read from the database at the same time; the others wait in line. */
const DATABASE_READERS = 4;
/** Rows of one page from the database: with the longest texts about 2 MiB, usually 100 KiB. */
const PAGE_ROWS = 250;
/** How long a reader waits after the log could not be read, in ms. */
const RETRY_MS = 1000;

export interface ReaderPorts {
	readonly log: Pick<EventLog, 'readStreams'>;
	readonly views: Pick<Views, 'applied' | 'relatedStreams' | 'visible' | 'redacted'>;
	readonly tail: Tail;
	readonly clock: Clock;
	readonly encode: Encode;
	/** Called when a recipient has caught up and is live, before anything else reaches it. */
	caughtUp(recipient: Recipient): void;
	/** Called when reading failed for good: a bug. */
	failed(recipient: Recipient, error: unknown): void;
}

export class Reader {
	readonly #ports: ReaderPorts;
	readonly #turns = new Turns(DATABASE_READERS);

	constructor(ports: ReaderPorts) {
		this.#ports = ports;
	}

	/** Reads on from the recipient's cursor until it is live. `first`: a page beyond the cursor that was read already. */
	start(recipient: Recipient, first?: Page): void {
		recipient.enter('reading');
		this.#feed(recipient, recipient.stay, first).catch((error: unknown) => this.#ports.failed(recipient, error));
	}

	/**
	 * Whether more than `max` events beyond `since` are the recipient's to see. Where it is found out with one page that
	 * reaches what was applied, that page comes along, so that nobody reads it twice.
	 */
	async missed(recipient: Recipient, since: number, max: number): Promise<{ tooMany: boolean; first?: Page }> {
		const goal = this.#ports.views.applied;
		let count = 0;
		for (let cursor = since; ; ) {
			const page = await this.#page(recipient, cursor);
			if (page === null) return { tooMany: false };
			count += page.events.length;
			if (count > max) return { tooMany: true };
			if (page.upTo >= goal) return { tooMany: false, ...(cursor === since && { first: page }) };
			cursor = page.upTo;
		}
	}

	async #feed(recipient: Recipient, stay: number, first: Page | undefined): Promise<void> {
		let ready = first;
		for (;;) {
			await recipient.room();
			if (!recipient.still(stay)) return;
			const page = ready ?? (await this.#page(recipient, recipient.cursor));
			ready = undefined;
			if (page === null || !recipient.still(stay)) return;
			this.#withdraw(page);
			recipient.give(page);
			if (recipient.cursor === this.#ports.views.applied && !recipient.outlet.overLimit) break;
		}
		recipient.enter('live');
		recipient.resume();
		this.#ports.caughtUp(recipient);
	}

	/** What was redacted since it was read from the log. */
	#withdraw({ events }: Page): void {
		for (const encoded of events) if (this.#ports.views.redacted(encoded.position)) withdraw(encoded);
	}

	/** The next page beyond `cursor`; null once the connection is over. */
	async #page(recipient: Recipient, cursor: number): Promise<Page | null> {
		const { tail, views } = this.#ports;
		while (recipient.outlet.open) {
			if (tail.covers(cursor)) {
				const page = tail.page(cursor, (event) => views.visible(recipient.account, event));
				// Others get their turn between the pages of one who is far behind.
				if (page.upTo < views.applied) await this.#pause(0);
				return page;
			}
			try {
				return await this.#turns.run(() => this.#fromLog(recipient, cursor));
			} catch (error) {
				// What fails although the log can be reached would fail again; the client comes back by itself.
				if (!(error instanceof LogError) || error.kind === 'failed') throw error;
				// The log cannot be reached: whoever reads waits for it, as writers do. The write loop reports it.
				await this.#pause(RETRY_MS);
			}
		}
		return null;
	}

	async #fromLog(recipient: Recipient, cursor: number): Promise<Page> {
		const { log, views, encode } = this.#ports;
		const upTo = views.applied;
		const streams = views.relatedStreams(recipient.account, cursor);
		if (streams.length === 0) return { events: [], upTo };
		const rows = await readMany(log, streams, { after: cursor, upTo, limit: PAGE_ROWS });
		const events: Encoded[] = [];
		for (const row of rows) {
			const event = decodeEvent(row);
			const encoded = views.visible(recipient.account, event) ? encode(event) : null;
			if (encoded !== null) events.push(encoded);
		}
		return { events, upTo: rows.length < PAGE_ROWS ? upTo : rows[rows.length - 1]!.position };
	}

	#pause(ms: number): Promise<void> {
		return new Promise((resolve) => void this.#ports.clock.after(ms, resolve));
	}
}

/** The first rows of however many streams, read in as many pieces as the log wants. */
async function readMany(log: ReaderPorts['log'], streams: readonly StreamId[], range: Range): Promise<StoredEvent[]> {
	let rows: StoredEvent[] = [];
	for (let k = 0; k < streams.length; k += READ_STREAMS_MAX) {
		const more = await log.readStreams(streams.slice(k, k + READ_STREAMS_MAX), range);
		rows = [...rows, ...more].sort((a, b) => a.position - b.position).slice(0, range.limit);
	}
	return rows;
}
