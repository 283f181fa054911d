import { html } from 'lit';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-people/webchat-people.ts';
import type { Dialog } from '../../../web/shared/intents.ts';
import { chat } from '../chat.ts';
import { press } from '../page/deeds.ts';
import { ANNA, CHEN, everyday, firstDay, friends, HIKE, LI, ME } from '../scene.ts';
import type { State, States } from '../state.ts';

type Purpose = Extract<Dialog, { readonly name: 'new-group' | 'invitation' }>;
const INVITATION: Purpose = { name: 'invitation', conversation: HIKE, members: new Set([ANNA, CHEN, LI, ME]) };

const people = (state: () => ChatState, purpose: Purpose = { name: 'new-group' }): State => ({
	place: 'dialog',
	show: () => html`<webchat-people .state=${state()} .purpose=${purpose}></webchat-people>`,
});
const withFriends = (count: number): ChatState => {
	const scene = everyday();
	return chat({ ...scene, parts: { ...scene.parts, friends: friends(count) } });
};

export const states: States = {
	few: people(() => withFriends(5)),
	many: people(() => chat()),
	chosen: {
		...people(() => chat()),
		async after(element) {
			await press(element, '.choice');
			await press(element, '.choice:nth-of-type(3)');
		},
	},
	invitation: people(() => chat(), INVITATION),
	nobody: people(() => chat(firstDay())),
};
