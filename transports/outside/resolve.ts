/** Names → addresses that may be reached. Whoever connects, connects to these: asked again, a name may say otherwise. */
import { lookup } from 'node:dns/promises';
import { type BlockList, isIP } from 'node:net';
import { isNamed, isPublic } from './addresses.ts';

/** Addresses of one name that are tried; what comes after them is not. */
const ADDRESSES_MAX = 8;

export type Resolved =
	| {
			readonly state: 'resolved';
			readonly addresses: readonly string[];
			/** Whether all of them are public, and not only named by the configuration. */
			readonly isPublic: boolean;
	  }
	| { readonly state: 'failed'; readonly why: 'unresolved' | 'forbidden-address' };

/** All addresses of a name; rejects or gives none where there is none. */
export type Lookup = (name: string) => Promise<readonly string[]>;
export type Resolve = (host: string) => Promise<Resolved>;

/**
 * The system's own way (files, DNS). It has no end of its own and runs on libuv's pool of threads, but never on more than
 * half of them (its "slow I/O"), so names that do not resolve keep nobody from files and hashes.
 */
export const systemLookup: Lookup = async (name) =>
	(await lookup(name, { all: true, order: 'verbatim' })).map(({ address }) => address);

/**
 * `allowed` are networks that may be reached though they are not public. One address that may not be reached is enough
 * to refuse a name, whatever its others are. Never rejects.
 */
export function createResolve(allowed: BlockList, lookUp: Lookup = systemLookup): Resolve {
	return async (host) => {
		const addresses = await addressesOf(host, lookUp);
		if (addresses.length === 0) return { state: 'failed', why: 'unresolved' };
		const within = addresses.filter((address) => !isPublic(address));
		if (!within.every((address) => isNamed(allowed, address))) return { state: 'failed', why: 'forbidden-address' };
		return { state: 'resolved', addresses: addresses.slice(0, ADDRESSES_MAX), isPublic: within.length === 0 };
	};
}

/** `host`: a name, an address, or an IPv6 address in the brackets of a URL. */
async function addressesOf(host: string, lookUp: Lookup): Promise<readonly string[]> {
	const bare = host.replace(/^\[(.*)\]$/, '$1');
	if (isIP(bare) !== 0) return [bare];
	try {
		return await lookUp(bare);
	} catch {
		return [];
	}
}
