import { html } from 'lit';
import '../../../web/elements/webchat-programs/webchat-programs.ts';
import { account, NO_PROGRAMS, PROGRAMS } from '../accounts.ts';
import { fill, press } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const programs: State = { show: () => html`<webchat-programs .account=${account()}></webchat-programs>` };
const make = async (element: HTMLElement) => {
	await fill(element, 'name', 'backup');
	await press(element, 'form button');
};

export const states: States = {
	some: { ...programs, server: { http: PROGRAMS } },
	none: { ...programs, server: { http: NO_PROGRAMS } },
	told: { ...programs, server: { http: PROGRAMS }, after: make },
	'told-on-plain-http': {
		...programs,
		server: { http: PROGRAMS },
		before: () => Object.defineProperty(window, 'isSecureContext', { value: false }),
		after: make,
	},
};
