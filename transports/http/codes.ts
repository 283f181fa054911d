/** `/verify/code`: six digits to somebody's phone or e-mail address, for one purpose. */
import { parseEmail } from '../../core/domain/email.ts';
import type { Parsed } from '../../core/domain/parsed.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import type { Contact } from '../../core/vault/contact.ts';
import { CODE_PURPOSES, type CodePurpose } from '../../core/vault/seal.ts';
import { type Fields, isForm } from './body.ts';
import type { PageName } from './pages/pages.ts';
import type { HttpPorts } from './ports.ts';
import { postedRoute, type Result } from './posted.ts';
import type { Ask, Route } from './route.ts';
import { sendCode } from './send-code.ts';
import type { SignUpMode } from './sign-up-mode.ts';
import { signedIn } from './signed-in.ts';

/** Where the code for a purpose is typed in. */
const PAGE_OF: Readonly<Record<CodePurpose, PageName>> = {
	signup: 'signup',
	signin: 'signin',
	reset: 'reset2',
	phone: 'settings',
	email: 'settings',
};

export function codeRoutes(ports: HttpPorts): Route[] {
	return [
		postedRoute(ports, {
			path: '/verify/code',
			page: (fields) => PAGE_OF[purposeOf(fields) ?? 'signin'],
			handle: (ask, fields) => answerWithCode(ports, ask, fields),
		}),
	];
}

async function answerWithCode(ports: HttpPorts, ask: Ask, fields: Fields): Promise<Result> {
	const purpose = purposeOf(fields);
	if (purpose === undefined) return { rejection: { code: 'bad-request', field: 'purpose' } };
	const { signup, verify } = ports.settings;
	if (purpose === 'signup' && signup === 'closed') return { rejection: { code: 'signup-closed' } };
	// An invitation is nothing that is sent on asking.
	if (purpose === 'signup' && verify === 'invite') return { rejection: { code: 'not-allowed' } };
	if (purpose === 'phone' || purpose === 'email') {
		// Where one can be reached is changed by who is signed in, and by no program.
		const by = await signedIn(ports, ask);
		if (by?.kind !== 'device') return { rejection: { code: by === undefined ? 'no-session' : 'not-allowed' } };
	}
	const contact = contactFor(purpose, fields, verify, isForm(ask.request));
	if ('rejection' in contact) return contact;
	const sent = await sendCode(ports, ask, purpose, contact.ok);
	switch (sent.state) {
		case 'sent': {
			const { delivery, wait } = sent;
			return { status: 202, body: { delivery, wait }, form: { again: PAGE_OF[purpose], sent: delivery } };
		}
		case 'sent-lately':
			return { rejection: { code: 'too-often', retryAfterMs: sent.wait } };
		case 'refused':
			return sent;
		default:
			return sent satisfies never;
	}
}

/** Signing up proves what the installation wants proved, signing in without a password a phone; a verified e-mail address resets one, too. */
function contactFor(
	purpose: CodePurpose,
	fields: Fields,
	verify: SignUpMode['verify'],
	form: boolean,
): Parsed<Contact> {
	switch (purpose) {
		case 'signup':
			return verify === 'mail' ? emailOf(fields.email, 'email') : phoneOf(fields);
		case 'reset':
			return contactOf(fields, form);
		case 'email':
			return emailOf(fields.email, 'email');
		case 'signin':
		case 'phone':
			return phoneOf(fields);
		default:
			return purpose satisfies never;
	}
}

/** `{phone}` or `{email}`. A form has one field for both, so there an address among the phones is an e-mail address. */
export function contactOf(fields: Fields, form: boolean): Parsed<Contact> {
	const { phone, email } = fields;
	if (form && typeof phone === 'string' && phone.includes('@')) return emailOf(phone, 'phone');
	return phone === undefined && email !== undefined ? emailOf(email, 'email') : phoneOf(fields);
}

export function phoneOf({ phone }: Fields): Parsed<Contact> {
	const parsed = parsePhone(phone);
	return 'ok' in parsed ? { ok: { column: 'phone', address: parsed.ok } } : parsed;
}

export function emailOf(email: unknown, field: string): Parsed<Contact> {
	const parsed = parseEmail(email, field);
	return 'ok' in parsed ? { ok: { column: 'email_verified', address: parsed.ok } } : parsed;
}

function purposeOf({ purpose }: Fields): CodePurpose | undefined {
	return CODE_PURPOSES.find((known) => known === purpose);
}
