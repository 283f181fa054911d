/** Settings: what each person wants of a conversation, by their seat in it. */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId, ConversationId } from '../core/ids.ts';
import type { ConversationSettings } from '../core/wire.ts';
import { byteColumn } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import type { Seats } from './seats.ts';

const BIT = { mute: 1, pin: 2, hide: 4 } as const;

export class Settings {
	readonly seats: Seats;
	/** By seat: the bits that are on. */
	readonly #bits = byteColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	/** All off where nothing was said, `NONE` included. */
	of(seat: number): ConversationSettings {
		const bits = seat === NONE ? 0 : this.bits(seat);
		return { mute: (bits & BIT.mute) !== 0, pin: (bits & BIT.pin) !== 0, hide: (bits & BIT.hide) !== 0 };
	}

	bits(seat: number): number {
		return this.#bits.get(seat);
	}

	set(seat: number, { mute, pin, hide }: ConversationSettings): void {
		this.#bits.set(seat, (mute ? BIT.mute : 0) | (pin ? BIT.pin : 0) | (hide ? BIT.hide : 0));
	}
}

export const settings: Projection<Settings, { readonly membership: Seats }> = {
	name: 'settings',
	empty: (_, { membership }) => new Settings(membership),
	project(view, event) {
		if (event.type !== 'ConversationSettingsChanged' || isRedacted(event.data)) return;
		const { accounts, conversations } = view.seats.numbers;
		const conversation = conversations.find(event.data.conversation as ConversationId);
		const seat = view.seats.seat(conversation, accounts.find(event.stream as AccountId));
		if (seat !== NONE) view.set(seat, event.data);
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.seats.numbers;
		for (const account of ordered(accounts, (each) => view.seats.hasSeat(each))) {
			const chosen = [...view.seats.seatsOf(account)]
				.filter((seat) => view.bits(seat) !== 0)
				.map((seat) => ({ conversation: view.seats.conversationOf(seat), bits: view.bits(seat) }))
				.sort((a, b) => conversations.compare(a.conversation, b.conversation))
				.map(({ conversation, bits }) => [conversations.id(conversation), bits]);
			if (chosen.length > 0) yield [accounts.id(account), ...chosen];
		}
	},
};
