/** Rights that several commands share: who may reach whom, who may act in a group. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Role } from '../wire.ts';
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

/** Whether an account is there, not closed and not disabled. */
export function isOpen(facts: Facts, account: AccountId): boolean {
	const known = facts.account(account);
	return known !== undefined && !known.closed && !known.disabled;
}

/** Why `author` may not act in a group: it is not there for who was never in it; who left keeps what they saw, no more. */
export function refusalAsMember(facts: Facts, author: AccountId, group: ConversationId): RejectionCode | undefined {
	const membership = facts.conversation(group)?.kind === 'group' ? facts.membership(group, author) : undefined;
	if (membership === undefined) return 'not-found';
	return membership.current ? undefined : 'not-member';
}

const RANK: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

/** Whether one role stands above another: an owner above admins, both above members. */
export function outranks(one: Role, other: Role): boolean {
	return RANK[one] > RANK[other];
}

/** Whether `author` is owner or admin of the group, now. */
export function leads(facts: Facts, author: AccountId, group: ConversationId): boolean {
	const membership = facts.membership(group, author);
	return membership?.current === true && membership.role !== 'member';
}

/** Why `author` may not do what is left to those who are at least `least` in a group. */
export function refusalToLead(
	facts: Facts,
	author: AccountId,
	group: ConversationId,
	least: Exclude<Role, 'member'>,
): RejectionCode | undefined {
	const refusal = refusalAsMember(facts, author, group);
	if (refusal !== undefined) return refusal;
	return outranks(least, facts.membership(group, author)?.role ?? 'member') ? 'not-allowed' : undefined;
}

/** Whether `author` is or was in a conversation: former friends and members keep what they saw. */
export function isOrWasIn(facts: Facts, author: AccountId, id: ConversationId): boolean {
	const conversation = facts.conversation(id);
	if (conversation === undefined) return false;
	switch (conversation.kind) {
		case 'self':
			return conversation.owner === author;
		case 'pair':
			return conversation.people.includes(author);
		case 'group':
			return facts.membership(id, author) !== undefined;
		default:
			return conversation satisfies never;
	}
}
