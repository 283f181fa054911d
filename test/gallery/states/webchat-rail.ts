import { html } from 'lit';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-rail/webchat-rail.ts';
import type { List } from '../../../web/shared/intents.ts';
import { chat, nothingYet } from '../chat.ts';
import { press } from '../page/deeds.ts';
import { firstDay } from '../scene.ts';
import type { State, States } from '../state.ts';

const rail = (state: () => ChatState, list: List = 'conversations'): State => ({
	place: 'rail',
	show: () => html`<webchat-rail .state=${state()} .list=${list}></webchat-rail>`,
});

export const states: States = {
	unread: rail(() => chat()),
	quiet: rail(() => chat(firstDay())),
	friends: rail(() => chat(), 'friends'),
	loading: rail(() => nothingYet),
	menu: { ...rail(() => chat()), after: (element) => press(element, '.me') },
};
