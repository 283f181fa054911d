import { html } from 'lit';
import '../../../web/elements/webchat-session/webchat-session.ts';
import { PRESENT } from '../accounts.ts';
import { chat, unsent } from '../chat.ts';
import { inLanguage, NOTES } from '../scene.ts';
import type { State, States } from '../state.ts';

const over = (reason: string): State => ({
	place: 'dialog',
	show: () => html`<webchat-session .state=${{ ...chat(), connection: { name: 'ended', reason } }}></webchat-session>`,
});

export const states: States = {
	expired: over('expired'),
	'signed-out': over('signed-out'),
	'password-changed': over('password-changed'),
	'other-account': { ...over('other-account'), server: PRESENT },
	unsent: {
		place: 'dialog',
		show: () => {
			const outbox = [unsent(NOTES, 'waiting', inLanguage('还没发出', 'not sent yet'))];
			const state = { ...chat(), outbox, connection: { name: 'ended', reason: 'expired' } };
			return html`<webchat-session .state=${state}></webchat-session>`;
		},
	},
};
