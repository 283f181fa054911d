import { html } from 'lit';
import type { ConversationId } from '../../../core/ids.ts';
import type { ChatState } from '../../../web/client/state.ts';
import '../../../web/elements/webchat-conversation/webchat-conversation.ts';
import { chat, nothingYet, withConversation } from '../chat.ts';
import { press } from '../page/deeds.ts';
import { ANNA, everyday, HIKE, LEFT, LONG, LONG_TEXT, NOTES, pairWith, WANG } from '../scene.ts';
import type { State, States } from '../state.ts';

const room = (id: ConversationId, change: (state: ChatState) => ChatState = (state) => state): State => ({
	place: 'room',
	show: () => {
		const state = change(chat(undefined, id));
		return html`<webchat-conversation .state=${state} .conversation=${state.conversations.get(id)}></webchat-conversation>`;
	},
});

const withoutFriend = (state: ChatState): ChatState => {
	const friends = new Map(state.friends);
	friends.delete(WANG);
	return { ...state, friends };
};

export const states: States = {
	pair: room(pairWith(ANNA)),
	group: room(HIKE),
	notes: room(NOTES),
	'first-words': room(pairWith(everyday().parts.friends.at(-1)!.account.id)),
	reconnecting: room(pairWith(ANNA), (state) => ({ ...state, connection: { name: 'waiting', until: 0 } })),
	loading: room(HIKE, (state) => ({ ...state, windows: nothingYet.windows })),
	left: room(LEFT),
	'not-friends': room(pairWith(WANG), withoutFriend),
	'long-text': room(pairWith(LONG)),
	'long-name': room(HIKE, (state) => withConversation(state, HIKE, { name: LONG_TEXT.slice(0, 50) })),
	menu: { ...room(HIKE), after: (element) => press(element, '[aria-haspopup="menu"]') },
};
