/** Texts of several lines: messages and announcements. */
import { ANNOUNCEMENT_CODE_POINTS_MAX, TEXT_BYTES_MAX } from '../wire.ts';
import { bad, type Parsed, tooLarge } from './parsed.ts';

/** C0 controls but tab and newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f]/;

/** A half of a character without its other half. Browsers at the floor have no `isWellFormed`. */
const HALF = /\p{Surrogate}/u;
/** Bytes that a UTF-16 unit has in UTF-8 at most: what is short anyway is not counted. */
const BYTES_PER_UNIT_MAX = 3;
const utf8 = new TextEncoder();

/**
 * A text as it was written: not empty, at most 8 KiB in UTF-8 (`too-large`), without C0 controls other than tab and
 * newline and without half characters (`bad-request`).
 */
export function parseText(input: unknown, field = 'text'): Parsed<string> {
	if (typeof input !== 'string' || input === '') return bad('bad-request', field);
	if (input.length > TEXT_BYTES_MAX || bytesOf(input) > TEXT_BYTES_MAX) return tooLarge(field, TEXT_BYTES_MAX);
	return CONTROLS.test(input) || HALF.test(input) ? bad('bad-request', field) : { ok: input };
}

/** What is announced in a group: at most 2,000 code points, trimmed, with the characters of a message; empty takes it away. */
export function parseAnnouncement(input: unknown, field = 'text'): Parsed<string> {
	if (typeof input !== 'string') return bad('bad-request', field);
	const text = input.trim();
	const max = ANNOUNCEMENT_CODE_POINTS_MAX;
	// A code point has at most two units, so a very long text is refused without being counted.
	if (text.length > 2 * max || [...text].length > max) return tooLarge(field, max);
	return CONTROLS.test(text) || HALF.test(text) ? bad('bad-request', field) : { ok: text };
}

/** Bytes in UTF-8; of a text that is within the limit in any case, an upper bound of them. */
function bytesOf(input: string): number {
	const bound = input.length * BYTES_PER_UNIT_MAX;
	return bound <= TEXT_BYTES_MAX ? bound : utf8.encode(input).length;
}
