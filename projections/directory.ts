/** The directory: every account's names, what it says of itself, and who has a user name. */
import { isRedacted } from '../core/domain/events.ts';
import { foldUsername } from '../core/domain/username.ts';
import type { AccountId } from '../core/ids.ts';
import { GENDERS, type Gender, type ProfileDetails } from '../core/wire.ts';
import { byteColumn, countColumn } from './columns.ts';
import type { Numbers } from './dense.ts';
import { HashIndex, hashText, NONE } from './hash-index.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { TextColumn } from './text-column.ts';

/** `erased`: closed, and the log holds nothing personal of it any more. */
const STATE = { unknown: 0, open: 1, closed: 2, disabled: 3, erased: 4 } as const;

export class Directory {
	readonly numbers: Numbers;
	readonly #state = byteColumn();
	readonly #username = new TextColumn();
	readonly #nickname = new TextColumn();
	/** Place in `GENDERS`; the first stands for what was not said. */
	readonly #gender = byteColumn();
	readonly #city = new TextColumn();
	readonly #signature = new TextColumn();
	readonly #avatar = new TextColumn();
	/** Version of the account at which it became what it is here. */
	readonly #version = countColumn();
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
		const state = this.#state.get(account);
		return state === STATE.closed || state === STATE.erased;
	}

	isErased(account: number): boolean {
		return this.#state.get(account) === STATE.erased;
	}

	isDisabled(account: number): boolean {
		return this.#state.get(account) === STATE.disabled;
	}

	/** An account that is closed stays so. */
	setDisabled(account: number, disabled: boolean): void {
		if (!this.isKnown(account) || this.isClosed(account)) return;
		this.#state.set(account, disabled ? STATE.disabled : STATE.open);
	}

	username(account: number): string {
		return this.#username.get(account);
	}

	details(account: number): ProfileDetails {
		return {
			nickname: this.#nickname.get(account),
			gender: GENDERS[this.#gender.get(account)] ?? 'unknown',
			city: this.#city.get(account),
			signature: this.#signature.get(account),
		};
	}

	/** An own path, empty without one. */
	avatar(account: number): string {
		return this.#avatar.get(account);
	}

	version(account: number): number {
		return this.#version.get(account);
	}

	/** The account with this folded user name. */
	find(folded: string): number {
		return this.#byName.find(hashText(folded), folded);
	}

	register(account: number, version: number, username: string, nickname: string): void {
		this.#state.set(account, STATE.open);
		this.#username.set(account, username);
		this.change(account, version, { nickname });
		if (this.find(foldUsername(username)) === NONE) this.#byName.insert(account);
	}

	/** An account whose registration was redacted: closed, without names. */
	registerRedacted(account: number, version: number): void {
		this.#state.set(account, STATE.closed);
		this.#version.set(account, version);
	}

	/** Without names and all that it said of itself; another may have its user name. */
	close(account: number, version: number): void {
		if (this.find(foldUsername(this.username(account))) === account) this.#byName.remove(account);
		this.#state.set(account, STATE.closed);
		for (const text of [this.#username, this.#nickname, this.#city, this.#signature, this.#avatar])
			text.set(account, '');
		this.#gender.set(account, 0);
		this.#version.set(account, version);
	}

	erased(account: number): void {
		this.#state.set(account, STATE.erased);
	}

	changeAvatar(account: number, version: number, avatar: string): void {
		this.#avatar.set(account, avatar);
		this.#version.set(account, version);
	}

	change(account: number, version: number, changed: Partial<ProfileDetails>): void {
		const { nickname, gender, city, signature } = changed;
		if (nickname !== undefined) this.#nickname.set(account, nickname);
		if (gender !== undefined) this.#gender.set(account, genderPlace(gender));
		if (city !== undefined) this.#city.set(account, city);
		if (signature !== undefined) this.#signature.set(account, signature);
		this.#version.set(account, version);
	}
}

export const directory: Projection<Directory> = {
	name: 'directory',
	empty: (numbers) => new Directory(numbers),
	project(view, event) {
		const { type, version, data } = event;
		const account = () => view.numbers.accounts.number(event.stream as AccountId);
		switch (type) {
			case 'AccountRegistered':
				if (isRedacted(data)) view.registerRedacted(account(), version);
				else view.register(account(), version, data.username, data.nickname);
				return;
			case 'BotCreated':
				// Whose bot it is stands in `bots`; here, that the profile tells it from this version on.
				view.change(account(), version, {});
				return;
			case 'AccountDisabled':
			case 'AccountEnabled':
				return view.setDisabled(account(), type === 'AccountDisabled');
			case 'AccountClosed':
				return view.close(account(), version);
			case 'AccountErased':
				if (!isRedacted(data) && !data.more) view.erased(account());
				return;
			case 'ProfileChanged':
				if (!isRedacted(data)) view.change(account(), version, data);
				return;
			case 'AvatarChanged':
				if (!isRedacted(data)) view.changeAvatar(account(), version, data.avatar);
				return;
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { accounts } = view.numbers;
		for (const account of ordered(accounts, (each) => view.isKnown(each))) {
			const username = view.username(account);
			const { nickname, gender, city, signature } = view.details(account);
			const found = view.find(foldUsername(username)) === account;
			const said = [nickname, gender, city, signature, view.avatar(account), view.version(account)];
			const states = [view.isClosed(account), view.isErased(account), view.isDisabled(account)];
			yield [accounts.id(account), username, ...said, ...states, found];
		}
	},
};

/** A word that only a later program knows counts as not said. */
function genderPlace(gender: Gender): number {
	return Math.max(0, GENDERS.indexOf(gender));
}
