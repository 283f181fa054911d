/** Requests to the server, answered with values: what it said, or why it refused, or that it is away. */
import type { AccountId } from '../../core/ids.ts';
import type { Profile, WireError } from '../../core/wire.ts';
import { language } from './i18n.ts';

export type Refused = Omit<WireError, 'code' | 'message'> & { readonly code: string; readonly message?: string };
type Fields = Readonly<Record<string, unknown>>;
export type Posted =
	| { readonly state: 'done'; readonly body: Readonly<Record<string, unknown>> }
	| { readonly state: 'refused'; readonly error: Refused };

/** `account`: whom the page believes to be signed in; the server refuses to act for anybody else (`other-account`). */
export function post(path: string, fields: Fields, account?: AccountId): Promise<Posted> {
	return send('POST', path, fields, account);
}

/** The same with any method; `body`: fields, or the bytes of a file. */
export async function send(
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
	path: string,
	body?: Fields | Blob,
	account?: AccountId,
): Promise<Posted> {
	const type = body instanceof Blob ? body.type : 'application/json';
	const headers = {
		...(body === undefined ? {} : { 'Content-Type': type }),
		...(account === undefined ? {} : { 'X-Webchat-Account': account }),
		Accept: 'application/json',
		...spoken(),
	};
	const content = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
	try {
		const response = await fetch(path, { method, headers, ...(content === undefined ? {} : { body: content }) });
		const answer = response.status === 204 ? {} : await response.json();
		return response.ok ? { state: 'done', body: answer } : { state: 'refused', error: answer.error };
	} catch {
		return { state: 'refused', error: { code: 'away' } };
	}
}

export interface OwnAccount extends Profile {
	readonly phone: string | null;
	readonly email: string | null;
	readonly emailVerified: boolean;
}

export type Present =
	| { readonly state: 'somebody'; readonly account: OwnAccount }
	| { readonly state: 'nobody' }
	/** The server cannot be asked. */
	| { readonly state: 'unknown' };

/** Who is signed in in this browser. */
export async function whoIsSignedIn(): Promise<Present> {
	try {
		const response = await fetch('/me', { headers: { Accept: 'application/json', ...spoken() } });
		if (response.status === 401) return { state: 'nobody' };
		return response.ok ? { state: 'somebody', account: (await response.json()).account } : { state: 'unknown' };
	} catch {
		return { state: 'unknown' };
	}
}

/** The page's language, for what the server says. */
export function spoken(): Record<string, string> {
	return { 'Accept-Language': language() };
}
