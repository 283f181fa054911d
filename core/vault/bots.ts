/** Bots: accounts that nobody signs in to. They have no password and no phone; their owner makes tokens for them. */
import { accountKey, botsKey, exclusive, shared } from '../domain/keys.ts';
import { isOpen } from '../domain/rights.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { nameKey } from './keys.ts';

/** Bots of one owner that are open; a further one is refused `too-many`. */
export const BOTS_MAX = 10;

export interface NewBot {
	/** Made by the server, from nothing that a client says. */
	readonly account: AccountId;
	readonly owner: AccountId;
	readonly username: string;
	/** As `foldUsername` gives it. */
	readonly folded: string;
	readonly nickname: string;
}

/** Refused: `not-allowed` for a bot, or somebody whose account is closed; `username-taken`, `too-many`. */
export function createBot({ account, owner, username, folded, nickname }: NewBot): Decidable {
	return {
		keys: [
			exclusive(nameKey(folded)),
			exclusive(accountKey(account)),
			shared(accountKey(owner)),
			exclusive(botsKey(owner)),
		],
		decide(facts) {
			if (!isOpen(facts, owner) || facts.account(owner)?.owner !== undefined) {
				return { rejection: { code: 'not-allowed' } };
			}
			if (facts.accountByUsername(folded) !== undefined) {
				return { rejection: { code: 'username-taken', field: 'username' } };
			}
			if (facts.bots(owner).length >= BOTS_MAX) return { rejection: { code: 'too-many', max: BOTS_MAX } };
			return {
				events: [
					{ stream: account, type: 'AccountRegistered', by: owner, data: { username, nickname } },
					{ stream: account, type: 'BotCreated', by: owner, data: { owner } },
				],
			};
		},
	};
}
