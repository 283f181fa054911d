/** One HTTP request to addresses that were resolved and checked before. */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { readBody } from './body.ts';
import type { Failure, Fetched, OutsideRequest } from './outside.ts';

/** Bytes of an answer's head; beyond them it is `malformed`. */
const HEAD_BYTES_MAX = 16 * 1024;
const USER_AGENT = 'webchat';

/**
 * Resolves once, when the whole body is there or it failed; ends the connection then, and when `signal` says so. A
 * redirect is an answer like any other.
 */
export async function ask(
	url: URL,
	addresses: readonly string[],
	{ headers, body, bytesMax }: OutsideRequest,
	signal: AbortSignal,
): Promise<Fetched> {
	const { promise, resolve } = Promise.withResolvers<IncomingMessage | Failure>();
	const send = url.protocol === 'https:' ? requestHttps : requestHttp;
	const outgoing = send(url, {
		method: body === undefined ? 'GET' : 'POST',
		headers: {
			'User-Agent': USER_AGENT,
			'Accept-Encoding': 'gzip, deflate, br',
			...headers,
			...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
		},
		// A connection of its own: nothing that one answer left behind is read as the next.
		agent: false,
		lookup: pinnedTo(addresses),
		maxHeaderSize: HEAD_BYTES_MAX,
		signal,
	});
	outgoing.on('response', resolve);
	outgoing.on('error', (error) => resolve(failureOf(error, signal)));
	// Asked for by nobody; without a listener the connection would just be gone.
	outgoing.on('upgrade', (_response, socket) => {
		socket.destroy();
		resolve('malformed');
	});
	outgoing.end(body);
	const response = await promise;
	if (typeof response === 'string') return { state: 'failed', why: response };
	const read = await readBody(response, bytesMax);
	outgoing.destroy();
	if (typeof read === 'string') return { state: 'failed', why: signal.aborted ? 'timeout' : read };
	const { location } = response.headers;
	return {
		state: 'answered',
		status: response.statusCode ?? 0,
		...contentType(response.headers['content-type'] ?? ''),
		url: url.href,
		...(location === undefined ? {} : { location }),
		body: read,
	};
}

/** In place of asking for the name again, which might now be told something else. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
	const all = addresses.map((address) => ({ address, family: isIP(address) }));
	return (_name, options, answer) => {
		const [first] = all;
		if (first === undefined) answer(new Error('a name without an address'), '');
		else if (options.all) answer(null, all);
		else answer(null, first.address, first.family);
	};
}

function failureOf(error: NodeJS.ErrnoException, signal: AbortSignal): Failure {
	if (signal.aborted) return 'timeout';
	// The parser's own errors, https://nodejs.org/api/errors.html: HPE_….
	return error.code?.startsWith('HPE_') ? 'malformed' : 'unreachable';
}

function contentType(text: string): { readonly type: string; readonly charset: string } {
	const [type = '', ...parameters] = text.toLowerCase().split(';');
	const charset = parameters.map((part) => /^\s*charset="?([\w-]+)"?\s*$/.exec(part)?.[1]).find(Boolean);
	return { type: type.trim(), charset: charset ?? '' };
}
