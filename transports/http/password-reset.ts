/** A forgotten password: `/verify/password_reset` sends a code, `/verify/password_reset2` takes it with a new password. */
import { parsePassword } from '../../core/domain/password.ts';
import { resetPassword } from '../../core/vault/reset.ts';
import { networkLimits } from './attempts.ts';
import { type Fields, isForm } from './body.ts';
import { contactOf } from './codes.ts';
import { giveResetAddress, takeResetAddress } from './cookies.ts';
import { reachOwner, tellOwner } from './notices.ts';
import { accountAt } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { postedRoute, type Result } from './posted.ts';
import type { Ask, Route } from './route.ts';
import { sendCode } from './send-code.ts';

export function passwordResetRoutes(ports: HttpPorts): Route[] {
	return [
		postedRoute(ports, {
			path: '/verify/password_reset',
			page: () => 'reset',
			handle: (ask, fields) => askForCode(ports, ask, fields),
		}),
		postedRoute(ports, {
			path: '/verify/password_reset2',
			page: () => 'reset2',
			handle: (ask, fields) => reset(ports, ask, fields),
		}),
	];
}

/** Who asks twice in a minute has the code of the first time, and is answered as then. */
async function askForCode(ports: HttpPorts, ask: Ask, fields: Fields): Promise<Result> {
	const contact = contactOf(fields, isForm(ask.request));
	if ('rejection' in contact) return contact;
	const sent = await sendCode(ports, ask, 'reset', contact.ok);
	if (sent.state === 'refused') return sent;
	const address = String(fields.phone ?? fields.email);
	const cookies = [giveResetAddress(address, ask.client.secure)];
	const { delivery, wait } = sent;
	return { status: 202, body: { delivery, wait }, form: { to: '/password_reset2.html', cookies } };
}

/** The same work, a hash above all, whether or not the address is somebody's. */
async function reset(ports: HttpPorts, ask: Ask, fields: Fields): Promise<Result> {
	const contact = contactOf(fields, isForm(ask.request));
	if ('rejection' in contact) return contact;
	const { veri_code } = fields;
	if (typeof veri_code !== 'string') return { rejection: { code: 'bad-code', field: 'veri_code' } };
	const password = parsePassword(fields.password);
	if ('rejection' in password) return password;
	const limits = networkLimits(ports, ask, 'failed-resets-of-network');
	const waits = await ports.attempts.refusal(limits);
	if (waits !== undefined) return { rejection: waits };
	const hashed = await ports.hasher.hash(password.ok);
	if (hashed.state === 'unavailable') return { rejection: { code: 'unavailable' } };
	// Somebody who signed up at another node a moment ago.
	await ports.node().follow();
	const account = await accountAt(ports.log, contact.ok);
	const code = ports.seal.code('reset', contact.ok.address, veri_code);
	const decidable = resetPassword({ contact: contact.ok, account, code, passwordHash: hashed.hash });
	const outcome = await ports.attempts.execute(
		{ name: 'password.reset', author: account ?? null, ...decidable },
		limits,
	);
	if (outcome.state === 'rejected') return outcome;
	if (account !== undefined) {
		tellOwner(ports, ask, await reachOwner(ports, account), 'password-changed');
	}
	const cookies = [takeResetAddress(ask.client.secure)];
	return { status: 204, form: { to: '/verify/signin?reason=password-changed', cookies } };
}
