/**
 * The one way to what others serve: weather, news, pictures, providers of messages. Only hosts that the caller names,
 * only at addresses that may be reached, and within limits of time and size whatever the other side does.
 */
import type { BlockList } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { ask } from './ask.ts';
import { createResolve, type Lookup, type Resolve } from './resolve.ts';

/** From the request to the last byte of the answer, names and redirects included; past it: `timeout`. */
export const DEADLINE_MS = 5_000;
/** Under way at once; one more is `busy`. */
const FETCHES_AT_ONCE_MAX = 64;
/** Followed, each to the same host; one more is `redirected`. */
const REDIRECTS_MAX = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface OutsideRequest {
	readonly url: string;
	/** Whom the configuration lets us ask: a host as it stands in URLs, or `.example.com` for all below and itself. */
	readonly hosts: readonly string[];
	readonly headers?: Readonly<Record<string, string>>;
	/** Posted where there is one, and then not redirected. */
	readonly body?: string;
	/** Bytes of the answer's body, after decoding; beyond them: `too-large`. */
	readonly bytesMax: number;
	/** Less time than usual, in ms. */
	readonly deadlineMs?: number;
}

export const FAILURES = [
	/** Not one of the request's hosts, or no http(s) address. */
	'forbidden-host',
	/** The host is, or its name leads to, an address that is not public and not allowed. */
	'forbidden-address',
	'unresolved',
	/** No connection, or one that broke or could not be trusted. */
	'unreachable',
	'timeout',
	'redirected',
	'too-large',
	/** Not HTTP, or a body that is not what its head says. */
	'malformed',
	'busy',
] as const;
export type Failure = (typeof FAILURES)[number];

export interface Answered {
	readonly state: 'answered';
	readonly status: number;
	/** Media type in lower case, without parameters; empty where none is said. */
	readonly type: string;
	/** As the answer names it, in lower case; empty where it does not. */
	readonly charset: string;
	/** Where the answer came from, after redirects. */
	readonly url: string;
	/** Where it sends its reader on to, if it does. */
	readonly location?: string;
	readonly body: Buffer;
}
export type Fetched = Answered | { readonly state: 'failed'; readonly why: Failure };

export interface Outside {
	/** Never rejects. */
	fetch(request: OutsideRequest): Promise<Fetched>;
	/** The same rules of addresses for those who speak something else than HTTP. */
	readonly resolve: Resolve;
}

export interface OutsidePorts {
	readonly clock: Clock;
	/** Networks that may be reached although they are not public. */
	readonly allowPrivate: BlockList;
	readonly lookUp?: Lookup;
}

export function createOutside({ clock, allowPrivate, lookUp }: OutsidePorts): Outside {
	const resolve = createResolve(allowPrivate, lookUp);
	let underWay = 0;
	return {
		resolve,
		async fetch(request) {
			if (underWay >= FETCHES_AT_ONCE_MAX) return failed('busy');
			const stop = new AbortController();
			const late = Promise.withResolvers<Fetched>();
			const timer = clock.after(Math.min(request.deadlineMs ?? DEADLINE_MS, DEADLINE_MS), () => {
				stop.abort();
				late.resolve(failed('timeout'));
			});
			underWay += 1;
			try {
				return await Promise.race([follow(request, resolve, stop.signal), late.promise]);
			} finally {
				underWay -= 1;
				clock.clear(timer);
				stop.abort();
			}
		},
	};
}

/** Asks, and goes where the answer sends us as long as that is the same host. Each step resolves and checks anew. */
async function follow(request: OutsideRequest, resolve: Resolve, signal: AbortSignal): Promise<Fetched> {
	let url = URL.parse(request.url);
	for (let hops = 0; ; hops += 1) {
		if (url === null || !isAllowed(url, request.hosts)) return failed(hops === 0 ? 'forbidden-host' : 'redirected');
		const resolved = await resolve(url.hostname);
		if (resolved.state === 'failed') return resolved;
		if (signal.aborted) return failed('timeout');
		const reply = await ask(url, resolved.addresses, request, signal);
		if (reply.state === 'failed' || !REDIRECTS.has(reply.status)) return reply;
		const next = reply.location === undefined ? null : URL.parse(reply.location, url);
		if (next === null || request.body !== undefined || hops === REDIRECTS_MAX || !isSamePlace(url, next)) {
			return failed('redirected');
		}
		url = next;
	}
}

/** A host is compared as URLs write it: in lower case, in ASCII. */
function isAllowed({ protocol, hostname, username, password }: URL, hosts: readonly string[]): boolean {
	if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return false;
	return hosts.some((host) =>
		host.startsWith('.') ? hostname.endsWith(host) || hostname === host.slice(1) : hostname === host,
	);
}

/** The same host and port, or its encrypted side; never back from that. */
function isSamePlace(from: URL, to: URL): boolean {
	if (from.host === to.host && from.protocol === to.protocol) return true;
	return from.hostname === to.hostname && from.protocol === 'http:' && to.protocol === 'https:' && to.port === '';
}

function failed(why: Failure): Fetched {
	return { state: 'failed', why };
}
