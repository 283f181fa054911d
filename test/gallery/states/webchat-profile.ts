import { html } from 'lit';
import type { AccountId } from '../../../core/ids.ts';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-profile/webchat-profile.ts';
import { chat } from '../chat.ts';
import { press } from '../page/deeds.ts';
import { ANNA, ASKED, ASKING, inLanguage, LONG, ME, profile, STRANGER, WANG } from '../scene.ts';
import type { State, States } from '../state.ts';

const card = (account: AccountId, change: (state: ChatState) => ChatState = (state) => state): State => ({
	place: 'dialog',
	show: () => html`<webchat-profile .state=${change(chat())} .account=${account}></webchat-profile>`,
});
const knowing = (state: ChatState): ChatState => ({
	...state,
	profiles: new Map(state.profiles).set(STRANGER, profile(STRANGER, inLanguage('白露', 'Bai Lu'))),
});
const remarked = (state: ChatState): ChatState => ({
	...state,
	friends: new Map(state.friends).set(WANG, {
		...state.friends.get(WANG)!,
		remark: inLanguage('王师傅', 'Wang the plumber'),
	}),
});
const blocking =
	(account: AccountId) =>
	(state: ChatState): ChatState => ({
		...state,
		me: { ...state.me!, blocked: [account] },
	});

export const states: States = {
	friend: card(ANNA),
	remark: card(WANG, remarked),
	stranger: card(STRANGER, knowing),
	asked: card(ASKED),
	asking: card(ASKING),
	oneself: card(ME),
	unknown: card(STRANGER),
	blocked: card(WANG, blocking(WANG)),
	'long-name': card(LONG),
	'remove-question': { ...card(ANNA), after: (element) => press(element, '.parting .danger') },
	'block-question': { ...card(ANNA), after: (element) => press(element, '.parting .danger:nth-of-type(2)') },
};
