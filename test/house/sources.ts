/** The house's own source files, read once for the checks in this folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const ROOMS = ['core', 'projections', 'transports', 'web', 'bench', 'test'] as const;
export type Room = (typeof ROOMS)[number];

export interface Source {
	/** Relative to the repository, with `/`. */
	readonly path: string;
	readonly room: Room;
	readonly text: string;
	/** Comments and the contents of strings blanked out, so that a ban meets code alone. */
	readonly code: string;
	readonly imports: readonly Import[];
}

export interface Import {
	/** As written: `node:net`, `lit`, or a path relative to the repository where it was relative. */
	readonly target: string;
	readonly typeOnly: boolean;
}

/** A room without a file yet is not in a clone. */
export const sources: readonly Source[] = ROOMS.filter((room) => existsSync(join(root, room))).flatMap((room) =>
	readdirSync(join(root, room), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
		.map((entry) => read(room, relative(root, join(entry.parentPath, entry.name)))),
);

export function inRoom(...rooms: readonly Room[]): readonly Source[] {
	return sources.filter((source) => rooms.includes(source.room));
}

function read(room: Room, path: string): Source {
	const text = readFileSync(join(root, path), 'utf8');
	return { path, room, text, code: blank(text), imports: importsOf(path, text) };
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, `new URL('x', import.meta.url)`. */
function importsOf(path: string, text: string): Import[] {
	const found: Import[] = [];
	const pattern =
		/^\s*(?:import|export)\s+(type\s)?(?:[\w$*{}\s,]+?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)|new URL\('([^']+)',\s*import\.meta\.url\)/gm;
	for (const match of text.matchAll(pattern)) {
		const target = match[2] ?? match[3] ?? match[4] ?? '';
		found.push({
			target: target.startsWith('.') ? join(path, '..', target) : target,
			typeOnly: match[1] !== undefined,
		});
	}
	return found;
}

/** Good enough for checks: line comments, block comments and quoted text become spaces; template literals stay. */
function blank(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (part) =>
		part.replace(/[^\n]/g, ' '),
	);
}
