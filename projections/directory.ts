/** The directory: every account's names, and who has a user name. */
import { isRedacted } from '../core/domain/events.ts';
import { foldUsername } from '../core/domain/username.ts';
import type { AccountId } from '../core/ids.ts';
import { byteColumn } from './columns.ts';
import type { Numbers } from './dense.ts';
import { HashIndex, hashText, NONE } from './hash-index.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { TextColumn } from './text-column.ts';

const STATE = { unknown: 0, open: 1, closed: 2 } as const;

export class Directory {
	readonly numbers: Numbers;
	readonly #state = byteColumn();
	readonly #username = new TextColumn();
	readonly #nickname = new TextColumn();
	readonly #byName = new HashIndex<string>(
		(account) => hashText(foldUsername(this.username(account))),
		(account, folded) => foldUsername(this.username(account)) === folded,
	);

	constructor(numbers: Numbers) {
		this.numbers = numbers;
	}

	isKnown(account: number): boolean {
		return account !== NONE && this.#state.get(account) !== STATE.unknown;
	}

	isClosed(account: number): boolean {
		return this.#state.get(account) === STATE.closed;
	}

	username(account: number): string {
		return this.#username.get(account);
	}

	nickname(account: number): string {
		return this.#nickname.get(account);
	}

	/** The account with this folded user name. */
	find(folded: string): number {
		return this.#byName.find(hashText(folded), folded);
	}

	register(account: number, username: string, nickname: string): void {
		this.#state.set(account, STATE.open);
		this.#username.set(account, username);
		this.#nickname.set(account, nickname);
		if (this.find(foldUsername(username)) === NONE) this.#byName.insert(account);
	}

	/** An account whose registration was redacted: closed, without names. */
	registerRedacted(account: number): void {
		this.#state.set(account, STATE.closed);
	}
}

export const directory: Projection<Directory> = {
	name: 'directory',
	empty: (numbers) => new Directory(numbers),
	project(view, event) {
		if (event.type !== 'AccountRegistered') return;
		const account = view.numbers.accounts.number(event.stream as AccountId);
		if (isRedacted(event.data)) view.registerRedacted(account);
		else view.register(account, event.data.username, event.data.nickname);
	},
	*content(view): Iterable<Content> {
		const { accounts } = view.numbers;
		for (const account of ordered(accounts, (each) => view.isKnown(each))) {
			const found = view.find(foldUsername(view.username(account))) === account;
			yield [accounts.id(account), view.username(account), view.nickname(account), view.isClosed(account), found];
		}
	},
};
