/** What operators do to accounts: disable and enable them, give them another password. They are the author of its events. */
import { NOTHING, reject } from '../domain/decisions.ts';
import type { Facts } from '../domain/facts.ts';
import { accountKey, botsKey, exclusive, sessionsKey } from '../domain/keys.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { endAllSessions } from './sessions.ts';

/**
 * Nobody signs in to it any more: its sessions end, its tokens too, and those of its bots. `bots`: those that it had outside
 * the lock; `unavailable` where there are others meanwhile. Disabling again records nothing. `not-found` where it is closed.
 */
export function disableAccount(operator: AccountId, account: AccountId, bots: readonly AccountId[]): Decidable {
	const all = [account, ...bots];
	return {
		keys: [
			exclusive(accountKey(account)),
			exclusive(botsKey(account)),
			...all.map((each) => exclusive(sessionsKey(each))),
		],
		decide(facts, now) {
			const known = openOrDisabled(facts, account);
			if (known === undefined) return reject('not-found');
			if (known.disabled) return NOTHING;
			if (facts.bots(account).some((bot) => !bots.includes(bot))) return reject('unavailable');
			const ended = all.map((each) => endAllSessions(facts, each, 'revoked', now, operator));
			return {
				events: [
					{ stream: account, type: 'AccountDisabled', by: operator, data: {} },
					...ended.flatMap(({ events }) => events),
				],
				vault: ended.flatMap(({ vault }) => vault),
			};
		},
	};
}

/** They may sign in again. Enabling an account that is not disabled records nothing. */
export function enableAccount(operator: AccountId, account: AccountId): Decidable {
	return {
		keys: [exclusive(accountKey(account))],
		decide(facts) {
			const known = openOrDisabled(facts, account);
			if (known === undefined) return reject('not-found');
			if (!known.disabled) return NOTHING;
			return { events: [{ stream: account, type: 'AccountEnabled', by: operator, data: {} }] };
		},
	};
}

/** Another password, in PHC form; every session ends. `not-allowed` for a bot, which has none. */
export function setPassword(operator: AccountId, account: AccountId, passwordHash: string): Decidable {
	return {
		keys: [exclusive(accountKey(account)), exclusive(sessionsKey(account))],
		decide(facts, now) {
			const known = openOrDisabled(facts, account);
			if (known === undefined) return reject('not-found');
			if (known.owner !== undefined) return reject('not-allowed');
			const { events, vault } = endAllSessions(facts, account, 'password-changed', now, operator);
			const set = { hash: passwordHash, changed: now };
			return {
				events: [{ stream: account, type: 'PasswordChanged', by: operator, data: {} }, ...events],
				vault: [{ do: 'update', table: 'credentials', where: { account }, set }, ...vault],
			};
		},
	};
}

function openOrDisabled(facts: Facts, account: AccountId) {
	const known = facts.account(account);
	return known?.closed === false ? known : undefined;
}
