/** Sign-up: one decision makes the account, keeps its secrets in the vault, uses the code up and opens a session. */
import { accountKey, exclusive, sessionsKey } from '../domain/keys.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { codeRead, tryCode } from './codes.ts';
import { codeKey, contactKey, nameKey } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { SealedCode } from './seal.ts';
import { type NewSession, openSession } from './sessions.ts';

export interface Registration {
	/** Made by the server, from nothing that a client says. */
	readonly account: AccountId;
	readonly username: string;
	/** As `foldUsername` gives it. */
	readonly folded: string;
	readonly nickname: string;
	/** In PHC form. */
	readonly passwordHash: string;
	/** In E.164. */
	readonly phone: string;
	/** Kept unverified: good for nothing until its owner proves it. */
	readonly email: string;
	/** For `signup`, at the phone's address. */
	readonly code: SealedCode;
	readonly session: NewSession;
}

/**
 * Refusals in their order: `username-taken` (the code is not looked at), `bad-code` (a try is counted), `phone-taken`,
 * which only somebody who reads that phone's messages learns. A right code outlives a refusal.
 */
export function registerAccount(registration: Registration): Decidable {
	const { account, username, folded, nickname, phone, email, code } = registration;
	return {
		keys: [
			exclusive(nameKey(folded)),
			exclusive(contactKey(code.address)),
			exclusive(accountKey(account)),
			exclusive(sessionsKey(account)),
			exclusive(codeKey(code)),
		],
		reads: [codeRead(code), { table: 'contacts', column: 'phone', values: [phone] }],
		decide(facts, now, rows) {
			if (facts.accountByUsername(folded) !== undefined) {
				return { rejection: { code: 'username-taken', field: 'username' } };
			}
			const tried = tryCode(code, rows[0], now);
			if (!tried.right) return { rejection: { code: 'bad-code', field: 'veri_code' }, vault: tried.missed };
			if (rowsOf('contacts', rows[1]).length > 0) return { rejection: { code: 'phone-taken', field: 'phone' } };
			const session = openSession(facts, account, registration.session, now);
			const hash = registration.passwordHash;
			return {
				events: [
					{ stream: account, type: 'AccountRegistered', by: account, data: { username, nickname } },
					...session.events,
				],
				vault: [
					{ do: 'insert', table: 'credentials', row: { account, hash, changed: now } },
					{ do: 'insert', table: 'contacts', row: { account, phone, email, email_verified: null } },
					...session.vault,
					tried.used,
				],
			};
		},
	};
}
