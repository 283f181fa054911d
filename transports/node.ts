/**
 * A node: the whole way of a message over one log. It owns the write loop, the views, the connections and their
 * deliveries, presence, beats and the bus. HTTP and the front door stand beside it and speak through this.
 */
import type { Clock } from '../core/clock.ts';
import type { AccountId, EventId, NewId, NodeId, SessionId } from '../core/ids.ts';
import type { EventLog } from '../core/log/port.ts';
import type { Command, Outcome } from '../core/loop/command.ts';
import type { SessionEnd } from '../core/wire.ts';
import type { Views } from '../projections/views.ts';
import type { ByteSocket } from './socket.ts';

export interface NodePorts {
	readonly log: EventLog;
	readonly clock: Clock;
	readonly newId: NewId;
	/** 16 random bytes in hex. */
	readonly newSalt: () => string;
	/** The token of the link into a group that a command makes (`Seal.invitation`). */
	readonly invitation: (author: AccountId, command: EventId) => string;
	/** A number in [0, 1): for jitter. */
	readonly random: () => number;
	readonly limits: NodeLimits;
	/** Structured logging: an event name and plain fields, never a secret. */
	readonly note: (
		level: 'debug' | 'info' | 'warn' | 'error',
		what: string,
		fields?: Readonly<Record<string, unknown>>,
	) => void;
	/** Hints between nodes; the log is the truth. Absent: the 250 ms poll alone. */
	readonly bus?: Bus;
}

/** `WEBCHAT_LIMITS` as far as a node needs it; 0 = no limit. */
export interface NodeLimits {
	readonly messagesPerSecond: number;
	readonly groupMembers: number;
	readonly syncEvents: number;
	/** Bytes of a file, for clients to know. */
	readonly fileBytes: number;
}

/** Best effort: hints may be lost, doubled, late or out of order. */
export interface Bus {
	publish(hint: { readonly position: number }): void;
	/** Set by the node that listens, and unset with its end; whoever made the bus closes it. */
	onHint: ((hint: { readonly position: number }) => void) | undefined;
	close(): void;
}

/** What a token stands for, looked up in the vault. */
export type SessionCheck =
	| { readonly state: 'good'; readonly account: AccountId; readonly session: SessionId }
	| { readonly state: 'bad'; readonly reason: SessionEnd };

/** What is spoken on a socket: the contract of `/ws`, or one of the two ways of the brief (`transports/brief`). */
export type Dialect = 'chat' | 'friend-list' | 'friend-steps';

export interface Attachment {
	/** Looks the session up; called by the node once the connection is registered. A failure closes with 1013. */
	check(): Promise<SessionCheck>;
	/** For refusals' sentences. */
	readonly language: 'zh' | 'en';
	/** Absent: `chat`. */
	readonly dialect?: Dialect;
}

export interface ChatNode {
	readonly id: NodeId;
	readonly views: Views;
	readonly log: EventLog;
	/** Log reachable and views at most a moment behind. */
	readonly ready: boolean;
	/** Connections now open. */
	readonly connections: number;
	/** Sessions that have a socket here. */
	sessions(): SessionId[];
	/** Queues a command that no connection sent (HTTP); resolves with its outcome, after 5 s, or where too many wait, with `unavailable`. */
	execute(command: Omit<Command, 'settle' | 'order'>): Promise<Outcome>;
	/** Takes over an upgraded socket: checks the session, greets, serves it until it ends. */
	attach(socket: ByteSocket, attachment: Attachment): void;
	/** Reads what other nodes recorded up to now: so that what this process just learnt from the vault is known to the views. */
	follow(): Promise<void>;
	/** Closes every connection with 1012, finishes what was accepted, records NodeStopped, ends timers. The log stays open. */
	stop(): Promise<void>;
	/** Resolves when this node was declared stopped by others or met events it does not understand: the process starts a new one, or ends. */
	readonly ended: Promise<'fenced' | 'incomprehensible'>;
}

export { startNode } from './node/start.ts';
