/**
 * One connection as deliveries see it: how it gets its events, and up to where it was given them.
 *
 * - `silent`: nothing is pushed; before the first `sync` and while a `sync` is being prepared.
 * - `reading`: it has a cursor and is fed from the tail or the log as it drains (`reader.ts`).
 * - `live`: it was given everything applied; what is applied next is pushed.
 *
 * Whatever the mode, an event reaches the connection in one way only, and in position order.
 */
import type { AccountId } from '../../core/ids.ts';
import { type Encoded, eventsFrames, okFrame } from './frames.ts';
import type { SharedList } from './shared-list.ts';
import type { Page } from './tail.ts';

/** A connection as far as deliveries need it. */
export interface Outlet {
	/** Gathered; leaves with everything else of this turn. */
	send(frame: Uint8Array): void;
	readonly overLimit: boolean;
	readonly open: boolean;
	pauseReading(): void;
	resumeReading(): void;
	close(code: number, reason?: string): void;
}

export type Mode = 'silent' | 'reading' | 'live';

export class Recipient {
	readonly outlet: Outlet;
	readonly account: AccountId;
	/** Position up to which it was given everything; while live it is what the views have applied, and not kept here. */
	cursor = 0;
	/** The last position that the client was told: its own cursor. */
	told = 0;
	/** Friends whose presence changed while it was not live: told once it is again. */
	readonly stale = new Set<AccountId>();
	#mode: Mode = 'silent';
	/** What was pushed in this turn and has not left yet. */
	#run: SharedList<Encoded> | null = null;
	/** Events of the command of this connection that is being settled: they ride in its answer. */
	#own: Encoded[] = [];
	/** Counts changes of mode, so that work begun in another one notices. */
	#stay = 0;
	#paused = false;
	#waiting: (() => void)[] = [];

	constructor(outlet: Outlet, account: AccountId) {
		this.outlet = outlet;
		this.account = account;
	}

	get mode(): Mode {
		return this.#mode;
	}

	/** Names the present stay in the present mode: `still` tells whether it lasts. */
	get stay(): number {
		return this.#stay;
	}

	still(stay: number): boolean {
		return this.#stay === stay && this.outlet.open;
	}

	/** Changes the mode. What was pushed before leaves first: nothing may overtake it. */
	enter(mode: Mode): void {
		this.flush();
		this.#mode = mode;
		this.#stay += 1;
	}

	/** Pushes an event of this turn; live only. `root` is the turn's empty list. */
	push(event: Encoded, root: SharedList<Encoded>): void {
		this.#run = (this.#run ?? root).extend(event);
	}

	/** Keeps an event for the answer that comes next; live only. */
	keep(event: Encoded): void {
		this.#own.push(event);
	}

	/** Sends what was pushed. */
	flush(): void {
		if (this.#run === null) return;
		for (const frame of this.#run.frames(asFrames)) this.outlet.send(frame);
		this.told = this.#run.last!.position;
		this.#run = null;
	}

	/** Sends an answer, behind what was pushed before it, with the events that were kept for it. */
	answer(re: number, ok: object): void {
		this.flush();
		const own = this.#own;
		this.outlet.send(okFrame(re, ok, own));
		if (own.length === 0) return;
		this.told = own[own.length - 1]!.position;
		this.#own = [];
	}

	/** Sends any other frame, behind what was pushed before it. */
	send(frame: Uint8Array): void {
		this.flush();
		this.outlet.send(frame);
	}

	/** Gives it a page that was read, and moves the cursor over it. */
	give(page: Page): void {
		if (page.events.length > 0) {
			for (const frame of eventsFrames(page.events, page.upTo)) this.outlet.send(frame);
			this.told = page.upTo;
		}
		this.cursor = page.upTo;
	}

	/** Stops hearing the client while it does not take what it is sent. */
	pause(): void {
		if (this.#paused) return;
		this.#paused = true;
		this.outlet.pauseReading();
	}

	resume(): void {
		if (!this.#paused) return;
		this.#paused = false;
		this.outlet.resumeReading();
	}

	/** Resolves once more may be sent, or the connection is over. */
	async room(): Promise<void> {
		while (this.outlet.open && this.outlet.overLimit) {
			this.pause();
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	/** The socket took what it had, or is over: who waited for room goes on. */
	wake(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resume of waiting) resume();
		if (this.#mode !== 'reading' && !this.outlet.overLimit) this.resume();
	}
}

function asFrames(events: readonly Encoded[]): Buffer[] {
	return eventsFrames(events, events[events.length - 1]!.position);
}
