import type http from 'node:http';
import net from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { NetSocket } from '../net-socket.ts';
import { Wheel } from '../ws/wheel.ts';
import { Arrival, type Ways } from './arrival.ts';
import { Crowd } from './crowd.ts';
import { sayFarewell } from './farewell.ts';
import { HttpSide, type HttpTimes } from './http-side.ts';
import { closingResponse } from './response.ts';
import { TlsSide } from './tls-side.ts';
import type { Upgrade } from './upgrade.ts';

/** Connections beyond a limit that are told so at once; still further ones are just closed. */
const REFUSALS_MAX = 1_000;
const RETRY = { 'Retry-After': '5' };
/** How long open HTTP requests may go on after `close`. */
const CLOSE_MS_MAX = 5_000;
/** How often a closing front door looks for HTTP connections that became idle. */
const CLOSE_LOOK_MS = 100;

export interface FrontDoorLimits {
	/** Open connections of every kind; further ones get 503 (over TLS: are closed). */
	readonly connections: number;
	/** Open connections of one network; further ones get 429 (over TLS: are closed). 0: no limit. */
	readonly connectionsPerNetwork: number;
	/** ms for the head of a connection's first request; then 408. Before it, over TLS, as many for the handshake. */
	readonly headMs: number;
	readonly http: HttpTimes;
}

export const FRONT_DOOR_LIMITS: FrontDoorLimits = {
	connections: 200_000,
	connectionsPerNetwork: 0,
	headMs: 10_000,
	http: { headersMs: 10_000, requestMs: 30 * 60_000, keepAliveMs: 65_000, checkMs: 5_000 },
};

export interface FrontDoorOptions {
	/** Decides on a well-formed WebSocket handshake, now or later. */
	readonly onUpgrade: (upgrade: Upgrade) => void;
	/** Everything else. */
	readonly http: http.RequestListener;
	/** PEM; absent: plain TCP. */
	readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
	readonly limits: FrontDoorLimits;
	/** What a peer's address is counted as; undefined: as nobody. Absent: all are nobody. */
	readonly networkOf?: (address: string) => string | undefined;
	readonly clock: Clock;
	/** `onUpgrade` threw (a bug; the peer gets 500), or the system could not accept a connection. */
	readonly onFault: (error: unknown) => void;
}

export type Listening =
	| { readonly state: 'listening'; readonly port: number }
	/** `code` of the system: `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, … */
	| { readonly state: 'failed'; readonly code: string };

export interface FrontDoor {
	/** Port 0 takes a free one. */
	listen(host: string, port: number): Promise<Listening>;
	/** Connections open now, of every kind. */
	readonly connections: number;
	/**
	 * Accepts nobody any more, ends idle HTTP connections at once and the others when their request is done, at the
	 * latest after 5 s, and resolves when all are gone. Whoever has WebSockets closes them before or meanwhile.
	 */
	close(): Promise<void>;
}

/** The one server for HTTP and WebSocket on one port. */
export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
	return new Door(options);
}

class Door implements FrontDoor {
	readonly #options: FrontDoorOptions;
	readonly #server: net.Server;
	readonly #ways: Ways;
	readonly #http: HttpSide;
	/** Absent: plain TCP. */
	readonly #tls: TlsSide | undefined;
	readonly #crowd = new Crowd();
	/** Connections that are being told that they are too many. */
	#refused = 0;
	#closing: Promise<void> | undefined;

	constructor(options: FrontDoorOptions) {
		this.#options = options;
		this.#ways = {
			wheel: new Wheel(options.clock),
			arrivals: new Set(),
			headMsMax: options.limits.headMs,
			toWebSocket: (upgrade) => this.#decide(upgrade),
			toHttp: (socket, bytes) => this.#http.take(socket, bytes),
		};
		this.#http = new HttpSide(options.http, options.limits.http, this.#ways);
		const { wheel, headMsMax: handshakeMsMax } = this.#ways;
		const onSecure = (socket: net.Socket) => this.#arrive(socket);
		this.#tls = options.tls && new TlsSide({ ...options.tls, handshakeMsMax, wheel, onSecure });
		this.#server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
	}

	get connections(): number {
		return this.#crowd.size;
	}

	async listen(host: string, port: number): Promise<Listening> {
		const { promise, resolve } = Promise.withResolvers<Listening>();
		const failed = (error: NodeJS.ErrnoException) => resolve({ state: 'failed', code: error.code ?? error.message });
		this.#server.once('error', failed);
		this.#server.listen({ host, port, backlog: 4096 }, () => {
			this.#server.removeListener('error', failed);
			this.#server.on('error', this.#options.onFault);
			const address = this.#server.address();
			resolve({ state: 'listening', port: typeof address === 'object' && address !== null ? address.port : port });
		});
		return promise;
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		const { clock } = this.#options;
		this.#crowd.onEmpty = resolve;
		this.#server.close();
		this.#http.stop();
		this.#tls?.closeSilent();
		for (const arrival of this.#ways.arrivals) arrival.leave();
		const look = () => {
			this.#http.closeIdle();
			looking = clock.after(CLOSE_LOOK_MS, look);
		};
		let looking = clock.after(CLOSE_LOOK_MS, look);
		const end = clock.after(CLOSE_MS_MAX, () => {
			for (const socket of this.#crowd.sockets) socket.destroy();
		});
		if (this.connections > 0) await promise;
		clock.clear(looking);
		clock.clear(end);
	}

	/** The status that a new connection gets instead of being served. */
	#refusal(network: string | undefined): number | undefined {
		const { connections, connectionsPerNetwork } = this.#options.limits;
		if (this.connections > connections) return 503;
		return connectionsPerNetwork > 0 && this.#crowd.from(network) > connectionsPerNetwork ? 429 : undefined;
	}

	#accept(socket: net.Socket): void {
		const network = this.#options.networkOf?.(socket.remoteAddress ?? '');
		this.#crowd.add(socket, network);
		const status = this.#refusal(network);
		if (status === undefined) {
			if (this.#tls === undefined) this.#arrive(socket);
			else this.#tls.take(socket);
		} else if (this.#refused >= REFUSALS_MAX || this.#tls !== undefined) socket.destroy();
		else this.#turnAway(socket, status);
	}

	#turnAway(socket: net.Socket, status: number): void {
		this.#refused += 1;
		socket.once('close', () => (this.#refused -= 1));
		sayFarewell(new NetSocket(socket), this.#ways.wheel, closingResponse(status, RETRY, ''));
	}

	#arrive(socket: net.Socket): void {
		if (!socket.destroyed) new Arrival(new NetSocket(socket), this.#ways);
	}

	#decide(upgrade: Upgrade & { readonly waiting: boolean }): void {
		try {
			this.#options.onUpgrade(upgrade);
		} catch (error) {
			this.#options.onFault(error);
			if (upgrade.waiting) upgrade.refuse(500, {}, '');
		}
	}
}
