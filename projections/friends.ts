/** Friendships: how the two people of each pair stand to each other, and the requests that wait for an answer. */
import { EVENTS, isRedacted } from '../core/domain/events.ts';
import type { ConversationId } from '../core/ids.ts';
import { byteColumn, countColumn, positionColumn, Rows } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';
import { TextColumn } from './text-column.ts';

/** `removed`: were friends once, are not now. */
export const RELATION = { strangers: 0, friends: 1, removed: 2 } as const;

export class Friends {
	readonly seats: Seats;
	// By conversation.
	readonly #relation = byteColumn();
	/** The row of the pending request, + 1. */
	readonly #request = countColumn();
	// By account.
	/** Friends, and requests of its own that wait. */
	readonly #ties = countColumn();
	// By request.
	readonly #rows = new Rows();
	readonly #fromSeat = countColumn();
	readonly #position = positionColumn();
	readonly #at = positionColumn();
	readonly #note = new TextColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	/** How the people of a pair stand, whatever request is pending. */
	relation(pair: number): number {
		return this.#relation.get(pair);
	}

	/** How many friends an account has and requests of its own that wait. */
	ties(account: number): number {
		return account === NONE ? 0 : this.#ties.get(account);
	}

	areFriends(pair: number): boolean {
		return pair !== NONE && this.relation(pair) === RELATION.friends;
	}

	/** The seat of who asked and waits for the answer, `NONE` where nobody does. */
	requestedBy(pair: number): number {
		const request = this.#request.get(pair) - 1;
		return request === NONE ? NONE : this.#fromSeat.get(request);
	}

	/** The pending request of a pair that has one. */
	request(pair: number): { readonly note: string; readonly at: number; readonly position: number } {
		const request = this.#request.get(pair) - 1;
		return { note: this.#note.get(request), at: this.#at.get(request), position: this.#position.get(request) };
	}

	ask(
		pair: number,
		fromSeat: number,
		asked: { readonly note: string; readonly at: number; readonly position: number },
	) {
		this.answer(pair);
		const request = this.#rows.take();
		this.#request.set(pair, request + 1);
		this.#fromSeat.set(request, fromSeat);
		this.#position.set(request, asked.position);
		this.#at.set(request, asked.at);
		this.#note.set(request, asked.note);
		this.#tie(fromSeat, 1);
	}

	/** Ends the pending request, if there is one. */
	answer(pair: number): void {
		const request = this.#request.get(pair) - 1;
		if (request === NONE) return;
		this.#request.set(pair, 0);
		this.#tie(this.#fromSeat.get(request), -1);
		this.#note.set(request, '');
		this.#rows.release(request);
	}

	setRelation(pair: number, relation: number): void {
		const more = Number(relation === RELATION.friends) - Number(this.areFriends(pair));
		const first = this.seats.firstSeat(pair);
		this.#tie(first, more);
		this.#tie(first + 1, more);
		this.#relation.set(pair, relation);
	}

	/** Somebody who was unknown when a tie began has none that ends. */
	#tie(seat: number, more: number): void {
		const account = this.seats.accountOf(seat);
		if (account !== NONE) this.#ties.set(account, Math.max(0, this.#ties.get(account) + more));
	}
}

export const friends: Projection<Friends, { readonly membership: Seats }> = {
	name: 'friends',
	empty: (_, { membership }) => new Friends(membership),
	project(view, event) {
		if (EVENTS[event.type].stream !== 'pair') return;
		const { accounts, conversations } = view.seats.numbers;
		const pair = conversations.find(event.stream as ConversationId);
		if (pair === NONE || view.seats.kind(pair) !== KIND.pair) return;
		switch (event.type) {
			case 'FriendRequested': {
				const from = isRedacted(event.data) ? event.by : event.data.from;
				const seat = from === null ? NONE : view.seats.seat(pair, accounts.find(from));
				const note = isRedacted(event.data) ? '' : event.data.note;
				if (seat !== NONE) view.ask(pair, seat, { note, at: event.at, position: event.position });
				return;
			}
			case 'FriendAccepted':
				view.answer(pair);
				return view.setRelation(pair, RELATION.friends);
			case 'FriendDeclined':
				return view.answer(pair);
			case 'FriendRemoved':
				view.answer(pair);
				if (view.areFriends(pair)) view.setRelation(pair, RELATION.removed);
				return;
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.seats.numbers;
		for (const pair of ordered(conversations, (each) => view.seats.kind(each) === KIND.pair)) {
			const from = view.requestedBy(pair);
			yield [conversations.id(pair), view.relation(pair)];
			if (from === NONE) continue;
			const { note, at, position } = view.request(pair);
			yield [accounts.id(view.seats.accountOf(from)), note, at, position];
		}
	},
};
