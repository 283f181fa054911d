/**
 * Seats: who sits in which conversation. A person has one seat in their notes, in each pair and in each group that they
 * ever were in; what concerns one person in one conversation (stays, read marks) is kept by the seat's number.
 */
import type { StayEnd } from '../core/wire.ts';
import { byteColumn, type Column, countColumn, Rows } from './columns.ts';
import { NONE, type Numbers } from './dense.ts';
import { Groups } from './group-rows.ts';
import { HashIndex, mixTwo } from './hash-index.ts';
import { type Moment, Stays } from './stays.ts';
import type { Streams } from './streams.ts';

export const KIND = { none: 0, self: 1, pair: 2, group: 3 } as const;

/** Two numbers as the key of a hash index. */
interface Two {
	first: number;
	second: number;
}

export class Seats {
	readonly numbers: Numbers;
	readonly streams: Streams;
	readonly groups = new Groups();
	readonly stays = new Stays();

	readonly #rows = new Rows();
	// By seat. The two seats of a pair have neighbouring numbers. A column of references holds the number + 1.
	readonly #account = countColumn();
	readonly #conversation = countColumn();
	readonly #nextOfAccount = countColumn();
	readonly #member = countColumn();
	// By conversation.
	readonly #kind = byteColumn();
	/** The first seat of a pair or of notes, the row of a group. */
	readonly #first = countColumn();
	// By account: notes; the latest seat in a pair and in a group, from which the earlier ones are linked.
	readonly #self = countColumn();
	readonly #pairs = countColumn();
	readonly #groups = countColumn();
	// By member, which is a seat in a group.
	readonly #members = new Rows();
	readonly #nextOfGroup = countColumn();
	readonly #stay = countColumn();

