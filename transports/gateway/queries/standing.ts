/**
 * Answers as they stand when they leave: an event may be redacted after its row was read from the log and before the
 * answer that tells of it is made.
 */
import type { Conversation, HistoryItem, Message } from '../../../core/wire.ts';
import type { Views } from '../../../projections/views.ts';

type Redacted = Pick<Views, 'redacted'>;

/** What an answer may hold of messages. */
interface Telling {
	readonly messages?: readonly HistoryItem[];
	readonly last?: Message;
}

/** An answer without the content of messages that are redacted. */
export function answerAsNow(views: Redacted, ok: Telling & object): object {
	const { messages, last } = ok;
	if (messages === undefined && last === undefined) return ok;
	return {
		...ok,
		...(messages !== undefined && { messages: messages.map((item) => itemAsNow(views, item)) }),
		...(last !== undefined && { last: itemAsNow(views, last) }),
	};
}

export function conversationAsNow(views: Redacted, conversation: Conversation): Conversation {
	const { last } = conversation;
	return last === undefined ? conversation : { ...conversation, last: itemAsNow(views, last) };
}

export function itemAsNow<Item extends HistoryItem>(views: Redacted, item: Item): Item {
	if (!('body' in item) || !views.redacted(item.position)) return item;
	const { body: _, ...rest } = item;
	return { ...rest, recalled: true } as Item;
}
