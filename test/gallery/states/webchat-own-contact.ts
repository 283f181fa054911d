import { html } from 'lit';
import '../../../web/elements/webchat-own-contact/webchat-own-contact.ts';
import { account, CODE_LATE } from '../accounts.ts';
import { fill, press } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const contact = (kind: 'phone' | 'email', change: object = {}): State => ({
	show: () => html`<webchat-own-contact .account=${{ ...account(), ...change }} .kind=${kind}></webchat-own-contact>`,
});

export const states: States = {
	phone: contact('phone'),
	email: contact('email'),
	unverified: contact('email', { emailVerified: false }),
	none: contact('email', { email: null, emailVerified: false }),
	'code-late': {
		...contact('phone'),
		server: CODE_LATE,
		after: async (element) => {
			await press(element, '.now button');
			await fill(element, 'phone', '13912345678');
			await press(element, 'button.code');
		},
	},
};
