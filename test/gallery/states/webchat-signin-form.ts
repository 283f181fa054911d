import { html } from 'lit';
import '../../../web/elements/webchat-signin-form/webchat-signin-form.ts';
import { CODE_SENT, PRESENT, refusing } from '../accounts.ts';
import { fill, press } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const form = (name = ''): State => ({
	show: () => html`<webchat-signin-form .name=${name} .next=${'/'}></webchat-signin-form>`,
});
const byCode = (element: HTMLElement) => press(element, '.ways button:last-child');

export const states: States = {
	password: form('linxiao'),
	code: { ...form(), after: byCode },
	'code-sent': {
		...form(),
		server: CODE_SENT,
		async after(element) {
			await byCode(element);
			await fill(element, 'phone', '13800000000');
			await press(element, '.code');
		},
	},
	wrong: { ...form(), after: (element) => press(element, '[type="submit"]') },
	refused: {
		...form('linxiao'),
		server: refusing('POST /verify/signin', 401, 'bad-credentials'),
		async after(element) {
			await fill(element, 'password', 'abc12345');
			await press(element, '[type="submit"]');
		},
	},
	present: { ...form(), server: PRESENT },
};
