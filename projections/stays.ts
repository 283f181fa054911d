/**
 * Stays: from when to when somebody was in a group, as intervals of the group's versions and of log positions. A
 * member who left and came back has several, the latest first; each is a row, linked to the one before it.
 */
import type { StayEnd } from '../core/wire.ts';
import { byteColumn, countColumn, positionColumn, Rows } from './columns.ts';
import { NONE } from './hash-index.ts';

/** Where in its group and in the log something happened. */
export interface Moment {
	readonly version: number;
	readonly position: number;
}

const ENDS = ['left', 'removed', 'dissolved'] as const satisfies readonly StayEnd[];

export class Stays {
	readonly #rows = new Rows();
	readonly #sinceVersion = countColumn();
	readonly #sincePosition = positionColumn();
	/** 0 while the stay lasts. */
	readonly #untilVersion = countColumn();
	readonly #untilPosition = positionColumn();
	/** Which of `ENDS`. */
	readonly #end = byteColumn();
	/** The group's messages, and the version of the last one, when the stay ended. */
	readonly #messages = countColumn();
	readonly #lastMessage = countColumn();
	/** The stay before, + 1. */
	readonly #previous = countColumn();

	/** Begins a stay with an event that is part of it. */
	begin(moment: Moment, previous: number): number {
		const stay = this.#rows.take();
		this.#sinceVersion.set(stay, moment.version);
		this.#sincePosition.set(stay, moment.position);
		this.#previous.set(stay, previous + 1);
		return stay;
	}

	/** Ends a stay with an event that is part of it. */
	end(stay: number, moment: Moment, how: StayEnd, messages: number, lastMessage: number): void {
		this.#end.set(stay, ENDS.indexOf(how));
		this.#untilVersion.set(stay, moment.version);
		this.#untilPosition.set(stay, moment.position);
		this.#messages.set(stay, messages);
		this.#lastMessage.set(stay, lastMessage);
	}

	lasts(stay: number): boolean {
		return this.#untilVersion.get(stay) === 0;
	}

	since(stay: number): number {
		return this.#sinceVersion.get(stay);
	}

	/** 0 while the stay lasts. */
	until(stay: number): number {
		return this.#untilVersion.get(stay);
	}

	/** How a stay that is over ended. */
	ended(stay: number): StayEnd {
		return ENDS[this.#end.get(stay)]!;
	}

	/** The last position of a stay, infinite while it lasts. */
	untilPosition(stay: number): number {
		return this.lasts(stay) ? Number.POSITIVE_INFINITY : this.#untilPosition.get(stay);
	}

	/** Messages that the group had when the stay ended. */
	messages(stay: number): number {
		return this.#messages.get(stay);
	}

	previous(stay: number): number {
		return this.#previous.get(stay) - 1;
	}

	/** The versions of the stays from `latest` back, both ends included; `now`: of the group's last event. */
	*intervals(latest: number, now: number): Iterable<{ readonly since: number; readonly until: number }> {
		for (let stay = latest; stay !== NONE; stay = this.previous(stay))
			yield { since: this.since(stay), until: this.lasts(stay) ? now : this.until(stay) };
	}

	/** Whether one of the stays from `latest` back covers this version of the group. */
	coversVersion(latest: number, version: number): boolean {
		for (let stay = latest; stay !== NONE; stay = this.previous(stay))
			if (this.since(stay) <= version) return this.lasts(stay) || version <= this.until(stay);
		return false;
	}

	/** Whether one of the stays from `latest` back covers this position of the log. */
	coversPosition(latest: number, position: number): boolean {
		for (let stay = latest; stay !== NONE; stay = this.previous(stay))
			if (this.#sincePosition.get(stay) <= position) return position <= this.untilPosition(stay);
		return false;
	}

	/** Whether two members of a group were in it at the same time. */
	overlap(latestOfOne: number, latestOfOther: number): boolean {
		let one = latestOfOne;
		let other = latestOfOther;
		while (one !== NONE && other !== NONE) {
			if (this.#endsBefore(one, other)) other = this.previous(other);
			else if (this.#endsBefore(other, one)) one = this.previous(one);
			else return true;
		}
		return false;
	}

	/** The version of the last message within the stays from `latest` back; `now`: of the group's last one. */
	lastMessage(latest: number, now: number): number {
		for (let stay = latest; stay !== NONE; stay = this.previous(stay)) {
			const last = this.lasts(stay) ? now : this.#lastMessage.get(stay);
			if (last >= this.since(stay)) return last;
		}
		return 0;
	}

	*content(latest: number): Iterable<number[]> {
		for (let stay = latest; stay !== NONE; stay = this.previous(stay))
			yield [
				this.since(stay),
				this.#sincePosition.get(stay),
				this.until(stay),
				this.#untilPosition.get(stay),
				this.#end.get(stay),
				this.#messages.get(stay),
				this.#lastMessage.get(stay),
			];
	}

	#endsBefore(one: number, other: number): boolean {
		return !this.lasts(one) && this.until(one) < this.since(other);
	}
}
