/** Paths that somebody else may have written, such as `?next=`. */

/** Any origin: only whether a path leaves it matters. */
const HERE = 'http://here.invalid';

/** The path with its query if it leads to a page of ours, as browsers understand it; otherwise undefined. */
export function ownPath(text: unknown): string | undefined {
	if (typeof text !== 'string' || !text.startsWith('/')) return undefined;
	// Browsers drop tabs and take `\` for `/`, so `/\t/host` leads away: parsed as they do, that shows.
	const url = URL.parse(text, HERE);
	// What is left of `/..//host` is `//host`, which leads away when it is read again.
	return url?.origin === HERE && !url.pathname.startsWith('//') ? url.pathname + url.search : undefined;
}
