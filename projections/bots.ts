/** Bots: which accounts are some, and whose. */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId } from '../core/ids.ts';
import { countColumn } from './columns.ts';
import { NONE, type Numbers } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';

export class Bots {
	readonly numbers: Numbers;
	// References + 1. The bots of an owner are linked in the order in which they were made.
	readonly #owner = countColumn();
	readonly #first = countColumn();
	readonly #last = countColumn();
	readonly #next = countColumn();

	constructor(numbers: Numbers) {
		this.numbers = numbers;
	}

	/** Whose bot it is; `NONE` where the account is none. */
	ownerOf(account: number): number {
		return account === NONE ? NONE : this.#owner.get(account) - 1;
	}

	/** The bots of an account, the oldest first. */
	*of(owner: number): Iterable<number> {
		if (owner === NONE) return;
		for (let bot = this.#first.get(owner) - 1; bot !== NONE; bot = this.#next.get(bot) - 1) yield bot;
	}

	add(bot: number, owner: number): void {
		if (this.ownerOf(bot) !== NONE) return;
		this.#owner.set(bot, owner + 1);
		const last = this.#last.get(owner) - 1;
		if (last === NONE) this.#first.set(owner, bot + 1);
		else this.#next.set(last, bot + 1);
		this.#last.set(owner, bot + 1);
	}
}

export const bots: Projection<Bots> = {
	name: 'bots',
	empty: (numbers) => new Bots(numbers),
	project(view, event) {
		if (event.type !== 'BotCreated' || isRedacted(event.data)) return;
		const { accounts } = view.numbers;
		view.add(accounts.number(event.stream as AccountId), accounts.number(event.data.owner as AccountId));
	},
	*content(view): Iterable<Content> {
		const { accounts } = view.numbers;
		for (const bot of ordered(accounts, (each) => view.ownerOf(each) !== NONE))
			yield [accounts.id(bot), accounts.id(view.ownerOf(bot))];
	},
};
