/**
 * The log in memory, for tests and simulation. Several handles (nodes) may share one store. Deterministic: no clock,
 * timer or random source of its own; whoever asks for the head lock first gets it first, and waits without a limit.
 */
import type { EventId, NodeId, StreamId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';
import { Batch, checkIds, checkRange, READ_IDS_MAX, READ_STREAMS_MAX } from './batch.ts';
import { type MemoryVault, selected, written } from './memory-vault.ts';
import {
	type Amendment,
	type EventLog,
	type Head,
	LogError,
	type Range,
	type StoredEvent,
	type StreamRange,
	type Transaction,
} from './port.ts';
import { type Release, Turns } from './turns.ts';
import { checkRead, checkWrites } from './vault-check.ts';

/**
 * Where a fault can be injected: on the way to the database (`begin`, `read`, `append`, `vault`, `commit`, `beat`), or
 * on the way back from a commit that has happened (`committed`).
 */
export type FaultPoint = 'begin' | 'read' | 'append' | 'vault' | 'commit' | 'committed' | 'beat';

/** Called at each point with the handle's name. Throws a `LogError` to fail there; returns a promise to delay. */
export type Faults = (point: FaultPoint, handle: string) => void | Promise<void>;

/**
 * Thrown by `Faults` at `commit`: the caller hears `unknown` at once, as when its connection breaks, while the server
 * goes on: the commit is made, and the head lock given up, when `lands` resolves; it is rolled back when `lands` rejects.
 */
export class LateCommit extends Error {
	override readonly name = 'LateCommit';
	readonly lands: Promise<void>;
	constructor(lands: Promise<void>) {
		super('the connection broke in COMMIT');
		this.lands = lands;
	}
}

/** What is durable, and the head lock. Opaque to all but this module. */
export interface MemoryStore {
	readonly epoch: string;
	readonly now: () => number;
	readonly turns: Turns;
	readonly events: StoredEvent[];
	readonly streams: Map<StreamId, StoredEvent['position'][]>;
	readonly ids: Map<EventId, StoredEvent['position']>;
	readonly amendments: Map<EventId, Amendment[]>;
	readonly beats: Map<NodeId, number>;
	at: number;
	vault: MemoryVault;
}

/** An empty store named `epoch` (a UUID), on the clock `now` (ms). */
export function createMemoryStore(options: { readonly epoch: string; readonly now: () => number }): MemoryStore {
	return {
		...options,
		turns: new Turns(),
		events: [],
		streams: new Map(),
		ids: new Map(),
		amendments: new Map(),
		beats: new Map(),
		at: 0,
		vault: {},
	};
}

/** A handle on `store`, as one node has it. `name` is what `faults` is told. */
export function openMemoryLog(
	store: MemoryStore,
	options: { readonly name?: string; readonly faults?: Faults } = {},
): EventLog {
	return new MemoryLog(store, options.name ?? 'node', options.faults ?? (() => {}));
}

class MemoryLog implements EventLog {
	readonly kind = 'memory';
	readonly store: MemoryStore;
	readonly #name: string;
	readonly #faults: Faults;
	readonly #closed = new AbortController();
	readonly #open = new Set<MemoryTransaction>();

	constructor(store: MemoryStore, name: string, faults: Faults) {
		this.store = store;
		this.#name = name;
		this.#faults = faults;
	}

	/** One message to the database: fails with `lost` when the handle is closed, before or meanwhile. */
	async reach(point: FaultPoint): Promise<void> {
		this.#closed.signal.throwIfAborted();
		await this.#faults(point, this.#name);
		this.#closed.signal.throwIfAborted();
	}

	/** The answer to a commit that was made: whether the handle is closed meanwhile changes nothing. */
	async answer(): Promise<void> {
		await this.#faults('committed', this.#name);
	}

	async head(): Promise<Head> {
		await this.reach('read');
		return headOf(this.store);
	}

	async read(range: Range): Promise<StoredEvent[]> {
		checkRange(range);
		await this.reach('read');
		return inRange(this.store.events, range);
	}

	async readStream(stream: StreamId, range: StreamRange): Promise<StoredEvent[]> {
		checkIds([stream], 1);
		checkRange(range);
		await this.reach('read');
		const events = positioned(this.store, this.store.streams.get(stream) ?? []);
		return 'after' in range
			? events.filter((event) => event.version > range.after).slice(0, range.limit)
			: events
					.filter((event) => event.version < range.before)
					.reverse()
					.slice(0, range.limit);
	}

	async readStreams(streams: readonly StreamId[], range: Range): Promise<StoredEvent[]> {
		checkIds(streams, READ_STREAMS_MAX);
		checkRange(range);
		await this.reach('read');
		const positions = [...new Set(streams)].flatMap((stream) => this.store.streams.get(stream) ?? []);
		const upTo = range.upTo ?? this.store.events.length;
		const within = positions.filter((position) => position > range.after && position <= upTo);
		return positioned(this.store, within.sort(ascending).slice(0, range.limit));
	}

	async findIds(ids: readonly EventId[]): Promise<StoredEvent[]> {
		checkIds(ids, READ_IDS_MAX);
		await this.reach('read');
		return found(this.store, ids);
	}

	async amendments(subjects: readonly EventId[]): Promise<Amendment[]> {
		checkIds(subjects, READ_IDS_MAX);
		await this.reach('read');
		const all = [...new Set(subjects)].flatMap((subject) => this.store.amendments.get(subject) ?? []);
		return all.sort((a, b) => a.position - b.position);
	}

	async select(reads: readonly VaultRead[]): Promise<VaultRow[][]> {
		for (const read of reads) checkRead(read);
		await this.reach('read');
		return reads.map((read) => selected(this.store.vault, read));
	}

	async write(writes: readonly VaultWrite[]): Promise<void> {
		checkWrites(writes);
		await this.reach('vault');
		this.store.vault = written(this.store.vault, writes);
	}

	async beat(node: NodeId): Promise<{ node: NodeId; silentMs: number }[]> {
		checkIds([node], 1);
		await this.reach('beat');
		const now = this.store.now();
		this.store.beats.set(node, now);
		return [...this.store.beats].map(([known, at]) => ({ node: known, silentMs: Math.max(0, now - at) }));
	}

	async forget(node: NodeId): Promise<void> {
		await this.reach('beat');
		this.store.beats.delete(node);
	}

	async begin(): Promise<Transaction> {
		await this.reach('begin');
		const release = await this.store.turns.take(this.#closed.signal);
		const transaction = new MemoryTransaction(this, () => {
			this.#open.delete(transaction);
			release();
		});
		this.#open.add(transaction);
		return transaction;
	}

	async close(): Promise<void> {
		this.#closed.abort(new LogError('lost', 'the log was closed'));
		for (const transaction of this.#open) transaction.abandon();
	}
}

class MemoryTransaction implements Transaction {
	readonly head: Head;
	readonly now: number;
	readonly #log: MemoryLog;
	readonly #store: MemoryStore;
	readonly #release: Release;
	readonly #batch: Batch;
	readonly #events: StoredEvent[] = [];
	readonly #ids = new Set<EventId>();
	readonly #versions = new Map<StreamId, number>();
	readonly #amendments: Amendment[] = [];
	readonly #redactions = new Map<StoredEvent['position'], string>();
	readonly #writes: VaultWrite[] = [];
	#over = false;

	constructor(log: MemoryLog, release: Release) {
		this.#log = log;
		this.#store = log.store;
		this.#release = release;
		this.head = headOf(this.#store);
		this.now = Math.max(this.head.at, Math.floor(this.#store.now()));
		this.#batch = new Batch(this.head, this.now);
	}

	read(range: Range): Promise<StoredEvent[]> {
		return this.#step('read', () => {
			checkRange(range);
			const upTo = Math.min(range.upTo ?? Number.MAX_SAFE_INTEGER, this.#batch.last);
			const recorded = inRange(this.#store.events, { ...range, upTo });
			const added = this.#events.filter(({ position }) => position > range.after && position <= upTo);
			return [...recorded, ...added].slice(0, range.limit).map((event) => this.#asRedacted(event));
		});
	}

	findIds(ids: readonly EventId[]): Promise<StoredEvent[]> {
		return this.#step('read', () => {
			checkIds(ids, READ_IDS_MAX);
			const added = this.#events.filter(({ id }) => ids.includes(id));
			return [...found(this.#store, ids), ...added].map((event) => this.#asRedacted(event));
		});
	}

	select(reads: readonly VaultRead[]): Promise<VaultRow[][]> {
		return this.#step('read', () => {
			for (const read of reads) checkRead(read);
			const vault = written(this.#store.vault, this.#writes);
			return reads.map((read) => selected(vault, read));
		});
	}

	append(events: readonly StoredEvent[], amendments: readonly Amendment[]): Promise<void> {
		return this.#step('append', () => {
			this.#batch.add(events, amendments);
			for (const event of events) {
				this.#refuseRepeat(event);
				this.#events.push(event);
			}
			this.#amendments.push(...amendments);
		});
	}

	vault(writes: readonly VaultWrite[]): Promise<void> {
		return this.#step('vault', () => {
			checkWrites(writes);
			written(this.#store.vault, [...this.#writes, ...writes]);
			this.#writes.push(...writes);
		});
	}

	redact(redactions: readonly { readonly position: number; readonly data: string }[]): Promise<void> {
		return this.#step('append', () => {
			this.#batch.redact(redactions);
			for (const { position, data } of redactions) this.#redactions.set(position, data);
		});
	}

	async commit(): Promise<void> {
		try {
			await this.#step('commit', () => this.#record());
		} catch (error) {
			if (!(error instanceof LateCommit)) throw error;
			void error.lands
				.then(() => this.#record())
				.catch(() => {})
				.finally(this.#release);
			throw new LogError('unknown', error.message);
		}
		this.#end();
		await this.#log.answer();
	}

	async rollback(): Promise<void> {
		this.#end();
	}

	/** Its node is gone: rolled back, unless the commit is on its way already. */
	abandon(): void {
		if (!this.#over) this.#end();
	}

	#end(): void {
		this.#over = true;
		this.#release();
	}

	/** One message to the database and what it does there; whatever goes wrong ends the transaction. */
	async #step<T>(point: FaultPoint, work: () => T): Promise<T> {
		if (this.#over) throw new LogError('lost', 'the transaction is over');
		try {
			await this.#log.reach(point);
			if (this.#over) throw new LogError('lost', 'the transaction is over');
			return work();
		} catch (error) {
			this.#over = true;
			if (!(error instanceof LateCommit)) this.#release();
			throw error;
		}
	}

	/** A stream's versions go up with the positions, so one that is not above the last was there already. */
	#refuseRepeat({ id, stream, version }: StoredEvent): void {
		const recorded = positioned(this.#store, this.#store.streams.get(stream)?.slice(-1) ?? []);
		const last = this.#versions.get(stream) ?? recorded[0]?.version ?? 0;
		if (this.#store.ids.has(id) || this.#ids.has(id) || version <= last) {
			throw new LogError('duplicate', `event ${id} or version ${version} of its stream was there already`);
		}
		this.#ids.add(id);
		this.#versions.set(stream, version);
	}

	#asRedacted(event: StoredEvent): StoredEvent {
		const data = this.#redactions.get(event.position);
		return data === undefined ? event : { ...event, data };
	}

	/** The commit itself: all of it or, when the vault refuses, nothing. */
	#record(): void {
		const store = this.#store;
		store.vault = written(store.vault, this.#writes);
		for (const event of this.#events) {
			store.events.push(event);
			store.ids.set(event.id, event.position);
			append(store.streams, event.stream, event.position);
			store.at = event.at;
		}
		for (const amendment of this.#amendments) append(store.amendments, amendment.subject, amendment);
		for (const position of this.#redactions.keys()) {
			store.events[position - 1] = this.#asRedacted(store.events[position - 1]!);
		}
	}
}

function headOf(store: MemoryStore): Head {
	return { position: store.events.length, at: store.at, epoch: store.epoch };
}

/** Position p stands at index p − 1. */
function inRange(events: readonly StoredEvent[], { after, upTo, limit }: Range): StoredEvent[] {
	return events.slice(after, Math.min(upTo ?? events.length, after + limit));
}

function positioned(store: MemoryStore, positions: readonly number[]): StoredEvent[] {
	return positions.map((position) => store.events[position - 1]!);
}

function found(store: MemoryStore, ids: readonly EventId[]): StoredEvent[] {
	const positions = new Set<number>();
	for (const id of ids) {
		const position = store.ids.get(id);
		if (position !== undefined) positions.add(position);
	}
	return positioned(store, [...positions].sort(ascending));
}

function ascending(a: number, b: number): number {
	return a - b;
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
}
