/** From what deciders propose to rows of the log: ids, positions, versions, ordinals of messages, salts. */
import { encodeEvent } from '../domain/codec.ts';
import { EVENTS, type Proposal } from '../domain/events.ts';
import type { Facts } from '../domain/facts.ts';
import { type ConversationId, type EventId, furtherEventId, type NewId, type StreamId } from '../ids.ts';
import { BATCH_DATA_BYTES_MAX, BATCH_EVENTS_MAX } from '../log/batch.ts';
import type { StoredEvent } from '../log/port.ts';
import type { Command } from './command.ts';

export interface NumberingPorts {
	readonly facts: Facts;
	readonly newId: NewId;
	readonly newSalt: () => string;
}

export type Numbered =
	| { readonly state: 'numbered'; readonly events: readonly StoredEvent[] }
	/** It fits into a batch, but not into what is left of this one. */
	| { readonly state: 'full' }
	/** It does not fit into any batch. */
	| { readonly state: 'too-large' };

export interface Numbering {
	/**
	 * Rows for what one command wants recorded, after those numbered before. Throws where an event breaks its schema;
	 * only what comes back `numbered` counts.
	 */
	number(command: Command, proposals: readonly Proposal[]): Numbered;
}

/** Numbers the events of one batch, to be recorded after position `after` at time `at`. */
export function startNumbering(ports: NumberingPorts, after: number, at: number): Numbering {
	const versions = new Map<StreamId, number>();
	const messages = new Map<StreamId, number>();
	let count = 0;
	let bytes = 0;

	const lastVersion = (stream: StreamId) => versions.get(stream) ?? ports.facts.version(stream);
	const lastMessage = (stream: StreamId) => messages.get(stream) ?? ports.facts.messages(stream as ConversationId);

	function rows(command: Command, proposals: readonly Proposal[]): StoredEvent[] {
		const first = command.id ?? (ports.newId() as EventId);
		const ownVersions = new Map<StreamId, number>();
		const ownMessages = new Map<StreamId, number>();
		return proposals.map((proposal, k): StoredEvent => {
			const { stream, type, by } = proposal;
			const version = (ownVersions.get(stream) ?? lastVersion(stream)) + 1;
			ownVersions.set(stream, version);
			const data: Record<string, unknown> = { ...proposal.data };
			if (type === 'MessageSent') {
				const n = (ownMessages.get(stream) ?? lastMessage(stream)) + 1;
				ownMessages.set(stream, n);
				data.n = n;
			}
			if (EVENTS[type].personal) data.salt = ports.newSalt();
			if (k === 0 && command.id !== undefined) data.command = command.digest;
			return {
				position: after + count + k + 1,
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
		number(command, proposals) {
			if (proposals.length > BATCH_EVENTS_MAX) return { state: 'too-large' };
			const events = rows(command, proposals);
			const size = events.reduce((sum, event) => sum + Buffer.byteLength(event.data), 0);
			if (size > BATCH_DATA_BYTES_MAX) return { state: 'too-large' };
			if (count + events.length > BATCH_EVENTS_MAX || bytes + size > BATCH_DATA_BYTES_MAX) return { state: 'full' };
			keep(events, size);
			return { state: 'numbered', events };
		},
	};
}
