/** Facts for tests of deciders: what the product's own views hold after a history of proposals. */
import type { Proposal } from '../../core/domain/events.ts';
import type { Facts } from '../../core/domain/facts.ts';
import type { AccountId } from '../../core/ids.ts';
import type { Subject, SubjectRead } from '../../core/loop/command.ts';
import { createViews } from '../../projections/create-views.ts';
import { History } from './events.ts';

export interface GivenFacts extends Facts {
	/** Records further events, as if they were committed. */
	record(...proposals: readonly Proposal[]): void;
	/** What a decision is about, as it stands. */
	subjects(about: readonly SubjectRead[]): (Subject | undefined)[];
	/** Closes an account, for which there is no command yet. */
	close(account: AccountId): void;
}

export function factsOf(given: readonly Proposal[]): GivenFacts {
	const history = new History();
	const views = createViews();
	const closed = new Set<AccountId>();
	const facts: GivenFacts = {
		...views.facts,
		account(id) {
			const account = views.facts.account(id);
			return account === undefined ? undefined : { ...account, closed: account.closed || closed.has(id) };
		},
		record: (...proposals) => {
			for (const proposal of proposals) views.apply(history.propose(proposal));
		},
		subjects: (about) => history.subjects(about),
		close: (account) => closed.add(account),
	};
	facts.record(...given);
	return facts;
}
