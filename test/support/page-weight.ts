/** What a page makes a browser load before it works: its scripts, and what those import, as they go over the wire. */
import { gzipSync } from 'node:zlib';
import type { BuiltFile } from '../../web/build.ts';

/** Most JavaScript that the chat page may load, gzipped. */
export const CHAT_SCRIPT_BYTES_MAX = 90 * 1024;

/** Bytes, gzipped, by path, of all scripts that a document loads at once; what is imported only when it is needed is not among them. */
export function pageScripts(files: ReadonlyMap<string, BuiltFile>, document: string): ReadonlyMap<string, number> {
	const found = new Map<string, number>();
	const html = files.get(document)?.body.toString('utf8') ?? '';
	const wanted = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].map(([, path]) => path!);
	for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
		const body = files.get(path)?.body;
		if (body === undefined) throw new Error(`${document} loads ${path}, which is not there`);
		if (found.has(path)) continue;
		found.set(path, gzipSync(body, { level: 9 }).length);
		const imports = body.toString('utf8').matchAll(/(?:from|import)\s*"(\.{0,2}\/[^"]+\.js)"/g);
		for (const [, name] of imports) wanted.push(new URL(name!, `http://page${path}`).pathname);
	}
	return found;
}

export function sumOf(sizes: ReadonlyMap<string, number>): number {
	return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
