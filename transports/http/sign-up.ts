/** Becoming somebody: `/verify/signup`. */
import { parseEmail } from '../../core/domain/email.ts';
import { parseNickname } from '../../core/domain/line.ts';
import { parsePassword } from '../../core/domain/password.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { foldUsername, parseUsername } from '../../core/domain/username.ts';
import type { AccountId } from '../../core/ids.ts';
import { registerAccount } from '../../core/vault/register.ts';
import { networkLimits } from './attempts.ts';
import type { Fields } from './body.ts';
import type { HttpPorts } from './ports.ts';
import { postedRoute, type Result } from './posted.ts';
import type { Ask, Route } from './route.ts';
import { newDevice, welcome } from './sign-in.ts';

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
	const { username, nickname, password, phone, email, veriCode } = form.ok;
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
		code: ports.seal.code('signup', phone, veriCode),
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
	readonly veriCode: string;
}

/** Shapes only, in the order of the form. Without a nickname people are called by their user name. */
function parseForm(fields: Fields): { readonly ok: Form } | { readonly rejection: Rejection } {
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
	const veriCode = fields.veri_code;
	if (typeof veriCode !== 'string') return { rejection: { code: 'bad-code', field: 'veri_code' } };
	const [name, called] = [username.ok, nickname.ok];
	return {
		ok: { username: name, nickname: called, password: password.ok, phone: phone.ok, email: email.ok, veriCode },
	};
}
