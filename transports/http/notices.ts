/**
 * Tells people, where they could be reached before, that a password, phone or e-mail address of theirs was changed: whoever
 * did that with a stolen phone or an open page cannot keep it from them.
 */
import type { AccountId } from '../../core/ids.ts';
import type { RowOf } from '../../core/vault/rows.ts';
import { compose } from '../senders/texts.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask } from './route.ts';

export type Changed = 'password' | 'phone' | 'email';

/** `before`: where they could be reached. Nobody waits for it, and what cannot be sent is noted. */
export function tellOwner(
	ports: HttpPorts,
	{ language }: Pick<Ask, 'language'>,
	account: AccountId,
	before: RowOf<'contacts'> | undefined,
	changed: Changed,
): void {
	const { phone = null, email_verified = null } = before ?? {};
	const username = ports.node().views.profile(account)?.username ?? '';
	const message = { purpose: 'notice', key: `${changed}-changed`, language } as const;
	const told = (channel: 'sms' | 'mail', to: string) => compose({ ...message, channel, to }, { username });
	const sent = [
		...(phone === null ? [] : [ports.sms.send(told('sms', phone))]),
		...(email_verified === null ? [] : [ports.mail.send(told('mail', email_verified))]),
	];
	for (const sending of sent) {
		void sending.then((state) => {
			if (state === 'refused') ports.note('warn', 'notice.not-sent', { account, changed });
		});
	}
}
