/** Connections by whose they are. */
import type { AccountId } from '../../core/ids.ts';

export class ByAccount<Connected extends { readonly account: AccountId }> {
	readonly #sets = new Map<AccountId, Set<Connected>>();

	get size(): number {
		return this.#sets.size;
	}

	has(account: AccountId): boolean {
		return this.#sets.has(account);
	}

	of(account: AccountId): Iterable<Connected> {
		return this.#sets.get(account) ?? [];
	}

	add(connected: Connected): void {
		const others = this.#sets.get(connected.account);
		if (others === undefined) this.#sets.set(connected.account, new Set([connected]));
		else others.add(connected);
	}

	remove(connected: Connected): void {
		const others = this.#sets.get(connected.account);
		if (others === undefined) return;
		others.delete(connected);
		if (others.size === 0) this.#sets.delete(connected.account);
	}
}
