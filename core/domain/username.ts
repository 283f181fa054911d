/** User names: what people sign in with and are found by. Unique without case. */
import { bad, type Parsed } from './parsed.ts';

const CODE_POINTS_MIN = 2;
const CODE_POINTS_MAX = 10;
/** Longer input is refused before it is normalized, which costs time by its length. */
const INPUT_UNITS_MAX = 100;
const SHAPE = new RegExp(
	`^[A-Za-z\\p{Script=Han}][A-Za-z0-9_\\p{Script=Han}]{${CODE_POINTS_MIN - 1},${CODE_POINTS_MAX - 1}}$`,
	'u',
);
/** Words of the sockets' addresses, folded; they cannot name a person there. */
const RESERVED: readonly string[] = ['friend_id', 'friend_list'];

/**
 * The name in its one form (NFKC): 2–10 code points of ASCII letters, digits, `_` and Han characters, the first a letter
 * or a Han character. Otherwise `bad-username`.
 */
export function parseUsername(input: unknown, field = 'username'): Parsed<string> {
	if (typeof input !== 'string' || input.length > INPUT_UNITS_MAX) return bad('bad-username', field);
	const name = input.normalize('NFKC');
	if (!SHAPE.test(name) || RESERVED.includes(foldUsername(name))) return bad('bad-username', field);
	return { ok: name };
}

/** The form in which two user names are the same name: NFKC, in lower case. Takes any text, for looking somebody up. */
export function foldUsername(name: string): string {
	return name.normalize('NFKC').toLowerCase();
}
