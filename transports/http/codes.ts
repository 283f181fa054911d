/** `/verify/code`: six digits to somebody's phone or e-mail address, for one purpose. */
import { parseEmail } from '../../core/domain/email.ts';
import type { Parsed } from '../../core/domain/parsed.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { fill } from '../../core/messages/fill.ts';
import { CODE_WAIT_MS, issueCode, newCode } from '../../core/vault/codes.ts';
import type { CountedLimit } from '../../core/vault/counters.ts';
import type { Contact } from '../../core/vault/reset.ts';
import { CODE_PURPOSES, type CodePurpose, type SealedCode } from '../../core/vault/seal.ts';
import { type TextKey, textIn } from '../senders/texts.ts';
import { type Fields, isForm } from './body.ts';
import { networkOf } from './client.ts';
import { knownDevice } from './known-device.ts';
import type { FormPageName } from './pages/forms.ts';
import { accountAt } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { type FormAnswer, postedRoute, type Result } from './posted.ts';
import type { Ask, Route } from './route.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** Where the code for a purpose is typed in. */
const PAGE_OF: Readonly<Record<CodePurpose, FormPageName>> = { signup: 'signup', signin: 'signin', reset: 'reset2' };

export function codeRoutes(ports: HttpPorts): Route[] {
	return [
		postedRoute(ports, {
			path: '/verify/code',
			page: (fields) => PAGE_OF[purposeOf(fields) ?? 'signin'],
			async handle(ask, fields) {
				const purpose = purposeOf(fields);
				if (purpose === undefined) return { rejection: { code: 'bad-request', field: 'purpose' } };
				const again = { again: PAGE_OF[purpose], sent: '' } as const;
				return sendCode(ports, ask, fields, purpose, (sent) => ({ ...again, sent }));
			},
		}),
	];
}

/**
 * Whether the address is known shows in the message alone, which only its owner reads: never in the answer, nor in
 * what is done for it.
 */
export async function sendCode(
	ports: HttpPorts,
	ask: Ask,
	fields: Fields,
	purpose: CodePurpose,
	form: (delivery: string) => FormAnswer,
): Promise<Result> {
	if (purpose === 'signup' && ports.settings.signup === 'closed') return { rejection: { code: 'signup-closed' } };
	// Only a reset is had by e-mail: signing up proves a phone, and so does signing in without a password.
	const contact = purpose === 'reset' ? contactOf(fields, isForm(ask.request)) : phoneOf(fields);
	if ('rejection' in contact) return contact;
	const { address, column } = contact.ok;
	const account = await accountAt(ports.log, contact.ok);
	const code = newCode();
	const known = knownDevice(ports.seal, ask, account) !== undefined;
	const issued = await issue(ports, ports.seal.code(purpose, address, code), codeLimits(ports, ask, address, known));
	if (issued !== undefined) return { rejection: issued };
	const text = messageFor(purpose, account !== undefined);
	const [sender, channel] = column === 'phone' ? ([ports.sms, 'sms'] as const) : ([ports.mail, 'mail'] as const);
	const sent = await sender.send({
		channel,
		to: address,
		purpose,
		code: text === 'code' ? code : null,
		text: fill(textIn(ask.language, text), { code }),
	});
	if (sent === 'refused') return { rejection: { code: 'not-sent' } };
	const { delivery } = sender;
	return { status: 202, body: { delivery, wait: CODE_WAIT_MS }, form: form(delivery) };
}

/** `{phone}` or `{email}`. A form has one field for both, so there an address among the phones is an e-mail address. */
export function contactOf(fields: Fields, form: boolean): Parsed<Contact> {
	const { phone, email } = fields;
	if (form && typeof phone === 'string' && phone.includes('@')) return emailOf(phone, 'phone');
	return phone === undefined && email !== undefined ? emailOf(email, 'email') : phoneOf(fields);
}

function phoneOf({ phone }: Fields): Parsed<Contact> {
	const parsed = parsePhone(phone);
	return 'ok' in parsed ? { ok: { column: 'phone', address: parsed.ok } } : parsed;
}

function emailOf(email: unknown, field: string): Parsed<Contact> {
	const parsed = parseEmail(email, field);
	return 'ok' in parsed ? { ok: { column: 'email_verified', address: parsed.ok } } : parsed;
}

function purposeOf({ purpose }: Fields): CodePurpose | undefined {
	return CODE_PURPOSES.find((known) => known === purpose);
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

/** Makes it the code of its purpose and address, or says why not. Who was told to wait and does not is told so again without the log. */
async function issue(
	{ node, attempts: { waits } }: HttpPorts,
	code: SealedCode,
	limits: readonly CountedLimit[],
): Promise<Rejection | undefined> {
	const who = [code.purpose, code.address, ...limits.map(({ counter }) => counter)].join(' ');
	const left = waits.left(who);
	if (left > 0) return { code: 'too-often', retryAfterMs: left };
	const outcome = await node().execute({ name: 'code.issue', author: null, ...issueCode(code, limits) });
	if (outcome.state === 'done') return undefined;
	const { rejection } = outcome;
	if (rejection.code === 'too-often') waits.add(who, rejection.retryAfterMs ?? 0);
	return rejection;
}

/** The devices that know the account have codes of their own in a day, so that nobody else uses theirs up. */
function codeLimits({ seal, settings }: HttpPorts, { client }: Ask, address: string, known: boolean): CountedLimit[] {
	const { codesPerAddressDay, codesPerIpHour } = settings.limits;
	const limits: CountedLimit[] = [];
	if (codesPerAddressDay > 0) {
		const counter = seal.counter('codes-per-address-day', address, ...(known ? ['known'] : []));
		limits.push({ counter, windowMs: DAY_MS, max: codesPerAddressDay });
	}
	if (codesPerIpHour > 0 && !client.loopback && !known) {
		const counter = seal.counter('codes-per-ip-hour', networkOf(client.address));
		limits.push({ counter, windowMs: HOUR_MS, max: codesPerIpHour });
	}
	return limits;
}
