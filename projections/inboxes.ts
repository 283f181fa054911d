/**
 * Inboxes: how far each person has read each conversation. Unread = messages that they can see − those up to the mark
 * − their own above it: a function of the log that needs no message in memory.
 */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId, ConversationId } from '../core/ids.ts';
import { countColumn } from './columns.ts';
import { NONE } from './dense.ts';
import { OwnMessages } from './own-messages.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';

export class Inboxes {
	readonly seats: Seats;
	// By seat.
	readonly #version = countColumn();
	readonly #n = countColumn();
	readonly #own = new OwnMessages();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	/** The read mark: a version of the conversation. */
	version(seat: number): number {
		return this.#version.get(seat);
	}

	/** Messages up to the mark. */
	n(seat: number): number {
		return this.#n.get(seat);
	}

	ownAbove(seat: number): number {
		return this.#own.count(seat);
	}

	/** Messages of the conversation as far as this person sees it: for somebody who left, up to their leaving. */
	messages(seat: number): number {
		const { seats } = this;
		const conversation = seats.conversationOf(seat);
		if (seats.kind(conversation) === KIND.group && !seats.isCurrent(seat))
			return seats.stays.messages(seats.stay(seat));
		return seats.streams.messages.get(conversation);
	}

	unread(seat: number): number {
		if (this.seats.kind(this.seats.conversationOf(seat)) === KIND.self) return 0;
		return Math.max(0, this.messages(seat) - this.n(seat) - this.ownAbove(seat));
	}

	/** Moves the mark; it only rises. */
	read(seat: number, version: number, n: number): void {
		if (version <= this.version(seat)) return;
		this.#version.set(seat, version);
		this.#n.set(seat, n);
		this.#own.dropTo(seat, n);
	}

	sent(seat: number, n: number): void {
		if (this.seats.kind(this.seats.conversationOf(seat)) !== KIND.self) this.#own.add(seat, n);
	}
}

export const inboxes: Projection<Inboxes, { readonly membership: Seats }> = {
	name: 'inboxes',
	empty: (_, { membership }) => new Inboxes(membership),
	project(view, event) {
		const { accounts, conversations } = view.seats.numbers;
		switch (event.type) {
			case 'MessageSent': {
				const conversation = conversations.find(event.stream);
				const seat = event.by === null ? NONE : view.seats.seat(conversation, accounts.find(event.by));
				if (seat !== NONE) view.sent(seat, view.seats.streams.messages.get(conversation));
				return;
			}
			case 'MessagesRead': {
				if (isRedacted(event.data)) return;
				const conversation = conversations.find(event.data.conversation as ConversationId);
				const seat = view.seats.seat(conversation, accounts.find(event.stream));
				if (seat !== NONE) view.read(seat, event.data.version, event.data.n);
				return;
			}
			case 'GroupCreated':
				return joined(view, event.stream as ConversationId, event.by === null ? [] : [event.by], event.version);
			case 'MemberJoined':
				if (isRedacted(event.data)) return;
				return joined(view, event.stream as ConversationId, event.data.accounts, event.version);
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.seats.numbers;
		const marks = (account: number) =>
			[...view.seats.seatsOf(account)]
				.map((seat) => ({ seat, conversation: view.seats.conversationOf(seat) }))
				.sort((a, b) => conversations.compare(a.conversation, b.conversation))
				.map(({ seat, conversation }) => [
					conversations.id(conversation),
					view.version(seat),
					view.n(seat),
					view.ownAbove(seat),
					view.unread(seat),
				]);
		for (const account of ordered(accounts, (each) => view.seats.hasSeat(each)))
			yield [accounts.id(account), ...marks(account)];
	},
};

/** Whoever joins has read everything up to their joining, which they cannot see. */
function joined(view: Inboxes, group: ConversationId, joining: readonly string[], version: number): void {
	const { accounts, conversations } = view.seats.numbers;
	const conversation = conversations.find(group);
	for (const account of joining as readonly AccountId[]) {
		const seat = view.seats.seat(conversation, accounts.find(account));
		if (seat === NONE || view.seats.stays.since(view.seats.stay(seat)) !== version) continue;
		view.read(seat, version, view.seats.streams.messages.get(conversation));
	}
}
