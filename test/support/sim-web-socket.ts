/** The client's WebSocket over a simulated line: masks, fragments now and then, answers pings, keeps the close handshake. */
import type { Clock } from '../../core/clock.ts';
import { OPCODE } from '../../transports/ws/encoder.ts';
import type { ClientSocket, ClientSocketHandlers } from '../../web/client/socket.ts';
import { clientClose, clientFrame, clientPing, clientPong, splitServerFrames } from './client-frames.ts';
import type { SimEnd } from './sim-link.ts';
import type { SimRandom } from './sim-random.ts';

const CLOSE_WAIT_MS = 3000;

/** Takes over the device's end of a line. */
export function simWebSocket(
	end: SimEnd,
	random: SimRandom,
	clock: Clock,
	handlers: ClientSocketHandlers,
): ClientSocket {
	let unread: Buffer = Buffer.alloc(0);
	let closing = false;
	let closed: { code: number; reason: string } | undefined;
	/** What the client is to be told: one thing a turn, as a browser tells it. */
	const inbox: (() => void)[] = [];

	function tell(what: () => void): void {
		if (inbox.push(what) === 1) clock.after(0, tellNext);
	}

	function tellNext(): void {
		inbox[0]?.();
		inbox.shift();
		if (inbox.length > 0) clock.after(0, tellNext);
	}

	function sendFrame(frame: Parameters<typeof clientFrame>[0]): void {
		const mask = [random.below(256), random.below(256), random.below(256), random.below(256)] as const;
		end.write(clientFrame({ ...frame, mask }));
	}

	function tellText(text: string): void {
		tell(() => handlers.onText(text));
	}

	function hear(opcode: number, payload: Buffer): void {
		switch (opcode) {
			case OPCODE.text:
				tellText(payload.toString('utf8'));
				break;
			case OPCODE.ping:
				end.write(clientPong(payload.toString('utf8')));
				break;
			case OPCODE.close: {
				const code = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
				closed ??= { code, reason: payload.subarray(2).toString('utf8') };
				if (!closing) end.write(clientClose(payload.length < 2 ? undefined : code));
				closing = true;
				end.end();
				break;
			}
			case OPCODE.pong:
				break;
			default:
				throw new Error(`a server sent opcode ${opcode}`);
		}
	}

	end.handler = {
		onBytes(bytes) {
			// Copied: what arrived belongs to the line.
			const { frames, rest } = splitServerFrames(Buffer.concat([unread, bytes]));
			unread = rest;
			for (const { opcode, payload } of frames) hear(opcode, payload);
		},
		onDrained() {},
		onEnd() {
			end.end();
		},
		onClosed() {
			tell(() => handlers.onClosed(closed?.code ?? 1006, closed?.reason ?? ''));
		},
	};

	return {
		send(text) {
			if (closing) return;
			if (random.chance(0.02)) end.write(clientPing('hey'));
			if (!random.chance(0.1)) {
				sendFrame({ opcode: OPCODE.text, payload: text });
				return;
			}
			const bytes = Buffer.from(text);
			const cut = random.below(bytes.length);
			sendFrame({ opcode: OPCODE.text, payload: bytes.subarray(0, cut), fin: false });
			if (random.chance(0.3)) end.write(clientPing());
			sendFrame({ opcode: OPCODE.continuation, payload: bytes.subarray(cut) });
		},
		close(code, reason) {
			if (closing || end.closed) return;
			closing = true;
			end.write(clientClose(code, reason));
			clock.after(CLOSE_WAIT_MS, () => end.destroy());
		},
	};
}
