/** Short texts of one line: nicknames, cities, signatures, notes, remarks, reasons, names of and in groups and tokens. */
import { REASON_CODE_POINTS_MAX } from '../wire.ts';
import { bad, type Parsed, tooLarge } from './parsed.ts';

const NICKNAME_CODE_POINTS_MAX = 32;
const CITY_CODE_POINTS_MAX = 50;
const SIGNATURE_CODE_POINTS_MAX = 100;
const NOTE_CODE_POINTS_MAX = 100;
const REMARK_CODE_POINTS_MAX = 32;
const ALIAS_CODE_POINTS_MAX = 32;
const GROUP_NAME_CODE_POINTS_MAX = 50;
const TOKEN_NAME_CODE_POINTS_MAX = 50;

/** Controls, line and paragraph separators: what would make more than one line of it. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Something to see: not a space, a format character or a filler. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** A half of a character without its other half. Browsers at the floor have no `isWellFormed`. */
const HALF = /\p{Surrogate}/u;

/** 1–32 code points without controls, trimmed, with something to see among them. Otherwise `bad-nickname`. */
export function parseNickname(input: unknown, field = 'nickname'): Parsed<string> {
	const line = parseName(input, NICKNAME_CODE_POINTS_MAX, field);
	return 'ok' in line ? line : bad('bad-nickname', field);
}

/** Where somebody lives, in their own words: at most 50 code points; empty takes it away. */
export function parseCity(input: unknown, field = 'city'): Parsed<string> {
	return parseLine(input, CITY_CODE_POINTS_MAX, field);
}

/** What somebody says of themselves: at most 100 code points; empty takes it away. */
export function parseSignature(input: unknown, field = 'signature'): Parsed<string> {
	return parseLine(input, SIGNATURE_CODE_POINTS_MAX, field);
}

/** The note of a friend request: at most 100 code points, may be empty. */
export function parseNote(input: unknown, field = 'note'): Parsed<string> {
	return parseLine(input, NOTE_CODE_POINTS_MAX, field);
}

/** What somebody calls a friend: at most 32 code points; empty takes it away. */
export function parseRemark(input: unknown, field = 'remark'): Parsed<string> {
	return parseLine(input, REMARK_CODE_POINTS_MAX, field);
}

/** 1–50 code points with something to see among them. */
export function parseGroupName(input: unknown, field = 'name'): Parsed<string> {
	return parseName(input, GROUP_NAME_CODE_POINTS_MAX, field);
}

/** What a member is called in a group: at most 32 code points; empty takes it away. */
export function parseAlias(input: unknown, field = 'alias'): Parsed<string> {
	return parseLine(input, ALIAS_CODE_POINTS_MAX, field);
}

/** Why a message is reported: 1–500 code points with something to see among them. */
export function parseReason(input: unknown, field = 'reason'): Parsed<string> {
	return parseName(input, REASON_CODE_POINTS_MAX, field);
}

/** What somebody calls a token: 1–50 code points with something to see among them. */
export function parseTokenName(input: unknown, field = 'name'): Parsed<string> {
	return parseName(input, TOKEN_NAME_CODE_POINTS_MAX, field);
}

function parseName(input: unknown, max: number, field: string): Parsed<string> {
	const line = parseLine(input, max, field);
	return 'ok' in line && !VISIBLE.test(line.ok) ? bad('bad-request', field) : line;
}

function parseLine(input: unknown, max: number, field: string): Parsed<string> {
	if (typeof input !== 'string' || HALF.test(input)) return bad('bad-request', field);
	const line = input.trim();
	if (BREAKS.test(line)) return bad('bad-request', field);
	// A code point has at most two units, so a very long text is refused without being counted.
	return line.length > 2 * max || [...line].length > max ? tooLarge(field, max) : { ok: line };
}
