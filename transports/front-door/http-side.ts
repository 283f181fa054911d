import http from 'node:http';
import net from 'node:net';
import { NetSocket } from '../net-socket.ts';
import { asksForWebSocket } from '../ws/handshake.ts';
import type { Ways } from './arrival.ts';
import { decideUpgrade } from './arrival.ts';
import { HEAD_BYTES_MAX, HEADERS_MAX } from './request-head.ts';

/** How long HTTP may take, in ms. Checked every `checkMs`, so each may be late by that much. */
export interface HttpTimes {
	/** The head of a later request; then 408. */
	readonly headersMs: number;
	/** A whole request, its body included, a large file over a slow line among them; then 408. */
	readonly requestMs: number;
	/** Silence between two requests; then the connection ends. */
	readonly keepAliveMs: number;
	readonly checkMs: number;
}

/**
 * node:http without a port of its own: it gets connections whose first request is not an upgrade. An `http.Server`
 * that never listens enforces none of its time limits, so its tracking of connections, which otherwise starts with
 * `listening`, is started by that event. A later request on a kept-alive connection may still be an upgrade.
 */
export class HttpSide {
	readonly #server: http.Server;
	readonly #unanswered = new Unanswered();

	constructor(listener: http.RequestListener, times: HttpTimes, ways: Ways) {
		this.#server = http.createServer({
			headersTimeout: times.headersMs,
			requestTimeout: times.requestMs,
			keepAliveTimeout: times.keepAliveMs,
			connectionsCheckingInterval: times.checkMs,
			maxHeaderSize: HEAD_BYTES_MAX,
			shouldUpgradeCallback: (request) => asksForWebSocket(request.rawHeaders),
		});
		this.#server.maxHeadersCount = HEADERS_MAX;
		this.#server.on('request', (request, response) => {
			this.#unanswered.add(request.socket, response);
			listener(request, response);
		});
		this.#server.on('upgrade', (request, socket, unread) => {
			// Nobody sends a handshake before earlier requests were answered; their answers would end up among the frames.
			if (!(socket instanceof net.Socket) || this.#unanswered.has(socket)) {
				socket.destroy();
				return;
			}
			socket.setTimeout(0);
			const { method = '', url = '', httpVersion, rawHeaders } = request;
			decideUpgrade(NetSocket.of(socket), { method, url, httpVersion, rawHeaders }, unread, ways);
		});
		this.#server.emit('listening');
	}

	/** Serves a connection from now on; `bytes` were read from it before. */
	take(socket: NetSocket, bytes: Buffer): void {
		const stream = socket.release(bytes);
		this.#server.emit('connection', stream);
		stream.resume();
	}

	/** Ends connections that have no request open. */
	closeIdle(): void {
		this.#server.closeIdleConnections();
	}

	/** Stops the checks of time limits; connections are the front door's to end. */
	stop(): void {
		this.#server.close();
	}
}

/** Which sockets have requests whose response is not over yet. */
class Unanswered {
	readonly #counts = new WeakMap<net.Socket, number>();

	add(socket: net.Socket, response: http.ServerResponse): void {
		this.#count(socket, 1);
		response.once('close', () => this.#count(socket, -1));
	}

	has(socket: net.Socket): boolean {
		return (this.#counts.get(socket) ?? 0) > 0;
	}

	#count(socket: net.Socket, by: number): void {
		this.#counts.set(socket, (this.#counts.get(socket) ?? 0) + by);
	}
}
