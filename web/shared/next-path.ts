/** Any origin: only whether a path leaves it matters. */
const HERE = 'http://here.invalid';

/** Where to go when signed in: an own path, and nothing else. What stood behind `#` stayed in the browser and goes along. */
export function nextPath({ search, hash }: Pick<Location, 'search' | 'hash'>): string {
	const next = new URLSearchParams(search).get('next') ?? '/';
	if (!next.startsWith('/')) return '/';
	try {
		// Browsers drop tabs and take `\` for `/`, so `/<tab>/host` leads away: parsed as they do, that shows.
		const url = new URL(next, HERE);
		return url.origin === HERE ? url.pathname + url.search + hash : '/';
	} catch {
		return '/';
	}
}
