/** Which of the waiting commands go into the next transaction: a pure function of the queue. */
import type { Key } from './command.ts';

/** Commands in one batch; more wait for the next one. Each records at least one event or none. */
export const BATCH_COMMANDS_MAX = 1024;

export interface Queued {
	readonly keys: readonly Key[];
	/** Commands of one `order` are recorded in the order of the queue. */
	readonly order: object | undefined;
	/** A suspect of having spoilt a batch: it goes by itself. */
	readonly alone: boolean;
}

/**
 * Takes commands in queue order. One waits if it conflicts with a command taken or with one already waiting, so that
 * later ones cannot overtake it for ever; once one waits, later ones of its `order` wait too. The first of the queue
 * is always taken, so nobody starves.
 */
export function formBatch<Q extends Queued>(queue: readonly Q[]): Q[] {
	const batch: Q[] = [];
	const claimed = new Map<string, Key['mode']>();
	const waitingOrders = new Set<object>();
	for (const queued of queue) {
		if (batch.length === BATCH_COMMANDS_MAX) break;
		if (mayJoin(queued)) {
			batch.push(queued);
			if (queued.alone) break;
		} else if (queued.order !== undefined) {
			waitingOrders.add(queued.order);
		}
		for (const key of queued.keys) claim(claimed, key);
	}
	return batch;

	function mayJoin(queued: Q): boolean {
		if (queued.alone && batch.length > 0) return false;
		if (queued.order !== undefined && waitingOrders.has(queued.order)) return false;
		return !queued.keys.some((key) => conflicts(claimed.get(key.name), key.mode));
	}
}

function conflicts(held: Key['mode'] | undefined, wanted: Key['mode']): boolean {
	return held !== undefined && (held === 'exclusive' || wanted === 'exclusive');
}

function claim(claimed: Map<string, Key['mode']>, key: Key): void {
	if (claimed.get(key.name) !== 'exclusive') claimed.set(key.name, key.mode);
}
