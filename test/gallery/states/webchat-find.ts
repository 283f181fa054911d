import { html } from 'lit';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-find/webchat-find.ts';
import type { FoundPeople } from '../../../web/elements/webchat-find/webchat-find.ts';
import { chat } from '../chat.ts';
import { ANNA, ASKED, ASKING, inLanguage, LONG_NAME, ME, me, profile, STRANGER } from '../scene.ts';
import type { State, States } from '../state.ts';

const find = (found: (state: ChatState) => FoundPeople | null, q = ''): State => ({
	place: 'dialog',
	show: () => {
		const state = learned(chat(), found);
		return html`<webchat-find .state=${state} .q=${q} .found=${found(state)}></webchat-find>`;
	},
});
/** Whoever was found is known by then. */
const learned = (state: ChatState, found: (state: ChatState) => FoundPeople | null): ChatState => {
	const accounts = found(state)?.accounts ?? [];
	return { ...state, profiles: new Map([...state.profiles, ...accounts.map((one) => [one.id, one] as const)]) };
};
const one = (account: ReturnType<typeof profile>): FoundPeople => ({ q: account.username, accounts: [account] });
const known = (account: typeof ANNA) => find((state) => one(state.profiles.get(account)!), 'user_2');

export const states: States = {
	empty: find(() => null),
	stranger: find(() => one(profile(STRANGER, inLanguage('白露', 'Bai Lu'))), 'bailu'),
	friend: known(ANNA),
	asked: known(ASKED),
	asking: known(ASKING),
	oneself: find(() => one({ ...me(), id: ME }), 'linxiao'),
	nobody: find(() => ({ q: 'nobody', accounts: [] }), 'nobody'),
	refused: find(
		() => ({
			q: 'x',
			accounts: [],
			problem: inLanguage('请求太频繁，请稍后再试', 'Too many requests, try again later'),
		}),
		'x',
	),
	'long-name': find(() => one({ ...profile(STRANGER, LONG_NAME), username: 'maximilian' }), 'maximilian'),
};
