import type { NetSocket } from '../net-socket.ts';
import type { SocketHandler } from '../socket.ts';
import { asksForWebSocket, handshake, type RequestHead } from '../ws/handshake.ts';
import type { Wheel, Wheeled } from '../ws/wheel.ts';
import { sayFarewell } from './farewell.ts';
import { readHead } from './request-head.ts';
import { closingResponse } from './response.ts';
import { PendingUpgrade } from './upgrade.ts';

/** Where a connection goes once its first request's head is read. */
export interface Ways {
	readonly wheel: Wheel;
	/** Connections whose first head is awaited. */
	readonly arrivals: Set<Arrival>;
	/** How long the head of a first request may take, in ms; then 408. */
	readonly headMsMax: number;
	toWebSocket(upgrade: PendingUpgrade): void;
	/** `bytes` are all that was read, untouched. */
	toHttp(socket: NetSocket, bytes: Buffer): void;
}

/** A new connection until the head of its first request has come. */
export class Arrival implements SocketHandler, Wheeled {
	wheelSlot = -1;
	readonly #socket: NetSocket;
	readonly #ways: Ways;
	#bytes: Buffer | undefined;

	constructor(socket: NetSocket, ways: Ways) {
		this.#socket = socket;
		this.#ways = ways;
		ways.wheel.schedule(this, ways.headMsMax);
		ways.arrivals.add(this);
		socket.handler = this;
	}

	onBytes(bytes: Buffer): void {
		const all = this.#bytes === undefined ? bytes : Buffer.concat([this.#bytes, bytes]);
		const reading = readHead(all);
		if (reading === undefined) {
			this.#bytes = all;
			return;
		}
		this.#arrived();
		if ('status' in reading) this.#refuse(reading.status);
		else if (asksForWebSocket(reading.head.rawHeaders)) {
			decideUpgrade(this.#socket, reading.head, all.subarray(reading.size), this.#ways);
		} else this.#ways.toHttp(this.#socket, all);
	}

	onDrained(): void {
		// Nothing was written.
	}

	onEnd(): void {
		this.#socket.destroy();
	}

	onClosed(): void {
		this.#arrived();
	}

	/** The wheel's call. */
	onDue(): void {
		this.#arrived();
		this.#refuse(408);
	}

	/** The door closes before a request has come. */
	leave(): void {
		this.#socket.destroy();
	}

	#arrived(): void {
		this.#ways.wheel.cancel(this);
		this.#ways.arrivals.delete(this);
		this.#bytes = undefined;
	}

	#refuse(status: number): void {
		sayFarewell(this.#socket, this.#ways.wheel, closingResponse(status, {}, ''));
	}
}

/** An upgrade, as the first request of a connection or a later one: refused at once, or handed to whoever decides. */
export function decideUpgrade(socket: NetSocket, head: RequestHead, unread: Buffer, ways: Ways): void {
	const result = handshake(head);
	switch (result.kind) {
		case 'refused':
			sayFarewell(socket, ways.wheel, closingResponse(result.status, result.headers, result.body));
			return;
		case 'acceptable':
			ways.toWebSocket(new PendingUpgrade(socket, ways.wheel, result, unread));
			return;
		default:
			result satisfies never;
	}
}
