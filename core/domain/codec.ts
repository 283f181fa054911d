/**
 * Events as they are stored, as the engine sees them, and as they leave the server. Writing checks everything (a breach
 * is a bug in a decider); reading trusts rows of a known schema and looks only at their outline, for a start reads
 * millions of them.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { StoredEvent } from '../log/port.ts';
import type { PublicEvent } from '../wire.ts';
import { sha256 } from './digest.ts';
import { type Audience, EVENTS, isRedacted, type LogEvent } from './events.ts';
import { type Data, UPCASTERS, type Upcasters } from './upcasters.ts';

/** A stored event that this version of the product does not understand: the node stops writing and drains. */
export class IncomprehensibleEvent extends Error {
	override readonly name = 'IncomprehensibleEvent';
	readonly position: number;
	constructor(stored: StoredEvent, why: string) {
		super(`event ${stored.type} (schema ${stored.schema}) at position ${stored.position}: ${why}`);
		this.position = stored.position;
	}
}

/** What a codec knows of the types it reads and writes; `EVENTS` is the product's. */
export type Catalogue = Readonly<Record<string, Entry>>;
interface Entry {
	readonly audience: Audience;
	readonly schema: number;
	readonly fields: Type.TObject;
	readonly personal: boolean;
	/** Fields beside the public ones, all of them optional. */
	readonly hidden?: Type.TProperties;
}

export interface Codec {
	/**
	 * `data` as JSON text, its fields in the order of the schema, hidden ones last. Throws (a bug) where the data
	 * breaks its type's schema, holds a field that is not listed, or where a salt is missing or out of place: events with
	 * personal content have one, others none.
	 */
	encodeEvent(type: string, data: object): string;
	/** The event in its newest schema. Throws `IncomprehensibleEvent` for an unknown type or schema and for malformed data. */
	decodeEvent(stored: StoredEvent): LogEvent;
	/** What may leave the server: the schema's fields and nothing else; `undefined` for what nobody is told. */
	publicEvent(event: LogEvent): PublicEvent | undefined;
}

const SALT = Type.String({ pattern: '^[0-9a-f]{32}$' });
const DIGEST = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** A codec over a catalogue of types. The upcasters must lead from every older schema to the newest one. */
export function createCodec(catalogue: Catalogue, upcasters: Upcasters): Codec {
	const types = new Map(Object.entries(catalogue).map(([type, entry]) => [type, known(entry)]));

	return {
		encodeEvent(type, data) {
			const entry = types.get(type);
			if (entry === undefined) throw new Error(`no event type ${type}`);
			if (!entry.stored.Check(data)) {
				const [error] = entry.stored.Errors(data);
				throw new Error(`${type} breaks its schema: ${error?.instancePath} ${error?.message}`);
			}
			return JSON.stringify(inOrder(entry.shape, data));
		},

		decodeEvent(stored) {
			const entry = types.get(stored.type);
			if (entry === undefined) throw new IncomprehensibleEvent(stored, 'unknown type');
			const { position, stream, version, id, type, schema, at, by } = stored;
			const data = newest(stored, entry, upcasters[type]);
			return { position, stream, version, id, type, schema, at, by, data } as LogEvent;
		},

		publicEvent(event) {
			const entry = types.get(event.type);
			if (entry === undefined || entry.audience === 'nobody') return undefined;
			const { position, stream, version, type, id, at, by } = event;
			const data = isRedacted(event.data) ? { redacted: true } : inOrder(entry.fields, event.data);
			return { position, stream, version, type, id, at, by, data };
		},
	};
}

export const { encodeEvent, decodeEvent, publicEvent } = createCodec(EVENTS, UPCASTERS);

/** What a redaction puts in the place of an event's `data`: that it was redacted, and the SHA-256 of what stood there. */
export function redactedData(data: string): string {
	return JSON.stringify({ redacted: true, digest: sha256(data) });
}

function known(entry: Entry) {
	const shape = Type.Object(
		{
			...entry.fields.properties,
			...entry.hidden,
			...(entry.personal ? { salt: SALT } : {}),
			command: Type.Optional(DIGEST),
		},
		{ additionalProperties: false },
	);
	const outline = Object.entries(entry.fields.properties).map(([name, field]) => {
		return { name, kind: kindOf(field), optional: Type.IsOptional(field) };
	});
	return { ...entry, shape, stored: Compile(shape), outline };
}

type Known = ReturnType<typeof known>;

function newest(stored: StoredEvent, entry: Known, steps: Upcasters[string] | undefined): object {
	let data = parse(stored);
	if (stored.schema !== entry.schema) {
		for (let schema = stored.schema; schema !== entry.schema; schema++) {
			const step = steps?.[schema];
			if (step === undefined) throw new IncomprehensibleEvent(stored, 'unknown schema');
			if (!isRedacted(data)) data = step(data);
		}
	}
	if (!isRedacted(data)) {
		for (const { name, kind, optional } of entry.outline) {
			const value = data[name];
			if (value === undefined && optional) continue;
			if (kind === 'array' ? !Array.isArray(value) : typeof value !== kind || value === null)
				throw new IncomprehensibleEvent(stored, `no ${kind} "${name}" in its data`);
		}
	}
	return data;
}

function parse(stored: StoredEvent): Data {
	let data: unknown;
	try {
		data = JSON.parse(stored.data);
	} catch {
		throw new IncomprehensibleEvent(stored, 'its data is not JSON');
	}
	if (typeof data !== 'object' || data === null) throw new IncomprehensibleEvent(stored, 'its data is not an object');
	return data as Data;
}

/** The listed fields of an object, in the schema's order, nested objects too. */
function inOrder(shape: Type.TObject, data: object): Data {
	const values = data as Data;
	const ordered: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(shape.properties)) {
		const value = values[name];
		if (value === undefined) continue;
		const nested = typeof value === 'object' && value !== null ? shapeOf(field, value) : undefined;
		ordered[name] = nested === undefined ? value : inOrder(nested, value as object);
	}
	return ordered;
}

/** Of a field that holds an object: of one of several kinds, the one that its `type` names. */
function shapeOf(field: Type.TSchema, value: object): Type.TObject | undefined {
	if (Type.IsObject(field)) return field;
	if (!Type.IsUnion(field)) return undefined;
	return field.anyOf.filter(Type.IsObject).find(({ properties: { type } }) => {
		return type !== undefined && Type.IsLiteral(type) && 'type' in value && type.const === value.type;
	});
}

function kindOf(field: Type.TSchema): 'string' | 'number' | 'boolean' | 'object' | 'array' {
	if (Type.IsString(field)) return 'string';
	if (Type.IsInteger(field)) return 'number';
	if (Type.IsBoolean(field)) return 'boolean';
	if (Type.IsArray(field)) return 'array';
	if (Type.IsObject(field) || (Type.IsUnion(field) && field.anyOf.every(Type.IsObject))) return 'object';
	throw new Error('an event field is a string, an integer, a boolean, an array or an object');
}
