import { html } from 'lit';
import type { Phase } from '../../../web/client/connection.ts';
import '../../../web/elements/webchat-connection/webchat-connection.ts';
import type { State, States } from '../state.ts';

const connection = (phase: Phase): State => ({
	show: () => html`<webchat-connection .phase=${phase}></webchat-connection>`,
});

export const states: States = {
	online: connection({ name: 'online' }),
	connecting: connection({ name: 'connecting' }),
	reconnecting: connection({ name: 'waiting', until: 0 }),
	ended: connection({ name: 'ended', reason: 'expired' }),
};