	readonly #probe: Two = { first: 0, second: 0 };
	/** First seats of pairs by their two accounts, the lower number first. */
	readonly #pairIndex = new HashIndex<Two>(
		(seat) => {
			const [one, other] = [this.accountOf(seat), this.accountOf(seat + 1)];
			return mixTwo(Math.min(one, other), Math.max(one, other));
		},
		(seat, { first, second }) => {
			const [one, other] = [this.accountOf(seat), this.accountOf(seat + 1)];
			return Math.min(one, other) === first && Math.max(one, other) === second;
		},
	);
	/** Seats in groups by conversation and account. */
	readonly #memberIndex = new HashIndex<Two>(
		(seat) => mixTwo(this.conversationOf(seat), this.accountOf(seat)),
		(seat, { first, second }) => this.conversationOf(seat) === first && this.accountOf(seat) === second,
	);

	constructor(numbers: Numbers, streams: Streams) {
		this.numbers = numbers;
		this.streams = streams;
	}

	/** One beyond the highest seat. */
	get end(): number {
		return this.#rows.end;
	}

	kind(conversation: number): number {
		return this.#kind.get(conversation);
	}

	/** Whose seat it is; `NONE` for the second person of a pair known only from a redacted request. */
	accountOf(seat: number): number {
		return this.#account.get(seat) - 1;
	}

	conversationOf(seat: number): number {
		return this.#conversation.get(seat);
	}

	/** The first seat of a pair or of notes. */
	firstSeat(conversation: number): number {
		return this.#first.get(conversation) - 1;
	}

	groupRow(conversation: number): number {
		return this.#first.get(conversation) - 1;
	}

	/** The seat that `account` has, or once had, in `conversation`. */
	seat(conversation: number, account: number): number {
		if (conversation === NONE || account === NONE) return NONE;
		const kind = this.kind(conversation);
		if (kind === KIND.group) return this.#memberSeat(conversation, account);
		if (kind === KIND.none) return NONE;
		const first = this.firstSeat(conversation);
		if (this.accountOf(first) === account) return first;
		return kind === KIND.pair && this.accountOf(first + 1) === account ? first + 1 : NONE;
	}

	/** The seat across the table of a pair. */
	partner(seat: number): number {
		const first = this.firstSeat(this.conversationOf(seat));
		return seat === first ? first + 1 : first;
	}

	/** The conversation of two accounts. */
	pair(one: number, other: number): number {
		if (one === NONE || other === NONE) return NONE;
		this.#probe.first = Math.min(one, other);
		this.#probe.second = Math.max(one, other);
		const seat = this.#pairIndex.find(mixTwo(this.#probe.first, this.#probe.second), this.#probe);
		return seat === NONE ? NONE : this.conversationOf(seat);
	}

	/** The seat in one's own notes. */
	selfSeat(account: number): number {
		const conversation = this.#self.get(account) - 1;
		return conversation === NONE ? NONE : this.firstSeat(conversation);
	}

	hasSeat(account: number): boolean {
		return this.#self.get(account) + this.#pairs.get(account) + this.#groups.get(account) > 0;
	}

	/** All the account's seats: notes, pairs, groups. */
	*seatsOf(account: number): Iterable<number> {
		const own = this.selfSeat(account);
		if (own !== NONE) yield own;
		yield* this.pairSeats(account);
		yield* this.groupSeats(account);
	}

	/** The account's seats in pairs, the latest first. */
	*pairSeats(account: number): Iterable<number> {
		for (let seat = this.#pairs.get(account) - 1; seat !== NONE; seat = this.#nextOfAccount.get(seat) - 1) yield seat;
	}

	/** The account's seats in groups, those left too, the latest first. */
	*groupSeats(account: number): Iterable<number> {
		for (let seat = this.#groups.get(account) - 1; seat !== NONE; seat = this.#nextOfAccount.get(seat) - 1) yield seat;
	}

	/** The seats of a group, of those who left too. */
	*seatsOfGroup(conversation: number): Iterable<number> {
		const head = this.groups.head(this.groupRow(conversation));
		for (let seat = head; seat !== NONE; seat = this.#nextOfGroup.get(this.#memberRow(seat)) - 1) yield seat;
	}

	/** The latest stay of a seat in a group. */
	stay(seat: number): number {
		return this.#stay.get(this.#memberRow(seat)) - 1;
	}

	isCurrent(seat: number): boolean {
		return this.stays.lasts(this.stay(seat));
	}

	openSelf(account: number, conversation: number): void {
		if (this.kind(conversation) !== KIND.none) return;
		this.#kind.set(conversation, KIND.self);
		this.#first.set(conversation, this.#add(conversation, account) + 1);
		this.#self.set(account, conversation + 1);
	}

	/** Seats a pair; `other` may be `NONE` at first and named later. */
	openPair(conversation: number, account: number, other: number): void {
		if (this.kind(conversation) === KIND.none) {
			this.#kind.set(conversation, KIND.pair);
			const first = this.#add(conversation, account);
			this.#first.set(conversation, first + 1);
			this.#add(conversation, NONE);
			this.#link(this.#pairs, first);
		}
		const second = this.firstSeat(conversation) + 1;
		if (this.kind(conversation) !== KIND.pair || this.accountOf(second) !== NONE) return;
		const missing = this.accountOf(second - 1) === account ? other : account;
		if (missing === NONE) return;
		this.#account.set(second, missing + 1);
		this.#link(this.#pairs, second);
		this.#pairIndex.insert(second - 1);
	}

	openGroup(conversation: number): void {
		if (this.kind(conversation) !== KIND.none) return;
		this.#kind.set(conversation, KIND.group);
		this.#first.set(conversation, this.groups.add() + 1);
	}

	/** Begins a stay; `NONE` where the account is in already. */
	join(conversation: number, account: number, moment: Moment): number {
		if (this.kind(conversation) !== KIND.group) return NONE;
		const known = this.#memberSeat(conversation, account);
		if (known !== NONE && this.isCurrent(known)) return NONE;
		const seat = known === NONE ? this.#addMember(conversation, account) : known;
		this.#stay.set(this.#memberRow(seat), this.stays.begin(moment, known === NONE ? NONE : this.stay(seat)) + 1);
		this.groups.count(this.groupRow(conversation), 1, moment.position);
		return seat;
	}

	/** Ends a stay; nothing where the account is not in. */
	leave(conversation: number, account: number, moment: Moment, how: StayEnd): void {
		const seat = this.kind(conversation) === KIND.group ? this.#memberSeat(conversation, account) : NONE;
		if (seat !== NONE && this.isCurrent(seat)) this.#end([seat], conversation, moment, how);
	}

	/** Ends the stay of everybody who is in a group. */
	leaveAll(conversation: number, moment: Moment, how: StayEnd): void {
		if (this.kind(conversation) !== KIND.group) return;
		const seats = [...this.seatsOfGroup(conversation)].filter((seat) => this.isCurrent(seat));
		this.#end(seats, conversation, moment, how);
	}

	#end(seats: readonly number[], conversation: number, moment: Moment, how: StayEnd): void {
		const [messages, last] = [this.streams.messages.get(conversation), this.streams.lastMessage.get(conversation)];
		for (const seat of seats) this.stays.end(this.stay(seat), moment, how, messages, last);
		this.groups.count(this.groupRow(conversation), -seats.length, moment.position);
	}

	#memberSeat(conversation: number, account: number): number {
		this.#probe.first = conversation;
		this.#probe.second = account;
		return this.#memberIndex.find(mixTwo(conversation, account), this.#probe);
	}

	#memberRow(seat: number): number {
		return this.#member.get(seat) - 1;
	}

	#add(conversation: number, account: number): number {
		const seat = this.#rows.take();
		this.#conversation.set(seat, conversation);
		this.#account.set(seat, account + 1);
		return seat;
	}

	#addMember(conversation: number, account: number): number {
		const seat = this.#add(conversation, account);
		const member = this.#members.take();
		const row = this.groupRow(conversation);
		this.#member.set(seat, member + 1);
		this.#nextOfGroup.set(member, this.groups.head(row) + 1);
		this.groups.setHead(row, seat);
		this.#link(this.#groups, seat);
		this.#memberIndex.insert(seat);
		return seat;
	}

	#link(heads: Column, seat: number): void {
		const account = this.accountOf(seat);
		this.#nextOfAccount.set(seat, heads.get(account));
		heads.set(account, seat + 1);
	}
}
