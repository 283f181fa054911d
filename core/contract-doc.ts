/** `npm run contract`: writes `core/CONTRACT.md` from the schemas, so that it says what the server does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TProperties, TSchema } from 'typebox';
import { COMMANDS } from './domain/commands.ts';
import { AUDIENCE, type Audience, EVENTS } from './domain/events.ts';
import { REJECTIONS } from './domain/rejection.ts';
import { sentence } from './messages/sentence.ts';
import * as wire from './wire.ts';

export const CONTRACT_FILE = join(import.meta.dirname, 'CONTRACT.md');

const TOLD: Readonly<Record<Audience, string>> = {
	members: 'the members of the conversation, before and after it',
	owner: 'the account itself',
	related: 'the account itself and everybody who stands in a relation to it',
	readers: 'the reader, and the others of a pair or of a group of at most 100',
	nobody: 'nobody: it never leaves the server',
};

/** The whole document. */
export function contractDoc(): string {
	return `${[
		'# The contract of `/ws`',
		'Made by `npm run contract` from the schemas in `core`; not written by hand. Times are ms since 1970 UTC, sizes bytes, ids UUIDs in lower case. Clients ignore unknown fields, events, signals and body types.',
		'## Requests',
		'A request is `{"re":<number>,"do":"<name>",…fields}`; a field that is not listed is refused. A command records something and may carry `id`, a UUID of version 4 or 7 made by the client (`message.send` must): the same command under the same id is answered as the first time and recorded once. A query records nothing and has no `id`.',
		table(['name', 'kind', 'fields'], requests()),
		'## Events',
		'An event is `{position, stream, version, type, id, at, by, data}`; `data` holds the fields below and nothing else, or `{"redacted":true}` where its content was taken away.',
		table(['type', 'lives in', 'fields', 'told to'], events()),
		'## Refusals',
		'`{"re":n,"error":{code,message,field?,max?,wait?}}`: nothing was recorded, except that `unavailable` means perhaps: send again with the same id.',
		table(
			['code', 'English', '中文'],
			REJECTIONS.map((code) => [`\`${code}\``, sentence(code, 'en'), sentence(code, 'zh')]),
		),
		'## Close codes',
		table(
			['code', 'meaning'],
			Object.entries(wire.CLOSE).map(([name, code]) => [String(code), words(name)]),
		),
		'## Limits',
		table(['name', 'value'], limits()),
	].join('\n\n')}\n`;
}

function requests(): string[][] {
	return Object.entries(COMMANDS).map(([name, { kind, schema }]) => [
		`\`${name}\``,
		kind === 'recording' ? 'command' : 'query',
		fieldsOf(schema.properties, schema.required ?? []),
	]);
}

function events(): string[][] {
	return Object.entries(EVENTS).map(([type, { stream, audience, fields }]) => [
		`\`${type}\``,
		stream,
		fieldsOf(fields.properties, fields.required ?? []),
		TOLD[AUDIENCE[audience]],
	]);
}

/** The constants of `core/wire.ts` that end in a bound, by name: a module's own order is not the same everywhere. */
function limits(): string[][] {
	return Object.entries(wire)
		.filter(([name, value]) => typeof value === 'number' && /_(MAX|MS)$/.test(name))
		.map(([name, value]) => [`\`${name}\``, String(value)])
		.sort();
}

function fieldsOf(properties: TProperties, required: readonly string[]): string {
	const fields = Object.entries(properties).map(
		([name, schema]) => `\`${name}${required.includes(name) ? '' : '?'}\`: ${describe(schema)}`,
	);
	return fields.length === 0 ? '–' : fields.join('<br>');
}

/** What a JSON Schema admits, in words. */
function describe(schema: TSchema): string {
	const json: Schema = schema;
	if (json.anyOf !== undefined) return json.anyOf.map(describe).join(' or ');
	if (json.const !== undefined) return `\`${JSON.stringify(json.const)}\``;
	const parts = [kindOf(json), json.description, bounds(json)];
	return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

/** The keywords of JSON Schema that are used here. */
interface Schema {
	readonly type?: string;
	readonly description?: string;
	readonly const?: unknown;
	readonly anyOf?: readonly TSchema[];
	readonly pattern?: string;
	readonly properties?: TProperties;
	readonly required?: readonly string[];
	readonly items?: TSchema;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly default?: unknown;
}

function kindOf(schema: Schema): string | undefined {
	if (schema.items !== undefined) return `list of ${describe(schema.items)}`;
	if (schema.properties !== undefined) {
		const fields = Object.entries(schema.properties).map(([name, field]) => `\`${name}\`: ${describe(field)}`);
		return `{ ${fields.join('; ')} }`;
	}
	if (schema.pattern !== undefined) return schema.description === undefined ? 'id' : undefined;
	return schema.type;
}

function bounds(schema: Schema): string {
	const least = schema.minimum ?? schema.minItems ?? schema.minLength;
	const most = schema.maximum ?? schema.maxItems ?? schema.maxLength;
	const range = [least === undefined ? [] : [`≥ ${least}`], most === undefined ? [] : [`≤ ${most}`]].flat();
	return [...range, ...(schema.default === undefined ? [] : [`default ${schema.default}`])].join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `sessionEnded` as `session ended`. */
function words(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

if (import.meta.main) writeFileSync(CONTRACT_FILE, contractDoc());
