/** Asks for what the state lacks: people and conversations that events spoke of, histories that are shown. */
import type { ConversationId } from '../../core/ids.ts';
import { ACCOUNTS_GET_MAX, type Conversation, type HistoryItem, type Profile } from '../../core/wire.ts';
import type { Fields, Reply } from './requests.ts';
import type { Action, ChatState } from './state.ts';

/** Lines of a history fetched at once. */
export const PAGE_ITEMS = 50;

export interface LookUp {
	/** After every change of the state: asks for what is missing and not asked for yet. */
	look(state: ChatState): void;
	/** The page of a history that stands before what is loaded. */
	older(state: ChatState, conversation: ConversationId): Promise<void>;
}

export function createLookUp(
	request: (name: string, fields: Fields) => Promise<Reply>,
	dispatch: (action: Action) => void,
): LookUp {
	/** Questions under way, so that each is asked once at a time. */
	const underWay = new Map<string, Promise<void>>();

	function once(key: string, ask: () => Promise<void>): Promise<void> {
		const promise = underWay.get(key) ?? ask();
		if (!underWay.has(key)) underWay.set(key, promise);
		return promise;
	}

	async function accounts(state: ChatState): Promise<void> {
		const asked = [...state.wanted.accounts].slice(0, ACCOUNTS_GET_MAX);
		const reply = await request('account.get', { accounts: asked });
		underWay.delete('accounts');
		if (isAnswer(reply)) dispatch({ type: 'learned-accounts', asked, profiles: listOf<Profile>(reply, 'accounts') });
	}

	async function conversation(id: ConversationId): Promise<void> {
		const reply = await request('conversation.get', { conversation: id });
		underWay.delete(id);
		if (!isAnswer(reply)) return;
		if (reply.state === 'refused') dispatch({ type: 'unknown-conversation', conversation: id });
		else dispatch({ type: 'learned-conversation', conversation: reply.ok as Fields & Conversation });
	}

	async function history(id: ConversationId, before: number | undefined): Promise<void> {
		const page = before === undefined ? {} : { before };
		const reply = await request('history', { conversation: id, limit: PAGE_ITEMS, ...page });
		underWay.delete(`${id} ${before}`);
		if (!isAnswer(reply)) return;
		const items = listOf<HistoryItem>(reply, 'messages');
		dispatch({
			type: 'history',
			conversation: id,
			items,
			more: reply.state === 'done' && reply.ok.more === true,
			...page,
		});
	}

	return {
		look(state) {
			if (state.connection.name !== 'online') return;
			if (state.wanted.accounts.size > 0) void once('accounts', () => accounts(state));
			for (const id of state.wanted.conversations.keys()) void once(id, () => conversation(id));
			if (state.open === null || state.windows.has(state.open)) return;
			const { open } = state;
			void once(`${open} undefined`, () => history(open, undefined));
			// Collects what happens from now on; the page is to come.
			dispatch({ type: 'loading', conversation: open });
		},
		async older(state, id) {
			const window = state.windows.get(id);
			const first = window?.items[0];
			if (window?.older !== 'more' || first === undefined) return;
			await once(`${id} ${first.version}`, () => history(id, first.version));
		},
	};
}

/** What a reply holds under a name, where that is a list. */
export function listOf<T>(reply: Reply, name: string): readonly T[] {
	const list = reply.state === 'done' ? reply.ok[name] : undefined;
	return Array.isArray(list) ? list : [];
}

/** Whether asking again would bring nothing else. */
function isAnswer(reply: Reply): boolean {
	return reply.state === 'done' || !PASSING.has(reply.error.code);
}
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'too-often', 'no-session']);
