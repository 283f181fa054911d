/**
 * The store: `(state, action) → state`, pure. Positions only rise, so an event applied twice changes nothing; versions
 * guard what was told as a whole, so a conversation told at version v and the events up to v agree in any order.
 */
import type { AccountId } from '../../core/ids.ts';
import type { Conversation, Friend, FriendRequest, PresenceChange, Profile, PublicEvent } from '../../core/wire.ts';
import { isPrivate, toConversationState } from './conversation-state.ts';
import { addPage, EMPTY_WINDOW } from './history-window.ts';
import { withEntry, withMembers, withoutEntry, withoutMembers } from './immutable.ts';
import { withProfiles } from './profiles.ts';
import { applyEvent, applyToHead, strangers } from './reduce-event.ts';
import { type Action, type ChatState, EMPTY, type FriendState, type Parts, type RequestState } from './state.ts';

export function reduce(state: ChatState, action: Action): ChatState {
	switch (action.type) {
		case 'connection':
			return { ...state, connection: action.phase };
		case 'greeted': {
			const { clockAhead, fileBytesMax, operator } = action;
			return { ...state, clockAhead, fileBytesMax, operator };
		}
		case 'reset':
			return reset(state, action.parts, action.log, action.position, action.online);
		case 'resumed':
			return {
				...atLeast(state, action.position),
				online: new Set(action.online),
			};
		case 'events':
			return atLeast(action.events.reduce(applyOnce, state), action.position);
		case 'presence':
			return action.changes.reduce(applyPresence, state);
		case 'learned-accounts':
			return learnAccounts(state, action.asked, action.profiles);
		case 'learned-conversation':
			return learnConversation(state, action.conversation);
		case 'unknown-conversation':
			return {
				...state,
				conversations: withoutEntry(state.conversations, action.conversation),
				wanted: { ...state.wanted, conversations: withoutEntry(state.wanted.conversations, action.conversation) },
			};
		case 'loading':
			return state.windows.has(action.conversation)
				? state
				: { ...state, windows: withEntry(state.windows, action.conversation, EMPTY_WINDOW) };
		case 'history':
			return learnHistory(state, action);
		case 'members':
			return {
				...withProfiles(
					state,
					action.members.map((member) => member.account),
				),
				members: withEntry(state.members, action.conversation, action.members),
			};
		case 'outbox':
			return { ...state, outbox: action.entries };
		case 'open':
			return { ...state, open: action.conversation };
		default: {
			const never: never = action;
			return never;
		}
	}
}

function applyOnce(state: ChatState, event: PublicEvent): ChatState {
	return event.position <= state.position ? state : { ...applyEvent(state, event), position: event.position };
}

function atLeast(state: ChatState, position: number): ChatState {
	return position > state.position ? { ...state, position } : state;
}

/** Everything told anew; what was loaded of histories may have holes now, so it is dropped. The outbox stays. */
function reset(state: ChatState, parts: Parts, log: string, position: number, online: readonly AccountId[]): ChatState {
	const { self, blocked, ...me } = parts.me;
	const met = [
		me,
		...parts.friends.map((friend) => friend.account),
		...parts.requests.flatMap(({ from, to }) => [from, to]),
		...parts.conversations.flatMap(({ peer }) => (peer === undefined ? [] : [peer])),
	];
	const told: ChatState = {
		...EMPTY,
		connection: state.connection,
		clockAhead: state.clockAhead,
		fileBytesMax: state.fileBytesMax,
		operator: state.operator,
		outbox: state.outbox,
		takenBack: state.takenBack,
		open: state.open,
		log,
		position,
		me: { ...me, self, blocked },
		friends: new Map(parts.friends.map((friend) => [friend.account.id, toFriendState(friend)])),
		requests: new Map(parts.requests.map((request) => [otherOf(request, me.id), toRequestState(request)])),
		online: new Set(online),
		lastSeen: new Map(
			parts.friends.flatMap(({ account, lastSeen }) => (lastSeen === null ? [] : [[account.id, lastSeen]])),
		),
		conversations: new Map(parts.conversations.map((told) => [told.id, toConversationState(told)])),
	};
	return withProfiles(told, met);
}

function applyPresence(state: ChatState, change: PresenceChange): ChatState {
	if (change.online) return { ...state, online: withMembers(state.online, [change.account]) };
	return {
		...state,
		online: withoutMembers(state.online, [change.account]),
		lastSeen: withEntry(state.lastSeen, change.account, change.at),
	};
}

function learnAccounts(state: ChatState, asked: readonly AccountId[], profiles: readonly Profile[]): ChatState {
	const { wanted } = state;
	return withProfiles({ ...state, wanted: { ...wanted, accounts: withoutMembers(wanted.accounts, asked) } }, profiles);
}

/**
 * Takes what the server tells of a conversation. Asked for: the events since the wish follow on top of it. Not asked
 * for: it counts unless something newer is known.
 */
function learnConversation(state: ChatState, told: Conversation): ChatState {
	const since = state.wanted.conversations.get(told.id);
	const known = state.conversations.get(told.id);
	const older = known !== undefined && (told.version < known.version || told.read < known.read);
	if (since === undefined ? older : isFromBefore(since, told)) return state;
	// Events tell each change of the settings, so those of a conversation that is known are never older than an answer's.
	const head = toConversationState(known === undefined ? told : { ...told, settings: known.settings });
	const learned = withProfiles(
		{
			...state,
			conversations: withEntry(state.conversations, told.id, head),
			wanted: { ...state.wanted, conversations: withoutEntry(state.wanted.conversations, told.id) },
		},
		told.peer === undefined ? [] : [told.peer],
	);
	return (since ?? []).reduce(applyToHead, learned);
}

/** Whether an answer was made before the event that the wish is about: it was asked for by an earlier wish, before a reset. */
function isFromBefore([first]: readonly PublicEvent[], told: Conversation): boolean {
	if (first === undefined) return false;
	if (first.type === 'MessagesRead') return told.read < Number(first.data.version);
	return !isPrivate(first) && told.version < first.version;
}

function learnHistory(state: ChatState, page: Extract<Action, { type: 'history' }>): ChatState {
	const { conversation, before } = page;
	const loaded = state.windows.get(conversation) ?? EMPTY_WINDOW;
	// An older page joins on to what it was asked for, or there would be a hole between them.
	if (before !== undefined && loaded.items[0]?.version !== before) return state;
	const window = addPage(loaded, page.items, page.more);
	const authors = page.items.flatMap((item) => (item.by === null ? [] : [item.by]));
	return {
		...state,
		windows: withEntry(state.windows, conversation, window),
		wanted: { ...state.wanted, accounts: withMembers(state.wanted.accounts, strangers(state, authors)) },
	};
}

function toFriendState({ account, remark, conversation }: Friend): FriendState {
	return { account: account.id, remark, conversation };
}

function toRequestState({ from, to, note, at }: FriendRequest): RequestState {
	return { from: from.id, to: to.id, note, at };
}

function otherOf({ from, to }: FriendRequest, me: AccountId): AccountId {
	return from.id === me ? to.id : from.id;
}
