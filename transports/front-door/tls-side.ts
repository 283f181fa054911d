import type net from 'node:net';
import tls from 'node:tls';
import { NetSocket } from '../net-socket.ts';
import type { SocketHandler } from '../socket.ts';
import type { Wheel, Wheeled } from '../ws/wheel.ts';
import { sayFarewell } from './farewell.ts';
import { closingResponse } from './response.ts';

/** The content type with which a TLS connection begins: a handshake (RFC 8446 section 5.1). */
const HANDSHAKE = 0x16;

export interface TlsSideOptions {
	/** PEM. */
	readonly cert: string | Buffer;
	readonly key: string | Buffer;
	/** How long the first byte and then the handshake may take, in ms. */
	readonly handshakeMsMax: number;
	readonly wheel: Wheel;
	/** A connection whose handshake is done. */
	readonly onSecure: (socket: net.Socket) => void;
}

/**
 * node:tls without a port of its own: it gets connections that begin with a TLS handshake. Who begins otherwise, a
 * browser with http:// before the address most likely, is told 400 in plain words, where TLS could only hang up.
 */
export class TlsSide {
	readonly wheel: Wheel;
	readonly handshakeMsMax: number;
	/** Connections whose first byte is awaited. */
	readonly #awaited = new Set<FirstByte>();
	readonly #server: tls.Server;

	constructor({ cert, key, handshakeMsMax, wheel, onSecure }: TlsSideOptions) {
		this.wheel = wheel;
		this.handshakeMsMax = handshakeMsMax;
		const options = { cert, key, handshakeTimeout: handshakeMsMax, ALPNProtocols: ['http/1.1'], allowHalfOpen: true };
		this.#server = tls.createServer(options, onSecure);
		// Of a handshake that takes too long node:tls only tells; the socket is ours to end.
		this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
	}

	/** Serves a connection as it was accepted. */
	take(socket: net.Socket): void {
		this.#awaited.add(new FirstByte(new NetSocket(socket), this));
	}

	/** Ends connections that have said nothing yet. */
	closeSilent(): void {
		for (const awaited of this.#awaited) awaited.leave();
	}

	/** Its first bytes have come, or it is over. */
	arrived(awaited: FirstByte): void {
		this.#awaited.delete(awaited);
	}

	/** `bytes` were read from the connection before. */
	beginTls(stream: NetSocket, bytes: Buffer): void {
		this.#server.emit('connection', stream.release(bytes));
	}
}

/** A connection until its first byte has come. */
class FirstByte implements SocketHandler, Wheeled {
	wheelSlot = -1;
	readonly #stream: NetSocket;
	readonly #side: TlsSide;

	constructor(stream: NetSocket, side: TlsSide) {
		this.#stream = stream;
		this.#side = side;
		side.wheel.schedule(this, side.handshakeMsMax);
		stream.handler = this;
	}

	onBytes(bytes: Buffer): void {
		this.#arrived();
		if (bytes[0] === HANDSHAKE) this.#side.beginTls(this.#stream, bytes);
		else sayFarewell(this.#stream, this.#side.wheel, closingResponse(400, {}, ''));
	}

	onDrained(): void {
		// Nothing was written.
	}

	onEnd(): void {
		this.#stream.destroy();
	}

	onClosed(): void {
		this.#arrived();
	}

	/** The wheel's call. */
	onDue(): void {
		this.leave();
	}

	leave(): void {
		this.#stream.destroy();
	}

	#arrived(): void {
		this.#side.wheel.cancel(this);
		this.#side.arrived(this);
	}
}
