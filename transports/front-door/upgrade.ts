import type { NetSocket } from '../net-socket.ts';
import type { ByteSocket } from '../socket.ts';
import type { Handshake } from '../ws/handshake.ts';
import type { Wheel, Wheeled } from '../ws/wheel.ts';
import { sayFarewell } from './farewell.ts';
import { closingResponse, switchingProtocols } from './response.ts';

/** How long whoever decides on an upgrade may take; then the peer gets 503. */
const DECISION_MS_MAX = 10_000;

/**
 * A well-formed WebSocket handshake that waits for a decision, now or later; exactly one of `accept` and `refuse`. What
 * the peer sends meanwhile stays in its socket.
 */
export interface Upgrade {
	/** Without the query, still percent-encoded. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Names in lower case. Of `host`, `origin`, `cookie` and `authorization` there is at most one. */
	readonly headers: ReadonlyMap<string, string>;
	/** Of the socket; empty when the peer is gone already. */
	readonly remoteAddress: string;
	readonly encrypted: boolean;
	/** Answers 101 and hands the socket over; set its handler in the same turn. A peer that is gone closes at once. */
	accept(extraHeaders?: Readonly<Record<string, string>>): ByteSocket;
	/** Answers and closes. */
	refuse(status: number, headers: Readonly<Record<string, string>>, body: string): void;
}

export class PendingUpgrade implements Upgrade, Wheeled {
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: ReadonlyMap<string, string>;
	readonly remoteAddress: string;
	readonly encrypted: boolean;
	wheelSlot = -1;
	readonly #socket: NetSocket;
	readonly #wheel: Wheel;
	readonly #acceptance: string;
	#state: 'waiting' | 'answered' | 'late' = 'waiting';

	/** `unread` is what came after the head. */
	constructor(socket: NetSocket, wheel: Wheel, handshake: Handshake, unread: Buffer) {
		this.#socket = socket;
		this.#wheel = wheel;
		this.#acceptance = handshake.acceptance;
		this.path = handshake.path;
		this.query = handshake.query;
		this.headers = handshake.headers;
		this.remoteAddress = socket.remoteAddress;
		this.encrypted = socket.encrypted;
		socket.hold(unread);
		wheel.schedule(this, DECISION_MS_MAX);
	}

	get waiting(): boolean {
		return this.#state === 'waiting';
	}

	accept(extraHeaders: Readonly<Record<string, string>> = {}): ByteSocket {
		if (this.#answer()) this.#socket.write(switchingProtocols(this.#acceptance, extraHeaders));
		return this.#socket;
	}

	refuse(status: number, headers: Readonly<Record<string, string>>, body: string): void {
		if (this.#answer()) sayFarewell(this.#socket, this.#wheel, closingResponse(status, headers, body));
	}

	/** The wheel's call: nobody decided in time. */
	onDue(): void {
		this.#state = 'late';
		sayFarewell(this.#socket, this.#wheel, closingResponse(503, { 'Retry-After': '1' }, ''));
	}

	/** False when the peer got its 503 already. */
	#answer(): boolean {
		if (this.#state === 'answered') throw new TypeError('this upgrade was answered before');
		const inTime = this.#state === 'waiting';
		this.#state = 'answered';
		this.#wheel.cancel(this);
		return inTime;
	}
}
