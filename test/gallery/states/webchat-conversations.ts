import { html } from 'lit';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-conversations/webchat-conversations.ts';
import { keepDraft } from '../../../web/shared/drafts.ts';
import { chat, nothingYet, unsent } from '../chat.ts';
import { press } from '../page/deeds.ts';
import { CHEN, firstDay, HIKE, inLanguage, LI, ME, pairWith } from '../scene.ts';
import type { State, States } from '../state.ts';

const list = (state: () => ChatState, query: () => string = () => ''): State => ({
	place: 'list',
	show: () => html`<webchat-conversations .state=${state()} .query=${query()}></webchat-conversations>`,
});

export const states: States = {
	many: list(() => chat(undefined, HIKE)),
	empty: list(() => chat(firstDay())),
	loading: list(() => nothingYet),
	'draft-and-failed': {
		...list(() => ({
			...chat(),
			outbox: [unsent(pairWith(LI), 'failed', inLanguage('照片收到了', 'I have the photos'))],
		})),
		before: () => keepDraft(ME, pairWith(CHEN), inLanguage('先把已知条件列出来', 'First write down what is given')),
	},
	menu: { ...list(() => chat()), after: (element) => press(element, 'li:nth-child(3) .more') },
	found: list(
		() => chat(),
		() => 'an',
	),
	'nothing-found': list(
		() => chat(),
		() => inLanguage('没有这个人', 'nobody like this'),
	),
};
