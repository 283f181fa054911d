/**
 * Listens on the line between a device and its node, below the client: what was asked under which id and what came as
 * answer, which events were given on which connection. Everything that the contract says of one connection is checked here.
 */
import type { AccountId } from '../../core/ids.ts';
import type { ErrorFrame, OkFrame, PublicEvent, ServerFrame } from '../../core/wire.ts';

export interface Request {
	readonly re: number;
	readonly do: string;
	readonly id?: string;
	readonly [field: string]: unknown;
}

export interface Acknowledged {
	readonly account: AccountId;
	readonly request: Request;
	readonly ok: Readonly<Record<string, unknown>>;
}

/** A stretch of one connection, from a sync to the next or to its end. */
export interface Stretch {
	readonly account: AccountId;
	readonly device: string;
	/** The cursor from which it is to be given everything; undefined until the sync was answered. */
	from: number | undefined;
	readonly events: PublicEvent[];
	/** The last position it was told: everything up to here has been given. */
	upTo: number;
}

export interface TapPorts {
	readonly account: AccountId;
	readonly device: string;
	acknowledged(one: Acknowledged): void;
	/** A sync was answered with the state anew. */
	reset(): void;
	violated(what: string): void;
}

/** A sync that was asked for and not answered. */
interface Syncing {
	readonly re: number;
	readonly since: number | undefined;
	/** The first of the connection. */
	readonly first: boolean;
	/** What was asked for again has begun to come. */
	again: boolean;
}

export class WireTap {
	readonly stretches: Stretch[] = [];
	readonly #ports: TapPorts;
	readonly #requests = new Map<number, Request>();
	#hello = false;
	#syncing: Syncing | undefined;

	constructor(ports: TapPorts) {
		this.#ports = ports;
	}

	/** What the device sends. */
	asked(text: string): void {
		const request: Request = JSON.parse(text);
		if (this.#requests.has(request.re)) this.#violated(`request ${request.re} is open already`);
		this.#requests.set(request.re, request);
		if (request.do !== 'sync') return;
		const since = typeof request.since === 'number' ? request.since : undefined;
		const first = this.stretches.length === 0;
		this.#syncing = { re: request.re, since, first, again: false };
		if (first) this.#begin(undefined, since ?? 0);
	}

	/** What the device hears. */
	heard(text: string): void {
		const frame: ServerFrame = JSON.parse(text);
		if ('hello' in frame) {
			if (this.#hello) this.#violated('a second hello');
			this.#hello = true;
			return;
		}
		if (!this.#hello) this.#violated('something before hello');
		if ('re' in frame) this.#answered(frame);
		else if ('events' in frame) {
			for (const event of frame.events) this.#given(event);
			this.#reached(frame.position);
		}
	}

	#answered(frame: OkFrame | ErrorFrame): void {
		const request = this.#requests.get(frame.re);
		this.#requests.delete(frame.re);
		if (request === undefined) this.#violated(`an answer to ${frame.re}, which nobody asked`);
		const syncing = frame.re === this.#syncing?.re ? this.#syncing : undefined;
		if (syncing !== undefined) this.#syncing = undefined;
		if (request === undefined || 'error' in frame) return;
		if (syncing !== undefined) this.#synced(syncing, frame.ok);
		for (const event of frame.events ?? []) this.#given(event);
		if (frame.events !== undefined) this.#reached(frame.position);
		if (request.id !== undefined) this.#ports.acknowledged({ account: this.#ports.account, request, ok: frame.ok });
	}

	#synced({ since, first }: Syncing, ok: Readonly<Record<string, unknown>>): void {
		const position = Number(ok.position);
		if (ok.reset === true) {
			if (first && this.#now.events.length > 0) this.#violated('events before a reset');
			this.#begin(position, position);
			this.#ports.reset();
		} else {
			if (since === undefined) this.#violated('no reset for who knows nothing');
			if (first) this.#now.from = since;
			this.#reached(position);
		}
	}

	#given(event: PublicEvent): void {
		if (event.position <= (this.#now.events.at(-1)?.position ?? this.#now.from ?? 0)) this.#goBack(event.position);
		this.#now.events.push(event);
	}

	#reached(position: number | undefined): void {
		const at = position ?? 0;
		if (at < this.#now.upTo) this.#goBack(at);
		if (at < (this.#now.events.at(-1)?.position ?? 0)) this.#violated(`position ${at} below that of its event`);
		this.#now.upTo = at;
	}

	/** Positions only rise, except where a further sync asked for something again. */
	#goBack(position: number): void {
		const syncing = this.#syncing;
		const { since = Number.POSITIVE_INFINITY, again = true } = syncing ?? {};
		if (syncing === undefined || syncing.first || again || position < since) {
			this.#violated(`${position} after ${this.#now.upTo}`);
			return;
		}
		syncing.again = true;
		this.#begin(since, since);
	}

	get #now(): Stretch {
		return this.stretches.at(-1)!;
	}

	#begin(from: number | undefined, upTo: number): void {
		const { account, device } = this.#ports;
		this.stretches.push({ account, device, from, events: [], upTo });
	}

	#violated(what: string): void {
		this.#ports.violated(`${this.#ports.device}: ${what}`);
	}
}
