import { html } from 'lit';
import '../../../web/elements/webchat-signup/webchat-signup.ts';
import { AWAY, CODE_IN_OUTBOX, CODE_LATE, PRESENT, refusing } from '../accounts.ts';
import { fill, press } from '../page/deeds.ts';
import type { StandIn, State, States } from '../state.ts';

const VALUES = { username: '林晓', nickname: '', password: 'abc12345', email: 'lin@example.org', phone: '13800000000' };

const page: State = { place: 'page', show: () => html`<webchat-signup></webchat-signup>` };

const filled = (server: StandIn, button: string): State => ({
	...page,
	server,
	async after(element) {
		for (const [name, value] of Object.entries({ ...VALUES, veri_code: button === '.code' ? '' : '123456' }))
			await fill(element, name, value);
		await press(element, button);
	},
});

export const states: States = {
	empty: page,
	wrong: { ...page, after: (element) => press(element, '[type="submit"]') },
	'code-sent': filled(CODE_IN_OUTBOX, '.code'),
	'code-late': filled(CODE_LATE, '.code'),
	taken: filled(refusing('POST /verify/signup', 409, 'username-taken', 'username'), '[type="submit"]'),
	away: filled({ http: { 'POST /verify/signup': AWAY } }, '[type="submit"]'),
	present: { ...page, server: PRESENT },
};
