/**
 * Who sees what: the one predicate that push, sync, reader and history share, and its two readings the other way round,
 * from an event to its audience and from an account to the streams that concern it.
 */
import { EVENTS, isRedacted, type LogEvent } from '../core/domain/events.ts';
import type { AccountId, ConversationId, StreamId } from '../core/ids.ts';
import { NONE } from './dense.ts';
import type { Model } from './model.ts';
import { KIND } from './seats.ts';

export interface Visibility {
	visible(account: AccountId, event: LogEvent): boolean;
	audience(event: LogEvent): AccountId[];
	relatedStreams(account: AccountId, since: number): StreamId[];
	mayKnow(viewer: AccountId, account: AccountId): boolean;
}

export function createVisibility(model: Model): Visibility {
	const { accounts } = model.numbers;
	return {
		visible: (account, event) => visible(model, accounts.find(account), event),
		audience: (event) => audience(model, event).map((account) => accounts.id(account)),
		relatedStreams: (account, since) => relatedStreams(model, accounts.find(account), since),
		mayKnow: (viewer, account) => mayKnow(model, accounts.find(viewer), accounts.find(account)),
	};
}

function visible(model: Model, account: number, event: LogEvent): boolean {
	if (account === NONE) return false;
	const { audience } = EVENTS[event.type];
	switch (audience) {
		case 'members': {
			const seat = model.membership.seat(model.numbers.conversations.find(event.stream), account);
			return seat !== NONE && satAtVersion(model, seat, event.version);
		}
		case 'owner':
			return model.numbers.accounts.find(event.stream) === account;
		case 'related':
			return areRelated(model, account, model.numbers.accounts.find(event.stream));
		case 'readers': {
			if (model.numbers.accounts.find(event.stream) === account) return true;
			const seat = model.membership.seat(readConversation(model, event), account);
			return seat !== NONE && isShownMarksAt(model, seat, event.position);
		}
		case 'nobody':
			return false;
		default:
			return audience satisfies never;
	}
}

/** The accounts for which `visible` holds, each once. */
function audience(model: Model, event: LogEvent): number[] {
	const { membership, numbers } = model;
	const { audience } = EVENTS[event.type];
	const owner = () => numbers.accounts.find(event.stream);
	switch (audience) {
		case 'members': {
			const seats = seatsIn(model, numbers.conversations.find(event.stream));
			return seats.filter((seat) => satAtVersion(model, seat, event.version)).map((seat) => membership.accountOf(seat));
		}
		case 'owner':
			return [owner()];
		case 'related': {
			const account = owner();
			const related = acquaintances(model, account).filter((other) => areRelated(model, account, other));
			return [...new Set([account, ...related])];
		}
		case 'readers': {
			const reader = owner();
			const conversation = readConversation(model, event);
			if (conversation === NONE) return [reader];
			const row = membership.groupRow(conversation);
			if (membership.kind(conversation) === KIND.group && !membership.groups.isSmallAt(row, event.position))
				return [reader];
			const others = seatsIn(model, conversation)
				.filter((seat) => isShownMarksAt(model, seat, event.position))
				.map((seat) => membership.accountOf(seat))
				.filter((account) => account !== reader);
			return [reader, ...others];
		}
		case 'nobody':
			return [];
		default:
			return audience satisfies never;
	}
}

function relatedStreams(model: Model, account: number, since: number): StreamId[] {
	if (account === NONE) return [];
	const { membership, numbers, streams } = model;
	const found: StreamId[] = [];
	const seen = new Set<number>();
	const addAccount = (number: number) => {
		if (number === NONE || streams.accounts.position.get(number) <= since || seen.has(number)) return;
		seen.add(number);
		found.push(numbers.accounts.id(number));
	};
	const addConversation = (seat: number) => {
		const conversation = membership.conversationOf(seat);
		if (streams.conversations.position.get(conversation) > since) found.push(numbers.conversations.id(conversation));
	};

	addAccount(account);
	const own = membership.selfSeat(account);
	if (own !== NONE) addConversation(own);
	for (const seat of membership.pairSeats(account)) {
		addConversation(seat);
		addAccount(membership.accountOf(membership.partner(seat)));
	}
	for (const seat of membership.groupSeats(account)) {
		if (membership.stays.untilPosition(membership.stay(seat)) <= since) continue;
		addConversation(seat);
		const group = membership.conversationOf(seat);
		if (model.activity.last(group) <= since) continue;
		for (const other of membership.seatsOfGroup(group)) addAccount(membership.accountOf(other));
	}
	return found;
}

/** People of own pairs, of today and of the past, and whoever was in a group at the same time: their events can be seen. */
function mayKnow(model: Model, viewer: number, account: number): boolean {
	if (viewer === NONE || !model.directory.isKnown(account)) return false;
	if (viewer === account || model.membership.pair(viewer, account) !== NONE) return true;
	const { membership } = model;
	for (const seat of membership.groupSeats(viewer)) {
		const other = membership.seat(membership.conversationOf(seat), account);
		if (other !== NONE && membership.stays.overlap(membership.stay(seat), membership.stay(other))) return true;
	}
	return false;
}

/** Whether who sits here was in the conversation when it had this version. */
export function satAtVersion({ membership }: Model, seat: number, version: number): boolean {
	if (membership.kind(membership.conversationOf(seat)) !== KIND.group) return true;
	return membership.stays.coversVersion(membership.stay(seat), version);
}

/** Whether who sits here is shown the read marks set at this position in the conversation. */
function isShownMarksAt({ membership }: Model, seat: number, position: number): boolean {
	const conversation = membership.conversationOf(seat);
	if (membership.kind(conversation) !== KIND.group) return true;
	return (
		membership.groups.isSmallAt(membership.groupRow(conversation), position) &&
		membership.stays.coversPosition(membership.stay(seat), position)
	);
}

function readConversation(model: Model, event: LogEvent): number {
	if (event.type !== 'MessagesRead' || isRedacted(event.data)) return NONE;
	return model.numbers.conversations.find(event.data.conversation as ConversationId);
}

/** Whether two accounts are the same, friends, asking each other, or in a group together, now. */
function areRelated(model: Model, one: number, other: number): boolean {
	if (one === NONE || other === NONE) return false;
	if (one === other) return true;
	const { membership, friends } = model;
	const pair = membership.pair(one, other);
	if (pair !== NONE && (friends.areFriends(pair) || friends.requestedBy(pair) !== NONE)) return true;
	for (const seat of membership.groupSeats(one)) {
		if (!membership.isCurrent(seat)) continue;
		const across = membership.seat(membership.conversationOf(seat), other);
		if (across !== NONE && membership.isCurrent(across)) return true;
	}
	return false;
}

/** The seats of a conversation, of those who left too; without one whose person is not known yet. */
function seatsIn({ membership }: Model, conversation: number): number[] {
	if (conversation === NONE) return [];
	const kind = membership.kind(conversation);
	if (kind === KIND.group) return [...membership.seatsOfGroup(conversation)];
	if (kind === KIND.none) return [];
	const first = membership.firstSeat(conversation);
	return kind === KIND.pair && membership.accountOf(first + 1) !== NONE ? [first, first + 1] : [first];
}

/** Everybody with whom the account ever shared a conversation, some more than once. */
function acquaintances(model: Model, account: number): number[] {
	const { membership } = model;
	return [...membership.seatsOf(account)]
		.flatMap((seat) => seatsIn(model, membership.conversationOf(seat)))
		.map((seat) => membership.accountOf(seat));
}
