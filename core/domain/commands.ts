/**
 * Every command and query of `/ws`: its fields and limits as a schema, whether it records something, and the rules that
 * a schema cannot say. What clients may send is parsed here and nowhere else; `core/CONTRACT.md` is made from it.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Errors } from 'typebox/value';
import { type AccountId, type ConversationId, type EventId, isClientId } from '../ids.ts';
import {
	ACCOUNTS_GET_MAX,
	GROUP_ADD_MAX,
	HISTORY_MAX,
	LINK_USES_MAX,
	MEMBERS_PAGE_MAX,
	PICTURE_SIDE_MAX,
	type SentBody,
	VOICE_MS_MAX,
} from '../wire.ts';
import { parseAlias, parseGroupName, parseNote, parseReason, parseRemark } from './line.ts';
import { bad, type Parsed, tooLarge } from './parsed.ts';
import type { Rejection } from './rejection.ts';
import { parseAnnouncement, parseText } from './text.ts';

/** Characters of what somebody is looked up by: a user name, a phone or an id. */
const FIND_CHARS_MAX = 100;
/** Characters of a link's token; one that was made has 22. */
const TOKEN_CHARS_MAX = 100;

const ID_PATTERN = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const Account = Type.Unsafe<AccountId>(Type.String({ pattern: ID_PATTERN, description: 'account id' }));
const ConversationOf = Type.Unsafe<ConversationId>(
	Type.String({ pattern: ID_PATTERN, description: 'conversation id' }),
);
const text = (description: string) => Type.String({ description });
const Message = Type.Unsafe<EventId>(Type.String({ pattern: ID_PATTERN, description: 'id of a message' }));
/** The longest list that a field takes. */
const LIST_MAX = Math.max(ACCOUNTS_GET_MAX, GROUP_ADD_MAX);
/** Beyond it integers lose their last digits, and databases refuse them. */
const UNSAFE = 2 ** 53;
const Version = whole('version of the conversation');
const FileOf = Type.Unsafe<EventId>(Type.String({ pattern: ID_PATTERN, description: 'id of a file' }));
const pixels = Type.Integer({ minimum: 1, maximum: PICTURE_SIDE_MAX });
const Body = Type.Union([
	kindOfBody('text', { text: text('1 byte to 8 KiB in UTF-8, no C0 controls but tab and newline') }),
	kindOfBody('image', { file: FileOf, width: pixels, height: pixels }),
	kindOfBody('file', { file: FileOf }),
	kindOfBody('voice', { file: FileOf, duration: Type.Integer({ minimum: 0, maximum: VOICE_MS_MAX }) }),
]);
const Flag = Type.Optional(Type.Boolean({ description: 'as it is when left out' }));
const Time = whole('ms since 1970 UTC');
const page = (maximum: number) => Type.Optional(Type.Integer({ minimum: 1, maximum, default: maximum }));

