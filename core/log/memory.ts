/**
 * The log in memory, for tests and simulation. Several handles (nodes) may share one store. Deterministic: no clock,
 * timer or random source of its own; whoever asks for the head lock first gets it first, and waits without a limit.
 */
import type { EventId, NodeId, StreamId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';
import { checkIds, checkRange, checkTypes, READ_IDS_MAX, READ_STREAMS_MAX } from './batch.ts';
import {
	amended,
	amendmentsOf,
	ascending,
	found,
	headOf,
	inRange,
	type MemoryStore,
	positioned,
} from './memory-store.ts';
import { type FaultPoint, MemoryTransaction, type Way } from './memory-transaction.ts';
import { selected, written } from './memory-vault.ts';
import {
	type Amended,
	type EventLog,
	type Head,
	LogError,
	type Range,
	type StoredEvent,
	type StreamRange,
	type Transaction,
} from './port.ts';
import { checkRead, checkWrites } from './vault-check.ts';

export { createMemoryStore, type MemoryStore } from './memory-store.ts';
export { type FaultPoint, LateCommit } from './memory-transaction.ts';

/** Called at each point with the handle's name. Throws a `LogError` to fail there; returns a promise to delay. */
export type Faults = (point: FaultPoint, handle: string) => void | Promise<void>;

/** A handle on `store`, as one node has it. `name` is what `faults` is told. */
export function openMemoryLog(
	store: MemoryStore,
	options: { readonly name?: string; readonly faults?: Faults } = {},
): EventLog {
	return new MemoryLog(store, options.name ?? 'node', options.faults ?? (() => {}));
}

class MemoryLog implements EventLog, Way {
	readonly kind = 'memory';
	readonly #store: MemoryStore;
	readonly #name: string;
	readonly #faults: Faults;
	readonly #closed = new AbortController();
	readonly #open = new Set<MemoryTransaction>();

	constructor(store: MemoryStore, name: string, faults: Faults) {
		this.#store = store;
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
		return headOf(this.#store);
	}

	async read(range: Range): Promise<StoredEvent[]> {
		checkRange(range);
		await this.reach('read');
		return inRange(this.#store.events, range);
	}

	async readStream(stream: StreamId, range: StreamRange): Promise<StoredEvent[]> {
		checkIds([stream], 1);
		checkRange(range);
		await this.reach('read');
		const events = positioned(this.#store, this.#store.streams.get(stream) ?? []);
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
		const positions = [...new Set(streams)].flatMap((stream) => this.#store.streams.get(stream) ?? []);
		const upTo = range.upTo ?? this.#store.events.length;
		const within = positions.filter((position) => position > range.after && position <= upTo);
		return positioned(this.#store, within.sort(ascending).slice(0, range.limit));
	}

	async findIds(ids: readonly EventId[]): Promise<StoredEvent[]> {
		checkIds(ids, READ_IDS_MAX);
		await this.reach('read');
		return found(this.#store, ids);
	}

	async amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]> {
		checkIds(subjects, READ_IDS_MAX);
		checkTypes(types);
		await this.reach('read');
		return amended((position) => this.#store.events[position - 1]!, amendmentsOf(this.#store, subjects), types);
	}

	async select(reads: readonly VaultRead[]): Promise<VaultRow[][]> {
		for (const read of reads) checkRead(read);
		await this.reach('read');
		return reads.map((read) => selected(this.#store.vault, read));
	}

	async write(writes: readonly VaultWrite[]): Promise<void> {
		checkWrites(writes);
		await this.reach('vault');
		this.#store.vault = written(this.#store.vault, writes);
	}

	async beat(node: NodeId): Promise<{ node: NodeId; silentMs: number }[]> {
		checkIds([node], 1);
		await this.reach('beat');
		const now = this.#store.now();
		this.#store.beats.set(node, now);
		return [...this.#store.beats].map(([known, at]) => ({ node: known, silentMs: Math.max(0, now - at) }));
	}

	async forget(node: NodeId): Promise<void> {
		await this.reach('beat');
		this.#store.beats.delete(node);
	}

	async begin(): Promise<Transaction> {
		await this.reach('begin');
		const release = await this.#store.turns.take(this.#closed.signal);
		const transaction = new MemoryTransaction(this.#store, this, () => {
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
