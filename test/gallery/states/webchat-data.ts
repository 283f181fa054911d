import { html } from 'lit';
import '../../../web/elements/webchat-data/webchat-data.ts';
import { account, refusing } from '../accounts.ts';
import { fill, press } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const section: State = { show: () => html`<webchat-data .account=${account()}></webchat-data>` };

export const states: States = {
	own: section,
	asking: { ...section, after: (element) => press(element, 'button.begin') },
	wrong: {
		...section,
		server: refusing('DELETE /me', 401, 'bad-credentials', 'password'),
		after: async (element) => {
			await press(element, 'button.begin');
			await fill(element, 'password', 'abc12345');
			await press(element, 'form button.danger');
		},
	},
};
