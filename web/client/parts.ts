/** Gathers the state parts of a reset, which become the state at once when the sync is answered. */
import type { Conversation, EventsFrame, Friend, FriendRequest, Me, StateFrame } from '../../core/wire.ts';
import type { Parts } from './state.ts';

export interface PartsGatherer {
	add(frame: StateFrame): void;
	/** While parts are gathered, events are kept for after them: true for a frame that was kept. */
	holds(frame: EventsFrame): boolean;
	/** What was gathered, and forgets it; undefined where there was no whole reset. */
	take(): { readonly parts: Parts; readonly events: readonly EventsFrame[] } | undefined;
	clear(): void;
}

export function gatherParts(): PartsGatherer {
	let gathering = false;
	let me: Me | undefined;
	let friends: Friend[] = [];
	let requests: FriendRequest[] = [];
	let conversations: Conversation[] = [];
	let events: EventsFrame[] = [];

	function clear(): void {
		gathering = false;
		me = undefined;
		[friends, requests, conversations, events] = [[], [], [], []];
	}

	return {
		add({ state }) {
			gathering = true;
			switch (state.part) {
				case 'me':
					me = state.items[0];
					break;
				case 'friends':
					friends.push(...state.items);
					break;
				case 'requests':
					requests.push(...state.items);
					break;
				case 'conversations':
					conversations.push(...state.items);
					break;
				default:
					// Parts of a later contract are ignored.
					state satisfies never;
			}
		},
		holds(frame) {
			if (gathering) events.push(frame);
			return gathering;
		},
		take() {
			const told = me && { parts: { me, friends, requests, conversations }, events };
			clear();
			return told;
		},
		clear,
	};
}
