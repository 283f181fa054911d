/** What owner and admins do about members: put them out of the group, or let them read alone for a while. */
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { NOTHING, reject } from './decisions.ts';
import type { Facts, MembershipFact } from './facts.ts';
import { conversationKey, exclusive } from './keys.ts';
import type { Rejection } from './rejection.ts';
import { outranks, refusalAsMember, refusalToLead } from './rights.ts';

interface MemberFields {
	readonly conversation: ConversationId;
	readonly account: AccountId;
}

/** Puts a member out. They keep what they saw. Who is out already stays out: nothing recorded. */
export function removeMember(author: AccountId, { conversation: group, account }: MemberFields): Decidable {
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts) {
			const rejection = refusalToRule(facts, author, group, account);
			if (rejection?.code === 'not-member' && rejection.field === 'account') return NOTHING;
			if (rejection !== undefined) return { rejection };
			return { events: [{ stream: group, type: 'MemberRemoved', by: author, data: { account } }] };
		},
	};
}

/** Lets a member write again from `until` on (ms since 1970 UTC), 0: at once. */
export function muteMember(
	author: AccountId,
	{ conversation: group, account, until }: MemberFields & { readonly until: number },
): Decidable {
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts, now) {
			const rejection = refusalToRule(facts, author, group, account);
			if (rejection !== undefined) return { rejection };
			if (until !== 0 && until <= now) return reject('bad-request', 'until');
			if (until === mutedAt(facts.membership(group, account), now)) return NOTHING;
			return { events: [{ stream: group, type: 'MemberMuted', by: author, data: { account, until } }] };
		},
	};
}

/** Until when a member may not write, as of `now`; 0 while they may. */
export function mutedAt(membership: MembershipFact | undefined, now: number): number {
	const until = membership?.mutedUntil ?? 0;
	return until > now ? until : 0;
}

/** Why `author` has no say about `account` in a group: one leads it, and has it over those below oneself. */
function refusalToRule(
	facts: Facts,
	author: AccountId,
	group: ConversationId,
	account: AccountId,
): Rejection | undefined {
	const refusal = refusalToLead(facts, author, group, 'admin');
	if (refusal !== undefined) return { code: refusal, field: 'conversation' };
	const missing = refusalAsMember(facts, account, group);
	if (missing !== undefined) return { code: missing, field: 'account' };
	const [one, other] = [facts.membership(group, author), facts.membership(group, account)];
	const rules = one !== undefined && other !== undefined && outranks(one.role, other.role);
	return rules ? undefined : { code: 'not-allowed', field: 'account' };
}
