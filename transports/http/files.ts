/** The files that pages load, with their caching. */
import { hash } from 'node:crypto';
import { holds } from './etag.ts';
import type { ClientFile } from './ports.ts';
import type { Ask, Route } from './route.ts';

const YEAR_S = 365 * 24 * 60 * 60;

/** A route for every file that is no page. */
export function fileRoutes(files: ReadonlyMap<string, ClientFile>): Route[] {
	return [...files].filter(([path]) => !path.endsWith('.html')).map(([path, file]) => fileRoute(path, file));
}

function fileRoute(path: string, file: ClientFile): Route {
	const tag = `"${hash('sha256', file.body, 'base64url')}"`;
	const caching = file.immutable ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
	const headers = { 'Cache-Control': caching, ETag: tag };
	return {
		method: 'GET',
		path,
		kind: 'data',
		who: 'anybody',
		handle: ({ request }: Ask) =>
			holds(request.headers.get('If-None-Match'), tag)
				? new Response(null, { status: 304, headers })
				: answer(file, headers),
	};
}

function answer(file: ClientFile, headers: Readonly<Record<string, string>>): Response {
	const body = new Uint8Array(file.body);
	return new Response(body, { headers: { 'Content-Type': file.type, ...headers } });
}
