/** Sign-in: opens a session for somebody who knows the account's password, or reads what arrives at its phone. */
import type { Facts } from '../domain/facts.ts';
import { accountKey, exclusive, sessionsKey, shared } from '../domain/keys.ts';
import type { Rejection } from '../domain/rejection.ts';
import { isOpen } from '../domain/rights.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { codeRead, tryCode } from './codes.ts';
import { codeKey, contactKey } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { SealedCode } from './seal.ts';
import { type NewSession, openSession, tokensOf } from './sessions.ts';

/** One answer for everything that is wrong, so that it tells nothing about who has an account. */
export const BAD_CREDENTIALS: Rejection = { code: 'bad-credentials' };

/**
 * `verified` is the hash that the password was compared with outside the lock: a password changed meanwhile refuses.
 */
export function openSessionByPassword(account: AccountId, verified: string, session: NewSession): Decidable {
	return {
		keys: [shared(accountKey(account)), exclusive(sessionsKey(account))],
		reads: [{ table: 'credentials', column: 'account', values: [account] }, tokensOf(account)],
		decide(facts, now, rows) {
			const hash = rowsOf('credentials', rows[0])[0]?.hash;
			if (hash !== verified) return { rejection: BAD_CREDENTIALS };
			const refusal = refusalToEnter(facts, account);
			if (refusal !== undefined) return { rejection: refusal };
			return openSession(facts, account, session, now, rowsOf('tokens', rows[1]));
		},
	};
}

/**
 * `account` is whose phone it was outside the lock, undefined when nobody's: then a guess still counts, and the
 * refusal is the same.
 */
export function openSessionByCode(
	phone: string,
	account: AccountId | undefined,
	code: SealedCode,
	session: NewSession,
): Decidable {
	return {
		keys: [
			exclusive(codeKey(code)),
			shared(contactKey(code.address)),
			...(account === undefined ? [] : [shared(accountKey(account)), exclusive(sessionsKey(account))]),
		],
		reads: [
			codeRead(code),
			{ table: 'contacts', column: 'phone', values: [phone] },
			...(account === undefined ? [] : [tokensOf(account)]),
		],
		decide(facts, now, rows) {
			const tried = tryCode(code, rows[0], now);
			if (!tried.right) return { rejection: BAD_CREDENTIALS, vault: tried.missed };
			const owner = rowsOf('contacts', rows[1])[0]?.account;
			if (account === undefined || owner !== account) return { rejection: BAD_CREDENTIALS };
			const refusal = refusalToEnter(facts, account);
			if (refusal !== undefined) return { rejection: refusal };
			const { events, vault } = openSession(facts, account, session, now, rowsOf('tokens', rows[2]));
			return { events, vault: [...vault, tried.used] };
		},
	};
}

/** Why nobody signs in to this account, told to whoever showed that it is theirs; undefined when nothing is in the way. */
function refusalToEnter(facts: Facts, account: AccountId): Rejection | undefined {
	if (isOpen(facts, account)) return undefined;
	return facts.account(account)?.disabled === true ? { code: 'account-disabled' } : BAD_CREDENTIALS;
}
