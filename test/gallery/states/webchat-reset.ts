import { html } from 'lit';
import '../../../web/elements/webchat-reset/webchat-reset.ts';
import { AWAY } from '../accounts.ts';
import { fill, press } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const page: State = { place: 'page', show: () => html`<webchat-reset></webchat-reset>` };

export const states: States = {
	empty: page,
	wrong: {
		...page,
		async after(element) {
			await fill(element, 'phone', '139');
			await press(element, '[type="submit"]');
		},
	},
	away: {
		...page,
		server: { http: { 'POST /verify/password_reset': AWAY } },
		async after(element) {
			await fill(element, 'phone', '13800000000');
			await press(element, '[type="submit"]');
		},
	},
};
