import { html } from 'lit';
import '../../../web/elements/webchat-devices/webchat-devices.ts';
import { AWAY, account, DEVICES } from '../accounts.ts';
import type { State, States } from '../state.ts';

const devices: State = { show: () => html`<webchat-devices .account=${account()}></webchat-devices>` };

export const states: States = {
	three: { ...devices, server: { http: DEVICES } },
	away: { ...devices, server: { http: { 'GET /me/sessions': AWAY } } },
};
