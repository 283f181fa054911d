/** What a person keeps to themselves about another: a remark, a block. Few pairs of people have one, so only those have a row. */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId } from '../core/ids.ts';
import { byteColumn, countColumn, Rows } from './columns.ts';
import { NONE, type Numbers } from './dense.ts';
import { HashIndex, mixTwo } from './hash-index.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { TextColumn } from './text-column.ts';

export class Remarks {
	readonly numbers: Numbers;
	readonly #rows = new Rows();
	readonly #by = countColumn();
	readonly #about = countColumn();
	readonly #blocked = byteColumn();
	readonly #text = new TextColumn();
	/** The row before of the same `by`, + 1. */
	readonly #previous = countColumn();
	/** By account: its latest row, + 1. */
	readonly #latest = countColumn();
	/** By account: how many it has blocked. */
	readonly #blockCount = countColumn();
	/** By account: 1 once it is closed. */
	readonly #closed = byteColumn();
	readonly #probe = { by: NONE, about: NONE };
	readonly #index = new HashIndex<{ by: number; about: number }>(
		(row) => mixTwo(this.#by.get(row), this.#about.get(row)),
		(row, key) => this.#by.get(row) === key.by && this.#about.get(row) === key.about,
	);

	constructor(numbers: Numbers) {
		this.numbers = numbers;
	}

	remark(by: number, about: number): string {
		const row = this.#find(by, about);
		return row === NONE || this.#closed.get(about) === 1 ? '' : this.#text.get(row);
	}

	blocks(by: number, about: number): boolean {
		const row = this.#find(by, about);
		return row !== NONE && this.#blocked.get(row) === 1;
	}

	/** How many `by` has blocked. */
	blockCount(by: number): number {
		return by === NONE ? 0 : this.#blockCount.get(by);
	}

	/** Whom `by` has a row about, by account id. */
	about(by: number): number[] {
		const accounts: number[] = [];
		for (let row = this.#latest.get(by) - 1; row !== NONE; row = this.#previous.get(row) - 1)
			accounts.push(this.#about.get(row));
		return accounts.sort((a, b) => this.numbers.accounts.compare(a, b));
	}

	setRemark(by: number, about: number, text: string): void {
		this.#text.set(this.#row(by, about), text);
	}

	/** A remark is a friend's: it goes with the friendship, and makes no row where there was none. */
	dropRemark(by: number, about: number): void {
		const row = this.#find(by, about);
		if (row !== NONE) this.#text.set(row, '');
	}

	/** What a closed account remarked, and what others did of it, is gone. */
	close(account: number): void {
		this.#closed.set(account, 1);
		for (const about of this.about(account)) this.dropRemark(account, about);
	}

	setBlocked(by: number, about: number, blocked: boolean): void {
		if (this.blocks(by, about) === blocked) return;
		this.#blocked.set(this.#row(by, about), blocked ? 1 : 0);
		this.#blockCount.add(by, blocked ? 1 : -1);
	}

	#find(by: number, about: number): number {
		this.#probe.by = by;
		this.#probe.about = about;
		return this.#index.find(mixTwo(by, about), this.#probe);
	}

	#row(by: number, about: number): number {
		const known = this.#find(by, about);
		if (known !== NONE) return known;
		const row = this.#rows.take();
		this.#by.set(row, by);
		this.#about.set(row, about);
		this.#previous.set(row, this.#latest.get(by));
		this.#latest.set(by, row + 1);
		this.#index.insert(row);
		return row;
	}
}

export const remarks: Projection<Remarks> = {
	name: 'remarks',
	empty: (numbers) => new Remarks(numbers),
	project(view, event) {
		if (isRedacted(event.data)) return;
		const { accounts } = view.numbers;
		switch (event.type) {
			case 'AccountClosed':
				return view.close(accounts.number(event.stream as AccountId));
			case 'RemarkChanged':
			case 'AccountBlocked':
			case 'AccountUnblocked': {
				const by = accounts.number(event.stream as AccountId);
				const about = accounts.number(event.data.account as AccountId);
				if ('remark' in event.data) view.setRemark(by, about, event.data.remark);
				else view.setBlocked(by, about, event.type === 'AccountBlocked');
				return;
			}
			case 'FriendRemoved': {
				const from = accounts.number(event.data.from as AccountId);
				const to = accounts.number(event.data.to as AccountId);
				view.dropRemark(from, to);
				view.dropRemark(to, from);
				return;
			}
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { accounts } = view.numbers;
		for (const by of ordered(accounts, () => true))
			for (const about of view.about(by)) {
				const [remark, blocks] = [view.remark(by, about), view.blocks(by, about)];
				if (remark !== '' || blocks) yield [accounts.id(by), accounts.id(about), remark, blocks];
			}
	},
};
