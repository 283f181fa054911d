import { html } from 'lit';
import '../../../web/elements/webchat-settings/webchat-settings.ts';
import { AWAY, account, DEVICES, PRESENT, PROGRAMS } from '../accounts.ts';
import type { StandIn, State, States } from '../state.ts';

const page = (section: string, server: StandIn = PRESENT): State => ({
	place: 'page',
	server,
	before: () => history.replaceState(null, '', `${location.pathname}${location.search}${section}`),
	show: () => html`<webchat-settings></webchat-settings>`,
});
const http = { 'GET /me': { status: 200, body: { account: account() } } };

export const states: States = {
	own: page(''),
	account: page('#account'),
	devices: page('#devices', { http: { ...http, ...DEVICES } }),
	programs: page('#programs', { http: { ...http, ...PROGRAMS } }),
	look: page('#look'),
	data: page('#data'),
	'plain-http': {
		...page('#look'),
		before: () => {
			page('#look').before?.();
			Object.defineProperty(window, 'isSecureContext', { value: false });
		},
	},
	away: page('', { http: { 'GET /me': AWAY } }),
};
