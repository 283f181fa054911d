/** Sends a code, within the limits, and says what became of it. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { fill } from '../../core/messages/fill.ts';
import { CODE_WAIT_MS, codeRead, codeWaitMs, forgetCode, issueCode, newCode } from '../../core/vault/codes.ts';
import type { Contact } from '../../core/vault/contact.ts';
import type { CountedLimit } from '../../core/vault/counters.ts';
import type { CodePurpose, SealedCode } from '../../core/vault/seal.ts';
import { type TextKey, textIn } from '../senders/texts.ts';
import { networkOf } from './client.ts';
import { knownDevice } from './known-device.ts';
import { accountAt } from './people.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask } from './route.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

export type SentCode =
	/** `wait`: ms until the next one can be had. */
	| { readonly state: 'sent'; readonly delivery: string; readonly wait: number }
	/** Nothing was sent now, because something was less than a minute ago. */
	| { readonly state: 'sent-lately'; readonly delivery: string; readonly wait: number }
	| { readonly state: 'refused'; readonly rejection: Rejection };

/**
 * Whether the address is known shows in the message alone, which only its owner reads: never in what is answered, nor in
 * what is done for it.
 */
export async function sendCode(ports: HttpPorts, ask: Ask, purpose: CodePurpose, contact: Contact): Promise<SentCode> {
	const { address, column } = contact;
	const [sender, channel] = column === 'phone' ? ([ports.sms, 'sms'] as const) : ([ports.mail, 'mail'] as const);
	const { delivery } = sender;
	const account = await accountAt(ports.log, contact);
	const code = newCode();
	const known = knownDevice(ports.seal, ask, account) !== undefined;
	const sealed = ports.seal.code(purpose, address, code);
	const issued = await issue(ports, sealed, codeLimits(ports, ask, address, known));
	if (issued.state === 'sent-lately') return { ...issued, delivery };
	if (issued.state === 'refused') return issued;
	const text = messageFor(purpose, account !== undefined);
	const sent = await sender.send({
		channel,
		to: address,
		purpose,
		code: text === 'code' ? code : null,
		text: fill(textIn(ask.language, text), { code }),
	});
	if (sent === 'refused') {
		// Nothing is on its way, so nobody has to wait for it.
		await ports.log.write([forgetCode(sealed)]);
		return { state: 'refused', rejection: { code: 'not-sent' } };
	}
	return { state: 'sent', delivery, wait: CODE_WAIT_MS };
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
		case 'phone':
		case 'email':
			// Whoever reads it is told by the page that it is taken, once they have shown it.
			return 'code';
		default:
			return purpose satisfies never;
	}
}

type Issued =
	| { readonly state: 'issued' }
	| { readonly state: 'sent-lately'; readonly wait: number }
	| { readonly state: 'refused'; readonly rejection: Rejection };

/** Makes it the code of its purpose and address, or says why not. Who was told to wait and does not is told so again without the log. */
async function issue(
	{ node, log, clock, attempts: { waits } }: HttpPorts,
	code: SealedCode,
	limits: readonly CountedLimit[],
): Promise<Issued> {
	const lately = `sent ${code.purpose} ${code.address}`;
	const limited = [code.purpose, code.address, ...limits.map(({ counter }) => counter)].join(' ');
	const told = (): Issued | undefined => {
		const [wait, retryAfterMs] = [waits.left(lately), waits.left(limited)];
		if (wait > 0) return { state: 'sent-lately', wait };
		return retryAfterMs > 0 ? { state: 'refused', rejection: { code: 'too-often', retryAfterMs } } : undefined;
	};
	const before = told();
	if (before !== undefined) return before;
	const outcome = await node().execute({ name: 'code.issue', author: null, ...issueCode(code, limits) });
	if (outcome.state === 'done') return { state: 'issued' };
	const { rejection } = outcome;
	if (rejection.code !== 'too-often') return { state: 'refused', rejection };
	const [rows] = await log.select([codeRead(code)]);
	const wait = codeWaitMs(code, rows, clock.now());
	if (wait > 0) waits.add(lately, wait);
	waits.add(limited, rejection.retryAfterMs ?? 0);
	return told() ?? { state: 'refused', rejection };
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
