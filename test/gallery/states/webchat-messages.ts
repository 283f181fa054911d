import { html } from 'lit';
import type { ConversationId } from '../../../core/ids.ts';
import '../../../web/elements/webchat-messages/webchat-messages.ts';
import type { ChatState } from '../../../web/client/state.ts';
import { chat, nothingYet, unsent, uploading } from '../chat.ts';
import { fileOf, pictureFile } from '../files.ts';
import { find } from '../page/deeds.ts';
import {
	ANNA,
	carried,
	conversation,
	everyday,
	HIKE,
	history,
	inLanguage,
	LONG,
	LONG_TEXT,
	LONG_WORD,
	ME,
	NOTES,
	pairWith,
	pictureOf,
	type Said,
	SCHOOL,
	say,
	withAnna,
} from '../scene.ts';
import type { State, States } from '../state.ts';

const MANY = 300;

const messages = (id: ConversationId, change: (state: ChatState) => ChatState = (state) => state): State => ({
	place: 'room',
	show: () => html`<webchat-messages .state=${change(chat(undefined, id))} .conversation=${id}></webchat-messages>`,
});

/** The conversation with Anna, with other words in it. */
const withWords = (said: readonly Said[], outbox: ChatState['outbox'] = []): ChatState => {
	const scene = everyday();
	const id = pairWith(ANNA);
	const lines = history(id, said);
	const told = scene.parts.conversations.find((one) => one.id === id)!;
	const conversations = [conversation({ id, kind: 'pair', peer: told.peer! }, lines)];
	const histories = new Map([[id, lines]]);
	return { ...chat({ ...scene, parts: { ...scene.parts, conversations }, histories }, id), outbox };
};
const words = (said: () => readonly Said[], outbox: () => ChatState['outbox'] = () => []): State =>
	messages(pairWith(ANNA), () => withWords(said(), outbox()));

export const states: States = {
	pair: messages(pairWith(ANNA)),
	group: messages(HIKE, (state) => ({ ...state, conversations: readAll(state) })),
	unread: messages(HIKE),
	'many-unread': messages(SCHOOL),
	notes: messages(NOTES),
	empty: words(() => []),
	loading: messages(HIKE, (state) => ({ ...state, windows: nothingYet.windows })),
	fates: words(withAnna, () => [
		unsent(pairWith(ANNA), 'failed', inLanguage('这条没发出去', 'This one was refused'), { code: 'not-delivered' }),
		unsent(pairWith(ANNA), 'sending', inLanguage('这条正在发送', 'This one is on its way')),
		unsent(pairWith(ANNA), 'waiting', inLanguage('这条还在等', 'This one waits')),
	]),
	files: words(() => [
		{ by: ANNA, ago: 30, body: pictureOf('holidays.jpg') },
		{ by: ME, ago: 29, body: { ...pictureOf('tall.png'), width: 40, height: 900 } },
		{ by: ANNA, ago: 28, body: { type: 'file', ...carried('report.pdf', 'application/pdf', 345_678) } },
		{ by: ME, ago: 27, body: { type: 'file', ...carried(`${LONG_WORD}.zip`, 'application/zip', 99_999_999) } },
		{ by: ANNA, ago: 26, body: { type: 'voice', ...carried('voice.ogg', 'audio/ogg', 45_000), duration: 4000 } },
	]),
	uploading: words(withAnna, () => [
		uploading(pairWith(ANNA), pictureFile('holidays.svg'), 400, { pixels: [1200, 900] }),
		uploading(pairWith(ANNA), fileOf('report.pdf', 345_678), 120_000),
		uploading(pairWith(ANNA), fileOf(`${LONG_WORD}.zip`, 345_679), 0, {
			state: 'failed',
			error: { code: 'quota-full' },
		}),
	]),
	recalled: words(() => [
		say(ANNA, 30, '这条留着', 'This one stays'),
		{ by: ANNA, ago: 29 },
		{ by: ME, ago: 5 },
		say(ME, 4, '这条也留着', 'This one stays, too'),
	]),
	'long-text': messages(pairWith(LONG), (state) => ({
		...state,
		outbox: [unsent(pairWith(LONG), 'failed', LONG_TEXT, { code: 'not-friends' })],
	})),
	'further-up': {
		...words(() =>
			Array.from({ length: MANY }, (_, k) =>
				say(k % 3 === 0 ? ME : ANNA, 2 * MANY - 2 * k, `第 ${k + 1} 条`, `Number ${k + 1}`),
			),
		),
		async after(element) {
			(await find(element, '.view')).scrollTop = 900;
		},
	},
};

function readAll(state: ChatState): ChatState['conversations'] {
	return new Map([...state.conversations].map(([id, one]) => [id, { ...one, unread: 0, read: one.version }]));
}
