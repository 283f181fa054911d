/** Where people can be reached: changed by who is signed in, knows the password and reads what arrives there. */
import { reject } from '../domain/decisions.ts';
import { maskEmail } from '../domain/email.ts';
import type { Proposal } from '../domain/events.ts';
import { accountKey, exclusive, sessionsKey, shared } from '../domain/keys.ts';
import { maskPhone } from '../domain/phone.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { AccountId, SessionId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { codeRead, tryCode } from './codes.ts';
import { codeKey, contactKey } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { SealedCode } from './seal.ts';
import type { VaultRow } from './tables.ts';

/** Where somebody can be reached, by the column of `contacts` that says whose it is. */
export interface Contact {
	readonly column: 'phone' | 'email_verified';
	/** In E.164, or the e-mail address in its canonical form. */
	readonly address: string;
}

/** The password shown is not the account's, or is not any more. */
export const WRONG_PASSWORD: Rejection = { code: 'bad-credentials', field: 'password' };

export interface ContactChange {
	readonly contact: Contact;
	readonly account: AccountId;
	/** The one that asks. */
	readonly session: SessionId;
	/** The hash that the password was compared with outside the lock. */
	readonly verified: string;
	/** For `phone` or `email`, at the new address. */
	readonly code: SealedCode;
}

/**
 * Refusals in their order: what the change stands on is not so any more, `bad-code` (a try is counted), `phone-taken` or
 * `email-taken`, which only somebody who reads what arrives there learns. A right code outlives a refusal.
 */
export function changeContact({ contact, account, session, verified, code }: ContactChange): Decidable {
	const { column, address } = contact;
	return {
		keys: [
			exclusive(codeKey(code)),
			exclusive(contactKey(code.address)),
			exclusive(accountKey(account)),
			shared(sessionsKey(account)),
		],
		reads: [
			codeRead(code),
			{ table: 'contacts', column, values: [address] },
			{ table: 'credentials', column: 'account', values: [account] },
		],
		decide(facts, now, rows) {
			if (!facts.sessionOpen(session)) return reject('no-session');
			if (rowsOf('credentials', rows[2])[0]?.hash !== verified) return { rejection: WRONG_PASSWORD };
			const tried = tryCode(code, rows[0], now);
			if (!tried.right) return { rejection: { code: 'bad-code', field: 'veri_code' }, vault: tried.missed };
			const owner = rowsOf('contacts', rows[1])[0]?.account;
			if (owner === account) return { events: [], vault: [tried.used] };
			const { taken, event, set } = FIELDS[column](account, address);
			if (owner !== undefined) return { rejection: taken };
			return { events: [event], vault: [{ do: 'update', table: 'contacts', where: { account }, set }, tried.used] };
		},
	};
}

interface Field {
	readonly taken: Rejection;
	readonly event: Proposal;
	readonly set: VaultRow;
}

const FIELDS: Readonly<Record<Contact['column'], (account: AccountId, address: string) => Field>> = {
	phone: (account, phone) => ({
		taken: { code: 'phone-taken', field: 'phone' },
		event: { stream: account, type: 'PhoneChanged', by: account, data: { phone: maskPhone(phone) } },
		set: { phone },
	}),
	email_verified: (account, email) => ({
		taken: { code: 'email-taken', field: 'email' },
		event: { stream: account, type: 'EmailChanged', by: account, data: { email: maskEmail(email) } },
		set: { email, email_verified: email },
	}),
};
