/** Closing an account, for good. What it leaves in the log is erased afterwards (`core/domain/erasure.ts`). */
import { reject } from '../domain/decisions.ts';
import { accountKey, botsKey, exclusive, profileKey, sessionsKey } from '../domain/keys.ts';
import { foldUsername } from '../domain/username.ts';
import type { AccountId, SessionId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { WRONG_PASSWORD } from './contact.ts';
import { nameKey } from './keys.ts';
import { rowsOf } from './rows.ts';
import { endAllSessions } from './sessions.ts';
import type { VaultWrite } from './tables.ts';

export interface Closing {
	readonly account: AccountId;
	/** The one that asks. */
	readonly session: SessionId;
	/** The hash that the password was compared with outside the lock. */
	readonly verified: string;
	/** The account and its bots, as they were outside the lock: `unavailable` where there are others meanwhile. */
	readonly closes: readonly { readonly account: AccountId; readonly username: string }[];
}

/**
 * Nobody signs in to it or reaches it any more, and its name is free. Its bots go with it. All that the vault holds of
 * them goes at once, but for what tells a browser why its session ended.
 */
export function closeAccount({ account, session, verified, closes }: Closing): Decidable {
	return {
		keys: [
			exclusive(botsKey(account)),
			...closes.flatMap((each) => [
				exclusive(accountKey(each.account)),
				exclusive(profileKey(each.account)),
				exclusive(sessionsKey(each.account)),
				exclusive(nameKey(foldUsername(each.username))),
			]),
		],
		reads: [{ table: 'credentials', column: 'account', values: [account] }],
		decide(facts, now, rows) {
			if (!facts.sessionOpen(session)) return reject('no-session');
			if (rowsOf('credentials', rows[0])[0]?.hash !== verified) return { rejection: WRONG_PASSWORD };
			const all = closes.map((each) => each.account);
			if ([account, ...facts.bots(account)].some((each) => !all.includes(each))) return reject('unavailable');
			const ended = all.map((each) => endAllSessions(facts, each, 'account-closed', now, account));
			return {
				events: [
					...all.map((stream) => ({ stream, type: 'AccountClosed', by: account, data: {} }) as const),
					...ended.flatMap(({ events }) => events),
				],
				vault: [
					...ended.flatMap(({ vault }) => vault),
					...all.flatMap(forgotten),
					{ do: 'delete', table: 'tokens', where: { owner: account } },
				],
			};
		},
	};
}

function forgotten(account: AccountId): VaultWrite[] {
	return [
		{ do: 'update', table: 'sessions', where: { account }, set: { device: '' } },
		...(['credentials', 'contacts', 'avatars'] as const).map((table): VaultWrite => {
			return { do: 'delete', table, where: { account } };
		}),
	];
}
