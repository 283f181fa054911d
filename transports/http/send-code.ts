/** Sends a code, within the limits, and says what became of it. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { CODE_WAIT_MS, codeRead, codeWaitMs, issueCode, newCode, withdrawCode } from '../../core/vault/codes.ts';
import type { Contact } from '../../core/vault/contact.ts';
import type { CountedLimit } from '../../core/vault/counters.ts';
import type { CodePurpose, SealedCode } from '../../core/vault/seal.ts';
import { compose, type MessageKey } from '../senders/texts.ts';
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
	const ofAddress = addressLimits(ports, address, known);
	const issued = await issue(ports, sealed, [...ofAddress, ...networkLimits(ports, ask, known)]);
	if (issued.state === 'sent-lately') return { ...issued, delivery };
	if (issued.state === 'refused') return issued;
	const key = messageFor(purpose, account !== undefined);
	const sent = await sender.send(compose({ channel, to: address, purpose, key, language: ask.language }, { code }));
	if (sent === 'refused') {
		// Nothing is on its way, so nobody has to wait for it.
		await ports.node().execute({ name: 'code.withdraw', author: null, ...withdrawCode(sealed, ofAddress) });
		ports.attempts.waits.add(latelySent(sealed), 0);
		return { state: 'refused', rejection: { code: 'not-sent' } };
	}
	return { state: 'sent', delivery, wait: CODE_WAIT_MS };
}

/** A code that its reader could do nothing with is not sent; they are told why instead. */
function messageFor(purpose: CodePurpose, known: boolean): MessageKey {
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
	const lately = latelySent(code);
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

function latelySent({ purpose, address }: SealedCode): string {
	return `sent ${purpose} ${address}`;
}

/** The devices that know the account have codes of their own in a day, so that nobody else uses theirs up. */
function addressLimits({ seal, settings }: HttpPorts, address: string, known: boolean): CountedLimit[] {
	const { codesPerAddressDay: max } = settings.limits;
	if (max === 0) return [];
	return [
		{ counter: seal.counter('codes-per-address-day', address, ...(known ? ['known'] : [])), windowMs: DAY_MS, max },
	];
}

/** Codes that could not be sent count here too. */
function networkLimits({ seal, settings }: HttpPorts, { client }: Ask, known: boolean): CountedLimit[] {
	const { codesPerIpHour: max } = settings.limits;
	if (max === 0 || client.loopback || known) return [];
	return [{ counter: seal.counter('codes-per-ip-hour', networkOf(client.address)), windowMs: HOUR_MS, max }];
}
