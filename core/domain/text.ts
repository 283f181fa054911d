/** The text of a message. */
import { TEXT_BYTES_MAX } from '../wire.ts';
import { bad, type Parsed, tooLarge } from './parsed.ts';

/** C0 controls but tab and newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f]/;

/**
 * A text as it was written: not empty, at most 8 KiB in UTF-8 (`too-large`), without C0 controls other than tab and
 * newline and without half characters (`bad-request`).
 */
export function parseText(input: unknown, field = 'text'): Parsed<string> {
	if (typeof input !== 'string' || input === '') return bad('bad-request', field);
	if (input.length > TEXT_BYTES_MAX || Buffer.byteLength(input) > TEXT_BYTES_MAX) {
		return tooLarge(field, TEXT_BYTES_MAX);
	}
	return CONTROLS.test(input) || !input.isWellFormed() ? bad('bad-request', field) : { ok: input };
}
