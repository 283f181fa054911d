/** Becoming somebody: `/verify/signup`. */
import { parseEmail } from '../../core/domain/email.ts';
import { parseNickname } from '../../core/domain/line.ts';
import { bad, type Parsed } from '../../core/domain/parsed.ts';
import { parsePassword } from '../../core/domain/password.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import { foldUsername, parseUsername } from '../../core/domain/username.ts';
import type { AccountId } from '../../core/ids.ts';
import { parseInvite } from '../../core/vault/invites.ts';
import { type Registration, registerAccount } from '../../core/vault/register.ts';
import { networkLimits } from './attempts.ts';
import type { Fields } from './body.ts';
import type { HttpPorts } from './ports.ts';
import { postedRoute, type Result } from './posted.ts';
import type { Ask, Route } from './route.ts';
import { newDevice, welcome } from './sign-in.ts';
import { inviteField } from './sign-up-mode.ts';

export function signUpRoutes(ports: HttpPorts): Route[] {
	return [
		postedRoute(ports, {
			path: '/verify/signup',
			page: () => 'signup',
			handle: (ask, fields) => signUp(ports, ask, fields),
		}),
	];
}

async function signUp(ports: HttpPorts, ask: Ask, fields: Fields): Promise<Result> {
	if (ports.settings.signup === 'closed') return { rejection: { code: 'signup-closed' } };
	const form = parseForm(fields);
	if ('rejection' in form) return form;
	const { username, nickname, password, phone, email } = form.ok;
	const shown = parseProof(ports, fields, form.ok);
	if ('rejection' in shown) return shown;
	const limits = networkLimits(ports, ask, 'failed-sign-ups-of-network');
	const waits = await ports.attempts.refusal(limits);
	if (waits !== undefined) return { rejection: waits };
	const folded = foldUsername(username);
	// Before a hash is computed for nothing; the decision under the lock is the one that counts.
	if (ports.node().views.facts.accountByUsername(folded) !== undefined) {
		return ports.attempts.refuse('account.register', { code: 'username-taken', field: 'username' }, limits);
	}
	const hashed = await ports.hasher.hash(password);
	if (hashed.state === 'unavailable') return { rejection: { code: 'unavailable' } };
	const device = newDevice(ports, ask);
	const account = ports.newId() as AccountId;
	const register = registerAccount({
		account,
		username,
		folded,
		nickname,
		passwordHash: hashed.hash,
		phone,
		email,
		...shown.ok,
		contacts: { phone: ports.seal.address(phone), email: ports.seal.address(email) },
		session: device.session,
	});
	const outcome = await ports.attempts.execute({ name: 'account.register', author: null, ...register }, limits);
	if (outcome.state === 'rejected') return outcome;
	return welcome(ports, ask, { account, token: device.token, status: 201, remember: true, next: '/' });
}

interface Form {
	readonly username: string;
	readonly nickname: string;
	readonly password: string;
	readonly phone: string;
	readonly email: string;
}

/** Shapes only, in the order of the form. Without a nickname people are called by their user name. */
function parseForm(fields: Fields): Parsed<Form> {
	const username = parseUsername(fields.username);
	if ('rejection' in username) return username;
	const unnamed = fields.nickname === undefined || fields.nickname === '';
	const nickname = unnamed ? username : parseNickname(fields.nickname);
	if ('rejection' in nickname) return nickname;
	const password = parsePassword(fields.password);
	if ('rejection' in password) return password;
	const phone = parsePhone(fields.phone);
	if ('rejection' in phone) return phone;
	const email = parseEmail(fields.email);
	if ('rejection' in email) return email;
	const [name, called] = [username.ok, nickname.ok];
	return { ok: { username: name, nickname: called, password: password.ok, phone: phone.ok, email: email.ok } };
}

/** What the installation wants to be shown of who signs up. Programs may name an invitation `invite` also where it replaces the code. */
function parseProof(
	{ seal, settings }: HttpPorts,
	{ veri_code, invite }: Fields,
	{ phone, email }: Form,
): Parsed<Pick<Registration, 'proves' | 'code' | 'invite'>> {
	const byInvite = settings.verify === 'invite';
	if (!byInvite && typeof veri_code !== 'string') return bad('bad-code', 'veri_code');
	const field = inviteField(settings);
	const invited = field === undefined ? undefined : parseInvite(byInvite ? (veri_code ?? invite) : invite, field);
	if (invited !== undefined && 'rejection' in invited) return invited;
	const lets = invited === undefined || field === undefined ? {} : { invite: { hash: invited.ok, field } };
	if (typeof veri_code !== 'string' || byInvite) return { ok: { proves: 'nothing', code: undefined, ...lets } };
	return settings.verify === 'mail'
		? { ok: { proves: 'email', code: seal.code('signup', email, veri_code), ...lets } }
		: { ok: { proves: 'phone', code: seal.code('signup', phone, veri_code), ...lets } };
}
