import { html } from 'lit';
import '../../../web/elements/webchat-settings/webchat-settings.ts';
import { AWAY, PRESENT } from '../accounts.ts';
import type { State, States } from '../state.ts';

const page: State = { place: 'page', show: () => html`<webchat-settings></webchat-settings>` };

export const states: States = {
	own: { ...page, server: PRESENT },
	'plain-http': {
		...page,
		server: PRESENT,
		before: () => Object.defineProperty(window, 'isSecureContext', { value: false }),
	},
	away: { ...page, server: { http: { 'GET /me': AWAY } } },
};
