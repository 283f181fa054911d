/**
 * The event log as a port. Three adapters: `sqlite`, `mysql`, `memory`; one contract suite (`test/contract/log-suite.ts`).
 *
 * Rows go in and out as they are stored: `data` is JSON text, which `core/domain/codec.ts` encodes and decodes.
 * Writing happens in transactions that hold the head lock from their first statement to COMMIT, so positions are
 * gapless and in commit order however many nodes write. Reading never takes the lock.
 */
import type { AccountId, EventId, NodeId, StreamId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';

export interface StoredEvent {
	readonly position: number;
	readonly stream: StreamId;
	readonly version: number;
	readonly id: EventId;
	readonly type: string;
	readonly schema: number;
	readonly at: number;
	readonly by: AccountId | null;
	/** UTF-8 JSON. */
	readonly data: string;
}

/** The log's one head row. `at` is the clock's floor in ms; `epoch` (a UUID) names this log, for ever. */
export interface Head {
	readonly position: number;
	readonly at: number;
	readonly epoch: string;
}

/** "The event `subject` was changed by the event at `position`": written by edits, recalls, reactions, reports. */
export interface Amendment {
	readonly subject: EventId;
	readonly position: number;
}

/** An event as it is found by what it amends. */
export interface Amended {
	readonly subject: EventId;
	readonly event: StoredEvent;
}

/** Positions (exclusive, inclusive] in ascending order, at most `limit` (1–10,000) rows. */
export interface Range {
	readonly after: number;
	readonly upTo?: number;
	readonly limit: number;
}

/** Versions of one stream: ascending beyond `after`, or descending below `before`; at most `limit` (1–10,000) rows. */
export type StreamRange =
	| { readonly after: number; readonly limit: number }
	| { readonly before: number; readonly limit: number };

export interface EventLog {
	readonly kind: 'sqlite' | 'mysql' | 'memory';
	head(): Promise<Head>;
	read(range: Range): Promise<StoredEvent[]>;
	readStream(stream: StreamId, range: StreamRange): Promise<StoredEvent[]>;
	/** The events of any of these streams (at most 10,000 of them) in `range`, by position. */
	readStreams(streams: readonly StreamId[], range: Range): Promise<StoredEvent[]>;
	/** The events with these ids, by position; unknown ids are left out. */
	findIds(ids: readonly EventId[]): Promise<StoredEvent[]>;
	/** The events of these types that amend the subjects, by position. */
	amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]>;
	/** Vault rows outside a transaction (committed ones), one list per read. */
	select(reads: readonly VaultRead[]): Promise<VaultRow[][]>;
	/** Vault writes that depend on nothing and need no event, in one short transaction of their own without the head lock. */
	write(writes: readonly VaultWrite[]): Promise<void>;
	/** Records that `node` lives, on the database's clock, and returns how long ago (ms) every known node last did. */
	beat(node: NodeId): Promise<{ node: NodeId; silentMs: number }[]>;
	/** Forgets a node's beats, once it is recorded as stopped. */
	forget(node: NodeId): Promise<void>;
	/** Takes the head lock. Waits for other writers fairly; throws `LogError` `transient` after about 5 s. */
	begin(): Promise<Transaction>;
	/** Ends every connection; what is under way fails with `lost`. */
	close(): Promise<void>;
}

/** Holds the head lock until `commit` or `rollback`; whatever it throws, it is over and the lock is released. */
export interface Transaction {
	/** As of the lock: nothing is recorded between it and this transaction. */
	readonly head: Head;
	/** max(head.at, the database's clock), ms: the `at` of the events appended here. */
	readonly now: number;
	read(range: Range): Promise<StoredEvent[]>;
	findIds(ids: readonly EventId[]): Promise<StoredEvent[]>;
	amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]>;
	select(reads: readonly VaultRead[]): Promise<VaultRow[][]>;
	/**
	 * Inserts the events and moves the head; positions must be head.position + 1, + 2, … and `at` = `now` (an error otherwise: a bug).
	 * At most 1,024 events and 1 MiB of data. A stream version or an id that exists → `LogError` `duplicate`.
	 */
	append(events: readonly StoredEvent[], amendments: readonly Amendment[]): Promise<void>;
	vault(writes: readonly VaultWrite[]): Promise<void>;
	/** The one allowed UPDATE: replaces `data` of these events. Their redaction is an event of the same transaction. */
	redact(redactions: readonly { readonly position: number; readonly data: string }[]): Promise<void>;
	/** Durable when it resolves. `LogError` `unknown` when the connection was lost meanwhile: take the lock again, then look the ids up. */
	commit(): Promise<void>;
	rollback(): Promise<void>;
}

/** What went wrong, as far as it decides what to do next. */
export type LogErrorKind =
	/** A unique key was there already; rolled back. */
	| 'duplicate'
	/** Rolled back (deadlock, lock wait, record changed): begin again, catch up, decide anew. */
	| 'transient'
	/** No connection, or lost before COMMIT: nothing of this transaction is recorded. */
	| 'lost'
	/** Lost in COMMIT: recorded or not. */
	| 'unknown'
	/** Anything else (an oversized packet, a full disk): not worth repeating as it is. */
	| 'failed';

export class LogError extends Error {
	override readonly name = 'LogError';
	readonly kind: LogErrorKind;
	constructor(kind: LogErrorKind, message: string, options?: ErrorOptions) {
		super(message, options);
		this.kind = kind;
	}
}
