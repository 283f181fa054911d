/** Request bodies: read up to a limit, as JSON objects. */
import type { Rejection } from '../../core/domain/rejection.ts';

/** Bytes of a JSON body; beyond it: 413, which names it. */
const BODY_BYTES_MAX = 16 * 1024;

export type Fields = Readonly<Record<string, unknown>>;
export type ReadFields = { readonly ok: Fields } | { readonly rejection: Rejection };

/** The JSON object in the body. Reads at most one chunk beyond the limit, whatever the peer announces. */
export async function readFields(request: Request): Promise<ReadFields> {
	const [type = ''] = (request.headers.get('Content-Type') ?? '').split(';');
	if (type.trim().toLowerCase() !== 'application/json') return { rejection: { code: 'unsupported-type' } };
	const bytes = await readBytes(request);
	if (bytes === 'broken') return { rejection: { code: 'bad-request' } };
	if (bytes === 'too-large') return { rejection: { code: 'too-large', max: BODY_BYTES_MAX } };
	const fields = parseObject(bytes);
	return fields === undefined ? { rejection: { code: 'bad-request' } } : { ok: fields };
}

async function readBytes(request: Request): Promise<Buffer | 'too-large' | 'broken'> {
	if (Number(request.headers.get('Content-Length') ?? 0) > BODY_BYTES_MAX) return 'too-large';
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const chunk of request.body ?? []) {
			size += chunk.length;
			if (size > BODY_BYTES_MAX) return 'too-large';
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
		const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
