/**
 * Tells people, where they could be reached before, that a password, phone or e-mail address of theirs was changed, or
 * their account closed: whoever
 * did that with a stolen phone or an open page cannot keep it from them.
 */
import type { AccountId } from '../../core/ids.ts';
import type { RowOf } from '../../core/vault/rows.ts';
import { compose } from '../senders/texts.ts';
import { contactsOf } from './people.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask } from './route.ts';

/** Whom to tell, and where they can be reached: read before anything is changed. */
export interface Owner {
	readonly account: AccountId;
	readonly username: string;
	readonly contacts: RowOf<'contacts'> | undefined;
}

export async function reachOwner(ports: HttpPorts, account: AccountId): Promise<Owner> {
	const username = ports.node().views.profile(account)?.username ?? '';
	return { account, username, contacts: await contactsOf(ports.log, account) };
}

/** Nobody waits for it, and what cannot be sent is noted. */
export function tellOwner(
	ports: HttpPorts,
	{ language }: Pick<Ask, 'language'>,
	{ account, username, contacts }: Owner,
	key: 'password-changed' | 'phone-changed' | 'email-changed' | 'account-closed',
): void {
	const { phone = null, email_verified = null } = contacts ?? {};
	const told = (channel: 'sms' | 'mail', to: string) =>
		compose({ purpose: 'notice', key, language, channel, to }, { username });
	const sent = [
		...(phone === null ? [] : [ports.sms.send(told('sms', phone))]),
		...(email_verified === null ? [] : [ports.mail.send(told('mail', email_verified))]),
	];
	for (const sending of sent) {
		void sending.then((state) => {
			if (state === 'refused') ports.note('warn', 'notice.not-sent', { account, key });
		});
	}
}
