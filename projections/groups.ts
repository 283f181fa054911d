/** Groups: name and owner. Who is in them is `Seats`. */
import { isRedacted } from '../core/domain/events.ts';
import type { ConversationId } from '../core/ids.ts';
import { countColumn } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';
import { TextColumn } from './text-column.ts';

export class GroupNames {
	readonly seats: Seats;
	// By group row.
	readonly #name = new TextColumn();
	/** The owner's account, + 1. */
	readonly #owner = countColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	name(group: number): string {
		return this.#name.get(this.seats.groupRow(group));
	}

	owner(group: number): number {
		return this.#owner.get(this.seats.groupRow(group)) - 1;
	}

	create(group: number, name: string, owner: number): void {
		this.#name.set(this.seats.groupRow(group), name);
		this.#owner.set(this.seats.groupRow(group), owner + 1);
	}
}

export const groups: Projection<GroupNames, { readonly membership: Seats }> = {
	name: 'groups',
	empty: (_, { membership }) => new GroupNames(membership),
	project(view, event) {
		if (event.type !== 'GroupCreated') return;
		const { accounts, conversations } = view.seats.numbers;
		const group = conversations.find(event.stream as ConversationId);
		if (group === NONE || view.seats.kind(group) !== KIND.group) return;
		const owner = event.by === null ? NONE : accounts.number(event.by);
		view.create(group, isRedacted(event.data) ? '' : event.data.name, owner);
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group)) {
			const owner = view.owner(group);
			yield [conversations.id(group), view.name(group), owner === NONE ? null : accounts.id(owner)];
		}
	},
};
