/** E-mail addresses that a mail server of the internet takes: an unquoted local part at a domain name (RFC 5321, 5322). */
import { bad, type Parsed } from './parsed.ts';

/** RFC 5321 4.5.3.1.3: a path has 256 octets, two of them angle brackets. */
const ADDRESS_CHARS_MAX = 254;
/** RFC 5321 4.5.3.1.1. */
const LOCAL_CHARS_MAX = 64;
/** RFC 5322 3.2.3, dot-atom. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** RFC 1035 2.3.1 with RFC 1123 2.1: labels of 1–63 letters, digits and inner hyphens; the last one is no number. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** The address with its domain in lower case; what stands before the `@` is the receiving server's business. Otherwise `bad-email`. */
export function parseEmail(input: unknown, field = 'email'): Parsed<string> {
	if (typeof input !== 'string' || input.length > ADDRESS_CHARS_MAX) return bad('bad-email', field);
	const at = input.lastIndexOf('@');
	const local = input.slice(0, Math.max(at, 0));
	const domain = input.slice(at + 1).toLowerCase();
	if (local.length > LOCAL_CHARS_MAX || !LOCAL.test(local) || !DOMAIN.test(domain)) return bad('bad-email', field);
	return { ok: `${local}@${domain}` };
}

/** As much of an address as its owner needs to know it again: `z***@example.com`, whatever its length. */
export function maskEmail(email: string): string {
	return `${email.slice(0, 1)}***${email.slice(email.lastIndexOf('@'))}`;
}
