/**
 * Links that let people into a group who are nobody's friend there. A group has one at a time. The vault keeps the
 * SHA-256 of its token and where it leads; until when it is good, and for how many more, the log tells: each joining
 * by it is an event, and the group's key lets one decide after the other, so it lets in exactly as many as it should.
 */
import { NOTHING, reject } from '../domain/decisions.ts';
import type { Facts, LinkFact } from '../domain/facts.ts';
import { memberCount, refusalToGrow } from '../domain/groups.ts';
import { accountKey, conversationKey, exclusive, shared } from '../domain/keys.ts';
import { refusalToLead } from '../domain/rights.ts';
import type { AccountId, ConversationId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { LINK_LIFE_MS, LINK_LIFE_MS_MAX } from '../wire.ts';
import { rowsOf } from './rows.ts';
import { hashToken } from './seal.ts';
import type { VaultRead } from './tables.ts';

/** What is asked about a token before its group is known. */
export function linkRead(token: string): VaultRead {
	return { table: 'group_links', column: 'token', values: [hashToken(token)] };
}

/**
 * Owner or admin makes `token` the group's link, in place of one that there is: for so many to come (0: as many as may),
 * until a time that is to come within 30 days, a week where nothing is said.
 */
export function linkGroup(
	author: AccountId,
	fields: { readonly conversation: ConversationId; readonly uses: number; readonly expires?: number },
	token: string,
): Decidable {
	const { conversation: group, uses } = fields;
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts, now) {
			const refusal = refusalToLead(facts, author, group, 'admin');
			if (refusal !== undefined) return reject(refusal, 'conversation');
			const expires = fields.expires ?? now + LINK_LIFE_MS;
			if (expires <= now) return reject('bad-request', 'expires');
			if (expires > now + LINK_LIFE_MS_MAX)
				return { rejection: { code: 'too-large', field: 'expires', max: LINK_LIFE_MS_MAX } };
			const row = { conversation: group, token: hashToken(token), expires };
			return {
				events: [{ stream: group, type: 'InviteLinkChanged', by: author, data: { expires, uses } }],
				vault: [{ do: 'put', table: 'group_links', row }],
			};
		},
	};
}

/** Owner or admin takes the link back. Where there is none, or it is over, nothing is recorded. */
export function unlinkGroup(author: AccountId, fields: { readonly conversation: ConversationId }): Decidable {
	const { conversation: group } = fields;
	return {
		keys: [exclusive(conversationKey(group))],
		decide(facts, now) {
			const refusal = refusalToLead(facts, author, group, 'admin');
			if (refusal !== undefined) return reject(refusal, 'conversation');
			if ((facts.link(group)?.expires ?? 0) <= now) return NOTHING;
			return {
				events: [{ stream: group, type: 'InviteLinkChanged', by: author, data: { expires: 0, uses: 0 } }],
				vault: [{ do: 'delete', table: 'group_links', where: { conversation: group } }],
			};
		},
	};
}

/**
 * Comes in by a link. `group`: where it led when it was looked up outside the lock (it can only cease to); undefined:
 * nowhere. A link that is unknown, over, used up or taken back is `not-found`. Who is in already stays in: nothing recorded.
 */
export function joinGroup(
	author: AccountId,
	fields: { readonly token: string },
	group: ConversationId | undefined,
	membersMax: number,
): Decidable {
	return {
		keys: group === undefined ? [] : [exclusive(conversationKey(group)), shared(accountKey(author))],
		reads: [linkRead(fields.token)],
		decide(facts, now, rows) {
			const leads = rowsOf('group_links', rows[0])[0]?.conversation;
			if (group === undefined || leads !== group) return reject('not-found', 'token');
			const membership = facts.membership(group, author);
			if (membership?.current === true) return NOTHING;
			if (!isGood(facts.link(group), now) || isDeserted(facts, group)) return reject('not-found', 'token');
			if (membership?.ended === 'removed') return reject('not-allowed', 'token');
			const rejection = refusalToGrow(memberCount(facts, group) + 1, membersMax);
			if (rejection !== undefined) return { rejection };
			const data = { accounts: [author], via: 'link' };
			return { events: [{ stream: group, type: 'MemberJoined', by: author, data }] };
		},
	};
}

function isGood(link: LinkFact | undefined, now: number): boolean {
	return link !== undefined && link.expires > now && (link.uses === 0 || link.used < link.uses);
}

/** Who came in would own nothing and find nobody. */
function isDeserted(facts: Facts, group: ConversationId): boolean {
	return memberCount(facts, group) === 0;
}
