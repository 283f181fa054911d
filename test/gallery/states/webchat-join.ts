import { html } from 'lit';
import '../../../web/elements/webchat-join/webchat-join.ts';
import { press } from '../page/deeds.ts';
import { everyday } from '../scene.ts';
import type { State, States } from '../state.ts';

const page = (hash: string): State => ({
	place: 'page',
	before: () => history.replaceState(null, '', `/join${hash}`),
	show: () => html`<webchat-join></webchat-join>`,
});
const refused = (code: string): State => ({
	...page('#token'),
	server: { scene: everyday, refusals: { 'group.join': code } },
	after: (element) => press(element, '.primary'),
});

export const states: States = {
	invited: page('#token'),
	incomplete: page(''),
	'not-found': refused('not-found'),
	full: refused('group-full'),
};
