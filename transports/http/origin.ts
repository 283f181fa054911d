/** Which origins are our own: pages of other sites must change nothing here and open no socket. */
import type { Client } from './client.ts';

export interface OwnOrigins {
	/** `WEBCHAT_URL` and `WEBCHAT_ORIGINS`, as origins. */
	readonly known: readonly string[];
}

/** Whether a request with this `Origin` comes from a page of ours: its host is the one asked, or it is a known origin. */
function isOwnOrigin(origin: string, client: Pick<Client, 'host' | 'secure'>, own: OwnOrigins): boolean {
	const from = URL.parse(origin);
	if (from === null || from.origin === 'null') return false;
	if (own.known.includes(from.origin)) return true;
	// A page that came without TLS may be anybody's on the way: it has no say where people come over TLS.
	if (from.protocol !== 'https:' && (from.protocol !== 'http:' || client.secure)) return false;
	// The same scheme on both sides, so that a default port that only one of them spells out makes no difference.
	const asked = URL.parse(`${from.protocol}//${client.host}`);
	return asked !== null && client.host !== '' && asked.host === from.host;
}

/**
 * Whether a state change must be refused: browsers send `Origin` with each, newer ones `Sec-Fetch-Site`; programs that
 * are no browser send neither.
 */
export function isForeign(asked: Asked, client: Client, own: OwnOrigins): boolean {
	const origin = asked.get('origin') ?? null;
	if (origin !== null && !isOwnOrigin(origin, client, own)) return true;
	return asked.get('sec-fetch-site') === 'cross-site';
}

/** Request headers, by names in lower case. */
interface Asked {
	get(name: string): string | null | undefined;
}
