/** Bundles the client in memory: what the server serves, by path. Nothing is written to disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type OutputFile, stop } from 'esbuild';
import en from './messages/en.json' with { type: 'json' };
import zh from './messages/zh.json' with { type: 'json' };

export interface BuiltFile {
	/** Media type, with its charset. */
	readonly type: string;
	readonly body: Buffer;
	/** Its name changes with its content, so it may be kept for ever. */
	readonly immutable: boolean;
}

/** Every sentence of the pages. */
export const TEXTS = { zh, en } as const;

const PAGES = join(import.meta.dirname, 'pages');
/** Each document is one element and the script that brings it. */
const DOCUMENTS = [
	{ path: '/index.html', element: 'webchat-app', entry: 'chat.ts' },
	{ path: '/signup.html', element: 'webchat-signup', entry: 'signup.ts' },
	{ path: '/login.html', element: 'webchat-signin', entry: 'signin.ts' },
	{ path: '/password_reset.html', element: 'webchat-reset', entry: 'reset.ts' },
	{ path: '/password_reset2.html', element: 'webchat-reset2', entry: 'reset2.ts' },
	{ path: '/settings.html', element: 'webchat-settings', entry: 'settings.ts' },
	{ path: '/join.html', element: 'webchat-join', entry: 'join.ts' },
] as const;
const STYLES = 'page.css';
/** Must run where the rest does not. */
const FLOOR = 'floor.ts';
/** Must run before anything is drawn. */
const THEME = 'theme.ts';
const TARGETS = ['chrome100', 'safari16.4', 'firefox115'];

const TYPES = {
	css: 'text/css; charset=utf-8',
	html: 'text/html; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	svg: 'image/svg+xml',
} as const;

const COMMON = {
	absWorkingDir: PAGES,
	outdir: '/',
	entryNames: 'assets/[name]-[hash]',
	chunkNames: 'assets/[name]-[hash]',
	bundle: true,
	minify: true,
	write: false,
	metafile: true,
	legalComments: 'none',
	logLevel: 'silent',
} as const satisfies BuildOptions;

/** Keys are paths: those of `DOCUMENTS`, `/favicon.svg`, `/assets/…`. Throws when the sources do not build. */
export async function buildClient(): Promise<Map<string, BuiltFile>> {
	const entries = [...DOCUMENTS.map(({ entry }) => entry), STYLES].map((entry) => join(PAGES, entry));
	const built = await Promise.all([
		build({ ...COMMON, entryPoints: entries, splitting: true, format: 'esm', target: TARGETS }),
		build({ ...COMMON, entryPoints: [join(PAGES, THEME)], format: 'iife', target: TARGETS }),
		build({ ...COMMON, entryPoints: [join(PAGES, FLOOR)], format: 'iife', target: 'es5' }),
	]);
	// The builder is a process of its own: it is not needed any more.
	await stop();
	const files = new Map(built.flatMap(({ outputFiles }) => outputFiles.map((file) => [file.path, asset(file)])));
	const names = new Map(built.flatMap(({ metafile }) => namesOf(metafile)));
	const template = await readFile(join(PAGES, 'page.html'), 'utf8');
	for (const { path, element, entry } of DOCUMENTS) {
		const html = template
			.replaceAll('ELEMENT', element)
			.replaceAll('ENTRY', entry)
			.replaceAll(/\{\{([\w.-]+)\}\}/g, (_, key: string) => inBothLanguages(key))
			.replaceAll(/"\.\/([\w.]+)"/g, (_, name: string) => `"${names.get(name) ?? missing(name)}"`);
		files.set(path, { type: TYPES.html, body: Buffer.from(html), immutable: false });
	}
	const favicon = await readFile(join(PAGES, 'favicon.svg'));
	return files.set('/favicon.svg', { type: TYPES.svg, body: favicon, immutable: false });
}

function asset({ path, contents }: OutputFile): BuiltFile {
	return { type: path.endsWith('.css') ? TYPES.css : TYPES.js, body: Buffer.from(contents), immutable: true };
}

/** Built paths by the names of their entries. */
function namesOf({ outputs }: Metafile): [string, string][] {
	return Object.entries(outputs).flatMap(([path, { entryPoint }]): [string, string][] =>
		entryPoint === undefined ? [] : [[entryPoint, path.replace(/^.*?assets\//, '/assets/')]],
	);
}

/** A sentence that stands in the document itself, before anybody could choose a language. */
function inBothLanguages(key: string): string {
	const [chinese, english] = [zh, en].map((messages): unknown => Reflect.get(messages, key));
	if (typeof chinese !== 'string' || typeof english !== 'string') return missing(key);
	return `${chinese}<br /><span lang="en">${english}</span>`;
}

function missing(name: string): never {
	throw new Error(`a page names ${name}, which is not there`);
}
