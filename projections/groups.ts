/** What groups are called, now and before, and what is announced in them. Who is in them is `Seats`, who leads them `Roles`. */
import { isRedacted } from '../core/domain/events.ts';
import type { ConversationId } from '../core/ids.ts';
import { countColumn, Rows } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';
import { TextColumn } from './text-column.ts';

export class GroupTexts {
	readonly seats: Seats;
	// By group row.
	/** The latest name, + 1. */
	readonly #latest = countColumn();
	readonly #announcement = new TextColumn();
	// By name; a group's names are linked, for those who left it know it by the one that it had.
	readonly #rows = new Rows();
	readonly #name = new TextColumn();
	/** The version of the group from which it has the name. */
	readonly #since = countColumn();
	readonly #previous = countColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	/** What the group was called at this version; by default, what it is called. */
	name(group: number, version = Number.POSITIVE_INFINITY): string {
		for (const [since, name] of this.names(group)) if (since <= version) return name;
		return '';
	}

	/** The names of a group with the versions from which it had them, the latest first. */
	*names(group: number): Iterable<readonly [number, string]> {
		const latest = this.#latest.get(this.seats.groupRow(group)) - 1;
		for (let row = latest; row !== NONE; row = this.#previous.get(row) - 1)
			yield [this.#since.get(row), this.#name.get(row)];
	}

	announcement(group: number): string {
		return this.#announcement.get(this.seats.groupRow(group));
	}

	rename(group: number, name: string, version: number): void {
		const groupRow = this.seats.groupRow(group);
		const row = this.#rows.take();
		this.#name.set(row, name);
		this.#since.set(row, version);
		this.#previous.set(row, this.#latest.get(groupRow));
		this.#latest.set(groupRow, row + 1);
	}

	announce(group: number, text: string): void {
		this.#announcement.set(this.seats.groupRow(group), text);
	}
}

export const groups: Projection<GroupTexts, { readonly membership: Seats }> = {
	name: 'groups',
	empty: (_, { membership }) => new GroupTexts(membership),
	project(view, event) {
		const group = view.seats.numbers.conversations.find(event.stream as ConversationId);
		if (group === NONE || view.seats.kind(group) !== KIND.group) return;
		switch (event.type) {
			case 'GroupCreated':
			case 'GroupRenamed':
				return view.rename(group, isRedacted(event.data) ? '' : event.data.name, event.version);
			case 'AnnouncementChanged':
				return view.announce(group, isRedacted(event.data) ? '' : event.data.text);
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group))
			yield [conversations.id(group), view.announcement(group), ...view.names(group)];
	},
};
