/** Messages in order, as the view shows them: by day, then by sender while they follow one another closely. */
import type { AccountId, EventId } from '../../../core/ids.ts';
import type { HistoryItem, Message, SystemLine } from '../../../core/wire.ts';
import type { OutboxEntry } from '../../client/state.ts';
import { sameDay } from '../../shared/dates.ts';

/** A pause after which the sender is named again. */
const PAUSE_MS = 5 * 60_000;

export type Block =
	| { readonly kind: 'day'; readonly key: string; readonly at: number }
	| { readonly kind: 'system'; readonly key: EventId; readonly line: SystemLine }
	| {
			readonly kind: 'run';
			readonly key: EventId;
			readonly by: AccountId;
			readonly at: number;
			readonly texts: Text[];
	  };

/** One message: recorded, or on its way. */
export interface Text {
	readonly id: EventId;
	readonly at: number;
	/** Undefined once recalled. */
	readonly text: string | undefined;
	readonly pending?: OutboxEntry;
}

export function toBlocks(items: readonly HistoryItem[], pending: readonly OutboxEntry[], me: AccountId): Block[] {
	const blocks: Block[] = [];
	let day: number | undefined;
	const onDay = (at: number) => {
		if (day === undefined || !sameDay(day, at)) blocks.push({ kind: 'day', key: `day ${at}`, at });
		day = at;
	};
	const say = (by: AccountId, text: Text) => {
		onDay(text.at);
		const run = blocks.at(-1);
		const last = run?.kind === 'run' ? run.texts.at(-1) : undefined;
		if (run?.kind === 'run' && run.by === by && last !== undefined && text.at - last.at < PAUSE_MS)
			run.texts.push(text);
		else blocks.push({ kind: 'run', key: text.id, by, at: text.at, texts: [text] });
	};
	for (const item of items) {
		if (isMessage(item)) say(item.by, { id: item.id, at: item.at, text: item.body?.text });
		else {
			onDay(item.at);
			blocks.push({ kind: 'system', key: item.id, line: item });
		}
	}
	for (const entry of pending) say(me, { id: entry.id, at: entry.at, text: entry.body.text, pending: entry });
	return blocks;
}

function isMessage(item: HistoryItem): item is Message {
	return 'n' in item;
}
