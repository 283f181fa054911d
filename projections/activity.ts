/**
 * Activity: when anybody in a group last did something in their own stream, so that somebody who comes back looks
 * through a group's members only where there is something to find.
 */
import { EVENTS } from '../core/domain/events.ts';
import type { AccountId, ConversationId } from '../core/ids.ts';
import { positionColumn } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';

export class Activity {
	readonly seats: Seats;
	/** By group row: a position. */
	readonly #last = positionColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	last(group: number): number {
		return this.#last.get(this.seats.groupRow(group));
	}

	note(group: number, position: number): void {
		this.#last.set(this.seats.groupRow(group), position);
	}
}

export const activity: Projection<Activity, { readonly membership: Seats }> = {
	name: 'activity',
	empty: (_, { membership }) => new Activity(membership),
	project(view, event) {
		const { seats } = view;
		const { accounts, conversations } = seats.numbers;
		// Whoever joins brings what they did before.
		if (event.type === 'GroupCreated' || event.type === 'MemberJoined') {
			const group = conversations.find(event.stream as ConversationId);
			if (group !== NONE && seats.kind(group) === KIND.group) view.note(group, event.position);
			return;
		}
		if (EVENTS[event.type].stream !== 'account') return;
		const account = accounts.find(event.stream as AccountId);
		if (account === NONE) return;
		for (const seat of seats.groupSeats(account)) view.note(seats.conversationOf(seat), event.position);
	},
	*content(view): Iterable<Content> {
		const { conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group))
			yield [conversations.id(group), view.last(group)];
	},
};