export const COMMANDS = {
	'friend.request': recording(
		{ to: Account, note: Type.Optional(text('one line, at most 100 code points')) },
		({ to, note }) => refined(parseNote(note ?? ''), (note) => ({ to, note })),
	),
	'friend.accept': recording({ from: Account }, asIs),
	'friend.decline': recording({ from: Account }, asIs),
	'friend.remove': recording({ account: Account }, asIs),
	'friend.remark': recording(
		{ account: Account, remark: text('one line, at most 32 code points; empty takes it away') },
		({ account, remark }) => refined(parseRemark(remark), (remark) => ({ account, remark })),
	),
	block: recording({ account: Account }, asIs),
	unblock: recording({ account: Account }, asIs),
	'message.send': recording(
		{
			conversation: ConversationOf,
			body: Body,
		},
		({ conversation, body }) => refined(parseBody(body), (body) => ({ conversation, body })),
	),
	'message.recall': recording({ conversation: ConversationOf, message: Message }, asIs),
	'message.report': recording(
		{ conversation: ConversationOf, message: Message, reason: text('one line, 1–500 code points') },
		({ conversation, message, reason }) =>
			refined(parseReason(reason), (reason) => ({ conversation, message, reason })),
	),
	'conversation.read': recording({ conversation: ConversationOf, version: Version }, asIs),
	'conversation.set': recording({ conversation: ConversationOf, mute: Flag, pin: Flag, hide: Flag }, asIs),
	'group.create': recording(
		{ name: text('one line, 1–50 code points'), members: Type.Array(Account, { maxItems: GROUP_ADD_MAX }) },
		({ name, members }) => refined(parseGroupName(name), (name) => ({ name, members })),
	),
	'group.invite': recording(
		{ conversation: ConversationOf, accounts: Type.Array(Account, { minItems: 1, maxItems: GROUP_ADD_MAX }) },
		asIs,
	),
	'group.remove': recording({ conversation: ConversationOf, account: Account }, asIs),
	'group.mute': recording(
		{ conversation: ConversationOf, account: Account, until: whole('ms since 1970 UTC, to come; 0 unmutes') },
		asIs,
	),
	'group.promote': recording({ conversation: ConversationOf, account: Account }, asIs),
	'group.demote': recording({ conversation: ConversationOf, account: Account }, asIs),
	'group.transfer': recording({ conversation: ConversationOf, account: Account }, asIs),
	'group.leave': recording({ conversation: ConversationOf }, asIs),
	'group.dissolve': recording({ conversation: ConversationOf }, asIs),
	'group.link': recording(
		{
			conversation: ConversationOf,
			uses: Type.Optional(
				Type.Integer({
					minimum: 1,
					maximum: LINK_USES_MAX,
					description: 'how many it lets in; left out: as many as come',
				}),
			),
			expires: Type.Optional(whole('ms since 1970 UTC, within 30 days; left out: in 7 days')),
		},
		({ uses = 0, ...fields }) => ({ ok: { ...fields, uses } }),
	),
	'group.unlink': recording({ conversation: ConversationOf }, asIs),
	'group.join': recording(
		{ token: Type.String({ minLength: 1, maxLength: TOKEN_CHARS_MAX, description: 'of a link' }) },
		asIs,
	),
	'group.rename': recording(
		{ conversation: ConversationOf, name: text('one line, 1–50 code points') },
		({ conversation, name }) => refined(parseGroupName(name), (name) => ({ conversation, name })),
	),
	'group.announce': recording(
		{ conversation: ConversationOf, text: text('at most 2,000 code points; empty takes it away') },
		({ conversation, text }) => refined(parseAnnouncement(text), (text) => ({ conversation, text })),
	),
	'group.alias': recording(
		{ conversation: ConversationOf, alias: text('one line, at most 32 code points; empty takes it away') },
		({ conversation, alias }) => refined(parseAlias(alias), (alias) => ({ conversation, alias })),
	),

	sync: query(
		{
			since: Type.Optional(whole('position')),
			log: Type.Optional(text("the log's epoch, from `hello`")),
		},
		asIs,
	),
	ping: query({}, asIs),
	'account.find': query(
		{ q: Type.String({ minLength: 1, maxLength: FIND_CHARS_MAX, description: 'exact user name, phone or id' }) },
		asIs,
	),
	'account.get': query({ accounts: Type.Array(Account, { minItems: 1, maxItems: ACCOUNTS_GET_MAX }) }, asIs),
	'conversation.get': query({ conversation: ConversationOf }, asIs),
	history: query(
		{
			conversation: ConversationOf,
			before: Type.Optional(whole('version; at most one of `before`, `after`, `around`, `at`')),
			after: Type.Optional(whole('version; at most one of `before`, `after`, `around`, `at`')),
			around: Type.Optional(whole('version; at most one of `before`, `after`, `around`, `at`')),
			at: Type.Optional(Time),
			limit: page(HISTORY_MAX),
		},
		(fields) => {
			const places = (['before', 'after', 'around', 'at'] as const).filter((name) => fields[name] !== undefined);
			return places.length > 1
				? bad('bad-request', places[1]!)
				: { ok: { ...fields, limit: fields.limit ?? HISTORY_MAX } };
		},
	),
	'group.members': query(
		{ conversation: ConversationOf, after: Type.Optional(Account), limit: page(MEMBERS_PAGE_MAX) },
		(fields) => ({ ok: { ...fields, limit: fields.limit ?? MEMBERS_PAGE_MAX } }),
	),
};

export type CommandName = keyof typeof COMMANDS;
export type Fields<C extends CommandName> =
	(typeof COMMANDS)[C] extends Entry<'recording' | 'query', infer F> ? F : never;
export type RecordingName = {
	[C in CommandName]: (typeof COMMANDS)[C]['kind'] extends 'recording' ? C : never;
}[CommandName];

/** A request as it may be acted upon. `id` is the client's own; only recording commands have one. */
export type Request = {
	[C in CommandName]: { readonly re: number; readonly do: C; readonly fields: Fields<C>; readonly id?: EventId };
}[CommandName];
export type RecordingRequest = Extract<Request, { readonly do: RecordingName }>;

/** Without `re` when that itself was at fault, or there was none. */
export interface RefusedRequest {
	readonly re?: number;
	readonly rejection: Rejection;
}

/**
 * A client's frame, parsed from JSON, as a request in one form: texts trimmed where they are lines, defaults filled in.
 * Refused with the field at fault: `bad-request` (a field missing, unknown or malformed), `unknown-command`, `too-large`.
 */
