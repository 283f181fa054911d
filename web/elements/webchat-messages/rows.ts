/** Messages in order, as the view shows them: by day, by sender while they follow one another closely, with what is new marked. */
import type { AccountId, EventId } from '../../../core/ids.ts';
import type { Body, HistoryItem, Message, SystemLine } from '../../../core/wire.ts';
import type { OutboxEntry } from '../../client/state.ts';
import { sameDay } from '../../shared/dates.ts';

/** A pause after which the sender is named again. */
const PAUSE_MS = 5 * 60_000;

export type Row =
	| { readonly kind: 'day'; readonly key: string; readonly at: number }
	| { readonly kind: 'mark'; readonly key: string }
	| { readonly kind: 'system'; readonly key: EventId; readonly line: SystemLine }
	/** A message that was recalled, in its place. */
	| { readonly kind: 'recalled'; readonly key: EventId; readonly message: Message }
	| MessageRow;

/** One message: recorded, or on its way. */
export interface MessageRow {
	readonly kind: 'message';
	readonly key: EventId;
	readonly by: AccountId;
	readonly at: number;
	readonly body: Body;
	/** Whether it begins and ends what its sender says without a pause. */
	readonly first: boolean;
	last: boolean;
	readonly pending?: OutboxEntry;
}

export interface RowsOf {
	readonly items: readonly HistoryItem[];
	/** Own messages that are not recorded yet. */
	readonly pending: readonly OutboxEntry[];
	readonly me: AccountId;
	/** The mark stands before the first message of somebody else beyond this version; none where undefined. */
	readonly readTo: number | undefined;
}

export function toRows({ items, pending, me, readTo }: RowsOf): Row[] {
	const rows: Row[] = [];
	let day: number | undefined;
	let marked = readTo === undefined;
	const onDay = (at: number) => {
		if (day === undefined || !sameDay(day, at)) rows.push({ kind: 'day', key: `day ${at}`, at });
		day = at;
	};
	const say = (message: Omit<MessageRow, 'kind' | 'first' | 'last'>) => {
		onDay(message.at);
		const before = rows.at(-1);
		const goesOn =
			before?.kind === 'message' && before.by === message.by && message.at - before.at < PAUSE_MS ? before : undefined;
		if (goesOn !== undefined) goesOn.last = false;
		rows.push({ ...message, kind: 'message', first: goesOn === undefined, last: true });
	};
	for (const item of items) {
		if (!marked && readTo !== undefined && item.version > readTo && 'n' in item && item.by !== me) {
			onDay(item.at);
			rows.push({ kind: 'mark', key: 'mark' });
			marked = true;
		}
		if ('n' in item && item.body !== undefined) say({ key: item.id, by: item.by, at: item.at, body: item.body });
		else if ('n' in item) {
			onDay(item.at);
			rows.push({ kind: 'recalled', key: item.id, message: item });
		} else {
			onDay(item.at);
			rows.push({ kind: 'system', key: item.id, line: item });
		}
	}
	for (const entry of pending) say({ key: entry.id, by: me, at: entry.at, body: entry.body, pending: entry });
	return rows;
}
