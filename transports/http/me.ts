/** One's own account: `/me`, what people say of themselves and change. */
import { changeProfile, parseProfile } from '../../core/domain/profile.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import type { AccountId } from '../../core/ids.ts';
import { accountLimits } from './attempts.ts';
import type { Fields } from './body.ts';
import { ownRoute } from './own-route.ts';
import { ownAccount } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Route } from './route.ts';

export function profileRoutes(ports: HttpPorts): Route[] {
	return [
		{
			...{ method: 'GET', path: '/me', kind: 'data', who: 'account' },
			async handle({ language }, { account }) {
				const own = await show(ports, account);
				return 'rejection' in own ? refusal(own.rejection, language) : own;
			},
		},
		ownRoute({
			method: 'PATCH',
			path: '/me',
			who: 'account',
			handle: (_, { account }, fields) => change(ports, account, fields),
		}),
	];
}

type Answer = { readonly rejection: Rejection } | Response;

async function change(ports: HttpPorts, account: AccountId, fields: Fields): Promise<Answer> {
	const wanted = parseProfile(fields);
	if ('rejection' in wanted) return wanted;
	const command = { name: 'profile.change', author: account, ...changeProfile(account, wanted.ok) };
	const outcome = await ports.attempts.execute(command, accountLimits(ports, account, 'profile-changes-of-account'));
	return outcome.state === 'rejected' ? outcome : show(ports, account);
}

async function show(ports: HttpPorts, account: AccountId): Promise<Answer> {
	const own = await ownAccount(ports, account);
	return own === undefined ? { rejection: { code: 'unavailable' } } : Response.json({ account: own });
}
