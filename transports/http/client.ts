/**
 * Who asks, and under which name they know us. Behind proxies that are trusted that is what they forward; whatever
 * else forwards something is not believed.
 */
import { isIP } from 'node:net';
import type { TrustedProxies } from '../config/values.ts';

export interface Client {
	/** Network address in its usual form (IPv4 also where it came as `::ffff:…`); empty when the peer is gone already. */
	readonly address: string;
	readonly loopback: boolean;
	/** Whether the browser speaks TLS to us or to the proxy in front. */
	readonly secure: boolean;
	/** Host and port as the browser asked for them, as the headers say. */
	readonly host: string;
}

export interface Peer {
	readonly remoteAddress: string | undefined;
	readonly encrypted: boolean;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What a limit counts as one client: an IPv4 address, or the /64 network that an IPv6 household has. */
export function networkOf(address: string): string {
	const version = isIP(address);
	// A proxy may forward what is no address; all of that is one.
	if (version !== 6) return version === 4 ? address : '';
	const [head = '', tail] = address.split('::');
	const groups = head === '' ? [] : head.split(':');
	if (tail !== undefined) {
		const after = tail === '' ? [] : tail.split(':');
		while (groups.length + after.length < 8) groups.push('0');
		groups.push(...after);
	}
	return `${groups.slice(0, 4).join(':')}::/64`;
}

/** What a connection's peer is counted as, before it has said for whom it asks: a proxy of ours and loopback as nobody. */
export function peerNetwork(address: string, trusted: TrustedProxies): string | undefined {
	const peer = plain(address);
	return isLoopback(peer) || isTrusted(peer, trusted) ? undefined : networkOf(peer);
}

/** Reads `X-Forwarded-For`, `-Host` and `-Proto` as far as `trusted` allows. */
export function clientOf(peer: Peer, trusted: TrustedProxies): Client {
	const nearest = plain(peer.remoteAddress ?? '');
	const forwarded = listed(peer.headers['x-forwarded-for']).map(plain);
	const address = farthestTrusted(nearest, forwarded, trusted);
	const believed = isTrusted(nearest, trusted);
	const host = believed ? listed(peer.headers['x-forwarded-host']).at(-1) : undefined;
	const protocol = believed ? listed(peer.headers['x-forwarded-proto']).at(-1) : undefined;
	return {
		address,
		loopback: isLoopback(address),
		secure: protocol === undefined ? peer.encrypted : protocol === 'https',
		host: host ?? String(peer.headers.host ?? ''),
	};
}

/** Walks back from the nearest peer, over as many proxies as are trusted. */
function farthestTrusted(nearest: string, forwarded: readonly string[], trusted: TrustedProxies): string {
	const chain = [...forwarded, nearest];
	switch (trusted.kind) {
		case 'none':
			return nearest;
		case 'hops':
			return chain.at(-1 - trusted.hops) ?? chain[0] ?? nearest;
		case 'networks': {
			const foreign = chain.findLast((address) => !isTrusted(address, trusted));
			return foreign ?? chain[0] ?? nearest;
		}
		default:
			return trusted satisfies never;
	}
}

function isTrusted(address: string, trusted: TrustedProxies): boolean {
	switch (trusted.kind) {
		case 'none':
			return false;
		case 'hops':
			return true;
		case 'networks':
			return isIP(address) !== 0 && trusted.networks.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
		default:
			return trusted satisfies never;
	}
}

function isLoopback(address: string): boolean {
	return /^127\./.test(address) || address === '::1';
}

/** Some proxies forward `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function plain(address: string): string {
	const bare = address.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
	return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}

function listed(header: Peer['headers'][string]): string[] {
	const text = String(header ?? '');
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
