/** What members want to be called in a group. It is theirs while they are in it. */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId, ConversationId } from '../core/ids.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';
import { TextColumn } from './text-column.ts';

export class Aliases {
	readonly seats: Seats;
	/** By seat. */
	readonly #alias = new TextColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	/** Empty where they are called as everywhere. */
	of(seat: number): string {
		return this.#alias.get(seat);
	}

	set(seat: number, alias: string): void {
		if (seat !== NONE) this.#alias.set(seat, alias);
	}
}

export const aliases: Projection<Aliases, { readonly membership: Seats }> = {
	name: 'aliases',
	empty: (_, { membership }) => new Aliases(membership),
	project(view, event) {
		const { accounts, conversations } = view.seats.numbers;
		const group = conversations.find(event.stream as ConversationId);
		const seatOf = (account: string) => view.seats.seat(group, accounts.find(account as AccountId));
		switch (event.type) {
			case 'AliasChanged':
				if (!isRedacted(event.data)) view.set(seatOf(event.data.account), event.data.alias);
				return;
			case 'MemberLeft':
			case 'MemberRemoved':
				if (!isRedacted(event.data)) view.set(seatOf(event.data.account), '');
				return;
			case 'GroupDissolved':
				if (group !== NONE) for (const seat of view.seats.seatsOfGroup(group)) view.set(seat, '');
				return;
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group)) {
			const called = [...view.seats.seatsOfGroup(group)].filter((seat) => view.of(seat) !== '');
			if (called.length === 0) continue;
			const told = called.map((seat) => [accounts.id(view.seats.accountOf(seat)), view.of(seat)] as const);
			yield [conversations.id(group), ...told.sort(([one], [other]) => (one < other ? -1 : 1))];
		}
	},
};
