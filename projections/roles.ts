/** Who leads each group: its owner and its admins. */
import { isRedacted, type LogEvent } from '../core/domain/events.ts';
import type { AccountId, ConversationId } from '../core/ids.ts';
import type { Role } from '../core/wire.ts';
import { byteColumn, countColumn } from './columns.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, type Seats } from './seats.ts';

export class Roles {
	readonly seats: Seats;
	// By group row.
	/** The owner's account, + 1. */
	readonly #owner = countColumn();
	/** Admins beside the owner. */
	readonly #admins = countColumn();
	/** By seat: 1 for an admin. */
	readonly #admin = byteColumn();

	constructor(seats: Seats) {
		this.seats = seats;
	}

	owner(group: number): number {
		return this.#owner.get(this.seats.groupRow(group)) - 1;
	}

	adminCount(group: number): number {
		return this.#admins.get(this.seats.groupRow(group));
	}

	/** The role of a seat in a group. */
	of(seat: number): Role {
		if (this.owner(this.seats.conversationOf(seat)) === this.seats.accountOf(seat)) return 'owner';
		return this.#admin.get(seat) === 1 ? 'admin' : 'member';
	}

	/** The seat of whoever is next to own a group: the admin, else the member, who has been in it longest; `NONE` without one. */
	heir(group: number): number {
		let heir = NONE;
		for (const seat of this.seats.seatsOfGroup(group)) {
			if (!this.seats.isCurrent(seat) || this.of(seat) === 'owner') continue;
			if (heir === NONE || this.#isBefore(seat, heir)) heir = seat;
		}
		return heir;
	}

	setOwner(group: number, account: number): void {
		this.#owner.set(this.seats.groupRow(group), account + 1);
	}

	setAdmin(seat: number, admin: boolean): void {
		if (seat === NONE || (this.#admin.get(seat) === 1) === admin) return;
		this.#admin.set(seat, admin ? 1 : 0);
		this.#admins.add(this.seats.groupRow(this.seats.conversationOf(seat)), admin ? 1 : -1);
	}

	*adminsOf(group: number): Iterable<number> {
		for (const seat of this.seats.seatsOfGroup(group)) if (this.#admin.get(seat) === 1) yield seat;
	}

	#isBefore(one: number, other: number): boolean {
		const admins = this.#admin.get(other) - this.#admin.get(one);
		const { stays, numbers } = this.seats;
		const since = stays.since(this.seats.stay(one)) - stays.since(this.seats.stay(other));
		const ids = numbers.accounts.compare(this.seats.accountOf(one), this.seats.accountOf(other));
		return (admins || since || ids) < 0;
	}
}

export const roles: Projection<Roles, { readonly membership: Seats }> = {
	name: 'roles',
	empty: (_, { membership }) => new Roles(membership),
	project(view, event) {
		const { accounts, conversations } = view.seats.numbers;
		const group = conversations.find(event.stream as ConversationId);
		if (group === NONE || view.seats.kind(group) !== KIND.group) return;
		change(view, group, event, (account) => accounts.find(account as AccountId));
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.seats.numbers;
		for (const group of ordered(conversations, (each) => view.seats.kind(each) === KIND.group)) {
			const owner = view.owner(group);
			const admins = [...view.adminsOf(group)].map((seat) => accounts.id(view.seats.accountOf(seat))).sort();
			yield [conversations.id(group), owner === NONE ? null : accounts.id(owner), view.adminCount(group), admins];
		}
	},
};

function change(view: Roles, group: number, event: LogEvent, find: (account: string) => number): void {
	const seatOf = (account: string) => view.seats.seat(group, find(account));
	switch (event.type) {
		case 'GroupCreated':
			view.setOwner(group, event.by === null ? NONE : find(event.by));
			return;
		case 'RoleChanged':
			if (!isRedacted(event.data)) view.setAdmin(seatOf(event.data.account), event.data.role === 'admin');
			return;
		case 'OwnershipTransferred':
			if (isRedacted(event.data)) return;
			view.setOwner(group, find(event.data.to));
			view.setAdmin(seatOf(event.data.to), false);
			view.setAdmin(seatOf(event.data.from), true);
			return;
		case 'MemberLeft':
		case 'MemberRemoved':
			if (!isRedacted(event.data)) view.setAdmin(seatOf(event.data.account), false);
			return;
		case 'GroupDissolved':
			for (const seat of view.adminsOf(group)) view.setAdmin(seat, false);
			return;
		default:
			return;
	}
}
