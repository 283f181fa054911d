/**
 * Which addresses may be reached from here. Outside is what is public; everything else (this machine, its networks, what
 * is reserved) only where the configuration names it, so that no name, page or redirect leads into the house.
 */
import { BlockList, isIP } from 'node:net';

/** Not public, https://www.iana.org/assignments/iana-ipv4-special-registry. */
const RESERVED_V4 = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.31.196.0', 24],
	['192.52.193.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['192.175.48.0', 24],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
] as const;

/** What IANA has given out as global unicast; all else in IPv6 is reserved. */
const GLOBAL_V6 = ['2000::', 3] as const;
/** Not public within that, https://www.iana.org/assignments/iana-ipv6-special-registry: tunnels among them. */
const RESERVED_V6 = [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['2620:4f:8000::', 48],
	['3fff::', 20],
] as const;
/** IPv6 addresses that stand for an IPv4 one, in their last 32 bits: mapped, and translated (RFC 6052). */
const EMBEDDING_V6 = [
	['::ffff:0:0', 96],
	['64:ff9b::', 96],
] as const;

const reservedV4 = listOf('ipv4', RESERVED_V4);
const globalV6 = listOf('ipv6', [GLOBAL_V6]);
const reservedV6 = listOf('ipv6', RESERVED_V6);
const embeddingV6 = listOf('ipv6', EMBEDDING_V6);

/** Whether the address is one of the public internet. What is no address is not. */
export function isPublic(address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return !reservedV4.check(address, 'ipv4');
		case 6: {
			if (address.includes('%')) return false;
			const embedded = embeddedV4(address);
			if (embedded !== undefined) return isPublic(embedded);
			return globalV6.check(address, 'ipv6') && !reservedV6.check(address, 'ipv6');
		}
		default:
			return false;
	}
}

/** Whether the configuration names the address, in whichever way it is written. */
export function isNamed(networks: BlockList, address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return networks.check(address, 'ipv4');
		case 6: {
			const embedded = embeddedV4(address);
			return networks.check(address, 'ipv6') || (embedded !== undefined && networks.check(embedded, 'ipv4'));
		}
		default:
			return false;
	}
}

/** The IPv4 address that an IPv6 one stands for, if it stands for one. */
function embeddedV4(address: string): string | undefined {
	if (address.includes('%') || !embeddingV6.check(address, 'ipv6')) return undefined;
	// The URL parser knows all ways of writing an address, and has one: groups in hexadecimal.
	const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::').at(-1)?.split(':') ?? [];
	const [high = 0, low = 0] = ['0', '0', ...groups].slice(-2).map((group) => Number.parseInt(group || '0', 16));
	return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function listOf(family: 'ipv4' | 'ipv6', networks: readonly (readonly [string, number])[]): BlockList {
	const list = new BlockList();
	for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
	return list;
}
