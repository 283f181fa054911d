/** Who may not write in which group, and until when. It outlasts leaving, or one would leave and come back to write. */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId, ConversationId } from '../core/ids.ts';
import { positionColumn } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';

export class Mutes {
	readonly seats: Seats;
	/** By seat: a time in ms. */
	readonly #until = positionColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	/** Until when the last mute lasts or lasted; 0 where there was none, or it was taken back. */
	until(seat: number): number {
		return this.#until.get(seat);
	}

	set(seat: number, until: number): void {
		if (seat !== NONE) this.#until.set(seat, until);
	}
}

export const mutes: Projection<Mutes, { readonly membership: Seats }> = {
	name: 'mutes',
	empty: (_, { membership }) => new Mutes(membership),
	project(view, event) {
		if (isRedacted(event.data)) return;
		const { accounts, conversations } = view.seats.numbers;
		const seatOf = (account: string) =>
			view.seats.seat(conversations.find(event.stream as ConversationId), accounts.find(account as AccountId));
		if (event.type === 'MemberMuted' && 'until' in event.data) view.set(seatOf(event.data.account), event.data.until);
		// Nobody could let an owner write again.
		if (event.type === 'OwnershipTransferred' && 'to' in event.data) view.set(seatOf(event.data.to), 0);
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group)) {
			const muted = [...view.seats.seatsOfGroup(group)].filter((seat) => view.until(seat) > 0);
			if (muted.length === 0) continue;
			const told = muted.map((seat) => [accounts.id(view.seats.accountOf(seat)), view.until(seat)] as const);
			yield [conversations.id(group), ...told.sort(([one], [other]) => (one < other ? -1 : 1))];
		}
	},
};
