/** What lets people in and reaches them: password, phone and e-mail address, changed by who is signed in. */
import type { Parsed } from '../../core/domain/parsed.ts';
import { parsePassword } from '../../core/domain/password.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { changePassword, WRONG_OLD } from '../../core/vault/change-password.ts';
import { type Contact, changeContact, WRONG_PASSWORD } from '../../core/vault/contact.ts';
import type { Fields } from './body.ts';
import { emailOf, phoneOf } from './codes.ts';
import { reachOwner, tellOwner } from './notices.ts';
import { showPassword } from './own-password.ts';
import { done, ownRoute } from './own-route.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask, Route, SignedIn } from './route.ts';

export function ownCredentialRoutes(ports: HttpPorts): Route[] {
	const contact = (purpose: 'phone' | 'email', parse: (fields: Fields) => Parsed<Contact>) =>
		ownRoute({
			method: 'PUT',
			path: `/me/${purpose}`,
			handle: (ask, by, fields) => putContact(ports, ask, by, fields, { purpose, contact: parse(fields) }),
		});
	return [
		ownRoute({
			...{ method: 'PUT', path: '/me/password' },
			handle: (ask, by, fields) => putPassword(ports, ask, by, fields),
		}),
		contact('phone', phoneOf),
		contact('email', ({ email }) => emailOf(email, 'email')),
	];
}

type Answer = { readonly rejection: Rejection } | Response;

async function putPassword(ports: HttpPorts, ask: Ask, by: SignedIn, fields: Fields): Promise<Answer> {
	const { account, session } = by;
	if (typeof fields.old !== 'string') return { rejection: { code: 'bad-request', field: 'old' } };
	const password = parsePassword(fields.password);
	if ('rejection' in password) return password;
	const shown = await showPassword(ports, account, fields.old, WRONG_OLD);
	if ('rejection' in shown) return shown;
	const hashed = await ports.hasher.hash(password.ok);
	if (hashed.state === 'unavailable') return { rejection: { code: 'unavailable' } };
	const decidable = changePassword({ account, session, verified: shown.hash, passwordHash: hashed.hash });
	const outcome = await ports.attempts.execute(
		{ name: 'password.change', author: account, ...decidable },
		shown.limits,
	);
	if (outcome.state === 'rejected') return outcome;
	tellOwner(ports, ask, await reachOwner(ports, account), 'password-changed');
	return done();
}

async function putContact(
	ports: HttpPorts,
	ask: Ask,
	{ account, session }: SignedIn,
	{ veri_code, password }: Fields,
	{ purpose, contact }: { readonly purpose: 'phone' | 'email'; readonly contact: Parsed<Contact> },
): Promise<Answer> {
	if ('rejection' in contact) return contact;
	if (typeof veri_code !== 'string') return { rejection: { code: 'bad-code', field: 'veri_code' } };
	if (typeof password !== 'string') return { rejection: { code: 'bad-request', field: 'password' } };
	const shown = await showPassword(ports, account, password, WRONG_PASSWORD);
	if ('rejection' in shown) return shown;
	const before = await reachOwner(ports, account);
	const code = ports.seal.code(purpose, contact.ok.address, veri_code);
	const decidable = changeContact({ contact: contact.ok, account, session, verified: shown.hash, code });
	const command = { name: `${purpose}.change`, author: account, ...decidable };
	const outcome = await ports.attempts.execute(command, shown.limits);
	if (outcome.state === 'rejected') return outcome;
	if (outcome.events.length > 0) tellOwner(ports, ask, before, `${purpose}-changed`);
	return done();
}
