/** What clients say on the brief's sockets: applications (step 0) and answers (step 2). Pure. */
import { bad, type Parsed, tooLarge } from '../../core/domain/parsed.ts';
import { parseUsername } from '../../core/domain/username.ts';
import { isId } from '../../core/ids.ts';
import { APPLICATION_TYPE } from './frames.ts';
import { type Verdict, verdictOf } from './status.ts';

/** Characters of a message; the longest that means something has about 200. */
export const STEP_CHARS_MAX = 1024;

/** `sender` and `reciver`: a user name or an account's id. */
export type Step = { readonly sender: string; readonly reciver: string } & (
	| { readonly step: 0 }
	| { readonly step: 2; readonly verdict: Verdict }
);

/** The fields of a message that are repeated in its refusal: all but lists and objects. */
export type Echo = Readonly<Record<string, unknown>>;

/** A message as it may be acted upon, or why not; and what to repeat in either case. */
export function parseStep(text: string): { readonly parsed: Parsed<Step>; readonly echo: Echo } {
	const message = parseObject(text);
	if (message === undefined) return { parsed: { rejection: { code: 'bad-request' } }, echo: {} };
	const echo = Object.fromEntries(Object.entries(message).filter(([, value]) => !isNested(value)));
	return { echo, parsed: text.length > STEP_CHARS_MAX ? tooLarge('message', STEP_CHARS_MAX) : stepOf(message) };
}

function stepOf({ sender, reciver, step, type = APPLICATION_TYPE, status }: Echo): Parsed<Step> {
	if (!isNamed(sender)) return bad('bad-request', 'sender');
	if (!isNamed(reciver)) return bad('bad-request', 'reciver');
	if (type !== APPLICATION_TYPE) return bad('bad-request', 'type');
	if (step === 0) return { ok: { sender, reciver, step } };
	if (step !== 2) return bad('bad-request', 'step');
	const verdict = verdictOf(status);
	return verdict === undefined ? bad('bad-request', 'status') : { ok: { sender, reciver, step, verdict } };
}

function isNamed(text: unknown): text is string {
	return isId(text) || 'ok' in parseUsername(text);
}

function isNested(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}

/** Undefined for what is no JSON object. */
function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isNested(value) && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
