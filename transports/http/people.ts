/** Accounts as HTTP finds and shows them: by what people type to sign in, and to themselves with phone and e-mail. */
import { parseEmail } from '../../core/domain/email.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import { foldUsername } from '../../core/domain/username.ts';
import type { AccountId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { Contact } from '../../core/vault/contact.ts';
import { type RowOf, rowsOf } from '../../core/vault/rows.ts';
import type { Profile } from '../../core/wire.ts';
import type { HttpPorts } from './ports.ts';

/** Somebody's own account. */
export interface OwnAccount extends Profile {
	readonly phone: string | null;
	readonly email: string | null;
	/** Whether the address was proved: only then it serves for signing in and for a forgotten password. */
	readonly emailVerified: boolean;
}

/** A registered account as its owner sees it; undefined when there is none. */
export async function ownAccount(ports: HttpPorts, account: AccountId): Promise<OwnAccount | undefined> {
	const contact = await contactsOf(ports.log, account);
	const profile = await profileOf(ports, account);
	if (profile === undefined) return undefined;
	const { phone = null, email = null, email_verified = null } = contact ?? {};
	return { ...profile, phone, email, emailVerified: email !== null && email === email_verified };
}

/** Where an account can be reached. */
export async function contactsOf(log: EventLog, account: AccountId): Promise<RowOf<'contacts'> | undefined> {
	const [rows] = await log.select([{ table: 'contacts', column: 'account', values: [account] }]);
	return rowsOf('contacts', rows)[0];
}

/** Who signs in as `name`: a user name, a phone or a verified e-mail address. The same work whoever it is. */
export async function accountNamed(ports: HttpPorts, name: string): Promise<AccountId | undefined> {
	const [phone, email] = [parsePhone(name), parseEmail(name)];
	// Somebody who signed up at another node a moment ago.
	await ports.node().follow();
	const [phones, emails] = await ports.log.select([
		{ table: 'contacts', column: 'phone', values: ['ok' in phone ? phone.ok : ''] },
		{ table: 'contacts', column: 'email_verified', values: ['ok' in email ? email.ok : ''] },
	]);
	const contact = rowsOf('contacts', phones)[0] ?? rowsOf('contacts', emails)[0];
	if (contact !== undefined) return contact.account as AccountId;
	return ports.node().views.facts.accountByUsername(foldUsername(name));
}

/** What somebody typed for a name, so that every way to write the same one is the same. */
export function canonicalName(name: string): string {
	const [phone, email] = [parsePhone(name), parseEmail(name)];
	if ('ok' in phone) return phone.ok;
	return 'ok' in email ? email.ok : foldUsername(name);
}

/** Whose phone or verified e-mail address it is. */
export async function accountAt(log: EventLog, { column, address }: Contact): Promise<AccountId | undefined> {
	const [rows] = await log.select([{ table: 'contacts', column, values: [address] }]);
	return rowsOf('contacts', rows)[0]?.account as AccountId | undefined;
}

async function profileOf(ports: HttpPorts, account: AccountId): Promise<Profile | undefined> {
	const known = ports.node().views.profile(account);
	if (known !== undefined) return known;
	await ports.node().follow();
	return ports.node().views.profile(account);
}
