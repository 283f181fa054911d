/** Recalled messages: their texts leave the state at once, save one's own, which one may want to write anew. */
import type { ConversationId, EventId } from '../../core/ids.ts';
import type { Body, HistoryItem, PublicEvent } from '../../core/wire.ts';
import { recalledBy } from './conversation-state.ts';
import { withEntry } from './immutable.ts';
import type { ChatState } from './state.ts';

/** Own recalled texts kept, in this page's memory alone; the oldest goes first. */
export const TAKEN_BACK_MAX = 20;

/** Takes the text out of the loaded history, where it is in it. */
export function withRecall(state: ChatState, event: PublicEvent): ChatState {
	const conversation = event.stream as ConversationId;
	const id = event.data.message as EventId;
	const window = state.windows.get(conversation);
	const message = window?.items.find((item) => item.id === id);
	if (window === undefined || message === undefined || !('n' in message)) return state;
	const items: HistoryItem[] = window.items.map((item) => (item === message ? recalledBy(message, event.by) : item));
	const windows = withEntry(state.windows, conversation, { ...window, items });
	const isOwn = event.by === message.by && event.by === state.me?.id;
	return { ...state, windows, takenBack: isOwn ? kept(state.takenBack, id, textOf(message.body)) : state.takenBack };
}

/** What a closed account had said is taken out of the loaded history. */
export function withErased(state: ChatState, event: PublicEvent): ChatState {
	const conversation = event.stream as ConversationId;
	const window = state.windows.get(conversation);
	if (window === undefined) return state;
	const items = window.items.map((item) =>
		'n' in item && item.by === event.data.account ? recalledBy(item, item.by) : item,
	);
	return { ...state, windows: withEntry(state.windows, conversation, { ...window, items }) };
}

function textOf(body: Body | undefined): string | undefined {
	return body?.type === 'text' ? body.text : undefined;
}

function kept(texts: ChatState['takenBack'], id: EventId, text: string | undefined): ChatState['takenBack'] {
	if (text === undefined) return texts;
	return new Map([...texts, [id, text] as const].slice(-TAKEN_BACK_MAX));
}
