/** One's own account: `/me`, what people say of themselves and change. */
import { changeProfile, parseProfile } from '../../core/domain/profile.ts';
import type { AccountId } from '../../core/ids.ts';
import { accountLimits } from './attempts.ts';
import { readFields } from './body.ts';
import { ownAccount } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route } from './route.ts';

export function profileRoutes(ports: HttpPorts): Route[] {
	const common = { path: '/me', kind: 'data', who: 'signed-in' } as const;
	return [
		{ ...common, method: 'GET', handle: (ask, { account }) => showOwn(ports, ask, account) },
		{ ...common, method: 'PATCH', handle: (ask, { account }) => change(ports, ask, account) },
	];
}

async function change(ports: HttpPorts, ask: Ask, account: AccountId): Promise<Response> {
	const read = await readFields(ask.request);
	const wanted = 'ok' in read ? parseProfile(read.ok) : read;
	if ('rejection' in wanted) return refusal(wanted.rejection, ask.language);
	const command = { name: 'profile.change', author: account, ...changeProfile(account, wanted.ok) };
	const outcome = await ports.attempts.execute(command, accountLimits(ports, account, 'profile-changes-of-account'));
	return outcome.state === 'rejected' ? refusal(outcome.rejection, ask.language) : showOwn(ports, ask, account);
}

async function showOwn(ports: HttpPorts, { language }: Ask, account: AccountId): Promise<Response> {
	const own = await ownAccount(ports, account);
	return own === undefined ? refusal({ code: 'unavailable' }, language) : Response.json({ account: own });
}
