/** Request bodies: read up to a limit, as JSON objects or, where pages post them, as HTML forms. */
import type { Rejection } from '../../core/domain/rejection.ts';

/** Bytes of a body; beyond it: 413, which names it. */
export const BODY_BYTES_MAX = 16 * 1024;
/** For a body to come, whole; beyond it: 408. */
export const BODY_MS_MAX = 60_000;

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

export type Fields = Readonly<Record<string, unknown>>;
export type ReadFields = { readonly ok: Fields } | { readonly rejection: Rejection };

/** Whether the body is what a browser sends for a form without script. */
export function isForm(request: Request): boolean {
	return mediaType(request) === FORM_TYPE;
}

/** The fields in the body, a JSON object's or a form's. Reads at most one chunk beyond the limit, whatever the peer announces. */
export async function readFields(request: Request): Promise<ReadFields> {
	const type = mediaType(request);
	if (type !== JSON_TYPE && type !== FORM_TYPE) return { rejection: { code: 'unsupported-type' } };
	const bytes = await readBytes(request);
	if (bytes === 'too-slow') return { rejection: { code: 'too-slow' } };
	if (bytes === 'broken') return { rejection: { code: 'bad-request' } };
	if (bytes === 'too-large') return { rejection: { code: 'too-large', max: BODY_BYTES_MAX } };
	const fields = type === FORM_TYPE ? parseForm(bytes) : parseObject(bytes);
	return fields === undefined ? { rejection: { code: 'bad-request' } } : { ok: fields };
}

function mediaType(request: Request): string {
	const [type = ''] = (request.headers.get('Content-Type') ?? '').split(';');
	return type.trim().toLowerCase();
}

/** The body, if it is whole and at most `max` bytes. Reads at most one chunk beyond that, whatever the peer announces. */
export async function readBytes(
	request: Request,
	max = BODY_BYTES_MAX,
): Promise<Buffer | 'too-large' | 'broken' | 'too-slow'> {
	const { promise: late, resolve } = Promise.withResolvers<'too-slow'>();
	const timer = setTimeout(() => resolve('too-slow'), BODY_MS_MAX);
	try {
		return await Promise.race([late, readWhole(request, max)]);
	} finally {
		clearTimeout(timer);
	}
}

async function readWhole(request: Request, max: number): Promise<Buffer | 'too-large' | 'broken'> {
	if (Number(request.headers.get('Content-Length') ?? 0) > max) return 'too-large';
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const chunk of request.body ?? []) {
			size += chunk.length;
			if (size > max) return 'too-large';
			chunks.push(chunk);
		}
	} catch {
		// The peer went away in the middle of it, as anybody may: nothing to report.
		return 'broken';
	}
	return Buffer.concat(chunks);
}

function parseObject(bytes: Buffer): Fields | undefined {
	try {
		const value: unknown = JSON.parse(decode(bytes));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Texts by their names; of several under one name the last one, so that a box can be ticked over its default. */
function parseForm(bytes: Buffer): Fields | undefined {
	try {
		return Object.fromEntries(new URLSearchParams(decode(bytes)));
	} catch {
		return undefined;
	}
}

function decode(bytes: Buffer): string {
	return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
