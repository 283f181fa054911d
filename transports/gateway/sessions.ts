/**
 * Which sessions have a socket on this node, and that the log says so: `SessionConnected` with a session's first socket,
 * `SessionDisconnected` when it has had none for a while. A session that comes back within that while writes nothing.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import { connectSession, disconnectSession } from '../../core/domain/presence.ts';
import type { AccountId, NodeId, SessionId } from '../../core/ids.ts';
import type { Decidable, Outcome } from '../../core/loop/command.ts';

/** How long a session may be without a socket on this node before it counts as gone, in ms. */
const GRACE_MS = 5000;
/** How long to wait, in ms, before recording is tried again after it failed; up to as much again at random. */
const RETRY_MS = 1000;
/** Sessions being recorded at the same time: a storm of sign-ins leaves room in the queue for what people say. */
const RECORDING_MAX = 512;

export interface SessionPorts {
	readonly node: NodeId;
	readonly clock: Clock;
	readonly random: () => number;
	/** Queues a command of the node's own. */
	submit(name: string, decidable: Decidable, settle: (outcome: Outcome) => void): void;
}

interface Entry<Socket> {
	readonly session: SessionId;
	readonly account: AccountId;
	readonly sockets: Set<Socket>;
	/** The grace after the last socket, or the pause before another try. */
	timer: Timer | null;
	/** What the log says; null while an `unavailable` leaves that open. */
	recorded: boolean | null;
	recording: boolean;
}

/** Sessions and their sockets on one node. `Socket` is whatever stands for one there. */
export class Sessions<Socket> {
	readonly #ports: SessionPorts;
	readonly #entries = new Map<SessionId, Entry<Socket>>();
	/** Sessions that wait to be recorded, first come first served. */
	readonly #line = new Set<Entry<Socket>>();
	#recording = 0;
	#filling = false;
	#over = false;

	constructor(ports: SessionPorts) {
		this.#ports = ports;
	}

	/** A session has one more socket. */
	arrived(session: SessionId, account: AccountId, socket: Socket): void {
		let entry = this.#entries.get(session);
		if (entry === undefined) {
			entry = { session, account, sockets: new Set(), timer: null, recorded: false, recording: false };
			this.#entries.set(session, entry);
		}
		entry.sockets.add(socket);
		this.#clear(entry);
		this.#reconcile(entry);
	}

	/** A socket of the session is gone. */
	left(session: SessionId, socket: Socket): void {
		const entry = this.#entries.get(session);
		if (entry === undefined || !entry.sockets.delete(socket) || entry.sockets.size > 0) return;
		this.#wait(entry, GRACE_MS);
	}

	sockets(session: SessionId): Iterable<Socket> {
		return this.#entries.get(session)?.sockets ?? [];
	}

	/** The sessions that have a socket now. */
	connected(): SessionId[] {
		return [...this.#entries.values()].filter(({ sockets }) => sockets.size > 0).map(({ session }) => session);
	}

	/** Nothing more is recorded: the node ends, and `NodeStopped` speaks for all its sessions. */
	end(): void {
		this.#over = true;
		for (const entry of this.#entries.values()) this.#clear(entry);
	}

	/** Brings the log to what is: one command at a time, tried again until it is done. */
	#reconcile(entry: Entry<Socket>): void {
		const wanted = entry.sockets.size > 0;
		// A grace or a pause that runs decides by itself when it is over.
		if (this.#over || entry.recording || entry.timer !== null) return;
		if (wanted === entry.recorded) {
			if (!wanted) this.#entries.delete(entry.session);
			return;
		}
		if (this.#recording >= RECORDING_MAX) this.#line.add(entry);
		else this.#record(entry, wanted);
	}

	#record(entry: Entry<Socket>, wanted: boolean): void {
		const { node, submit } = this.#ports;
		const [name, decidable] = wanted
			? ['session.connected', connectSession(node, entry.session, entry.account)]
			: ['session.disconnected', disconnectSession(node, entry.session, entry.account)];
		entry.recording = true;
		this.#recording += 1;
		submit(name, decidable, (outcome) => {
			entry.recording = false;
			this.#recording -= 1;
			this.#recorded(entry, wanted, outcome);
			this.#next();
		});
	}

	#recorded(entry: Entry<Socket>, wanted: boolean, outcome: Outcome): void {
		if (outcome.state === 'done') {
			entry.recorded = wanted;
			this.#reconcile(entry);
		} else if (outcome.rejection.code === 'unavailable') {
			entry.recorded = null;
			if (entry.timer === null) this.#wait(entry, RETRY_MS * (1 + this.#ports.random()));
		}
		// Anything else is final: the session or this node is over, and so are its sockets.
	}

	/** Fills the free places from the line. A refusal that comes at once calls this again: it leaves the work to the one under way. */
	#next(): void {
		if (this.#filling) return;
		this.#filling = true;
		for (const entry of this.#line) {
			if (this.#recording >= RECORDING_MAX) break;
			this.#line.delete(entry);
			this.#reconcile(entry);
		}
		this.#filling = false;
	}

	#wait(entry: Entry<Socket>, ms: number): void {
		this.#clear(entry);
		if (this.#over) return;
		entry.timer = this.#ports.clock.after(ms, () => {
			entry.timer = null;
			this.#reconcile(entry);
		});
	}

	#clear(entry: Entry<Socket>): void {
		if (entry.timer !== null) this.#ports.clock.clear(entry.timer);
		entry.timer = null;
	}
}
