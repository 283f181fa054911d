/**
 * Parsers of settings' values: text from outside → a value, or what is wrong with it (a key of `transports/messages`).
 */
import { BlockList, isIP } from 'node:net';

export type Parsed<T> = { readonly ok: T } | { readonly wrong: Problem };
export type Problem =
	| 'wrong-port'
	| 'wrong-host'
	| 'wrong-url'
	| 'wrong-origins'
	| 'wrong-log'
	| 'wrong-choice'
	| 'wrong-proxy'
	| 'wrong-limits'
	| 'wrong-path'
	| 'wrong-networks'
	| 'wrong-sms'
	| 'wrong-mail'
	| 'wrong-from'
	| 'wrong-sign'
	| 'wrong-templates'
	| 'wrong-provider-url'
	| 'wrong-secret'
	| 'wrong-weather'
	| 'wrong-news'
	| 'wrong-hosts'
	| 'wrong-links'
	| 'not-yet';
export type Parser<T> = (text: string) => Parsed<T>;

const PORT_MAX = 65_535;
const NUMBER_MAX = 2 ** 40;
const HOPS_MAX = 16;

/** Which peers are believed when they say for whom they ask: so many hops of proxies, or proxies in these networks. */
export type TrustedProxies =
	| { readonly kind: 'none' }
	| { readonly kind: 'hops'; readonly hops: number }
	| { readonly kind: 'networks'; readonly networks: BlockList };

/** The limits that can be set; 0 is no limit. Counts, but for the two in bytes. */
export interface NamedLimits {
	readonly codesPerAddressDay: number;
	readonly codesPerIpHour: number;
	readonly requestsPerIpSecond: number;
	readonly connectionsPerIp: number;
	readonly messagesPerSecond: number;
	readonly fileBytes: number;
	readonly quotaBytes: number;
	readonly groupMembers: number;
	readonly syncEvents: number;
}

export const LIMITS: NamedLimits = {
	codesPerAddressDay: 10,
	codesPerIpHour: 200,
	requestsPerIpSecond: 1_000,
	connectionsPerIp: 10_000,
	messagesPerSecond: 50,
	fileBytes: 100 * 1024 * 1024,
	quotaBytes: 10 * 1024 * 1024 * 1024,
	groupMembers: 5_000,
	syncEvents: 10_000,
};

/** `codes-per-ip-hour` → `codesPerIpHour`. */
const LIMIT_NAMES: ReadonlyMap<string, keyof NamedLimits> = new Map([
	['codes-per-address-day', 'codesPerAddressDay'],
	['codes-per-ip-hour', 'codesPerIpHour'],
	['requests-per-ip-second', 'requestsPerIpSecond'],
	['connections-per-ip', 'connectionsPerIp'],
	['messages-per-second', 'messagesPerSecond'],
	['file-bytes', 'fileBytes'],
	['quota-bytes', 'quotaBytes'],
	['group-members', 'groupMembers'],
	['sync-events', 'syncEvents'],
]);

/** A port to listen on; 0 lets the system choose. */
export const port: Parser<number> = (text) => {
	const number = wholeNumber(text, PORT_MAX);
	return number === undefined ? { wrong: 'wrong-port' } : { ok: number };
};

/** A host name or address to listen on, without a port. */
export const host: Parser<string> = (text) =>
	isIP(text) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text) ? { ok: text } : { wrong: 'wrong-host' };

export const path: Parser<string> = (text) => (text.includes('\0') ? { wrong: 'wrong-path' } : { ok: text });

/** The address that people see, without a path: its origin. */
export const publicUrl: Parser<string> = (text) => {
	const origin = originOf(text);
	return origin === undefined ? { wrong: 'wrong-url' } : { ok: origin };
};

/** Origins, separated by commas. */
export const origins: Parser<readonly string[]> = (text) => {
	const all = list(text).map(originOf);
	const known = all.filter((origin) => origin !== undefined);
	return known.length === all.length ? { ok: known } : { wrong: 'wrong-origins' };
};

/** `sqlite:`, `sqlite:<path>` or `mysql://…`. What stands in it is a secret. */
export const logUrl: Parser<string> = (text) => {
	if (text.startsWith('sqlite:')) return { ok: text };
	return text.startsWith('mysql://') && URL.canParse(text) ? { ok: text } : { wrong: 'wrong-log' };
};

/** Hops (`1`) or networks (`10.0.0.0/8,::1`); `off` is nobody. */
export const trustedProxies: Parser<TrustedProxies> = (text) => {
	if (text === 'off' || text === '0') return { ok: { kind: 'none' } };
	const hops = wholeNumber(text, HOPS_MAX);
	if (hops !== undefined) return { ok: { kind: 'hops', hops } };
	const networks = text === '' ? undefined : networksIn(text);
	return networks === undefined ? { wrong: 'wrong-proxy' } : { ok: { kind: 'networks', networks } };
};

/** Addresses and networks (`10.0.0.0/8,::1`). */
export const networks: Parser<BlockList> = (text) => {
	const all = networksIn(text);
	return all === undefined ? { wrong: 'wrong-networks' } : { ok: all };
};

/** `name=value,…` over the defaults, or `off`: then limits without a name are off too. */
export const limits: Parser<NamedLimits & { readonly off: boolean }> = (text) => {
	const changed: Record<keyof NamedLimits, number> = { ...LIMITS };
	if (text === 'off') {
		for (const name of LIMIT_NAMES.values()) changed[name] = 0;
		return { ok: { ...changed, off: true } };
	}
	for (const [name, value] of entries(text)) {
		const limit = LIMIT_NAMES.get(name);
		const number = wholeNumber(value, NUMBER_MAX);
		if (limit === undefined || number === undefined) return { wrong: 'wrong-limits' };
		changed[limit] = number;
	}
	return { ok: { ...changed, off: false } };
};

/** One of the words that work now; `later` are words of the contract whose meaning is not built yet. */
export function choice<const Word extends string>(now: readonly Word[], later: readonly string[] = []): Parser<Word> {
	return (text) => {
		const word = now.find((known) => known === text);
		if (word !== undefined) return { ok: word };
		return { wrong: later.includes(text) ? 'not-yet' : 'wrong-choice' };
	};
}

/** A setting of the contract that nothing listens to yet: accepted, so that a configuration need not change. */
export const accepted: Parser<string> = (text) => ({ ok: text });

/** `name=value,…`; what stands behind the first `=` is the value. */
export function entries(text: string): (readonly [name: string, value: string])[] {
	return list(text).map((part) => {
		const [name = '', ...rest] = part.split('=');
		return [name, rest.join('=')];
	});
}

function wholeNumber(text: string, max: number): number | undefined {
	const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	return number <= max ? number : undefined;
}

/** Parts separated by commas. */
export function list(text: string): string[] {
	return text === '' ? [] : text.split(',').map((part) => part.trim());
}

function originOf(text: string): string | undefined {
	const url = URL.parse(text);
	if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
	return url.pathname === '/' && url.search === '' && url.hash === '' ? url.origin : undefined;
}

function networksIn(text: string): BlockList | undefined {
	const networks = new BlockList();
	return list(text).every((part) => addNetwork(networks, part)) ? networks : undefined;
}

function addNetwork(networks: BlockList, text: string): boolean {
	const [address = '', bits, ...more] = text.split('/');
	const version = isIP(address);
	const width = version === 4 ? 32 : 128;
	const prefix = bits === undefined ? width : wholeNumber(bits, width);
	if (version === 0 || prefix === undefined || more.length > 0) return false;
	networks.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
	return true;
}
