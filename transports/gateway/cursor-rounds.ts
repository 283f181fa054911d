/**
 * Once a minute every quiet connection is told how far the log has gone, so that it resumes from there. Connections are
 * spread over the minute, so that no second has to serve them all.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import type { Recipient } from './recipient.ts';

/** Groups of connections, each served once a round. */
const SLICES = 60;
const SLICE_MS = 1000;

export class CursorRounds {
	readonly #clock: Clock;
	readonly #serve: (recipients: Iterable<Recipient>) => void;
	readonly #slices: Set<Recipient>[] = Array.from({ length: SLICES }, () => new Set());
	readonly #sliceOf = new Map<Recipient, number>();
	#joined = 0;
	#next = 0;
	#timer: Timer | null = null;
	#over = false;

	constructor(clock: Clock, serve: (recipients: Iterable<Recipient>) => void) {
		this.#clock = clock;
		this.#serve = serve;
	}

	join(recipient: Recipient): void {
		const slice = this.#joined++ % SLICES;
		this.#slices[slice]!.add(recipient);
		this.#sliceOf.set(recipient, slice);
		this.#wait();
	}

	leave(recipient: Recipient): void {
		const slice = this.#sliceOf.get(recipient);
		if (slice === undefined) return;
		this.#slices[slice]!.delete(recipient);
		this.#sliceOf.delete(recipient);
	}

	stop(): void {
		this.#over = true;
		if (this.#timer !== null) this.#clock.clear(this.#timer);
		this.#timer = null;
	}

	/** Ticks only while somebody is there, so that an idle process can end. */
	#wait(): void {
		if (this.#over || this.#timer !== null || this.#sliceOf.size === 0) return;
		this.#timer = this.#clock.after(SLICE_MS, () => {
			this.#timer = null;
			this.#next = (this.#next + 1) % SLICES;
			this.#serve(this.#slices[this.#next]!);
			this.#wait();
		});
	}
}
