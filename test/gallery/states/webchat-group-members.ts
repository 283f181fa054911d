import { html } from 'lit';
import type { Member } from '../../../core/wire.ts';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-group-members/webchat-group-members.ts';
import { chat, withConversation } from '../chat.ts';
import { fill, press } from '../page/deeds.ts';
import { crowd, HIKE, inLanguage, LONG_TEXT, NOW } from '../scene.ts';
import type { State, States } from '../state.ts';

const members = (change: (state: ChatState) => ChatState = (state) => state): State => ({
	show: () => html`<webchat-group-members .state=${change(chat())} .conversation=${HIKE}></webchat-group-members>`,
});
const said = (k: number): Partial<Member> => {
	if (k === 1) return { alias: inLanguage('数学课代表', 'Maths, class 3'), mutedUntil: NOW + 600_000 };
	return k === 2 ? { alias: LONG_TEXT.slice(0, 32) } : {};
};
const many = (state: ChatState): ChatState => ({
	...state,
	members: new Map([[HIKE, crowd(120).map((member, k) => ({ ...member, ...said(k) }))]]),
});
const owner = (state: ChatState) => withConversation(many(state), HIKE, { role: 'owner' });

export const states: States = {
	few: members(),
	many: members(many),
	sought: { ...members(many), after: (element) => sought(element, 'a') },
	'not-found': { ...members(many), after: (element) => sought(element, 'nobody is called so') },
	menu: { ...members(owner), after: (element) => press(element, 'li:nth-child(3) .icon') },
	loading: members((state) => ({ ...state, members: new Map() })),
};

async function sought(element: HTMLElement, query: string): Promise<void> {
	const field = element.shadowRoot?.querySelector('input');
	if (field === null || field === undefined) throw new Error('nothing to search in');
	field.name = 'query';
	await fill(element, 'query', query);
}
