/** Where to go when signed in: an own path, and nothing else. What stood behind `#` stayed in the browser and goes along. */
export function nextPath({ search, hash, origin }: Pick<Location, 'search' | 'hash' | 'origin'>): string {
	const next = new URLSearchParams(search).get('next') ?? '/';
	if (!next.startsWith('/')) return '/';
	try {
		// Browsers drop tabs and take `\` for `/`, so `/<tab>/host` leads away: parsed as they do, that shows.
		const url = new URL(next, origin);
		// What is left of `/..//host` is `//host`, which leads away when it is read again.
		const leadsAway = url.origin !== origin || url.pathname.startsWith('//');
		return leadsAway ? '/' : url.pathname + url.search + hash;
	} catch {
		return '/';
	}
}
