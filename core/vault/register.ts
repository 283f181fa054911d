/** Sign-up: one decision makes the account, keeps its secrets in the vault, uses the code up and opens a session. */
import { accountKey, exclusive, sessionsKey } from '../domain/keys.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { codeRead, tryCode } from './codes.ts';
import { inviteRead, tryInvite } from './invites.ts';
import { codeKey, contactKey, inviteKey, nameKey } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { SealedCode } from './seal.ts';
import { type NewSession, openSession } from './sessions.ts';
import type { VaultRead } from './tables.ts';

/** Keeps the places of the reads after it. */
const NOTHING: VaultRead = { table: 'codes', column: 'address', values: [] };

export interface Registration {
	/** Made by the server, from nothing that a client says. */
	readonly account: AccountId;
	readonly username: string;
	/** As `foldUsername` gives it. */
	readonly folded: string;
	readonly nickname: string;
	/** In PHC form. */
	readonly passwordHash: string;
	/** In E.164; null where an operator makes an account without one. */
	readonly phone: string | null;
	readonly email: string | null;
	/** `email` when that is where the code was sent; else it is kept unverified, good for nothing until its owner proves it. */
	readonly proves: 'phone' | 'email' | 'nothing';
	/** For `signup`, at what it proves; undefined where an invitation alone lets in. */
	readonly code: SealedCode | undefined;
	/** As `parseInvite` gives it, and the field that it stood in. */
	readonly invite?: { readonly hash: string; readonly field: string };
	/** The keys of phone and e-mail, sealed. */
	readonly contacts: { readonly phone?: string; readonly email?: string };
	/** Who signs up is signed in at once; whom an operator signs up is not, and the operator is the author. */
	readonly session: NewSession | { readonly operator: AccountId };
}

/**
 * Refusals in their order: `username-taken` (nothing else is looked at), `bad-code` (a try is counted), `bad-invite`,
 * `phone-taken`, `email-taken`, which only somebody learns who may sign up. A right code or invitation outlives a refusal.
 */
export function registerAccount(registration: Registration): Decidable {
	const { account, username, folded, nickname, phone, email, proves, code, invite, contacts } = registration;
	const verified = proves === 'email' ? email : null;
	return {
		keys: [
			exclusive(nameKey(folded)),
			...[contacts.phone, contacts.email].flatMap((key) => (key === undefined ? [] : [exclusive(contactKey(key))])),
			exclusive(accountKey(account)),
			exclusive(sessionsKey(account)),
			...(code === undefined ? [] : [exclusive(codeKey(code))]),
			...(invite === undefined ? [] : [exclusive(inviteKey(invite.hash))]),
		],
		reads: [
			{ table: 'contacts', column: 'phone', values: phone === null ? [] : [phone] },
			{ table: 'contacts', column: 'email_verified', values: verified === null ? [] : [verified] },
			code === undefined ? NOTHING : codeRead(code),
			invite === undefined ? NOTHING : inviteRead(invite.hash),
		],
		decide(facts, now, rows) {
			if (facts.accountByUsername(folded) !== undefined) {
				return { rejection: { code: 'username-taken', field: 'username' } };
			}
			const tried = code === undefined ? undefined : tryCode(code, rows[2], now);
			if (tried?.right === false) return { rejection: { code: 'bad-code', field: 'veri_code' }, vault: tried.missed };
			const invited = invite === undefined ? undefined : tryInvite(rows[3], now);
			if (invite !== undefined && invited === undefined) {
				return { rejection: { code: 'bad-invite', field: invite.field } };
			}
			if (rowsOf('contacts', rows[0]).length > 0) return { rejection: { code: 'phone-taken', field: 'phone' } };
			if (rowsOf('contacts', rows[1]).length > 0) return { rejection: { code: 'email-taken', field: 'email' } };
			const { session } = registration;
			const by = 'operator' in session ? session.operator : account;
			const opened = 'operator' in session ? undefined : openSession(facts, account, session, now);
			const hash = registration.passwordHash;
			return {
				events: [
					{ stream: account, type: 'AccountRegistered', by, data: { username, nickname } },
					...(opened?.events ?? []),
				],
				vault: [
					{ do: 'insert', table: 'credentials', row: { account, hash, changed: now } },
					{ do: 'insert', table: 'contacts', row: { account, phone, email, email_verified: verified } },
					...(opened?.vault ?? []),
					...(tried === undefined ? [] : [tried.used]),
					...(invited === undefined ? [] : [invited]),
				],
			};
		},
	};
}
