/** What one transaction makes of its batch: every command decided on committed facts, under the head lock. */
import { decodeEvent } from '../domain/codec.ts';
import type { LogEvent } from '../domain/events.ts';
import type { Amendment, StoredEvent, Transaction } from '../log/port.ts';
import type { VaultRow, VaultWrite } from '../vault/tables.ts';
import type { Command, Decision, Outcome, Subject } from './command.ts';
import { lookUpIds } from './known.ts';
import { type NumberingPorts, startNumbering } from './numbering.ts';
import { type Entry, refusal } from './queue.ts';
import { type Redaction, readOriginals } from './redacting.ts';
import { readSubjects } from './subjects.ts';

export interface PlanPorts extends NumberingPorts {
	onBug(error: unknown, commandName: string): void;
}

/** A command's answer, due once the transaction is committed; `events` are what it records now. */
export interface Answer {
	readonly entry: Entry;
	readonly events: readonly LogEvent[];
	readonly outcome: Outcome;
}

export interface Plan {
	/** In queue order. Commands of the batch that have no answer here did not fit: they stay in the queue. */
	readonly answers: readonly Answer[];
	readonly events: readonly StoredEvent[];
	readonly amendments: readonly Amendment[];
	readonly redactions: readonly Redaction[];
	readonly vault: readonly VaultWrite[];
}

/** Decides a batch. Throws only what the transaction throws: a decider that throws fails its own command. */
export async function planBatch(tx: Transaction, batch: readonly Entry[], ports: PlanPorts): Promise<Plan> {
	const rows = await readVault(tx, batch);
	const subjects = await readSubjects(tx, batch);
	const decided = batch.map((entry, i) => {
		const decision = decide(entry.command, rows[i]!, tx.now, subjects[i]!, ports);
		return { entry, decision, proposals: decision !== undefined && 'events' in decision ? decision.events : [] };
	});
	const asked = decided.flatMap(({ entry, proposals }) =>
		entry.lookUp || proposals.length === 0 ? [{ command: entry.command, proposals }] : [],
	);
	const known = await lookUpIds(tx, asked, ports.facts);
	const originals = await readOriginals(
		tx,
		decided.flatMap(({ proposals }) => proposals),
	);

	const numbering = startNumbering(ports, tx.head.position, tx.now);
	const answers: Answer[] = [];
	const events: StoredEvent[] = [];
	const amendments: Amendment[] = [];
	const redactions: Redaction[] = [];
	const vault: VaultWrite[] = [];
	for (const { entry, decision } of decided) {
		const before = known.get(entry.command);
		if (before !== undefined || decision === undefined) {
			answers.push({ entry, events: [], outcome: before ?? refusal('unavailable') });
		} else if ('rejection' in decision) {
			answers.push({ entry, events: [], outcome: { state: 'rejected', rejection: decision.rejection } });
			vault.push(...(decision.vault ?? []));
		} else {
			const numbered = number(entry, decision);
			if (numbered === undefined) break;
			answers.push(numbered);
		}
	}
	return { answers, events, amendments, redactions, vault };

	/** The command's answer, its rows and writes kept; undefined when the batch has no room for it. */
	function number(entry: Entry, decision: Extract<Decision, { readonly events: object }>): Answer | undefined {
		const numbered = attempt(entry.command, () => numbering.number(entry.command, decision.events, originals), ports);
		switch (numbered?.state) {
			case undefined:
				return { entry, events: [], outcome: refusal('unavailable') };
			case 'too-large':
				return { entry, events: [], outcome: refusal('too-large') };
			case 'full':
				return undefined;
			case 'numbered': {
				events.push(...numbered.events);
				amendments.push(...numbered.amendments);
				redactions.push(...numbered.redactions);
				vault.push(...(decision.vault ?? []));
				const own = numbered.events.map(decodeEvent);
				const position = own.at(-1)?.position ?? tx.head.position;
				return { entry, events: own, outcome: { state: 'done', events: own, repeated: false, position } };
			}
			default:
				return numbered satisfies never;
		}
	}
}

/** What the commands want to know of the vault, in one select; one list of answers a command. */
async function readVault(tx: Transaction, batch: readonly Entry[]): Promise<VaultRow[][][]> {
	const reads = batch.flatMap(({ command }) => command.reads ?? []);
	const rows = reads.length === 0 ? [] : await tx.select(reads);
	let next = 0;
	return batch.map(({ command }) => {
		const count = command.reads?.length ?? 0;
		next += count;
		return rows.slice(next - count, next);
	});
}

function decide(
	command: Command,
	rows: readonly VaultRow[][],
	now: number,
	subjects: readonly (Subject | undefined)[],
	ports: PlanPorts,
): Decision | undefined {
	return attempt(command, () => command.decide(ports.facts, now, rows, subjects), ports);
}

/** What `run` returns; undefined, and a report, where it throws: that is a bug of this one command. */
function attempt<T>(command: Command, run: () => T, ports: PlanPorts): T | undefined {
	try {
		return run();
	} catch (error) {
		ports.onBug(error, command.name);
		return undefined;
	}
}