export function parseRequest(frame: unknown): Request | RefusedRequest {
	if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
		return { rejection: { code: 'bad-request' } };
	const { re, do: name, id, ...rest } = frame as Record<string, unknown>;
	if (typeof re !== 'number' || !Number.isSafeInteger(re)) return bad('bad-request', 're');
	if (typeof name !== 'string') return { re, ...bad('bad-request', 'do') };
	if (!Object.hasOwn(COMMANDS, name)) return { re, rejection: { code: 'unknown-command', field: 'do' } };
	const command = COMMANDS[name as CommandName];
	if (!idFits(id, name, command.kind)) return { re, ...bad('bad-request', 'id') };
	const parsed = command.parse(rest);
	if ('rejection' in parsed) return { re, ...parsed };
	return { re, do: name, fields: parsed.ok, ...(id === undefined ? {} : { id }) } as Request;
}

/** `message.send` must have one: it is the message's own id. */
function idFits(id: unknown, name: string, kind: Kind): boolean {
	if (id === undefined) return name !== 'message.send';
	return kind === 'recording' && isClientId(id);
}

type Kind = 'recording' | 'query';
interface Entry<K extends Kind, F> {
	readonly kind: K;
	readonly schema: Type.TObject;
	parse(fields: unknown): Parsed<F>;
}

function recording<P extends Type.TProperties, F>(
	properties: P,
	refine: (fields: Type.Static<Type.TObject<P>>) => Parsed<F>,
): Entry<'recording', F> {
	return entry('recording', properties, refine);
}

function query<P extends Type.TProperties, F>(
	properties: P,
	refine: (fields: Type.Static<Type.TObject<P>>) => Parsed<F>,
): Entry<'query', F> {
	return entry('query', properties, refine);
}

function entry<K extends Kind, P extends Type.TProperties, F>(
	kind: K,
	properties: P,
	refine: (fields: Type.Static<Type.TObject<P>>) => Parsed<F>,
): Entry<K, F> {
	const schema = Type.Object(properties, { additionalProperties: false });
	const validator = Compile(schema);
	return {
		kind,
		schema,
		parse: (fields) =>
			validator.Check(fields) ? refine(fields) : { rejection: breach(schema, sample(schema, fields)) },
	};
}

function kindOfBody<const T extends string, P extends Type.TProperties>(type: T, properties: P) {
	return Type.Object({ type: Type.Literal(type), ...properties }, { additionalProperties: false });
}

function parseBody(body: SentBody): Parsed<SentBody> {
	if (body.type !== 'text') return { ok: body };
	return refined(parseText(body.text, 'body.text'), (text) => ({ type: body.type, text }));
}

function whole(description: string) {
	return Type.Integer({ minimum: 0, exclusiveMaximum: UNSAFE, description });
}

function asIs<F>(fields: F): Parsed<F> {
	return { ok: fields };
}

function refined<A, B>(parsed: Parsed<A>, then: (value: A) => B): Parsed<B> {
	return 'ok' in parsed ? { ok: then(parsed.ok) } : parsed;
}

/**
 * As much of a malformed value as it takes to say what is wrong with it: of a list one item more than any may have, of an
 * object one unknown field. Finding errors visits everything that it is given, which would be a frame full of them.
 */
function sample(schema: Type.TSchema, value: unknown): unknown {
	if (Type.IsArray(schema) && Array.isArray(value)) return value.slice(0, LIST_MAX + 1);
	if (!Type.IsObject(schema) || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const taken: [string, unknown][] = [];
	let unknown = 0;
	for (const [name, member] of Object.entries(value)) {
		const field = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
		if (field !== undefined) taken.push([name, sample(field, member)]);
		else if (++unknown === 1) taken.push([name, null]);
	}
	return Object.fromEntries(taken);
}

/** Of several kinds of body only the one that is meant, by its type: what is wrong for the others says nothing. */
function meant(schema: Type.TObject, fields: unknown): Type.TObject {
	const { body } = typeof fields === 'object' && fields !== null ? (fields as { readonly body?: unknown }) : {};
	if (schema.properties.body !== Body || typeof body !== 'object' || body === null) return schema;
	const kind = Body.anyOf.find(({ properties }) => 'type' in body && properties.type.const === body.type);
	const known = Type.Union(Body.anyOf.map(({ properties }) => properties.type));
	return Type.Object(
		{ ...schema.properties, body: kind ?? Type.Object({ type: known }) },
		{ additionalProperties: false },
	);
}

/** The first thing that is wrong, by the name of its field: `members`, `body.text`. */
function breach(schema: Type.TObject, fields: unknown): Rejection {
	const [error] = Errors(meant(schema, fields), fields);
	if (error === undefined) return { code: 'bad-request' };
	const path = error.instancePath.split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
	const named = (name: string | undefined) => [...path, ...(name === undefined ? [] : [name])].join('.');
	switch (error.keyword) {
		case 'required':
			return bad('bad-request', named(error.params.requiredProperties[0])).rejection;
		case 'additionalProperties':
			return bad('bad-request', named(error.params.additionalProperties[0])).rejection;
		case 'maxItems':
		case 'maxLength':
		case 'maximum':
			return tooLarge(named(undefined), Number(error.params.limit)).rejection;
		default:
			return bad('bad-request', named(undefined)).rejection;
	}
}
