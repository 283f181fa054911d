/** From what deciders propose to rows of the log: ids, positions, versions, ordinals of messages, salts, what they do to others. */
import { encodeEvent } from '../domain/codec.ts';
import { EVENTS, type Proposal } from '../domain/events.ts';
import type { Facts } from '../domain/facts.ts';
import { type ConversationId, type EventId, furtherEventId, type NewId, type StreamId } from '../ids.ts';
import { BATCH_AMENDMENTS_MAX, BATCH_DATA_BYTES_MAX, BATCH_EVENTS_MAX } from '../log/batch.ts';
import type { Amendment, StoredEvent } from '../log/port.ts';
import type { Command } from './command.ts';
import { type Originals, type Redaction, redactionsOf } from './redacting.ts';

export interface NumberingPorts {
	readonly facts: Facts;
	readonly newId: NewId;
	readonly newSalt: () => string;
}

/** What one command records. */
export interface Rows {
	readonly events: readonly StoredEvent[];
	readonly amendments: readonly Amendment[];
	readonly redactions: readonly Redaction[];
}

export type Numbered =
	| ({ readonly state: 'numbered' } & Rows)
	/** It fits into a batch, but not into what is left of this one. */
	| { readonly state: 'full' }
	/** It does not fit into any batch. */
	| { readonly state: 'too-large' };

export interface Numbering {
	/**
	 * Rows for what one command wants recorded, after those numbered before. Throws where an event breaks its schema;
	 * only what comes back `numbered` counts. `originals`: what the proposals redact.
	 */
	number(command: Command, proposals: readonly Proposal[], originals: Originals): Numbered;
}

/** Numbers the events of one batch, to be recorded after position `after` at time `at`. */
export function startNumbering(ports: NumberingPorts, after: number, at: number): Numbering {
	const versions = new Map<StreamId, number>();
	const messages = new Map<StreamId, number>();
	let count = 0;
	let bytes = 0;
	let amendments = 0;

	const lastVersion = (stream: StreamId) => versions.get(stream) ?? ports.facts.version(stream);
	const lastMessage = (stream: StreamId) => messages.get(stream) ?? ports.facts.messages(stream as ConversationId);

	function rows(command: Command, proposals: readonly Proposal[], originals: Originals): Rows {
		const first = command.id ?? (ports.newId() as EventId);
		const ownVersions = new Map<StreamId, number>();
		const ownMessages = new Map<StreamId, number>();
		const amendments: Amendment[] = [];
		const redactions: Redaction[] = [];
		const events = proposals.map((proposal, k): StoredEvent => {
			const { stream, type, by } = proposal;
			const version = (ownVersions.get(stream) ?? lastVersion(stream)) + 1;
			ownVersions.set(stream, version);
			const data: Record<string, unknown> = { ...proposal.data };
			if (type === 'MessageSent') {
				const n = (ownMessages.get(stream) ?? lastMessage(stream)) + 1;
				ownMessages.set(stream, n);
				data.n = n;
			}
			const position = after + count + k + 1;
			for (const subject of proposal.amends ?? []) amendments.push({ subject, position });
			if (proposal.redacts !== undefined) {
				const own = redactionsOf(proposal, originals);
				redactions.push(...own);
				data.redacts = own.map((redaction) => redaction.position);
			}
			if (EVENTS[type].personal) data.salt = ports.newSalt();
			if (k === 0 && command.id !== undefined) data.command = command.digest;
			return {
				position,
				stream,
				version,
				id: k === 0 ? first : furtherEventId(first, k),
				type,
				schema: EVENTS[type].schema,
				at,
				by,
				data: encodeEvent(type, data),
			};
		});
		return { events, amendments, redactions };
	}

	/** The proposals' rows stand: what comes next counts from them. */
	function keep(events: readonly StoredEvent[], size: number): void {
		count += events.length;
		bytes += size;
		for (const { stream, version, type } of events) {
			versions.set(stream, version);
			if (type === 'MessageSent') messages.set(stream, lastMessage(stream) + 1);
		}
	}

	return {
		number(command, proposals, originals) {
			if (proposals.length > BATCH_EVENTS_MAX) return { state: 'too-large' };
			const own = rows(command, proposals, originals);
			const size = sizeOf(own.events) + sizeOf(own.redactions);
			const amended = own.amendments.length;
			if (size > BATCH_DATA_BYTES_MAX || amended > BATCH_AMENDMENTS_MAX) return { state: 'too-large' };
			const isFull =
				count + own.events.length > BATCH_EVENTS_MAX ||
				bytes + size > BATCH_DATA_BYTES_MAX ||
				amendments + amended > BATCH_AMENDMENTS_MAX;
			if (isFull) return { state: 'full' };
			amendments += amended;
			keep(own.events, size);
			return { state: 'numbered', ...own };
		},
	};
}

/** Bytes of data that are written. */
function sizeOf(rows: readonly { readonly data: string }[]): number {
	return rows.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
}
