/**
 * `/chat/friend_list`: a person's friends with names and heads, pushed on opening and whenever that list changes. A list
 * is a state and not a history: who does not take it gets the newest one once there is room, and nothing waits for them.
 */
import { EVENTS, type LogEvent } from '../../core/domain/events.ts';
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { Views } from '../../projections/views.ts';
import type { Admitted, Guest, Line, Reception } from '../gateway/guest.ts';
import { textFrame } from '../ws/encoder.ts';
import { ByAccount } from './by-account.ts';
import { friendList } from './frames.ts';
import { parseStep } from './step.ts';
import { Voice } from './voice.ts';

type ListViews = Pick<Views, 'friends' | 'profile' | 'audience'>;

export class FriendLists implements Reception {
	readonly #views: ListViews;
	readonly #guests = new ByAccount<ListGuest>();
	/** The list of each account that has a connection, held once for all of them. */
	readonly #latest = new Map<AccountId, Buffer>();
	/** Accounts whose list may have changed in this turn. */
	readonly #touched = new Set<AccountId>();

	constructor(views: ListViews) {
		this.#views = views;
	}

	greet(line: Line, who: Admitted): Guest {
		const guest = new ListGuest(this, line, who);
		this.#guests.add(guest);
		guest.offer(this.list(who.account));
		return guest;
	}

	/** Takes committed events that the views have applied; at the end of the turn everybody concerned gets one list. */
	applied(events: readonly LogEvent[]): void {
		if (this.#guests.size === 0) return;
		const idle = this.#touched.size === 0;
		for (const event of events) {
			if (!changesLists(event)) continue;
			for (const account of this.#views.audience(event)) if (this.#guests.has(account)) this.#touched.add(account);
		}
		if (idle && this.#touched.size > 0) queueMicrotask(() => this.#push());
	}

	/** The account's list as it is now; the same buffer as before unless it changed. */
	list(account: AccountId): Buffer {
		const friends = this.#views.friends(account).map((friend) => this.#views.profile(friend.account));
		const list = textFrame(friendList(friends.filter((friend) => friend !== undefined)));
		const before = this.#latest.get(account);
		if (before?.equals(list)) return before;
		this.#latest.set(account, list);
		return list;
	}

	leave(guest: ListGuest): void {
		this.#guests.remove(guest);
		if (!this.#guests.has(guest.account)) this.#latest.delete(guest.account);
	}

	#push(): void {
		for (const account of this.#touched) {
			if (!this.#guests.has(account)) continue;
			const list = this.list(account);
			for (const guest of this.#guests.of(account)) guest.offer(list);
		}
		this.#touched.clear();
	}
}

/** Friendships that begin and end, and whatever tells those related to an account something new about it. */
function changesLists({ type }: LogEvent): boolean {
	return type === 'FriendAccepted' || type === 'FriendRemoved' || EVENTS[type].audience === 'related';
}

class ListGuest implements Guest {
	readonly account: AccountId;
	readonly session: SessionId;
	readonly #lists: FriendLists;
	readonly #line: Line;
	readonly #voice: Voice;
	/** What it was given last. */
	#shown: Buffer | undefined;
	/** There is a newer list that it had no room for. */
	#behind = false;

	constructor(lists: FriendLists, line: Line, who: Admitted) {
		this.account = who.account;
		this.session = who.session;
		this.#lists = lists;
		this.#line = line;
		this.#voice = new Voice(line, who.language);
	}

	/** Gives it a list that it does not have yet, now or once there is room. */
	offer(list: Buffer): void {
		this.#behind = this.#line.overLimit;
		if (this.#behind || this.#shown === list) return;
		this.#shown = list;
		this.#line.send(list);
	}

	/** There is nothing to say here. */
	take(text: string): void {
		this.#voice.turnDown({ code: 'bad-request' }, parseStep(text).echo);
	}

	drained(): void {
		this.#voice.drained();
		if (this.#behind) this.offer(this.#lists.list(this.account));
	}

	close(code: number, reason: string): void {
		this.#line.close(code, reason);
	}

	left(): void {
		this.#lists.leave(this);
	}
}
