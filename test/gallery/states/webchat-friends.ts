import { html } from 'lit';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-friends/webchat-friends.ts';
import { chat, nothingYet } from '../chat.ts';
import { everyday, firstDay, friends, LONG_TEXT, requests } from '../scene.ts';
import type { State, States } from '../state.ts';

const list = (state: () => ChatState): State => ({
	place: 'list',
	show: () => html`<webchat-friends .state=${state()}></webchat-friends>`,
});
const withParts = (parts: Partial<ReturnType<typeof everyday>['parts']>): ChatState => {
	const scene = everyday();
	return chat({ ...scene, parts: { ...scene.parts, ...parts } });
};

export const states: States = {
	many: list(() => chat()),
	few: list(() => withParts({ friends: friends(5), requests: [] })),
	empty: list(() => chat(firstDay())),
	loading: list(() => nothingYet),
	'long-note': list(() =>
		withParts({ requests: requests().map((one) => ({ ...one, note: LONG_TEXT.slice(0, 100) })) }),
	),
};
