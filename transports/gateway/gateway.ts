/**
 * The connections of a node from their handshake to their end: registered first, then their session is checked, then
 * `hello`, then served. Because a connection is registered before its session is looked up, and greeted only when the
 * views know the session as open, no revocation slips in between.
 */
import type { Clock } from '../../core/clock.ts';
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { WriteLoop } from '../../core/loop/write-loop.ts';
import { CLIENT_FRAME_BYTES_MAX, CLOSE, type SessionEnd } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { Attachment, Dialect, NodePorts } from '../node.ts';
import type { ByteSocket } from '../socket.ts';
import { Connection, type ConnectionOptions, type Receiver } from '../ws/connection.ts';
import { Wheel } from '../ws/wheel.ts';
import type { Admitted, Guest, Line, Reception } from './guest.ts';
import type { Sessions } from './sessions.ts';

export interface GatewayPorts {
	readonly views: Pick<Views, 'facts'>;
	readonly loop: Pick<WriteLoop, 'follow' | 'healthy'>;
	readonly clock: Clock;
	readonly note: NodePorts['note'];
	readonly sessions: Sessions<Guest>;
	readonly receptions: Readonly<Record<Dialect, Reception>>;
}

/** Connections of one account on a node, all its sessions together; a further one is closed with 1008. */
export const ACCOUNT_CONNECTIONS_MAX = 1_000;

export class Gateway {
	readonly #ports: GatewayPorts;
	readonly #options: ConnectionOptions<Guest>;
	readonly #lines = new Set<Line>();
	/** How many connections of each account were let in and are not over. */
	readonly #admitted = new Map<AccountId, number>();
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
	}

	get connections(): number {
		return this.#lines.size;
	}

	/** Takes over a socket after its handshake. */
	attach(socket: ByteSocket, attachment: Attachment): void {
		const line: Line = new Connection<Guest>(socket, this.#options);
		this.#lines.add(line);
		if (this.#over) {
			line.close(CLOSE.restart, 'restart');
			return;
		}
		// What a hasty client sends before it is greeted waits in the socket.
		line.pauseReading();
		this.#admit(line, attachment).catch((error: unknown) => {
			this.#ports.note('warn', 'session.check-failed', { error: describe(error) });
			line.close(CLOSE.tryLater, 'try-later');
		});
	}

	/** A session is closed: so are its sockets, with what they were still to get before. */
	endSession(session: SessionId, reason: string): void {
		for (const guest of this.#ports.sessions.sockets(session)) guest.close(CLOSE.sessionEnded, reason);
	}

	/** Closes every connection, and from now on whoever comes. */
	closeAll(code: number, reason: string): void {
		this.#over = true;
		for (const line of this.#lines) (line.owner ?? line).close(code, reason);
	}

	async #admit(line: Line, { check, language, dialect = 'chat' }: Attachment): Promise<void> {
		const found = await check();
		if (found.state === 'bad') return line.close(CLOSE.sessionEnded, found.reason);
		if (!(await this.#knows(found.session))) return line.close(CLOSE.sessionEnded, 'revoked' satisfies SessionEnd);
		if (this.#connectionsOf(found.account) >= ACCOUNT_CONNECTIONS_MAX) {
			return line.close(CLOSE.policy, 'too-many-connections');
		}
		if (line.open) this.#greet(line, { ...found, language }, this.#ports.receptions[dialect]);
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

	#greet(line: Line, who: Admitted, reception: Reception): void {
		line.owner = reception.greet(line, who);
		this.#admitted.set(who.account, this.#connectionsOf(who.account) + 1);
		this.#ports.sessions.arrived(who.session, who.account, line.owner);
		line.resumeReading();
	}

	#connectionsOf(account: AccountId): number {
		return this.#admitted.get(account) ?? 0;
	}

	#receiver(): Receiver<Guest> {
		return {
			onText: (line, text) => {
				// Reading is paused until the greeting, but what came in one piece with the handshake is there already.
				if (line.owner === undefined) line.close(CLOSE.policy, 'before-hello');
				else line.owner.take(text);
			},
			onDrained: (line) => line.owner?.drained(),
			onClosed: (line) => this.#closed(line),
		};
	}

	#closed(line: Line): void {
		this.#lines.delete(line);
		const guest = line.owner;
		if (guest === undefined) return;
		const others = this.#connectionsOf(guest.account) - 1;
		if (others > 0) this.#admitted.set(guest.account, others);
		else this.#admitted.delete(guest.account);
		guest.left();
		this.#ports.sessions.left(guest.session, guest);
	}
}

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
