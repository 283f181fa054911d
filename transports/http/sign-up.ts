/** Becoming somebody: `/verify/code`, `/verify/signup`. */
import { parseEmail } from '../../core/domain/email.ts';
import { parseNickname } from '../../core/domain/line.ts';
import { parsePassword } from '../../core/domain/password.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { foldUsername, parseUsername } from '../../core/domain/username.ts';
import type { AccountId } from '../../core/ids.ts';
import { fill } from '../../core/messages/fill.ts';
import { CODE_WAIT_MS, issueCode, newCode } from '../../core/vault/codes.ts';
import type { CountedLimit } from '../../core/vault/counters.ts';
import { registerAccount } from '../../core/vault/register.ts';
import { CODE_PURPOSES, type CodePurpose } from '../../core/vault/seal.ts';
import { type TextKey, textIn } from '../senders/texts.ts';
import { createAttempts } from './attempts.ts';
import { type Fields, readFields } from './body.ts';
import { type Client, networkOf } from './client.ts';
import { accountWithPhone } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route } from './route.ts';
import { limited, newDevice, welcome } from './sign-in.ts';

/** Sign-ups that may fail from one network in a window; beyond it: 429. */
const FAILURES_MAX = 100;
const WINDOW_MS = 60 * 60_000;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

export function signUpRoutes(ports: HttpPorts): Route[] {
	const attempts = createAttempts(ports.clock, FAILURES_MAX, WINDOW_MS);
	return [
		{ method: 'POST', path: '/verify/code', kind: 'data', who: 'anybody', handle: (ask) => sendCode(ports, ask) },
		{
			method: 'POST',
			path: '/verify/signup',
			kind: 'data',
			who: 'anybody',
			handle: (ask) => limited(ports, attempts, ask, () => signUp(ports, ask)),
		},
	];
}

/** Whether the phone is known shows in the message alone, which only its owner reads: never in the answer. */
async function sendCode(ports: HttpPorts, { request, client, language }: Ask): Promise<Response> {
	const fields = await readFields(request);
	if ('rejection' in fields) return refusal(fields.rejection, language);
	const purpose = CODE_PURPOSES.find((known) => known === fields.ok.purpose);
	if (purpose === undefined) return refusal({ code: 'bad-request', field: 'purpose' }, language);
	if (purpose === 'signup' && ports.settings.signup === 'closed') return refusal({ code: 'signup-closed' }, language);
	const phone = parsePhone(fields.ok.phone);
	if ('rejection' in phone) return refusal(phone.rejection, language);
	const code = newCode();
	const issue = issueCode(ports.seal.code(purpose, phone.ok, code), codeLimits(ports, phone.ok, client));
	const outcome = await ports.node().execute({ name: 'code.issue', author: null, ...issue });
	if (outcome.state === 'rejected') return refusal(outcome.rejection, language);
	const text = messageFor(purpose, (await accountWithPhone(ports.log, phone.ok)) !== undefined);
	const carried = text === 'code' ? code : null;
	const sent = await ports.sms.send({
		channel: 'sms',
		to: phone.ok,
		purpose,
		code: carried,
		text: fill(textIn(language, text), { code }),
	});
	if (sent === 'refused') return refusal({ code: 'not-sent' }, language);
	return Response.json({ delivery: ports.sms.delivery, wait: CODE_WAIT_MS }, { status: 202 });
}

/** A code that its reader could do nothing with is not sent; they are told why instead. */
function messageFor(purpose: CodePurpose, known: boolean): TextKey {
	switch (purpose) {
		case 'signup':
			return known ? 'signup-known' : 'code';
		case 'signin':
			return known ? 'code' : 'signin-unknown';
		case 'reset':
			return known ? 'code' : 'reset-unknown';
		default:
			return purpose satisfies never;
	}
}

function codeLimits({ seal, settings }: HttpPorts, phone: string, client: Client): CountedLimit[] {
	const { codesPerAddressDay, codesPerIpHour } = settings.limits;
	const limits: CountedLimit[] = [];
	if (codesPerAddressDay > 0) {
		const counter = seal.counter('codes-per-address-day', phone);
		limits.push({ counter, windowMs: DAY_MS, max: codesPerAddressDay });
	}
	if (codesPerIpHour > 0 && !client.loopback) {
		const counter = seal.counter('codes-per-ip-hour', networkOf(client.address));
		limits.push({ counter, windowMs: HOUR_MS, max: codesPerIpHour });
	}
	return limits;
}

async function signUp(ports: HttpPorts, ask: Ask): Promise<Response> {
	const { request, language } = ask;
	const fields = await readFields(request);
	if ('rejection' in fields) return refusal(fields.rejection, language);
	if (ports.settings.signup === 'closed') return refusal({ code: 'signup-closed' }, language);
	const form = parseForm(fields.ok);
	if ('rejection' in form) return refusal(form.rejection, language);
	const { username, nickname, password, phone, email, veriCode } = form.ok;
	const folded = foldUsername(username);
	// Before a hash is computed for nothing; the decision under the lock is the one that counts.
	if (ports.node().views.facts.accountByUsername(folded) !== undefined) {
		return refusal({ code: 'username-taken', field: 'username' }, language);
	}
	const hashed = await ports.hasher.hash(password);
	if (hashed.state === 'unavailable') return refusal({ code: 'unavailable' }, language);
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
	const outcome = await ports.node().execute({ name: 'account.register', author: null, ...register });
	if (outcome.state === 'rejected') return refusal(outcome.rejection, language);
	return welcome(ports, ask, { account, token: device.token, status: 201, remember: true });
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
