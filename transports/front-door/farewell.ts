import type { ByteSocket, SocketHandler } from '../socket.ts';
import type { Wheel, Wheeled } from '../ws/wheel.ts';

/** How long a refused peer has to read its answer and end; then its socket is destroyed. */
const LINGER_MS_MAX = 2_000;

/**
 * Answers, ends our side and reads away what still comes until the peer ends too: destroying a socket with unread bytes
 * sends a reset, which can overtake the answer.
 */
export function sayFarewell(socket: ByteSocket, wheel: Wheel, answer: Uint8Array): void {
	const farewell = new Farewell(socket, wheel);
	wheel.schedule(farewell, LINGER_MS_MAX);
	socket.handler = farewell;
	socket.resume();
	socket.write(answer);
	socket.end();
}

class Farewell implements SocketHandler, Wheeled {
	wheelSlot = -1;
	readonly #socket: ByteSocket;
	readonly #wheel: Wheel;

	constructor(socket: ByteSocket, wheel: Wheel) {
		this.#socket = socket;
		this.#wheel = wheel;
	}

	onBytes(): void {
		// Nothing that comes now is of interest.
	}

	onDrained(): void {
		// The answer has left; the peer's end is awaited.
	}

	onEnd(): void {
		// Both sides have ended as soon as the answer has left.
	}

	onClosed(): void {
		this.#wheel.cancel(this);
	}

	onDue(): void {
		this.#socket.destroy();
	}
}
