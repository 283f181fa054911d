/**
 * A page with nothing but a message view over a history as long as one likes, made up on the spot: run in a browser,
 * bundled. What the test asks of it stands on `window`.
 */
import type { AccountId, ConversationId, EventId, StreamId } from '../../core/ids.ts';
import type { Message } from '../../core/wire.ts';
import { reduce } from '../../web/client/reduce.ts';
import { type Action, type ChatState, type ConversationState, EMPTY } from '../../web/client/state.ts';
import { WebchatMessages } from '../../web/elements/webchat-messages/webchat-messages.ts';
import { profileOf } from './profile.ts';

const PAGE_ITEMS = 100;
const ME = '00000000-0000-7000-8000-00000000000a' as AccountId;
const OTHER = '00000000-0000-7000-8000-00000000000b' as AccountId;
const GROUP = '00000000-0000-7000-8000-0000000000f0' as ConversationId;
const WORDS = '你看过那部新电影吗？听说特别好看，主演是我最喜欢的演员。A longer answer, which wraps. ';

export interface LongHistory {
	/** Versions from the first loaded to the newest. */
	loaded(): { readonly first: number; readonly newest: number };
	/** Loads everything down to this version at once. */
	loadTo(version: number): void;
	/** Somebody writes; resolves when that is drawn, with the milliseconds that it took. */
	arrive(): Promise<number>;
	/** Moves the view by so much, frame by frame; resolves with the furthest that a row in sight moved besides. */
	scroll(by: number, frames: number): Promise<number>;
	/** Rows that stand in the document. */
	rows(): number;
	firstText(): string;
	toEnd(): Promise<void>;
}

declare global {
	interface Window {
		openHistory(messages: number): Promise<LongHistory>;
	}
}

window.openHistory = async (messages) => {
	let newest = messages;
	const person = { ...profileOf(ME, 'me', ''), self: GROUP, blocked: [] };
	const settings = { mute: false, pin: false, hide: false };
	const head = { id: GROUP, kind: 'group', name: 'g', version: newest, n: newest, read: newest } as const;
	const conversation = { ...head, unread: 0, mentions: 0, settings, toldN: newest, own: [] };
	const conversations = new Map<ConversationId, ConversationState>([[GROUP, conversation]]);
	let state: ChatState = { ...EMPTY, log: 'epoch', me: person, conversations };
	const view = new WebchatMessages();
	const act = (action: Action) => {
		state = reduce(state, action);
		view.state = state;
	};
	const first = () => state.windows.get(GROUP)?.items[0]?.version ?? newest + 1;
	const load = (before: number) => {
		const from = Math.max(1, before - PAGE_ITEMS);
		const items = Array.from({ length: before - from }, (_, k) => message(from + k));
		const page = { conversation: GROUP, items, more: from > 1 } as const;
		act({ type: 'history', ...page, ...(before > newest ? {} : { before }) });
	};
	act({ type: 'loading', conversation: GROUP });
	load(newest + 1);
	view.conversation = GROUP;
	let asked = 0;
	view.addEventListener('intent', ({ detail }) => {
		if (detail.do !== 'load-older' || asked === first()) return;
		asked = first();
		setTimeout(() => load(asked));
	});
	document.body.append(view);
	await view.updateComplete;
	const scroller = () => view.renderRoot.querySelector('.view') as HTMLElement;

	return {
		loaded: () => ({ first: first(), newest }),
		loadTo(version) {
			while (first() > version) load(first());
		},
		async arrive() {
			newest += 1;
			const { id, position, at, by, body, n } = message(newest);
			const stream: StreamId = GROUP;
			const data = { n, body };
			const event = { id, position, at, by, data, stream, version: newest, type: 'MessageSent' };
			const begun = performance.now();
			act({ type: 'events', events: [event], position: newest });
			await view.updateComplete;
			return performance.now() - begun;
		},
		async scroll(by, frames) {
			let furthest = 0;
			for (let k = 0; k < frames; k++) {
				const row = rowInSight(scroller());
				const before = row.getBoundingClientRect().bottom;
				const top = scroller().scrollTop;
				scroller().scrollTop += by;
				const moved = top - scroller().scrollTop;
				await frame();
				const besides = row.isConnected ? Math.abs(row.getBoundingClientRect().bottom - before - moved) : Infinity;
				furthest = Math.max(furthest, besides);
			}
			return furthest;
		},
		rows: () => scroller().querySelectorAll('li').length,
		firstText: () => scroller().querySelector('.text')?.textContent ?? '',
		async toEnd() {
			view.renderRoot.querySelector<HTMLElement>('.jump.down')?.click();
			await view.updateComplete;
			await frame();
		},
	};
};

/** Of any length, from one word to many lines. */
function message(version: number): Message {
	const text = `#${version} ${WORDS.slice(0, (version * 37) % WORDS.length).repeat(version % 11 === 0 ? 5 : 1)}`;
	const id = `00000000-0000-7000-9000-${version.toString(16).padStart(12, '0')}` as EventId;
	const at = 1.7e12 + version * 40_000;
	const line = { id, conversation: GROUP, version, position: version, at, n: version };
	return { ...line, by: version % 3 === 0 ? ME : OTHER, body: { type: 'text', text }, reactions: [] };
}

/** The first row that stands wholly in the view. */
function rowInSight(view: HTMLElement): Element {
	const { top } = view.getBoundingClientRect();
	const row = [...view.querySelectorAll('[data-row]')].find((one) => one.getBoundingClientRect().top >= top);
	if (row === undefined) throw new Error('nothing is in sight');
	return row;
}

/** After the next picture is drawn, and what it sets off is done. */
function frame(): Promise<void> {
	return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
