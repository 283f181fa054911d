/**
 * What every adapter checks before it writes: the positions, times and limits of one transaction's events. What is
 * wrong here is a bug of the caller, or more than a batch may hold; either way `failed`, and nothing is recorded.
 */
import { isId } from '../ids.ts';
import { type Amendment, type Head, LogError, type Range, type StoredEvent, type StreamRange } from './port.ts';

/** Consequence of each: `LogError` `failed`, the transaction is rolled back. */
export const BATCH_EVENTS_MAX = 1_024;
export const BATCH_DATA_BYTES_MAX = 1_048_576;
export const BATCH_AMENDMENTS_MAX = 8_192;
export const READ_ROWS_MAX = 10_000;
export const READ_STREAMS_MAX = 10_000;
export const READ_IDS_MAX = 10_000;
export const READ_TYPES_MAX = 32;

const VERSION_MAX = 2 ** 31 - 1;
const SCHEMA_MAX = 2 ** 15 - 1;
const TYPE = /^[A-Za-z][A-Za-z0-9.]{0,39}$/;

/** Throws `LogError` `failed` unless `condition` holds. */
export function demand(condition: boolean, what: string): asserts condition {
	if (!condition) throw new LogError('failed', what);
}

/** The events of one transaction as they are added to it. */
export class Batch {
	readonly #first: number;
	readonly #now: number;
	#next: number;
	#dataBytes = 0;
	#amendments = 0;

	constructor(head: Head, now: number) {
		this.#first = head.position + 1;
		this.#next = this.#first;
		this.#now = now;
	}

	/** Position of the last event added, or of the head while there is none. */
	get last(): number {
		return this.#next - 1;
	}

	/** Checks and counts; throws `LogError` `failed`. */
	add(events: readonly StoredEvent[], amendments: readonly Amendment[]): void {
		for (const event of events) {
			demand(event.position === this.#next, `position ${event.position} where ${this.#next} comes next`);
			demand(event.at === this.#now, `time ${event.at} in a batch of time ${this.#now}`);
			checkEvent(event);
			this.#next += 1;
			this.#dataBytes += Buffer.byteLength(event.data);
		}
		this.#amendments += amendments.length;
		demand(this.#next - this.#first <= BATCH_EVENTS_MAX, `more than ${BATCH_EVENTS_MAX} events in a batch`);
		demand(this.#amendments <= BATCH_AMENDMENTS_MAX, `more than ${BATCH_AMENDMENTS_MAX} amendments in a batch`);
		this.#checkBytes();
		for (const { subject, position } of amendments) {
			demand(isId(subject), 'an amendment of something that is not an event');
			demand(position >= this.#first && position < this.#next, `an amendment by ${position}, not of this batch`);
		}
	}

	/** Checks and counts replaced data, which shares the batch's limit of bytes. */
	redact(redactions: readonly { readonly position: number; readonly data: string }[]): void {
		for (const { position, data } of redactions) {
			demand(
				Number.isSafeInteger(position) && position >= 1 && position < this.#next,
				`no event ${position} to redact`,
			);
			demand(data.isWellFormed(), 'data that is not UTF-8');
			this.#dataBytes += Buffer.byteLength(data);
		}
		this.#checkBytes();
	}

	#checkBytes(): void {
		demand(this.#dataBytes <= BATCH_DATA_BYTES_MAX, `more than ${BATCH_DATA_BYTES_MAX} bytes of data in a batch`);
	}
}

function checkEvent(event: StoredEvent): void {
	demand(isId(event.id) && isId(event.stream) && (event.by === null || isId(event.by)), 'an id that is not a UUID');
	demand(isWithin(event.version, 1, VERSION_MAX), `version ${event.version}`);
	demand(isWithin(event.schema, 1, SCHEMA_MAX), `schema ${event.schema}`);
	demand(TYPE.test(event.type), 'a type that is not a name of 1 to 40 letters and digits');
	demand(event.data.isWellFormed(), 'data that is not UTF-8');
}

function isWithin(value: number, least: number, most: number): boolean {
	return Number.isSafeInteger(value) && value >= least && value <= most;
}

/** Throws `LogError` `failed` for a range that no reader may ask for. */
export function checkRange(range: Range | StreamRange): void {
	demand(isWithin(range.limit, 1, READ_ROWS_MAX), `a read of ${range.limit} rows`);
	const bounds = [
		'after' in range ? range.after : 0,
		'before' in range ? range.before : 0,
		'upTo' in range ? range.upTo : 0,
	];
	for (const bound of bounds) {
		demand(bound === undefined || isWithin(bound, 0, Number.MAX_SAFE_INTEGER), `a read from or to ${bound}`);
	}
}

/** Throws `LogError` `failed` for more types than a read may name, or something among them that is no type. */
export function checkTypes(types: readonly string[]): void {
	demand(types.length <= READ_TYPES_MAX, `a read of more than ${READ_TYPES_MAX} types`);
	demand(
		types.every((type) => TYPE.test(type)),
		'a type that is not a name of 1 to 40 letters and digits',
	);
}

/** Throws `LogError` `failed` for more than `most` ids, or something among them that is not a UUID. */
export function checkIds(ids: readonly string[], most: number): void {
	demand(ids.length <= most, `a read of more than ${most} ids`);
	demand(ids.every(isId), 'an id that is not a UUID');
}
