/** Phone numbers, kept in E.164 so that one phone has one form. */
import { bad, type Parsed } from './parsed.ts';

const MAINLAND_MOBILE = /^1[3-9][0-9]{9}$/;
const MAINLAND_CODE = '+86';
/** ITU-T E.164: country code (never beginning with 0) and number; 8 digits is the least that a real one has. */
const INTERNATIONAL = /^\+[1-9][0-9]{7,14}$/;

/**
 * A mainland mobile number, with or without `+86`, or an international one in E.164 (`+` and 8–15 digits), as E.164.
 * Nothing else may stand around or between the digits. Otherwise `bad-phone`.
 */
export function parsePhone(input: unknown, field = 'phone'): Parsed<string> {
	if (typeof input !== 'string') return bad('bad-phone', field);
	if (MAINLAND_MOBILE.test(input)) return { ok: MAINLAND_CODE + input };
	const good = input.startsWith(MAINLAND_CODE)
		? MAINLAND_MOBILE.test(input.slice(MAINLAND_CODE.length))
		: INTERNATIONAL.test(input);
	return good ? { ok: input } : bad('bad-phone', field);
}

/** As much of a phone in E.164 as its owner needs to know it again: `138****5678`, abroad `+1*******23`. */
export function maskPhone(phone: string): string {
	const mainland = phone.startsWith(MAINLAND_CODE);
	const shown = mainland ? phone.slice(MAINLAND_CODE.length) : phone;
	const [head, tail] = mainland ? [3, 4] : [2, 2];
	return shown.slice(0, head) + '*'.repeat(shown.length - head - tail) + shown.slice(-tail);
}
