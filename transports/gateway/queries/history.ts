/**
 * `history`: the lines of a conversation that somebody may see, ascending, read from the log by version, up to what the
 * views hold: what is recorded beyond is left for its event.
 */
import { decodeEvent } from '../../../core/domain/codec.ts';
import { reject } from '../../../core/domain/decisions.ts';
import type { LogEvent } from '../../../core/domain/events.ts';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import { type HistoryItem, SERVER_FRAME_BYTES_MAX } from '../../../core/wire.ts';
import type { VersionInterval } from '../../../projections/views.ts';
import type { Answer, QueryPorts } from './answer.ts';
import { itemOf } from './items.ts';
import { ordinals } from './points.ts';
import { recallers } from './recalls.ts';

/** Rows read at a time beyond the lines asked for: most rows of a conversation are lines. */
const SPARE_ROWS = 20;
/** JSON of an answer's lines, in bytes; beyond it the answer has fewer than asked for. Quotes and line breaks count twice. */
const LINES_BYTES_MAX = SERVER_FRAME_BYTES_MAX - 1024;

export interface HistoryFields {
	readonly conversation: ConversationId;
	/** Versions, exclusive; `around` a version; `at` a time in ms. At most one of them; none: the newest. */
	readonly before?: number;
	readonly after?: number;
	readonly around?: number;
	readonly at?: number;
	readonly limit: number;
}

interface Lines {
	readonly items: readonly HistoryItem[];
	/** Whether there are more in the direction asked for. */
	readonly more: boolean;
}

/** `{messages, more}`; `more`: in the direction asked for, with `around` and `at` in either. */
export async function history(ports: QueryPorts, viewer: AccountId, fields: HistoryFields): Promise<Answer> {
	const stays = ports.views.stays(viewer, fields.conversation);
	const last = stays.at(-1);
	if (last === undefined) return reject('not-found', 'conversation');
	const reading = new Reading(ports, viewer, fields.conversation, stays);
	const { items, more } = await asked(reading, fields, last.until);
	return { ok: { messages: items, more } };
}

/** `version`: the last one that the viewer can see. */
async function asked(reading: Reading, fields: HistoryFields, version: number): Promise<Lines> {
	const { before, after, around, at, limit } = fields;
	if (after !== undefined) return reading.newer(after, limit);
	if (around !== undefined) return reading.both(Math.min(around, version), limit);
	if (at !== undefined) return reading.both(await reading.versionAt(at, version), limit);
	return reading.older(before ?? version + 1, limit);
}

/** Reads one conversation for one viewer, and of it nothing but the viewer's own stays: who just joined an old group costs no more than anybody. */
class Reading {
	readonly #ports: QueryPorts;
	readonly #viewer: AccountId;
	readonly #conversation: ConversationId;
	readonly #stays: readonly VersionInterval[];

	constructor(
		ports: QueryPorts,
		viewer: AccountId,
		conversation: ConversationId,
		/** The earliest first. */
		stays: readonly VersionInterval[],
	) {
		this.#ports = ports;
		this.#viewer = viewer;
		this.#conversation = conversation;
		this.#stays = stays;
	}

	/** The last `limit` lines with versions below `before`, as many of them as fit into `bytes`. */
	async older(before: number, limit: number, bytes = LINES_BYTES_MAX): Promise<Lines> {
		const items: HistoryItem[] = [];
		for (const { since, until } of this.#stays.toReversed()) {
			for (let next = Math.min(before, until + 1); next > since && items.length <= limit; ) {
				const page = await this.#page({ before: next, limit: Math.min(limit + SPARE_ROWS, next - since) });
				if (page.length === 0) break;
				next = page[page.length - 1]!.version;
				items.unshift(...(await this.#lines(page.reverse())));
			}
		}
		const last = items.slice(-limit).reverse();
		const fitting = last.slice(0, countFitting(last, bytes)).reverse();
		return { items: fitting, more: items.length > fitting.length };
	}

	/** The first `limit` lines with versions above `after`, as many of them as fit into `bytes`. */
	async newer(after: number, limit: number, bytes = LINES_BYTES_MAX): Promise<Lines> {
		const items: HistoryItem[] = [];
		for (const { since, until } of this.#stays) {
			for (let next = Math.max(after, since - 1); next < until && items.length <= limit; ) {
				const page = await this.#page({ after: next, limit: Math.min(limit + SPARE_ROWS, until - next) });
				if (page.length === 0) break;
				next = page[page.length - 1]!.version;
				items.push(...(await this.#lines(page)));
			}
		}
		const fitting = items.slice(0, Math.min(limit, countFitting(items, bytes)));
		return { items: fitting, more: items.length > fitting.length };
	}

	/** Lines on both sides of a version, which is among the older ones. */
	async both(around: number, limit: number): Promise<Lines> {
		const older = await this.older(around + 1, Math.ceil(limit / 2), LINES_BYTES_MAX / 2);
		const newer = await this.newer(around, limit - older.items.length, LINES_BYTES_MAX / 2);
		return { items: [...older.items, ...newer.items], more: older.more || newer.more };
	}

	/** The first version recorded at `time` (ms) or later, the last one when there is none. Times never go back along versions. */
	async versionAt(time: number, version: number): Promise<number> {
		let low = 1;
		let high = version;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			const [event] = await this.#page({ after: middle - 1, limit: 1 });
			if (event !== undefined && event.at < time) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	async #page(range: { after: number; limit: number } | { before: number; limit: number }): Promise<LogEvent[]> {
		return (await this.#ports.log.readStream(this.#conversation, range)).map(decodeEvent);
	}

	async #lines(ascending: readonly LogEvent[]): Promise<HistoryItem[]> {
		const numbers = await ordinals(this.#ports.log, ascending);
		const recalled = await recallers(this.#ports.log, ascending);
		return ascending
			.filter((event) => this.#ports.views.visible(this.#viewer, event))
			.map((event) => itemOf(event, numbers.get(event.version) ?? 0, recalled.get(event.id)))
			.filter((item) => item !== undefined);
	}
}

/** How many of the lines, from the first on, have at most `bytes` bytes of JSON together. */
function countFitting(lines: readonly HistoryItem[], bytes: number): number {
	let room = bytes;
	for (const [count, line] of lines.entries()) {
		room -= Buffer.byteLength(JSON.stringify(line)) + 1;
		if (room < 0) return count;
	}
	return lines.length;
}
