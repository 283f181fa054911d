/** Whether a command was recorded before under its id: ids are for ever, so a repeat gets its first answer. */
import { decodeEvent } from '../domain/codec.ts';
import { isRedacted, type LogEvent, type Proposal } from '../domain/events.ts';
import type { Facts } from '../domain/facts.ts';
import { type EventId, furtherEventId } from '../ids.ts';
import type { StoredEvent, Transaction } from '../log/port.ts';
import type { Command, Outcome } from './command.ts';
import { refusal } from './queue.ts';

/** Rows read at a time while the further events of a command are collected. */
const FURTHER_PAGE_EVENTS = 16;

/** A command whose id is to be looked up, with what it would record now (empty when it is refused or true already). */
export interface Asked {
	readonly command: Command;
	readonly proposals: readonly Proposal[];
}

/** The answers of those among `asked` whose id is in the log: done before (`repeated`), or `id-taken`. Read under the head lock. */
export async function lookUpIds(
	tx: Transaction,
	asked: readonly Asked[],
	facts: Facts,
): Promise<ReadonlyMap<Command, Outcome>> {
	const answers = new Map<Command, Outcome>();
	const ids = asked.flatMap(({ command }) => command.id ?? []);
	if (ids.length === 0) return answers;
	const recorded = new Map((await tx.findIds(ids)).map((row) => [row.id, row]));
	for (const { command, proposals } of asked) {
		const row = command.id === undefined ? undefined : recorded.get(command.id);
		if (row === undefined) continue;
		const first = decodeEvent(row);
		if (!isSame(command, proposals, first, facts)) {
			answers.set(command, refusal('id-taken'));
			continue;
		}
		const events = [first, ...(await readFurther(tx, row))];
		answers.set(command, { state: 'done', events, repeated: true, position: events.at(-1)!.position });
	}
	return answers;
}

/**
 * Whether `first` was recorded by this very command. Its digest covers the fields, and so the stream, except where the
 * stream is made by the command (a new group): one that does not exist yet says nothing. A redaction took the digest
 * away; then author, stream and type must do.
 */
function isSame(command: Command, proposals: readonly Proposal[], first: LogEvent, facts: Facts): boolean {
	if (first.by !== command.author) return false;
	const [proposal] = proposals;
	const sameStream = proposal === undefined || proposal.stream === first.stream || facts.version(proposal.stream) === 0;
	if (!sameStream) return false;
	if (isRedacted(first.data)) return proposal === undefined || proposal.type === first.type;
	return first.data.command !== undefined && first.data.command === command.digest;
}

/** The events that a command recorded beyond its first: they follow it directly, with ids derived from it. */
async function readFurther(tx: Transaction, first: StoredEvent): Promise<LogEvent[]> {
	const further: LogEvent[] = [];
	for (;;) {
		const after = first.position + further.length;
		const rows = await tx.read({ after, limit: FURTHER_PAGE_EVENTS });
		for (const row of rows) {
			if (row.id !== furtherEventId(first.id as EventId, further.length + 1)) return further;
			further.push(decodeEvent(row));
		}
		if (rows.length < FURTHER_PAGE_EVENTS) return further;
	}
}
