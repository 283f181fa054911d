/** Groups: made, grown and left. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable, Key } from '../loop/command.ts';
import { NOTHING, reject } from './decisions.ts';
import type { Proposal } from './events.ts';
import type { Facts } from './facts.ts';
import { areFriends } from './friends.ts';
import { accountKey, conversationKey, exclusive, pairKey, shared } from './keys.ts';
import type { Rejection } from './rejection.ts';
import { leads, refusalAsMember, refusalToReach } from './rights.ts';

/** Accounts that one `MemberJoined` names. */
const JOINED_ACCOUNTS_MAX = 500;

/**
 * Makes the group `group` with friends of the author in it. `membersMax` counts everybody; 0 is no limit. A group that
 * is there already is an `id-taken`, which the write loop turns into the first answer when it was this very command.
 */
export function createGroup(
	author: AccountId,
	fields: { readonly name: string; readonly members: readonly AccountId[] },
	group: ConversationId,
	membersMax: number,
): Decidable {
	const others = without(fields.members, author);
	return {
		keys: [exclusive(conversationKey(group)), ...keysToAdd(author, others)],
		decide(facts) {
			if (facts.version(group) > 0) return reject('id-taken');
			const rejection = refusalToAdd(facts, author, others, 'members') ?? refusalToGrow(others.length + 1, membersMax);
			if (rejection !== undefined) return { rejection };
			const created: Proposal = { stream: group, type: 'GroupCreated', by: author, data: { name: fields.name } };
			return { events: [created, ...joined(group, author, others, 'create')] };
		},
	};
}

/**
 * Brings friends of a member into the group; who is in it already is passed over. Who was put out of it comes back only
 * with somebody who leads it.
 */
export function inviteToGroup(
	author: AccountId,
	fields: { readonly conversation: ConversationId; readonly accounts: readonly AccountId[] },
	membersMax: number,
): Decidable {
	const { conversation: group } = fields;
	const others = without(fields.accounts, author);
	return {
		keys: [exclusive(conversationKey(group)), ...keysToAdd(author, others)],
		decide(facts) {
			const refusal = refusalAsMember(facts, author, group);
			if (refusal !== undefined) return reject(refusal, 'conversation');
			const fresh = others.filter((account) => facts.membership(group, account)?.current !== true);
			if (fresh.length === 0) return NOTHING;
			const wasRemoved = fresh.some((account) => facts.membership(group, account)?.ended === 'removed');
			if (wasRemoved && !leads(facts, author, group)) return reject('not-allowed', 'accounts');
			const rejection =
				refusalToAdd(facts, author, fresh, 'accounts') ??
				refusalToGrow(memberCount(facts, group) + fresh.length, membersMax);
			return rejection === undefined ? { events: joined(group, author, fresh, 'invite') } : { rejection };
		},
	};
}

/** Leaves a group. Its owner hands it on first, unless nobody else is in it; who has left stays away: nothing recorded. */
export function leaveGroup(author: AccountId, fields: { readonly conversation: ConversationId }): Decidable {
	const { conversation: group } = fields;
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts) {
			const refusal = refusalAsMember(facts, author, group);
			if (refusal === 'not-member') return NOTHING;
			if (refusal !== undefined) return reject(refusal, 'conversation');
			const isOwner = facts.membership(group, author)?.role === 'owner';
			if (isOwner && memberCount(facts, group) > 1) return reject('owner-must-transfer');
			return { events: [{ stream: group, type: 'MemberLeft', by: author, data: { account: author } }] };
		},
	};
}

/** Each account once, the author not at all: being there oneself goes without saying. */
function without(accounts: readonly AccountId[], author: AccountId): AccountId[] {
	return [...new Set(accounts)].filter((account) => account !== author);
}

function keysToAdd(author: AccountId, accounts: readonly AccountId[]): Key[] {
	return accounts.flatMap((account) => [shared(pairKey(author, account)), shared(accountKey(account))]);
}

function refusalToAdd(
	facts: Facts,
	author: AccountId,
	accounts: readonly AccountId[],
	field: string,
): Rejection | undefined {
	if (!accounts.every((account) => areFriends(facts, author, account))) return { code: 'not-friends', field };
	for (const account of accounts) {
		const code = refusalToReach(facts, author, account);
		if (code !== undefined) return { code, field };
	}
	return undefined;
}

/** Why a group of `size` is too large; `membersMax` 0: there is no limit. */
export function refusalToGrow(size: number, membersMax: number): Rejection | undefined {
	return membersMax > 0 && size > membersMax ? { code: 'group-full', max: membersMax } : undefined;
}

/** 0 where there is no group. */
export function memberCount(facts: Facts, group: ConversationId): number {
	const conversation = facts.conversation(group);
	return conversation?.kind === 'group' ? conversation.memberCount : 0;
}

function joined(group: ConversationId, by: AccountId, accounts: readonly AccountId[], via: string): Proposal[] {
	return Array.from({ length: Math.ceil(accounts.length / JOINED_ACCOUNTS_MAX) }, (_, k) => ({
		stream: group,
		type: 'MemberJoined',
		by,
		data: { accounts: accounts.slice(k * JOINED_ACCOUNTS_MAX, (k + 1) * JOINED_ACCOUNTS_MAX), via },
	}));
}
