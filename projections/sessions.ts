/** Sessions that are open. A closed one leaves nothing behind: it is as unknown as one that never was. */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId, SessionId } from '../core/ids.ts';
import { byteColumn, countColumn } from './columns.ts';
import { Dense, NONE, type Numbers } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';

export class Sessions {
	readonly numbers: Numbers;
	readonly ids = new Dense<SessionId>();
	readonly #open = byteColumn();
	readonly #account = countColumn();

	constructor(numbers: Numbers) {
		this.numbers = numbers;
	}

	isOpen(session: string): boolean {
		return this.ids.find(session) !== NONE;
	}

	has(number: number): boolean {
		return this.#open.get(number) === 1;
	}

	account(number: number): number {
		return this.#account.get(number);
	}

	open(session: SessionId, account: number): void {
		const number = this.ids.number(session);
		this.#open.set(number, 1);
		this.#account.set(number, account);
	}

	close(session: SessionId): void {
		const number = this.ids.find(session);
		if (number === NONE) return;
		this.#open.set(number, 0);
		this.ids.release(number);
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
		for (const session of ordered(view.ids, (each) => view.has(each)))
			yield [view.ids.id(session), view.numbers.accounts.id(view.account(session))];
	},
};
