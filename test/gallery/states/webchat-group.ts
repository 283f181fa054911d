import { html } from 'lit';
import type { ChatState, ConversationState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-group/webchat-group.ts';
import { refusing } from '../asked.ts';
import { chat, withConversation } from '../chat.ts';
import { find, press } from '../page/deeds.ts';
import { crowd, HIKE, inLanguage, LONG_TEXT, NOW } from '../scene.ts';
import type { State, States } from '../state.ts';

const group = (change: (state: ChatState) => ChatState = (state) => state): State => ({
	place: 'dialog',
	show: () =>
		html`<webchat-group .state=${change(chat())} .conversation=${HIKE} .ask=${refusing('not-allowed')}></webchat-group>`,
});
const as = (changes: Partial<ConversationState>) => group((state) => withConversation(state, HIKE, changes));
const announcement = () => inLanguage('周六八点东门集合。\n记得带水。', 'Saturday at eight, east gate.\nBring water.');
const many = (state: ChatState) =>
	withConversation({ ...state, members: new Map([[HIKE, crowd(240)]]) }, HIKE, { memberCount: 240 });
const link = { expires: NOW + 86_400_000, uses: 10, used: 3 };
const owns = () => as({ role: 'owner', announcement: announcement(), link });

export const states: States = {
	few: group(),
	owner: { ...owns(), show: () => owns().show() },
	many: group(many),
	loading: group((state) => ({ ...state, members: new Map() })),
	'long-name': as({
		name: LONG_TEXT.slice(0, 50),
		role: 'admin',
		announcement: LONG_TEXT,
		alias: LONG_TEXT.slice(0, 32),
	}),
	leaving: { ...group(), after: (element) => press(element, '.parting .danger') },
	dissolving: { ...as({ role: 'owner' }), after: (element) => press(element, '.parting .danger') },
	'must-hand-on': { ...as({ role: 'owner' }), after: (element) => press(element, '.parting .danger:last-child') },
	refused: {
		...as({ role: 'owner' }),
		after: async (element) => {
			await press(element, '.parting .danger');
			await press(element, '.actions .danger');
			await find(element, '.error');
		},
	},
	left: as({ left: { version: 3, reason: 'removed' } }),
};
