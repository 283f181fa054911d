/** `DELETE /me`: closes one's own account, for good. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { closeAccount } from '../../core/vault/close-account.ts';
import { WRONG_PASSWORD } from '../../core/vault/contact.ts';
import type { Fields } from './body.ts';
import { takeDevice, takeSession, takeUsername } from './cookies.ts';
import { reachOwner, tellOwner } from './notices.ts';
import { showPassword } from './own-password.ts';
import { ownRoute } from './own-route.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask, Route, SignedIn } from './route.ts';

export function closeAccountRoute(ports: HttpPorts): Route {
	return ownRoute({
		...{ method: 'DELETE', path: '/me' },
		handle: (ask, by, fields) => close(ports, ask, by, fields),
	});
}

/** From here on nobody signs in to it; what it left is erased while nobody waits for that. The browser forgets whom it knew. */
async function close(
	ports: HttpPorts,
	ask: Ask,
	{ account, session }: SignedIn,
	{ password }: Fields,
): Promise<{ readonly rejection: Rejection } | Response> {
	if (typeof password !== 'string') return { rejection: { code: 'bad-request', field: 'password' } };
	const shown = await showPassword(ports, account, password, WRONG_PASSWORD);
	if ('rejection' in shown) return shown;
	await ports.node().follow();
	const owner = await reachOwner(ports, account);
	const { facts } = ports.node().views;
	const closes = [account, ...facts.bots(account)].map((each) => {
		return { account: each, username: facts.account(each)?.username ?? '' };
	});
	const decidable = closeAccount({ account, session, verified: shown.hash, closes });
	const outcome = await ports.attempts.execute({ name: 'account.close', author: account, ...decidable }, shown.limits);
	if (outcome.state === 'rejected') return outcome;
	tellOwner(ports, ask, owner, 'account-closed');
	ports.erase();
	const { secure } = ask.client;
	const headers = new Headers();
	for (const cookie of [takeSession(secure), takeUsername(secure), takeDevice(secure)]) {
		headers.append('Set-Cookie', cookie);
	}
	return new Response(null, { status: 204, headers });
}
