/** What a log in memory keeps, and how it is looked up. */
import type { EventId, NodeId, StreamId } from '../ids.ts';
import type { MemoryVault } from './memory-vault.ts';
import type { Amended, Amendment, Head, Range, StoredEvent } from './port.ts';
import { Turns } from './turns.ts';

/** What is durable, and the head lock. Opaque to all but this module. */
export interface MemoryStore {
	readonly epoch: string;
	readonly now: () => number;
	readonly turns: Turns;
	readonly events: StoredEvent[];
	readonly streams: Map<StreamId, number[]>;
	readonly ids: Map<EventId, number>;
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

/** The head as it is now. */
export function headOf(store: MemoryStore): Head {
	return { position: store.events.length, at: store.at, epoch: store.epoch };
}

/** The events of a range; position p stands at index p − 1. */
export function inRange(events: readonly StoredEvent[], { after, upTo, limit }: Range): StoredEvent[] {
	return events.slice(after, Math.min(upTo ?? events.length, after + limit));
}

/** The events at these positions, in their order. */
export function positioned(store: MemoryStore, positions: readonly number[]): StoredEvent[] {
	return positions.map((position) => store.events[position - 1]!);
}

/** The events with these ids, by position. */
export function found(store: MemoryStore, ids: readonly EventId[]): StoredEvent[] {
	const positions = new Set<number>();
	for (const id of ids) {
		const position = store.ids.get(id);
		if (position !== undefined) positions.add(position);
	}
	return positioned(store, [...positions].sort(ascending));
}

/** The amendments of these events. */
export function amendmentsOf(store: MemoryStore, subjects: readonly EventId[]): Amendment[] {
	return [...new Set(subjects)].flatMap((subject) => store.amendments.get(subject) ?? []);
}

/** Those of the amendments that are events of these types, by position; `at` finds an event. */
export function amended(
	at: (position: number) => StoredEvent,
	amendments: readonly Amendment[],
	types: readonly string[],
): Amended[] {
	return amendments
		.map(({ subject, position }) => ({ subject, event: at(position) }))
		.filter(({ event }) => types.includes(event.type))
		.sort((a, b) => a.event.position - b.event.position);
}

/** Sorts numbers. */
export function ascending(a: number, b: number): number {
	return a - b;
}

/** Adds to the list that stands under `key`, or begins one. */
export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
}
