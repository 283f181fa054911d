/** A table of people as spreadsheets save it: CSV (RFC 4180) with a line of headings, in UTF-8 or, as Excel in Chinese does, in GB 18030. */
import { CsvError, parse } from 'csv-parse/sync';
import type { Rejection } from '../../core/domain/rejection.ts';
import { foldUsername } from '../../core/domain/username.ts';
import { type NewPerson, type PersonFields, parsePerson } from './people.ts';

export const TABLE_BYTES_MAX = 4 * 1024 * 1024;
export const TABLE_LINES_MAX = 20_000;

const HEADINGS: ReadonlyMap<string, keyof PersonFields> = new Map([
	['username', 'username'],
	['用户名', 'username'],
	['nickname', 'nickname'],
	['昵称', 'nickname'],
	['password', 'password'],
	['密码', 'password'],
	['phone', 'phone'],
	['手机号', 'phone'],
	['手机', 'phone'],
	['email', 'email'],
	['邮箱', 'email'],
]);

export type Table =
	/** `line`: in the file, from 1. */
	| { readonly people: readonly { readonly line: number; readonly person: NewPerson }[] }
	| { readonly wrong: readonly WrongLine[] };

export type WrongLine =
	| { readonly what: 'refused'; readonly line: number; readonly rejection: Rejection }
	/** Somebody above has the same user name, phone or e-mail address. */
	| { readonly what: 'doubled'; readonly line: number; readonly above: number; readonly value: string }
	| { readonly what: 'unknown-heading'; readonly heading: string }
	| { readonly what: 'no-username' }
	| { readonly what: 'too-large' }
	| { readonly what: 'no-table'; readonly line: number; readonly reason: string };

/** All of it, or all that is wrong with it. */
export function readTable(bytes: Uint8Array): Table {
	if (bytes.length > TABLE_BYTES_MAX) return { wrong: [{ what: 'too-large' }] };
	const rows = cells(decode(bytes));
	if ('what' in rows) return { wrong: [rows] };
	const [headings, ...lines] = rows;
	if (headings === undefined) return { wrong: [{ what: 'no-username' }] };
	if (lines.length > TABLE_LINES_MAX) return { wrong: [{ what: 'too-large' }] };
	const fields = headings.record.map((heading) => HEADINGS.get(heading.toLowerCase()));
	const unknown = headings.record.filter((_, k) => fields[k] === undefined);
	if (unknown.length > 0) return { wrong: unknown.map((heading) => ({ what: 'unknown-heading', heading })) };
	if (!fields.includes('username')) return { wrong: [{ what: 'no-username' }] };
	return peopleOf(lines.map(({ line, record }) => ({ line, said: fieldsOf(record, fields) })));
}

function peopleOf(said: readonly { readonly line: number; readonly said: PersonFields }[]): Table {
	const people: { readonly line: number; readonly person: NewPerson }[] = [];
	const wrong: WrongLine[] = [];
	/** In which line something stands that is nobody else's. */
	const taken = new Map<string, number>();
	for (const { line, said: fields } of said) {
		const parsed = parsePerson(fields);
		if ('rejection' in parsed) {
			wrong.push({ what: 'refused', line, rejection: parsed.rejection });
			continue;
		}
		const { username, phone, email } = parsed.ok;
		const own = [foldUsername(username), phone, email].filter((value) => value !== null);
		const doubled = own.find((value) => taken.has(value));
		if (doubled === undefined) people.push({ line, person: parsed.ok });
		else wrong.push({ what: 'doubled', line, above: taken.get(doubled) ?? line, value: doubled });
		for (const value of own) if (!taken.has(value)) taken.set(value, line);
	}
	return wrong.length > 0 ? { wrong } : { people };
}

interface Line {
	readonly line: number;
	readonly record: readonly string[];
}

function cells(text: string): readonly Line[] | WrongLine {
	try {
		const lines: Line[] = [];
		parse(text, {
			bom: true,
			skip_empty_lines: true,
			trim: true,
			on_record(record: string[], { lines: line }) {
				lines.push({ line, record });
				return null;
			},
		});
		return lines;
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		return { what: 'no-table', line: typeof error.lines === 'number' ? error.lines : 0, reason: error.code };
	}
}

function fieldsOf(record: readonly string[], fields: readonly (keyof PersonFields | undefined)[]): PersonFields {
	const said: { -readonly [Field in keyof PersonFields]: PersonFields[Field] } = {};
	for (const [k, value] of record.entries()) {
		const field = fields[k];
		if (field !== undefined && value !== '') said[field] = value;
	}
	return said;
}

function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}
