import { html } from 'lit';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-group/webchat-group.ts';
import { chat, withConversation } from '../chat.ts';
import { press } from '../page/deeds.ts';
import { crowd, HIKE, LONG_TEXT } from '../scene.ts';
import type { State, States } from '../state.ts';

const group = (change: (state: ChatState) => ChatState = (state) => state): State => ({
	place: 'dialog',
	show: () => html`<webchat-group .state=${change(chat())} .conversation=${HIKE}></webchat-group>`,
});
const many = (state: ChatState) =>
	withConversation({ ...state, members: new Map([[HIKE, crowd(240)]]) }, HIKE, { memberCount: 240 });

export const states: States = {
	few: group(),
	many: group(many),
	loading: group((state) => ({ ...state, members: new Map() })),
	leaving: { ...group(), after: (element) => press(element, '.danger') },
	'long-name': group((state) => withConversation(state, HIKE, { name: LONG_TEXT.slice(0, 50) })),
};
