/** The cookies: the session's token, the last user name for the sign-in page, what the device knows, whose password is being reset. */
import { CODE_LIFE_MS } from '../../core/vault/codes.ts';
import { SESSION_LIFE_MS } from '../../core/vault/sessions.ts';

const SESSION = 'webchat_session';
const YEAR_S = 365 * 24 * 60 * 60;
const USERNAME = 'webchat_username';
const RESET = 'webchat_reset';
const DEVICE = 'webchat_device';
/** Characters of a cookie that is still looked up; ours have 43, what a device knows at most 137. */
const TOKEN_CHARS_MAX = 200;

/** The token in a `Cookie` header, ours or not; undefined when there is none. */
export function sessionToken(cookies: string | null | undefined, secure: boolean): string | undefined {
	return shortCookieOf(named(SESSION, secure), cookies);
}

/** `Set-Cookie` that gives the browser its token. It lasts as long as a session can; the vault knows when it ends. */
export function giveSession(token: string, secure: boolean): string {
	return cookie(named(SESSION, secure), token, SESSION_LIFE_MS / 1000, secure, 'HttpOnly');
}

export function takeSession(secure: boolean): string {
	return cookie(named(SESSION, secure), '', 0, secure, 'HttpOnly');
}

/** Readable by the page, which fills it in next time. */
export function giveUsername(username: string, secure: boolean): string {
	return cookie(USERNAME, encodeURIComponent(username), YEAR_S, secure);
}

export function takeUsername(secure: boolean): string {
	return cookie(USERNAME, '', 0, secure);
}

/** The last user name that this browser signed in with, as far as it is one. */
export function rememberedName(cookies: string | null): string | undefined {
	return decoded(cookieOf(USERNAME, cookies));
}

/** What this browser's device knows (`transports/http/known-device.ts`). */
export function deviceCookie(cookies: string | null, secure: boolean): string | undefined {
	return shortCookieOf(named(DEVICE, secure), cookies);
}

export function giveDevice(value: string, secure: boolean): string {
	return cookie(named(DEVICE, secure), value, YEAR_S, secure, 'HttpOnly');
}

export function takeDevice(secure: boolean): string {
	return cookie(named(DEVICE, secure), '', 0, secure, 'HttpOnly');
}

/** Whom the page that takes a code is for: what was typed on the page before, as long as the code lives. No script reads it. */
export function giveResetAddress(address: string, secure: boolean): string {
	return cookie(RESET, encodeURIComponent(address), CODE_LIFE_MS / 1000, secure, 'HttpOnly');
}

export function takeResetAddress(secure: boolean): string {
	return cookie(RESET, '', 0, secure, 'HttpOnly');
}

export function resetAddress(cookies: string | null): string | undefined {
	return decoded(cookieOf(RESET, cookies));
}

/** The value of a cookie in a `Cookie` header; undefined where there is none, or an empty one. */
function cookieOf(name: string, cookies: string | null | undefined): string | undefined {
	for (const pair of (cookies ?? '').split(';')) {
		const [key, value = ''] = pair.trim().split('=', 2);
		if (key === name && value !== '') return value;
	}
	return undefined;
}

function shortCookieOf(name: string, cookies: string | null | undefined): string | undefined {
	const value = cookieOf(name, cookies);
	return value !== undefined && value.length <= TOKEN_CHARS_MAX ? value : undefined;
}

/** Cookies are whatever the browser sends: one that is not encoded as ours are is none. */
function decoded(value: string | undefined): string | undefined {
	try {
		return value === undefined ? undefined : decodeURIComponent(value);
	} catch {
		return undefined;
	}
}

/** The `__Host-` prefix (RFC 6265bis 4.1.3.2) keeps other hosts of a domain from setting it; browsers want TLS for it. */
function named(name: string, secure: boolean): string {
	return secure ? `__Host-${name}` : name;
}

function cookie(name: string, value: string, maxAgeS: number, secure: boolean, ...more: string[]): string {
	return [
		`${name}=${value}`,
		'Path=/',
		`Max-Age=${maxAgeS}`,
		'SameSite=Lax',
		...(secure ? ['Secure'] : []),
		...more,
	].join('; ');
}
