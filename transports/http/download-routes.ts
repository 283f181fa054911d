/**
 * `GET /files/:id`, and a small one of a picture: to whoever may see it, otherwise as if it were not there. What a
 * browser would run it never gets as what it is: only pictures, sounds and films that are safe to show are shown.
 */
import type { EventId } from '../../core/ids.ts';
import { isId } from '../../core/ids.ts';
import type { RowOf } from '../../core/vault/rows.ts';
import { type Sight, sightOf } from '../files/rights.ts';
import { partOf } from './content-range.ts';
import { holds } from './etag.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route, SignedIn } from './route.ts';

type Ports = Pick<HttpPorts, 'node' | 'store'>;

/** What browsers only show and never run. */
const SHOWN =
	/^(image\/(jpeg|png|gif|webp)|audio\/(mpeg|mp4|aac|ogg|wav|flac|x-m4a|amr)|video\/(mp4|webm|ogg|quicktime|x-m4v))$/;
/** Nothing in it may load or run anything, were it opened as a page. */
const POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

/** Bytes of a store, and how they are told. */
interface Content {
	readonly sha256: string;
	readonly size: number;
	readonly type: string;
	readonly name: string;
}

export function downloadRoutes(ports: Ports): Route[] {
	return [
		{
			...{ method: 'GET', path: '/files/:id', kind: 'data', who: 'account' },
			handle: (ask, by) => answer(ports, ask, by, async ({ file }) => wholeOf(file)),
		},
		{
			...{ method: 'GET', path: '/files/:id/thumbnail', kind: 'data', who: 'account' },
			handle: (ask, by) => answer(ports, ask, by, ({ file }) => smallOf(ports, file)),
		},
	];
}

async function answer(
	{ node, store }: Ports,
	{ request, url, language }: Ask,
	{ account }: SignedIn,
	contentOf: (sight: Sight) => Promise<Content | undefined>,
): Promise<Response> {
	const id = url.pathname.split('/')[2] ?? '';
	const sight = isId(id) ? await sightNow(node(), account, id as EventId) : undefined;
	const content = sight === undefined ? undefined : await contentOf(sight);
	if (content === undefined) return refusal({ code: 'not-found' }, language);
	const { sha256, size } = content;
	const tag = `"${sha256}"`;
	const headers = headersOf(content, tag);
	if (holds(request.headers.get('If-None-Match'), tag)) return new Response(null, { status: 304, headers });
	// Of another content than the one that the asker has a part of, no part is of use.
	const before = request.headers.get('If-Range');
	const part = partOf(before === null || before === tag ? request.headers.get('Range') : null, size);
	if (part === 'unsatisfiable') {
		return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${size}` } });
	}
	const { start, end } = part === 'whole' ? { start: 0, end: size } : part;
	const status = part === 'whole' ? 200 : 206;
	headers.set('Content-Length', String(end - start));
	if (part !== 'whole') headers.set('Content-Range', `bytes ${start}-${end - 1}/${size}`);
	if (request.method === 'HEAD') return new Response(null, { status, headers });
	const bytes = await store.read(sha256, start, end);
	return bytes === undefined ? refusal({ code: 'not-found' }, language) : new Response(bytes, { status, headers });
}

/** What was recorded at another node a moment ago is looked for once more. */
async function sightNow(node: ReturnType<HttpPorts['node']>, account: SignedIn['account'], file: EventId) {
	const sight = await sightOf(node, account, file);
	if (sight !== undefined) return sight;
	await node.follow();
	return sightOf(node, account, file);
}

function wholeOf({ sha256, size, type, name }: RowOf<'files'>): Content {
	return { sha256, size, type, name };
}

/** The picture itself where it is small; undefined where there is no picture. */
async function smallOf({ store }: Ports, file: RowOf<'files'>): Promise<Content | undefined> {
	if (file.width === null) return undefined;
	if (file.thumbnail === null) return wholeOf(file);
	const size = await store.size(file.thumbnail);
	if (size === undefined) return undefined;
	return { sha256: file.thumbnail, size, type: 'image/webp', name: `${file.name}.webp` };
}

function headersOf({ type, name }: Content, tag: string): Headers {
	const shown = SHOWN.test(type);
	return new Headers({
		'Content-Type': shown ? type : 'application/octet-stream',
		'Content-Disposition': disposition(shown ? 'inline' : 'attachment', name),
		'Content-Security-Policy': POLICY,
		// Asked for each time: it may be gone.
		'Cache-Control': 'private, no-cache',
		'Accept-Ranges': 'bytes',
		ETag: tag,
	});
}

/** RFC 6266: the name for everybody, and for those who understand RFC 8187 as it is. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
	const plain = name.replaceAll(/[^ !#$&+\-.0-9A-Z^_`a-z{}~()@,;=[\]]/g, '_');
	const whole = encodeURIComponent(name).replaceAll(/['()*!]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
	return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
