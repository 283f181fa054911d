/** A client's end of one of the brief's sockets in memory. */
import type { ChatNode, Dialect } from '../../transports/node.ts';
import { BACKLOG_BYTES_MAX } from '../../transports/ws/connection.ts';
import { ChatSocket } from './chat-socket.ts';
import type { Somebody } from './chat-world.ts';

const REFUSED_CHARS = 60_000;

export class BriefSocket extends ChatSocket {
	/** What the server said, without the sentences for people. */
	get said(): object[] {
		return this.frames.map((frame) => {
			const { message: _, ...said } = frame as { message?: string };
			return said;
		});
	}

	say(message: object): void {
		this.text(JSON.stringify(message));
	}

	/** Takes nothing from now on, and asks for refusals until there is no more room for them. */
	fill(): void {
		this.blocked = true;
		for (let bytes = 0; bytes <= BACKLOG_BYTES_MAX; bytes += REFUSED_CHARS)
			this.say({ long: 'x'.repeat(REFUSED_CHARS) });
	}

	/** Takes what waits, and everything from now on. */
	takeAll(): void {
		this.blocked = false;
		this.drain();
	}
}

/** A socket of somebody at a node. What a new one is given comes in the turns that follow. */
export function briefSocket(
	node: ChatNode,
	{ account, session }: Somebody,
	dialect: Dialect,
	socket = new BriefSocket(),
): BriefSocket {
	node.attach(socket, { check: async () => ({ state: 'good', account, session }), language: 'en', dialect });
	return socket;
}
