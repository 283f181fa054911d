import { html } from 'lit';
import '../../../web/elements/webchat-reset2/webchat-reset2.ts';
import { keepReset } from '../../../web/shared/form-page-reset.ts';
import { press } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const page: State = { place: 'page', show: () => html`<webchat-reset2></webchat-reset2>` };
const asked = (delivery: string): State => ({
	...page,
	before: () => keepReset({ address: '13800000000', delivery }),
});

export const states: States = {
	'code-sent': asked('sms'),
	'code-in-outbox': asked('outbox'),
	'not-asked': page,
	wrong: { ...asked('sms'), after: (element) => press(element, '[type="submit"]') },
};
