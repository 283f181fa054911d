import { html } from 'lit';
import type { GroupLink } from '../../../core/wire.ts';
import '../../../web/elements/webchat-group-link/webchat-group-link.ts';
import type { Ask } from '../../../web/shared/ask.ts';
import { answering, refusing } from '../asked.ts';
import { press } from '../page/deeds.ts';
import { HIKE, NOW } from '../scene.ts';
import type { State, States } from '../state.ts';

const DAY_MS = 86_400_000;
const token = 'k3v9q2w7c5x8z1b4n6m0aa';
const link = (standing?: GroupLink, ask: Ask = answering({ token })): State => ({
	show: () =>
		html`<webchat-group-link .conversation=${HIKE} .link=${standing} .ask=${ask} .now=${NOW}></webchat-group-link>`,
});

export const states: States = {
	none: link(),
	standing: link({ expires: NOW + DAY_MS, uses: 10, used: 3 }),
	open: link({ expires: NOW + DAY_MS, uses: 0, used: 1234 }),
	over: link({ expires: NOW - DAY_MS, uses: 0, used: 3 }),
	made: { ...link(), after: (element) => press(element, '[type="submit"]') },
	'plain-http': {
		...link(),
		before: () => Object.defineProperty(window, 'isSecureContext', { value: false }),
		after: (element) => press(element, '[type="submit"]'),
	},
	refused: { ...link(undefined, refusing('not-allowed')), after: (element) => press(element, '[type="submit"]') },
};
