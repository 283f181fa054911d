import { html } from 'lit';
import type { ConversationId } from '../../../core/ids.ts';
import '../../../web/elements/webchat-app/webchat-app.ts';
import { PRESENT } from '../accounts.ts';
import { find, press } from '../page/deeds.ts';
import { ANNA, conversationId, everyday, firstDay, HIKE, pairWith } from '../scene.ts';
import type { StandIn, State, States } from '../state.ts';

const app = (open: ConversationId | null, server: StandIn = { scene: everyday }): State => ({
	place: 'page',
	server: { ...PRESENT, ...server },
	before: () => history.replaceState(null, '', open === null ? '/' : `/c/${open}`),
	show: () => html`<webchat-app></webchat-app>`,
});
const friendsOf = (element: HTMLElement) => press(element, 'nav button:nth-of-type(2)');

export const states: States = {
	pair: app(pairWith(ANNA)),
	group: app(HIKE),
	welcome: app(null),
	newcomer: app(null, { scene: firstDay }),
	friends: { ...app(pairWith(ANNA)), after: friendsOf },
	'friends-alone': { ...app(null), after: friendsOf },
	searching: {
		...app(pairWith(ANNA)),
		async after(element) {
			const field = await find<HTMLInputElement>(element, '[type="search"]');
			field.value = 'an';
			field.dispatchEvent(new InputEvent('input'));
		},
	},
	loading: app(pairWith(ANNA), {}),
	reconnecting: app(pairWith(ANNA), { scene: everyday, cut: true }),
	'not-ours': app(conversationId(4711)),
	refused: {
		...app(null, { scene: everyday, refusals: { 'friend.accept': 'not-allowed' } }),
		async after(element) {
			await friendsOf(element);
			await press(element, '.answers .primary');
		},
	},
	members: { ...app(HIKE), after: (element) => press(element, 'header button:nth-last-child(2)') },
	over: app(pairWith(ANNA), { over: 'expired' }),
};
