/** Serves the gallery on this machine, built anew for each page that is asked for, so that a reload shows what was changed. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type BuildResult, context } from 'esbuild';

const PAGES = join(import.meta.dirname, 'page');
const STATES = join(import.meta.dirname, 'states');
const FAVICON = join(import.meta.dirname, '../../web/pages/favicon.svg');
const HOST = '127.0.0.1';

const TYPES: Readonly<Record<string, string>> = {
	css: 'text/css; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	html: 'text/html; charset=utf-8',
	json: 'application/json',
	map: 'application/json',
	svg: 'image/svg+xml',
};

export interface GalleryServer {
	readonly url: string;
	close(): Promise<void>;
}

/** The elements that have states, by name. */
export function elementsWithStates(): string[] {
	return readdirSync(STATES).map((file) => file.replace(/\.ts$/, ''));
}

/** Port 0 takes a free one. Rejects when the port is taken or the sources do not build. */
export async function serveGallery(port: number): Promise<GalleryServer> {
	const builder = await context({
		entryPoints: ['gallery.ts', 'state-page.ts', 'gallery.css', 'state.css'].map((name) => join(PAGES, name)),
		outdir: '/',
		bundle: true,
		splitting: true,
		format: 'esm',
		// Whoever works on an element reads its own source in the browser.
		sourcemap: 'linked',
		write: false,
		logLevel: 'silent',
	});
	let built: BuildResult<{ write: false }> = await builder.rebuild();
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', `http://${HOST}`);
		answer(pathname, response).catch((error: unknown) => send(response, 500, 'json', JSON.stringify(String(error))));
	});

	async function answer(path: string, response: ServerResponse): Promise<void> {
		if (path === '/' || path.startsWith('/state/')) {
			built = await builder.rebuild();
			send(response, 200, 'html', await readFile(join(PAGES, path === '/' ? 'gallery.html' : 'state.html')));
		} else if (path === '/elements.json') send(response, 200, 'json', JSON.stringify(elementsWithStates()));
		// Whatever file a message carries is this picture.
		else if (path === '/favicon.svg' || path.startsWith('/files/')) send(response, 200, 'svg', await readFile(FAVICON));
		else {
			const file = built.outputFiles.find((one) => one.path === path);
			if (file === undefined) send(response, 404, 'json', 'null');
			else send(response, 200, path.slice(path.lastIndexOf('.') + 1), file.contents);
		}
	}

	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(port, HOST, resolve);
	});
	const { port: taken } = server.address() as AddressInfo;
	return {
		url: `http://${HOST}:${taken}`,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await builder.dispose();
		},
	};
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
	response.writeHead(status, { 'content-type': TYPES[type], 'cache-control': 'no-store' }).end(body);
}
