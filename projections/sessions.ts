/** Sessions that are open. A closed one leaves nothing behind: it is as unknown as one that never was. */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId, SessionId } from '../core/ids.ts';
import { countColumn } from './columns.ts';
import { Dense, NONE, type Numbers } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';

export class Sessions {
	readonly numbers: Numbers;
	readonly #ids = new Dense<SessionId>();
	// By session; references + 1. The sessions of an account are linked in the order in which they were opened.
	readonly #account = countColumn();
	readonly #next = countColumn();
	readonly #previous = countColumn();
	// By account.
	readonly #first = countColumn();
	readonly #last = countColumn();

	constructor(numbers: Numbers) {
		this.numbers = numbers;
	}

	isOpen(session: string): boolean {
		return this.#ids.find(session) !== NONE;
	}

	hasOpen(account: number): boolean {
		return this.#first.get(account) !== 0;
	}

	/** The open sessions of an account, the oldest first. */
	of(account: number): SessionId[] {
		const sessions: SessionId[] = [];
		if (account === NONE) return sessions;
		for (let number = this.#first.get(account) - 1; number !== NONE; number = this.#next.get(number) - 1)
			sessions.push(this.#ids.id(number));
		return sessions;
	}

	open(session: SessionId, account: number): void {
		if (this.isOpen(session)) return;
		const number = this.#ids.number(session);
		const last = this.#last.get(account) - 1;
		this.#account.set(number, account + 1);
		this.#previous.set(number, last + 1);
		this.#next.set(number, 0);
		if (last === NONE) this.#first.set(account, number + 1);
		else this.#next.set(last, number + 1);
		this.#last.set(account, number + 1);
	}

	close(session: SessionId): void {
		const number = this.#ids.find(session);
		if (number === NONE) return;
		const account = this.#account.get(number) - 1;
		const [previous, next] = [this.#previous.get(number), this.#next.get(number)];
		if (previous === 0) this.#first.set(account, next);
		else this.#next.set(previous - 1, next);
		if (next === 0) this.#last.set(account, previous);
		else this.#previous.set(next - 1, previous);
		this.#ids.release(number);
	}
}

export const sessions: Projection<Sessions> = {
	name: 'sessions',
	empty: (numbers) => new Sessions(numbers),
	project(view, event) {
		if (event.type !== 'SessionOpened' && event.type !== 'SessionClosed') return;
		if (isRedacted(event.data)) return;
		const session = event.data.session as SessionId;
		if (event.type === 'SessionClosed') view.close(session);
		else view.open(session, view.numbers.accounts.number(event.stream as AccountId));
	},
	*content(view): Iterable<Content> {
		const { accounts } = view.numbers;
		for (const account of ordered(accounts, (each) => view.hasOpen(each)))
			yield [accounts.id(account), ...view.of(account)];
	},
};
