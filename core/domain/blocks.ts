/** Blocks: who may not reach me. They are the blocker's own facts; the friendship, if there is one, stays. */
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { NOTHING, reject, tooMany } from './decisions.ts';
import { accountKey, blocksKey, exclusive, pairKey, shared } from './keys.ts';

/** Accounts that one account has blocked; beyond it: `too-many`. */
export const BLOCKS_MAX = 1_000;

/** Blocks anybody that exists, but oneself. */
export function block(author: AccountId, fields: { readonly account: AccountId }): Decidable {
	const { account } = fields;
	return {
		keys: [exclusive(pairKey(author, account)), exclusive(blocksKey(author)), shared(accountKey(account))],
		decide(facts) {
			if (account === author) return reject('not-allowed', 'account');
			if (facts.account(account) === undefined) return reject('not-found', 'account');
			if (facts.blocks(author, account)) return NOTHING;
			if (facts.blockCount(author) >= BLOCKS_MAX) return tooMany(BLOCKS_MAX, 'account');
			return { events: [{ stream: author, type: 'AccountBlocked', by: author, data: { account } }] };
		},
	};
}

/** Takes a block away; where there is none, nothing is recorded. */
export function unblock(author: AccountId, fields: { readonly account: AccountId }): Decidable {
	const { account } = fields;
	return {
		keys: [exclusive(pairKey(author, account))],
		decide(facts) {
			if (!facts.blocks(author, account)) return NOTHING;
			return { events: [{ stream: author, type: 'AccountUnblocked', by: author, data: { account } }] };
		},
	};
}
