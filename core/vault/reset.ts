/** A new password for somebody who forgot theirs and reads what arrives at their phone or verified e-mail address. */
import { accountKey, exclusive, sessionsKey, shared } from '../domain/keys.ts';
import type { Rejection } from '../domain/rejection.ts';
import { isOpen } from '../domain/rights.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { codeRead, tryCode } from './codes.ts';
import type { Contact } from './contact.ts';
import { codeKey, contactKey } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { SealedCode } from './seal.ts';
import { endAllSessions } from './sessions.ts';

/** One answer for a wrong code and for an address that is nobody's, so that it tells nothing about who has an account. */
const BAD_CODE: Rejection = { code: 'bad-code', field: 'veri_code' };

export interface Reset {
	readonly contact: Contact;
	/** Whose address it was outside the lock; undefined when nobody's: a guess counts all the same. */
	readonly account: AccountId | undefined;
	/** For `reset`, at the address. */
	readonly code: SealedCode;
	/** Of the new password, in PHC form. */
	readonly passwordHash: string;
}

/** Changes the password, uses the code up and ends every session of the account. */
export function resetPassword({ contact, account, code, passwordHash }: Reset): Decidable {
	return {
		keys: [
			exclusive(codeKey(code)),
			shared(contactKey(code.address)),
			...(account === undefined ? [] : [exclusive(accountKey(account)), exclusive(sessionsKey(account))]),
		],
		reads: [codeRead(code), { table: 'contacts', column: contact.column, values: [contact.address] }],
		decide(facts, now, rows) {
			const tried = tryCode(code, rows[0], now);
			if (!tried.right) return { rejection: BAD_CODE, vault: tried.missed };
			const owner = rowsOf('contacts', rows[1])[0]?.account;
			if (account === undefined || owner !== account || !isOpen(facts, account)) return { rejection: BAD_CODE };
			const { events, vault } = endAllSessions(facts, account, 'password-changed', now);
			const set = { hash: passwordHash, changed: now };
			return {
				events: [{ stream: account, type: 'PasswordChanged', by: account, data: {} }, ...events],
				vault: [{ do: 'update', table: 'credentials', where: { account }, set }, ...vault, tried.used],
			};
		},
	};
}
