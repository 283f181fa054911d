/** What the proposals of a batch redact, and what is put in the place of it. */
import { redactedData } from '../domain/codec.ts';
import { isRedacted, type Proposal } from '../domain/events.ts';
import type { EventId } from '../ids.ts';
import type { StoredEvent, Transaction } from '../log/port.ts';

/** New data for a recorded event. */
export interface Redaction {
	readonly position: number;
	readonly data: string;
}

/** Recorded events as they stand under the head lock. */
export type Originals = ReadonlyMap<EventId, StoredEvent>;

/** The events that the proposals redact. */
export async function readOriginals(tx: Transaction, proposals: readonly Proposal[]): Promise<Originals> {
	const ids = proposals.flatMap(({ redacts = [] }) => redacts);
	const rows = ids.length === 0 ? [] : await tx.findIds(ids);
	return new Map(rows.map((row) => [row.id, row]));
}

/** What the proposal redacts, by position; what was redacted before needs nothing. Throws (a bug) for what is not recorded. */
export function redactionsOf({ redacts = [] }: Proposal, originals: Originals): Redaction[] {
	return [...new Set(redacts)]
		.map((id) => {
			const row = originals.get(id);
			if (row === undefined) throw new Error('an event that is not recorded cannot be redacted');
			return row;
		})
		.filter(({ data }) => !isRedacted(JSON.parse(data)))
		.map(({ position, data }) => ({ position, data: redactedData(data) }))
		.sort((a, b) => a.position - b.position);
}
