/** Requests and friendships: how two people come together and part. All of it lives in the stream of the pair. */
import { type AccountId, pairId } from '../ids.ts';
import type { Decidable, Decision } from '../loop/command.ts';
import { NOTHING, reject, tooMany } from './decisions.ts';
import type { EventData, Hidden, Proposal } from './events.ts';
import type { Facts } from './facts.ts';
import { accountKey, exclusive, pairKey, remarkKey, shared, tiesKey } from './keys.ts';
import { refusalToReach } from './rights.ts';

/**
 * Friends of an account and requests of its own that wait, together; beyond it: `too-many`. As a request counts from the
 * beginning, its acceptance by somebody else makes no more of them.
 */
export const TIES_MAX = 5_000;

/** Asks `to` for friendship. Two requests that cross are a friendship; a pending one asked again records nothing. */
export function requestFriend(author: AccountId, fields: { readonly to: AccountId; readonly note: string }): Decidable {
	const { to, note } = fields;
	return {
		keys: [exclusive(pairKey(author, to)), exclusive(tiesKey(author)), shared(accountKey(to))],
		decide(facts) {
			if (to === author) return reject('not-allowed', 'to');
			if (facts.account(to) === undefined) return reject('not-found', 'to');
			const relation = facts.relation(author, to);
			if (relation.state === 'friends') return reject('already-friends', 'to');
			if (relation.state === 'requested' && relation.from === author) return NOTHING;
			const refusal = refusalToReach(facts, author, to);
			if (refusal !== undefined) return reject(refusal, 'to');
			if (facts.ties(author) >= TIES_MAX) return tooMany(TIES_MAX, 'to');
			return relation.state === 'requested'
				? recorded(author, 'FriendAccepted', { from: to, to: author })
				: recorded(author, 'FriendRequested', { from: author, to, note });
		},
	};
}

/** An answer to a request; `status` is its word, where it was given one. */
type AnswerFields = { readonly from: AccountId } & Pick<Hidden, 'status'>;

/** Accepts the request of `from`. Who is a friend already stays one: nothing is recorded. */
export function acceptFriend(author: AccountId, { from, ...word }: AnswerFields): Decidable {
	return {
		keys: [exclusive(pairKey(author, from)), exclusive(tiesKey(author)), shared(accountKey(from))],
		decide(facts) {
			if (from !== author && facts.relation(author, from).state === 'friends') return NOTHING;
			if (!asked(facts, from, author)) return reject('no-request', 'from');
			const refusal = refusalToReach(facts, author, from);
			if (refusal !== undefined) return reject(refusal, 'from');
			if (facts.ties(author) >= TIES_MAX) return tooMany(TIES_MAX, 'from');
			return recorded(author, 'FriendAccepted', { from, to: author, ...word });
		},
	};
}

/** Declines the request of `from`, who may ask again. */
export function declineFriend(author: AccountId, { from, ...word }: AnswerFields): Decidable {
	return {
		keys: [exclusive(pairKey(author, from))],
		decide(facts) {
			if (!asked(facts, from, author)) return reject('no-request', 'from');
			return recorded(author, 'FriendDeclined', { from, to: author, ...word });
		},
	};
}

/** Ends a friendship; the conversation stays to be read. */
export function removeFriend(author: AccountId, fields: { readonly account: AccountId }): Decidable {
	const { account } = fields;
	return {
		keys: [exclusive(pairKey(author, account))],
		decide(facts) {
			if (!areFriends(facts, author, account)) return reject('not-friends', 'account');
			return recorded(author, 'FriendRemoved', { from: author, to: account });
		},
	};
}

/** Gives a friend a name of one's own, or takes it away (empty). Nobody else learns it. */
export function remarkFriend(
	author: AccountId,
	fields: { readonly account: AccountId; readonly remark: string },
): Decidable {
	const { account, remark } = fields;
	return {
		keys: [shared(pairKey(author, account)), exclusive(remarkKey(author, account))],
		decide(facts) {
			if (!areFriends(facts, author, account)) return reject('not-friends', 'account');
			if (facts.account(account)?.closed !== false) return reject('not-delivered', 'account');
			if (facts.remark(author, account) === remark) return NOTHING;
			return { events: [{ stream: author, type: 'RemarkChanged', by: author, data: { account, remark } }] };
		},
	};
}

/** Whether two accounts are friends now; nobody is their own friend. */
export function areFriends(facts: Facts, a: AccountId, b: AccountId): boolean {
	return a !== b && facts.relation(a, b).state === 'friends';
}

/** Whether `from` waits for `to`'s answer. */
function asked(facts: Facts, from: AccountId, to: AccountId): boolean {
	if (from === to) return false;
	const relation = facts.relation(from, to);
	return relation.state === 'requested' && relation.from === from;
}

type FriendEvent = 'FriendRequested' | 'FriendAccepted' | 'FriendDeclined' | 'FriendRemoved';

function recorded<T extends FriendEvent>(by: AccountId, type: T, data: EventData<T> & Hidden): Decision {
	const { from, to } = data as { from: AccountId; to: AccountId };
	return { events: [{ stream: pairId(from, to), type, by, data } as Proposal] };
}
