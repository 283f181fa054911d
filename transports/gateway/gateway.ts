/**
 * The connections of a node from their handshake to their end: registered first, then their session is checked, then
 * `hello`, then served. Because a connection is registered before its session is looked up, and greeted only when the
 * views know the session as open, no revocation slips in between.
 */
import type { Clock } from '../../core/clock.ts';
import type { SessionId } from '../../core/ids.ts';
import type { WriteLoop } from '../../core/loop/write-loop.ts';
import {
	CLIENT_FRAME_BYTES_MAX,
	CLOSE,
	CONTRACT,
	HEARTBEAT_MS,
	type Limits,
	OPEN_REQUESTS_MAX,
	type SessionEnd,
	TEXT_BYTES_MAX,
} from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { Attachment, NodeLimits, NodePorts, SessionCheck } from '../node.ts';
import type { ByteSocket } from '../socket.ts';
import { Connection, type ConnectionOptions, type Receiver } from '../ws/connection.ts';
import { Wheel } from '../ws/wheel.ts';
import { Client } from './client.ts';
import { CursorRounds } from './cursor-rounds.ts';
import type { Delivery } from './delivery.ts';
import { helloFrame } from './frames.ts';
import type { Requests } from './requests.ts';
import type { Sessions } from './sessions.ts';
import type { Sync } from './sync.ts';

export interface GatewayPorts {
	readonly views: Views;
	readonly loop: Pick<WriteLoop, 'epoch' | 'follow' | 'healthy'>;
	readonly clock: Clock;
	readonly limits: NodeLimits;
	readonly note: NodePorts['note'];
	readonly delivery: Delivery;
	readonly requests: Requests;
	readonly sync: Sync;
	readonly sessions: Sessions<Client>;
}

/** Connections of one account on a node, all its sessions together; a further one is closed with 1008. */
export const ACCOUNT_CONNECTIONS_MAX = 1_000;

type Line = Connection<Client>;

export class Gateway {
	readonly #ports: GatewayPorts;
	readonly #options: ConnectionOptions<Client>;
	readonly #lines = new Set<Line>();
	readonly #rounds: CursorRounds;
	/** Set once every connection was told to go. */
	#over = false;

	constructor(ports: GatewayPorts) {
		this.#ports = ports;
		this.#options = {
			receiver: this.#receiver(),
			maxMessageBytes: CLIENT_FRAME_BYTES_MAX,
			wheel: new Wheel(ports.clock),
			onFault: (error) => ports.note('error', 'connection.fault', { error: describe(error) }),
		};
		this.#rounds = new CursorRounds(ports.clock, (recipients) => ports.delivery.moveCursors(recipients));
	}

	get connections(): number {
		return this.#lines.size;
	}

	/** Takes over a socket after its handshake. */
	attach(socket: ByteSocket, attachment: Attachment): void {
		const line: Line = new Connection<Client>(socket, this.#options);
		this.#lines.add(line);
		if (this.#over) {
			line.close(CLOSE.restart, 'restart');
			return;
		}
		// What a hasty client sends before `hello` waits in the socket.
		line.pauseReading();
		this.#admit(line, attachment).catch((error: unknown) => {
			this.#ports.note('warn', 'session.check-failed', { error: describe(error) });
			line.close(CLOSE.tryLater, 'try-later');
		});
	}

	/** A session is closed: so are its sockets, with what they were still to get before. */
	endSession(session: SessionId, reason: string): void {
		for (const client of this.#ports.sessions.sockets(session)) {
			client.recipient.flush();
			client.recipient.outlet.close(CLOSE.sessionEnded, reason);
		}
	}

	/** Closes every connection, and from now on whoever comes. */
	closeAll(code: number, reason: string): void {
		this.#over = true;
		this.#rounds.stop();
		for (const line of this.#lines) {
			line.owner?.recipient.flush();
			line.close(code, reason);
		}
	}

	async #admit(line: Line, { check, language }: Attachment): Promise<void> {
		const found = await check();
		if (found.state === 'bad') return line.close(CLOSE.sessionEnded, found.reason);
		if (!(await this.#knows(found.session))) return line.close(CLOSE.sessionEnded, 'revoked' satisfies SessionEnd);
		if (this.#ports.delivery.connectionsOf(found.account) >= ACCOUNT_CONNECTIONS_MAX) {
			return line.close(CLOSE.policy, 'too-many-connections');
		}
		if (line.open) this.#greet(line, new Client(line, { ...found, language }), found);
	}

	/** Whether the views, at or beyond the position of the look-up, hold the session as open. Throws when they cannot be brought there. */
	async #knows(session: SessionId): Promise<boolean> {
		const { facts } = this.#ports.views;
		if (facts.sessionOpen(session)) return true;
		await this.#ports.loop.follow();
		if (facts.sessionOpen(session)) return true;
		if (!this.#ports.loop.healthy)
			throw new Error('the log cannot be read, so nobody knows whether the session is open');
		return false;
	}

	#greet(line: Line, client: Client, { account, session }: Extract<SessionCheck, { state: 'good' }>): void {
		const { views, loop, clock, delivery, sessions } = this.#ports;
		line.owner = client;
		delivery.join(client.recipient);
		this.#rounds.join(client.recipient);
		line.send(
			helloFrame({
				contract: CONTRACT,
				log: loop.epoch,
				account,
				session,
				position: views.applied,
				now: clock.now(),
				heartbeat: HEARTBEAT_MS,
				limits: this.#limits(),
			}),
		);
		sessions.arrived(session, account, client);
		line.resumeReading();
	}

	#limits(): Limits {
		const { syncEvents, groupMembers, messagesPerSecond } = this.#ports.limits;
		return {
			frame: CLIENT_FRAME_BYTES_MAX,
			text: TEXT_BYTES_MAX,
			openRequests: OPEN_REQUESTS_MAX,
			syncEvents,
			groupMembers,
			messagesPerSecond,
		};
	}

	#receiver(): Receiver<Client> {
		return {
			onText: (line, text) => {
				// Reading is paused until the greeting, but what came in one piece with the handshake is there already.
				if (line.owner === undefined) line.close(CLOSE.policy, 'before-hello');
				else this.#ports.requests.take(line.owner, text);
			},
			onDrained: (line) => line.owner?.recipient.wake(),
			onClosed: (line) => this.#closed(line),
		};
	}

	#closed(line: Line): void {
		this.#lines.delete(line);
		const client = line.owner;
		if (client === undefined) return;
		this.#ports.delivery.leave(client.recipient);
		this.#rounds.leave(client.recipient);
		this.#ports.sync.forget(client.recipient);
		client.recipient.wake();
		this.#ports.sessions.left(client.session, client);
	}
}

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
