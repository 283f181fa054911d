import { html } from 'lit';
import '../../../web/elements/webchat-own-password/webchat-own-password.ts';
import { account, refusing } from '../accounts.ts';
import { fill, press } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const form: State = { show: () => html`<webchat-own-password .account=${account()}></webchat-own-password>` };

export const states: States = {
	empty: form,
	wrong: {
		...form,
		server: refusing('PUT /me/password', 401, 'bad-credentials', 'old'),
		after: async (element) => {
			await fill(element, 'old', 'abc12345');
			await fill(element, 'password', 'abc123456');
			await press(element, 'button.primary');
		},
	},
	'bad-new-one': { ...form, after: (element) => fill(element, 'password', 'short') },
};
