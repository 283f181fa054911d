/** The recorded events that the commands of a batch are about, as they stand under the head lock. */
import { decodeEvent } from '../domain/codec.ts';
import type { EventId } from '../ids.ts';
import type { Transaction } from '../log/port.ts';
import type { Command, Subject, SubjectRead } from './command.ts';

/** One list of answers a command, in the order of what it is about. One select for all of them, one more for what amended them. */
export async function readSubjects(
	tx: Transaction,
	batch: readonly { readonly command: Command }[],
): Promise<(Subject | undefined)[][]> {
	const reads = batch.flatMap(({ command }) => command.about ?? []);
	const found = reads.length === 0 ? new Map<EventId, Subject>() : await find(tx, reads);
	return batch.map(({ command: { about = [] } }) => about.map((read) => wanted(read, found.get(read.id))));
}

async function find(tx: Transaction, reads: readonly SubjectRead[]): Promise<ReadonlyMap<EventId, Subject>> {
	const ids = reads.map(({ id }) => id);
	const types = new Set(reads.flatMap(({ amendedBy }) => amendedBy));
	const rows = await tx.findIds(ids);
	const amended = types.size === 0 ? [] : await tx.amendments(ids, [...types]);
	const amendments = Map.groupBy(amended, ({ subject }) => subject);
	return new Map(
		rows.map((row) => {
			const own = amendments.get(row.id) ?? [];
			return [row.id, { event: decodeEvent(row), amendments: own.map(({ event }) => decodeEvent(event)) }];
		}),
	);
}

/** What others of the batch asked for beside it is left out. */
function wanted({ amendedBy }: SubjectRead, subject: Subject | undefined): Subject | undefined {
	if (subject === undefined) return undefined;
	return { event: subject.event, amendments: subject.amendments.filter(({ type }) => amendedBy.includes(type)) };
}
