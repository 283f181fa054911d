/** What groups are called. Who is in them is `Seats`, who leads them is `Roles`. */
import { isRedacted } from '../core/domain/events.ts';
import type { ConversationId } from '../core/ids.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';
import { TextColumn } from './text-column.ts';

export class GroupNames {
	readonly seats: Seats;
	/** By group row. */
	readonly #name = new TextColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	name(group: number): string {
		return this.#name.get(this.seats.groupRow(group));
	}

	create(group: number, name: string): void {
		this.#name.set(this.seats.groupRow(group), name);
	}
}

export const groups: Projection<GroupNames, { readonly membership: Seats }> = {
	name: 'groups',
	empty: (_, { membership }) => new GroupNames(membership),
	project(view, event) {
		if (event.type !== 'GroupCreated') return;
		const group = view.seats.numbers.conversations.find(event.stream as ConversationId);
		if (group === NONE || view.seats.kind(group) !== KIND.group) return;
		view.create(group, isRedacted(event.data) ? '' : event.data.name);
	},
	*content(view): Iterable<Content> {
		const { conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group))
			yield [conversations.id(group), view.name(group)];
	},
};
