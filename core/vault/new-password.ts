/** Passwords that nobody thought of, for people to read out and type: told once to whoever asked for them. */
import { randomInt } from 'node:crypto';
import { parsePassword } from '../domain/password.ts';

const CHARS = 10;
/** Without those that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** One by the rules of sign-up, at random: 49 bits. */
export function newPassword(): string {
	for (;;) {
		const password = Array.from({ length: CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
		if ('ok' in parsePassword(password)) return password;
	}
}
