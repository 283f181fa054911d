/** Who leads a group: admins are made and unmade by the owner, who hands the group on or ends it. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { GROUP_ADMINS_MAX, type Role } from '../wire.ts';
import { NOTHING, reject, tooMany } from './decisions.ts';
import type { Proposal } from './events.ts';
import type { Facts } from './facts.ts';
import { accountKey, conversationKey, exclusive, shared } from './keys.ts';
import { refusalAsMember, refusalToLead } from './rights.ts';

interface MemberFields {
	readonly conversation: ConversationId;
	readonly account: AccountId;
}

/** Makes a member an admin, or an admin a member again. The owner's own role passes on with the group alone. */
export function changeRole(
	author: AccountId,
	{ conversation: group, account }: MemberFields,
	role: Exclude<Role, 'owner'>,
): Decidable {
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts) {
			const refusal = refusalToLead(facts, author, group, 'owner');
			if (refusal !== undefined) return reject(refusal, 'conversation');
			const missing = refusalAsMember(facts, account, group);
			if (missing !== undefined) return reject(missing, 'account');
			const old = facts.membership(group, account)?.role;
			if (old === 'owner') return reject('not-allowed', 'account');
			if (old === role) return NOTHING;
			if (role === 'admin' && adminCount(facts, group) >= GROUP_ADMINS_MAX) return tooMany(GROUP_ADMINS_MAX, 'account');
			return { events: [{ stream: group, type: 'RoleChanged', by: author, data: { account, role } }] };
		},
	};
}

/** Hands the group on to a member. Who owned it stays as an admin, and may leave. */
export function transferGroup(author: AccountId, { conversation: group, account: to }: MemberFields): Decidable {
	return {
		keys: [exclusive(conversationKey(group)), shared(accountKey(to))],
		decide(facts) {
			const refusal = refusalToLead(facts, author, group, 'owner');
			if (refusal !== undefined) return reject(refusal, 'conversation');
			if (to === author) return NOTHING;
			const missing = refusalAsMember(facts, to, group);
			if (missing !== undefined) return reject(missing, 'account');
			if (facts.account(to)?.closed !== false) return reject('not-delivered', 'account');
			return { events: [transferred(group, author, to)] };
		},
	};
}

/** Ends the group for everybody. They keep what they saw. Ending it again records nothing. */
export function dissolveGroup(author: AccountId, fields: { readonly conversation: ConversationId }): Decidable {
	const { conversation: group } = fields;
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts) {
			const refusal = refusalToLead(facts, author, group, 'owner');
			if (refusal === 'not-member' && wasDissolvedBy(facts, author, group)) return NOTHING;
			if (refusal !== undefined) return reject(refusal, 'conversation');
			return { events: [{ stream: group, type: 'GroupDissolved', by: author, data: {} }] };
		},
	};
}

/**
 * What is recorded in a group when the account of one of its members is closed: they leave it, and where they own it,
 * it passes to its heir first. Nothing where they are not in it. For deciders that hold the group's key exclusively.
 */
export function leftForGood(facts: Facts, account: AccountId, group: ConversationId): Proposal[] {
	const membership = facts.membership(group, account);
	if (membership?.current !== true) return [];
	const heir = membership.role === 'owner' ? facts.heir(group) : undefined;
	const left: Proposal = { stream: group, type: 'MemberLeft', by: account, data: { account } };
	return heir === undefined ? [left] : [transferred(group, account, heir), left];
}

function transferred(group: ConversationId, from: AccountId, to: AccountId): Proposal {
	return { stream: group, type: 'OwnershipTransferred', by: from, data: { from, to } };
}

function wasDissolvedBy(facts: Facts, author: AccountId, group: ConversationId): boolean {
	const { ended, role } = facts.membership(group, author) ?? {};
	return ended === 'dissolved' && role === 'owner';
}

function adminCount(facts: Facts, group: ConversationId): number {
	const conversation = facts.conversation(group);
	return conversation?.kind === 'group' ? conversation.adminCount : 0;
}
