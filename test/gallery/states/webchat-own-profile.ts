import { html } from 'lit';
import '../../../web/elements/webchat-own-profile/webchat-own-profile.ts';
import { account, refusing } from '../accounts.ts';
import { press } from '../page/deeds.ts';
import { LONG_NAME } from '../scene.ts';
import type { State, States } from '../state.ts';

const profile = (change: object = {}): State => ({
	show: () => html`<webchat-own-profile .account=${{ ...account(), ...change }}></webchat-own-profile>`,
});

export const states: States = {
	said: profile({ city: '杭州', signature: '慢慢来，比较快', gender: 'female' }),
	nothing: profile({ nickname: 'lin' }),
	long: profile({ nickname: LONG_NAME, signature: '很长的签名'.repeat(20) }),
	refused: {
		...profile(),
		server: refusing('PATCH /me', 429, 'too-often'),
		after: (element) => press(element, 'button.primary'),
	},
};
