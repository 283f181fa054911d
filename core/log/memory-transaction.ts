/** A transaction in memory: all that it is told is kept aside until the commit. */
import type { EventId, StreamId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';
import { Batch, checkIds, checkRange, checkTypes, READ_IDS_MAX } from './batch.ts';
import { amended, amendmentsOf, append, found, headOf, inRange, type MemoryStore, positioned } from './memory-store.ts';
import { selected, written } from './memory-vault.ts';
import {
	type Amended,
	type Amendment,
	type Head,
	LogError,
	type Range,
	type StoredEvent,
	type Transaction,
} from './port.ts';
import type { Release } from './turns.ts';
import { checkRead, checkWrites } from './vault-check.ts';

/**
 * Where a fault can be injected: on the way to the database (`begin`, `read`, `append`, `vault`, `commit`, `beat`), or
 * on the way back from a commit that has happened (`committed`).
 */
export type FaultPoint = 'begin' | 'read' | 'append' | 'vault' | 'commit' | 'committed' | 'beat';

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

/** The way between a handle and the store. */
export interface Way {
	/** One message to the store; throws what happens to it on the way. */
	reach(point: FaultPoint): Promise<void>;
	/** The answer to a commit that was made. */
	answer(): Promise<void>;
}

export class MemoryTransaction implements Transaction {
	readonly head: Head;
	readonly now: number;
	readonly #way: Way;
	readonly #store: MemoryStore;
	readonly #release: Release;
	readonly #batch: Batch;
	readonly #events: StoredEvent[] = [];
	readonly #ids = new Set<EventId>();
	readonly #versions = new Map<StreamId, number>();
	readonly #amendments: Amendment[] = [];
	readonly #redactions = new Map<number, string>();
	readonly #writes: VaultWrite[] = [];
	#over = false;
	/** The head lock was given up, so it may be another's: nothing is recorded any more. */
	#released = false;

	constructor(store: MemoryStore, way: Way, release: Release) {
		this.#store = store;
		this.#way = way;
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

	amendments(subjects: readonly EventId[], types: readonly string[]): Promise<Amended[]> {
		return this.#step('read', () => {
			checkIds(subjects, READ_IDS_MAX);
			checkTypes(types);
			const added = this.#amendments.filter(({ subject }) => subjects.includes(subject));
			const at = (position: number) =>
				this.#store.events[position - 1] ?? this.#events[position - this.head.position - 1]!;
			return amended(
				(position) => this.#asRedacted(at(position)),
				[...amendmentsOf(this.#store, subjects), ...added],
				types,
			);
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
				.finally(() => this.#end());
			throw new LogError('unknown', error.message);
		}
		this.#end();
		await this.#way.answer();
	}

	async rollback(): Promise<void> {
		this.#end();
	}

	/** Its node is gone: rolled back, unless the commit has broken already, which lands as it would. */
	abandon(): void {
		if (!this.#over) this.#end();
	}

	#end(): void {
		this.#over = true;
		this.#released = true;
		this.#release();
	}

	/** One message to the database and what it does there; whatever goes wrong ends the transaction. */
	async #step<T>(point: FaultPoint, work: () => T): Promise<T> {
		if (this.#over) throw new LogError('lost', 'the transaction is over');
		try {
			await this.#way.reach(point);
			if (this.#over) throw new LogError('lost', 'the transaction is over');
			return work();
		} catch (error) {
			if (error instanceof LateCommit) this.#over = true;
			else this.#end();
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

	/** The commit itself: all of it or, when the vault refuses or the lock was given up before it landed, nothing. */
	#record(): void {
		if (this.#released) throw new LogError('lost', 'the transaction was given up');
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
