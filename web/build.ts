/** Bundles the client in memory: what the server serves, by path. Nothing is written to disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile, type OutputFile, stop } from 'esbuild';

export interface BuiltFile {
	/** Media type, with its charset. */
	readonly type: string;
	readonly body: Buffer;
	/** Its name changes with its content, so it may be kept for ever. */
	readonly immutable: boolean;
}

const PAGES = join(import.meta.dirname, 'pages');
const DOCUMENTS = ['index.html', 'signup.html', 'login.html'] as const;
/** What the documents name; each is replaced by its built file. */
const ENTRIES = ['chat.ts', 'signup.ts', 'signin.ts', 'page.css'] as const;
const TARGETS = ['chrome100', 'safari16.4', 'firefox115'];
const OUT = '/';

const TYPES = {
	css: 'text/css; charset=utf-8',
	html: 'text/html; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	svg: 'image/svg+xml',
} as const;

/** Keys are paths: `/index.html`, `/signup.html`, `/login.html`, `/favicon.svg`, `/assets/…`. Throws when the sources do not build. */
export async function buildClient(): Promise<Map<string, BuiltFile>> {
	const { outputFiles, metafile } = await build({
		entryPoints: ENTRIES.map((entry) => join(PAGES, entry)),
		absWorkingDir: PAGES,
		outdir: OUT,
		entryNames: 'assets/[name]-[hash]',
		chunkNames: 'assets/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		minify: true,
		write: false,
		metafile: true,
		legalComments: 'none',
		logLevel: 'silent',
		target: TARGETS,
	});
	// The builder is a process of its own: it is not needed any more.
	await stop();
	const files = new Map(outputFiles.map((file) => [file.path, asset(file)]));
	const names = namesOf(metafile);
	for (const document of DOCUMENTS) {
		const source = await readFile(join(PAGES, document), 'utf8');
		const html = source.replaceAll(/"\.\/([\w.]+)"/g, (_, entry: string) => `"${names.get(entry) ?? missing(entry)}"`);
		files.set(`/${document}`, { type: TYPES.html, body: Buffer.from(html), immutable: false });
	}
	const favicon = await readFile(join(PAGES, 'favicon.svg'));
	return files.set('/favicon.svg', { type: TYPES.svg, body: favicon, immutable: false });
}

function asset({ path, contents }: OutputFile): BuiltFile {
	return { type: path.endsWith('.css') ? TYPES.css : TYPES.js, body: Buffer.from(contents), immutable: true };
}

/** Built paths by the names of their entries. */
function namesOf({ outputs }: Metafile): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(outputs).flatMap(([path, { entryPoint }]): [string, string][] =>
			entryPoint === undefined ? [] : [[entryPoint, path.replace(/^.*?assets\//, '/assets/')]],
		),
	);
}

function missing(entry: string): never {
	throw new Error(`a page names ${entry}, which is not built`);
}
