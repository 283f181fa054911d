/** A scene as a client knows it, by the client's own reducer. */
import type { ConversationId } from '../../core/ids.ts';
import { reduce } from '../../web/client/reduce.ts';
import {
	type Action,
	type ChatState,
	type ConversationState,
	EMPTY,
	type OutboxEntry,
} from '../../web/client/state.ts';
import { everyday, LOG, messageId, NOW, OPERATOR, type Scene } from './scene.ts';

/** Everything of the scene is loaded; `open` is on the screen. */
export function chat(scene: Scene = everyday(), open: ConversationId | null = null): ChatState {
	const { parts, position, online, histories, members } = scene;
	const actions: Action[] = [
		{ type: 'greeted', clockAhead: NOW - Date.now(), fileBytesMax: 100 * 2 ** 20, operator: OPERATOR },
		{ type: 'connection', phase: { name: 'online' } },
		{ type: 'reset', log: LOG, position, online, parts },
		...[...histories].map(([conversation, items]): Action => ({ type: 'history', conversation, items, more: false })),
		...[...members].map(([conversation, all]): Action => ({ type: 'members', conversation, members: all })),
		{ type: 'open', conversation: open },
	];
	return actions.reduce(reduce, EMPTY);
}

/** Before the first sync. */
export const nothingYet: ChatState = { ...EMPTY, connection: { name: 'connecting' } };

/** The state with something different about one conversation. */
export function withConversation(state: ChatState, id: ConversationId, changes: Partial<ConversationState>): ChatState {
	const one = state.conversations.get(id);
	if (one === undefined) throw new Error(`there is no conversation ${id}`);
	return { ...state, conversations: new Map(state.conversations).set(id, { ...one, ...changes }) };
}

/** An own message that is not recorded yet. */
export function uploading(
	conversation: ConversationId,
	bytes: File,
	sent: number,
	more: {
		readonly state?: 'failed';
		readonly error?: OutboxEntry['error'];
		readonly pixels?: readonly [number, number];
	} = {},
): OutboxEntry {
	const id = messageId(910_000 + bytes.size);
	const carried = { file: id, name: bytes.name, mime: bytes.type, size: bytes.size };
	const [width, height] = more.pixels ?? [];
	const body: OutboxEntry['body'] =
		width === undefined || height === undefined
			? { ...carried, type: 'file' }
			: { ...carried, type: 'image', width, height };
	const entry = { id, conversation, body, at: NOW, upload: { bytes, sent } };
	if (more.state === undefined || more.error === undefined) return { ...entry, state: 'uploading' };
	return { ...entry, state: 'failed', error: more.error };
}

export function unsent(
	conversation: ConversationId,
	state: OutboxEntry['state'],
	text: string,
	error?: NonNullable<OutboxEntry['error']>,
): OutboxEntry {
	const id = messageId(900_000 + [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0));
	const entry = { id, conversation, body: { type: 'text', text }, at: NOW, state } as const;
	return error === undefined ? entry : { ...entry, error };
}
