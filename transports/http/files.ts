/** The built client: pages, and the files that they load, with their caching. */
import { hash } from 'node:crypto';
import type { ClientFile } from './ports.ts';
import type { Ask, Route } from './route.ts';

/** Where each page of the bundle is reached, and by whom. */
const PAGES = [
	{ file: '/index.html', who: 'signed-in', paths: ['/', '/c/:conversation', '/c/:conversation/:message'] },
	{ file: '/settings.html', who: 'signed-in', paths: ['/settings'] },
	{ file: '/join.html', who: 'signed-in', paths: ['/join'] },
	{ file: '/signup.html', who: 'anybody', paths: ['/verify/signup', '/signup.html'] },
	{ file: '/login.html', who: 'anybody', paths: ['/verify/signin', '/login.html'] },
	{ file: '/password_reset.html', who: 'anybody', paths: ['/password_reset.html'] },
	{ file: '/password_reset2.html', who: 'anybody', paths: ['/password_reset2.html'] },
] as const;

const YEAR_S = 365 * 24 * 60 * 60;

/** A route for every page and every file. Throws when the bundle lacks a page. */
export function fileRoutes(files: ReadonlyMap<string, ClientFile>): Route[] {
	const pages = PAGES.flatMap(({ file, who, paths }) => {
		const page = files.get(file);
		if (page === undefined) throw new Error(`the client lacks ${file}`);
		const handle = () => answer(page, { 'Cache-Control': 'no-store' });
		return paths.map((path): Route => ({ method: 'GET', path, kind: 'page', who, handle }));
	});
	const others = [...files].filter(([path]) => !path.endsWith('.html'));
	return [...pages, ...others.map(([path, file]) => fileRoute(path, file))];
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

/** RFC 9110 13.1.2: a list of tags, compared weakly, or `*`. */
function holds(ifNoneMatch: string | null, tag: string): boolean {
	return (ifNoneMatch ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}

function answer(file: ClientFile, headers: Readonly<Record<string, string>>): Response {
	const body = new Uint8Array(file.body);
	return new Response(body, { headers: { 'Content-Type': file.type, ...headers } });
}
