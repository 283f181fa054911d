/** A forgotten password: `/verify/password_reset` sends a code, `/verify/password_reset2` takes it with a new password. */
import { parsePassword } from '../../core/domain/password.ts';
import { resetPassword } from '../../core/vault/reset.ts';
import { createAttempts, limited } from './attempts.ts';
import { type Fields, isForm } from './body.ts';
import { contactOf, sendCode } from './codes.ts';
import { giveResetAddress, takeResetAddress } from './cookies.ts';
import { accountAt } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { postedRoute, type Result } from './posted.ts';
import type { Ask, Route } from './route.ts';

/** Resets that may fail from one network in a window; beyond it: 429. */
const FAILURES_MAX = 100;
const WINDOW_MS = 10 * 60_000;

export function passwordResetRoutes(ports: HttpPorts): Route[] {
	const attempts = createAttempts(ports.clock, FAILURES_MAX, WINDOW_MS);
	return [
		postedRoute(ports, {
			path: '/verify/password_reset',
			page: () => 'reset',
			handle: (ask, fields) =>
				sendCode(ports, ask, fields, 'reset', () => {
					const address = String(fields.phone ?? fields.email);
					return { to: '/password_reset2.html', cookies: [giveResetAddress(address, ask.client.secure)] };
				}),
		}),
		postedRoute(ports, {
			path: '/verify/password_reset2',
			page: () => 'reset2',
			handle: (ask, fields) => limited(ports, attempts, ask, () => reset(ports, ask, fields)),
		}),
	];
}

/** The same work, a hash above all, whether or not the address is somebody's. */
async function reset(ports: HttpPorts, { request, client }: Ask, fields: Fields): Promise<Result> {
	const contact = contactOf(fields, isForm(request));
	if ('rejection' in contact) return contact;
	const { veri_code } = fields;
	if (typeof veri_code !== 'string') return { rejection: { code: 'bad-code', field: 'veri_code' } };
	const password = parsePassword(fields.password);
	if ('rejection' in password) return password;
	const hashed = await ports.hasher.hash(password.ok);
	if (hashed.state === 'unavailable') return { rejection: { code: 'unavailable' } };
	// Somebody who signed up at another node a moment ago.
	await ports.node().follow();
	const account = await accountAt(ports.log, contact.ok);
	const code = ports.seal.code('reset', contact.ok.address, veri_code);
	const decidable = resetPassword({ contact: contact.ok, account, code, passwordHash: hashed.hash });
	const outcome = await ports.node().execute({ name: 'password.reset', author: account ?? null, ...decidable });
	if (outcome.state === 'rejected') return outcome;
	const cookies = [takeResetAddress(client.secure)];
	return { status: 204, form: { to: '/verify/signin?reason=password-changed', cookies } };
}
