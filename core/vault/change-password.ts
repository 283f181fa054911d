/** Another password for somebody who is signed in and showed the old one. */
import { reject } from '../domain/decisions.ts';
import { accountKey, exclusive, sessionsKey } from '../domain/keys.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { AccountId, SessionId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { rowsOf } from './rows.ts';
import { endOtherSessions } from './sessions.ts';

/** The password shown is not the account's, or is not any more. */
export const WRONG_OLD: Rejection = { code: 'bad-credentials', field: 'old' };

export interface PasswordChange {
	readonly account: AccountId;
	/** The one that asks: it goes on, every other one ends. */
	readonly session: SessionId;
	/** The hash that the old password was compared with outside the lock. */
	readonly verified: string;
	/** Of the new password, in PHC form. */
	readonly passwordHash: string;
}

/** Refused where the session or the old password is worth nothing any more. */
export function changePassword({ account, session, verified, passwordHash }: PasswordChange): Decidable {
	return {
		keys: [exclusive(accountKey(account)), exclusive(sessionsKey(account))],
		reads: [{ table: 'credentials', column: 'account', values: [account] }],
		decide(facts, now, rows) {
			if (!facts.sessionOpen(session)) return reject('no-session');
			if (rowsOf('credentials', rows[0])[0]?.hash !== verified) return { rejection: WRONG_OLD };
			const { events, vault } = endOtherSessions(facts, account, session, 'password-changed', now);
			const set = { hash: passwordHash, changed: now };
			return {
				events: [{ stream: account, type: 'PasswordChanged', by: account, data: {} }, ...events],
				vault: [{ do: 'update', table: 'credentials', where: { account }, set }, ...vault],
			};
		},
	};
}
