/** Rights that several commands share: who may reach whom, who may act in a group. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Facts } from './facts.ts';
import type { RejectionCode } from './rejection.ts';

/**
 * Why `author` cannot reach `other`, undefined when nothing is in the way. `blocked` is said to the blocker alone, who
 * unblocks first; to somebody blocked a block looks like a closed account: `not-delivered`.
 */
export function refusalToReach(facts: Facts, author: AccountId, other: AccountId): RejectionCode | undefined {
	if (facts.blocks(author, other)) return 'blocked';
	if (facts.blocks(other, author) || facts.account(other)?.closed !== false) return 'not-delivered';
	return undefined;
}

/** Why `author` may not act in a group: it is not there for who was never in it; who left keeps what they saw, no more. */
export function refusalAsMember(facts: Facts, author: AccountId, group: ConversationId): RejectionCode | undefined {
	const membership = facts.conversation(group)?.kind === 'group' ? facts.membership(group, author) : undefined;
	if (membership === undefined) return 'not-found';
	return membership.current ? undefined : 'not-member';
}
