/** The link by which people come into a group: until when it is good, for how many, and how many came. Its token is in the vault. */
import { isRedacted } from '../core/domain/events.ts';
import type { LinkFact } from '../core/domain/facts.ts';
import type { ConversationId } from '../core/ids.ts';
import { countColumn, positionColumn } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';

export class Links {
	readonly seats: Seats;
	// By group row.
	/** A time in ms, 0 without a link. */
	readonly #expires = positionColumn();
	readonly #uses = countColumn();
	readonly #used = countColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	/** The last link that was made and not taken back; it may be over or used up. */
	of(group: number): LinkFact | undefined {
		const row = this.seats.groupRow(group);
		const expires = this.#expires.get(row);
		return expires === 0 ? undefined : { expires, uses: this.#uses.get(row), used: this.#used.get(row) };
	}

	/** `expires` 0: there is none any more. */
	set(group: number, expires: number, uses: number): void {
		const row = this.seats.groupRow(group);
		this.#expires.set(row, expires);
		this.#uses.set(row, uses);
		this.#used.set(row, 0);
	}

	use(group: number): void {
		this.#used.add(this.seats.groupRow(group), 1);
	}
}

export const links: Projection<Links, { readonly membership: Seats }> = {
	name: 'links',
	empty: (_, { membership }) => new Links(membership),
	project(view, event) {
		const group = view.seats.numbers.conversations.find(event.stream as ConversationId);
		if (group === NONE || view.seats.kind(group) !== KIND.group) return;
		if (event.type === 'GroupDissolved') view.set(group, 0, 0);
		if (isRedacted(event.data)) return;
		if (event.type === 'InviteLinkChanged' && 'expires' in event.data)
			view.set(group, event.data.expires, event.data.uses);
		if (event.type === 'MemberJoined' && 'via' in event.data && event.data.via === 'link') view.use(group);
	},
	*content(view): Iterable<Content> {
		const { conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group)) {
			const link = view.of(group);
			if (link !== undefined) yield [conversations.id(group), link.expires, link.uses, link.used];
		}
	},
};
