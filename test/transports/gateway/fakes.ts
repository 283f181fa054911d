/** Stand-ins for what a delivery works with: an outlet that a test fills and drains, and views that know only who sees what. */
import { type LogEvent, type LogEventOf, redactedBy } from '../../../core/domain/events.ts';
import type { AccountId, ConversationId, EventId, StreamId } from '../../../core/ids.ts';
import { READ_STREAMS_MAX } from '../../../core/log/batch.ts';
import { type EventLog, LogError, type Range, type StoredEvent } from '../../../core/log/port.ts';
import type { PresenceChange } from '../../../core/wire.ts';
import type { Outlet } from '../../../transports/gateway/recipient.ts';
import { serverFrames } from '../../support/client-frames.ts';

/** One frame as a client reads it. */
export interface Got {
	readonly re?: number;
	readonly ok?: Readonly<Record<string, unknown>>;
	readonly events?: readonly { readonly position: number }[];
	readonly position?: number;
	readonly signal?: string;
	readonly changes?: readonly PresenceChange[];
	readonly state?: { readonly part: string; readonly items: readonly object[] };
}

function payload(frame: Uint8Array): Got {
	return JSON.parse(serverFrames(Buffer.from(frame))[0]!.payload.toString()) as Got;
}

export class FakeOutlet implements Outlet {
	readonly frames: Uint8Array[] = [];
	overLimit = false;
	open = true;
	paused = false;
	closed: { readonly code: number; readonly reason: string } | undefined;

	send(frame: Uint8Array): void {
		if (this.open) this.frames.push(frame);
	}
	pauseReading(): void {
		this.paused = true;
	}
	resumeReading(): void {
		this.paused = false;
	}
	close(code: number, reason = ''): void {
		this.open = false;
		this.closed = { code, reason };
	}

	get got(): Got[] {
		return this.frames.map(payload);
	}
	/** Positions of all events, in the order they came. */
	get positions(): number[] {
		return this.got.flatMap((frame) => (frame.events ?? []).map((event) => event.position));
	}
}

/** An account or stream id that a test can tell by its number. */
export function id<T extends string>(n: number): T {
	return `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as T;
}

export function message(position: number, stream: StreamId, text = `text ${position}`): LogEventOf<'MessageSent'> {
	return {
		position,
		stream,
		version: position,
		id: id<EventId>(1_000_000 + position),
		type: 'MessageSent',
		schema: 1,
		at: 1_700_000_000_000 + position,
		by: id<AccountId>(1),
		data: { n: position, body: { type: 'text', text }, salt: '0'.repeat(32) },
	};
}

/** Views in which everybody sees the conversations that the test says, and presence is what the test sets. */
export class FakeViews {
	applied = 0;
	readonly members: ReadonlyMap<StreamId, readonly AccountId[]>;
	changes: PresenceChange[] = [];
	friends: readonly AccountId[] = [];
	readonly onlineNow = new Set<AccountId>();
	readonly withdrawn = new Set<number>();

	constructor(members: ReadonlyMap<StreamId, readonly AccountId[]>) {
		this.members = members;
	}
	apply(event: LogEvent): void {
		if (event.position !== this.applied + 1) throw new Error(`applied ${event.position} after ${this.applied}`);
		this.applied = event.position;
		for (const position of redactedBy(event)) this.withdrawn.add(position);
	}
	audience(event: LogEvent): readonly AccountId[] {
		return this.members.get(event.stream) ?? [];
	}
	visible(account: AccountId, event: LogEvent): boolean {
		return this.audience(event).includes(account);
	}
	relatedStreams(account: AccountId): StreamId[] {
		return [...this.members].filter(([, members]) => members.includes(account)).map(([stream]) => stream);
	}
	redacted(position: number): boolean {
		return this.withdrawn.has(position);
	}
	takePresenceChanges(): PresenceChange[] {
		const changes = this.changes;
		this.changes = [];
		return changes;
	}
	presenceAudience(): readonly AccountId[] {
		return this.friends;
	}
	online(account: AccountId): boolean {
		return this.onlineNow.has(account);
	}
	lastSeen(): number | null {
		return null;
	}
}

/** The rows of events that a test applied, read like a log's; counts how many read at the same time. */
export class FakeLog implements Pick<EventLog, 'readStreams'> {
	readonly rows: StoredEvent[] = [];
	reads = 0;
	reading = 0;
	readingMost = 0;
	failures = 0;
	failure = new LogError('lost', 'no connection');
	/** Reads wait for it, when a test sets one. */
	gate: Promise<void> | undefined;

	record(event: LogEvent): void {
		this.rows.push({ ...event, data: JSON.stringify(event.data) });
	}
	async readStreams(streams: readonly StreamId[], range: Range): Promise<StoredEvent[]> {
		if (streams.length > READ_STREAMS_MAX) throw new LogError('failed', 'too many streams at once');
		this.reads += 1;
		this.reading += 1;
		this.readingMost = Math.max(this.readingMost, this.reading);
		await this.gate;
		this.reading -= 1;
		if (this.failures > 0) {
			this.failures -= 1;
			throw this.failure;
		}
		const upTo = range.upTo ?? this.rows.length;
		return this.rows
			.filter((row) => streams.includes(row.stream) && row.position > range.after && row.position <= upTo)
			.slice(0, range.limit);
	}
}

export const CONVERSATION = id<ConversationId>(900);
export const OTHER_CONVERSATION = id<ConversationId>(901);
