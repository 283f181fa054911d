/** Passwords as the sign-up form asks for them. */
import { bad, type Parsed } from './parsed.ts';

const SHAPE = /^(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9]{6,12}$/;

/** 6–12 ASCII letters and digits, at least one of each. Otherwise `bad-password`. */
export function parsePassword(input: unknown, field = 'password'): Parsed<string> {
	return typeof input === 'string' && SHAPE.test(input) ? { ok: input } : bad('bad-password', field);
}
