import { html } from 'lit';
import '../../../web/elements/webchat-signin/webchat-signin.ts';
import { PRESENT } from '../accounts.ts';
import type { State, States } from '../state.ts';

const page = (search = ''): State => ({
	place: 'page',
	before: () => history.replaceState(null, '', `/verify/signin${search}`),
	show: () => html`<webchat-signin></webchat-signin>`,
});

export const states: States = {
	plain: page(),
	'signed-out': page('?reason=signed-out'),
	'password-changed': page('?reason=password-changed'),
	present: { ...page(), server: PRESENT },
};
