/** The people whom an operator makes: one, or as many as a table has. */

import { v7 } from 'uuid';
import { parseEmail } from '../../core/domain/email.ts';
import { parseNickname } from '../../core/domain/line.ts';
import type { Parsed } from '../../core/domain/parsed.ts';
import { parsePassword } from '../../core/domain/password.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { foldUsername, parseUsername } from '../../core/domain/username.ts';
import type { AccountId } from '../../core/ids.ts';
import { newPassword } from '../../core/vault/new-password.ts';
import { registerAccount } from '../../core/vault/register.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import type { AdminEngine } from './engine.ts';

/** What may be said of somebody; empty and absent are the same. */
export interface PersonFields {
	readonly username?: string;
	readonly nickname?: string;
	readonly password?: string;
	readonly phone?: string;
	readonly email?: string;
}

export interface NewPerson {
	readonly username: string;
	readonly nickname: string;
	readonly password: string;
	readonly phone: string | null;
	readonly email: string | null;
}

/** By the rules of sign-up, but that phone and e-mail may be missing; a password that is missing is made. */
export function parsePerson(fields: PersonFields): Parsed<NewPerson> {
	const username = parseUsername(fields.username ?? '');
	if ('rejection' in username) return username;
	const nickname = fields.nickname ? parseNickname(fields.nickname) : username;
	if ('rejection' in nickname) return nickname;
	const password = fields.password ? parsePassword(fields.password) : { ok: newPassword() };
	if ('rejection' in password) return password;
	const phone = fields.phone ? parsePhone(fields.phone) : { ok: null };
	if ('rejection' in phone) return phone;
	const email = fields.email ? parseEmail(fields.email) : { ok: null };
	if ('rejection' in email) return email;
	const [name, called] = [username.ok, nickname.ok];
	return { ok: { username: name, nickname: called, password: password.ok, phone: phone.ok, email: email.ok } };
}

/** Makes the account; why not, where it was refused. The e-mail address stays unproved until its owner proves it. */
export async function makePerson(engine: AdminEngine, person: NewPerson): Promise<Rejection | undefined> {
	const { username, nickname, phone, email } = person;
	const hashed = await engine.hasher.hash(person.password);
	if (hashed.state === 'unavailable') return { code: 'unavailable' };
	const { seal, operator } = engine;
	const outcome = await engine.execute(
		'account.register',
		registerAccount({
			account: v7() as AccountId,
			username,
			folded: foldUsername(username),
			nickname,
			passwordHash: hashed.hash,
			phone,
			email,
			proves: 'nothing',
			code: undefined,
			contacts: {
				...(phone === null ? {} : { phone: seal.address(phone) }),
				...(email === null ? {} : { email: seal.address(email) }),
			},
			session: { operator },
		}),
	);
	return outcome.state === 'rejected' ? outcome.rejection : undefined;
}

/** Whose account it is by what an operator typed: a user name, a phone or the account's id. */
export async function findPerson({ log, views }: AdminEngine, typed: string): Promise<AccountId | undefined> {
	if (views.facts.account(typed as AccountId) !== undefined) return typed as AccountId;
	const phone = parsePhone(typed);
	if ('ok' in phone) {
		const [rows] = await log.select([{ table: 'contacts', column: 'phone', values: [phone.ok] }]);
		return rowsOf('contacts', rows)[0]?.account as AccountId | undefined;
	}
	return views.facts.accountByUsername(foldUsername(typed));
}
