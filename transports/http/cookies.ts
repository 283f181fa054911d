/** The two cookies: the session's token, and the last user name for the sign-in page. */
import { SESSION_LIFE_MS } from '../../core/vault/sessions.ts';

const YEAR_S = 365 * 24 * 60 * 60;
const USERNAME = 'webchat_username';
/** Characters of a cookie that is still looked up; ours have 43. */
const TOKEN_CHARS_MAX = 200;

/** The token in a `Cookie` header, ours or not; undefined when there is none. */
export function sessionToken(cookies: string | null | undefined, secure: boolean): string | undefined {
	const name = sessionCookie(secure);
	for (const pair of (cookies ?? '').split(';')) {
		const [key, value = ''] = pair.trim().split('=', 2);
		if (key === name && value !== '' && value.length <= TOKEN_CHARS_MAX) return value;
	}
	return undefined;
}

/** `Set-Cookie` that gives the browser its token. It lasts as long as a session can; the vault knows when it ends. */
export function giveSession(token: string, secure: boolean): string {
	return cookie(sessionCookie(secure), token, SESSION_LIFE_MS / 1000, secure, 'HttpOnly');
}

export function takeSession(secure: boolean): string {
	return cookie(sessionCookie(secure), '', 0, secure, 'HttpOnly');
}

/** Readable by the page, which fills it in next time. */
export function giveUsername(username: string, secure: boolean): string {
	return cookie(USERNAME, encodeURIComponent(username), YEAR_S, secure);
}

export function takeUsername(secure: boolean): string {
	return cookie(USERNAME, '', 0, secure);
}

/** The `__Host-` prefix (RFC 6265bis 4.1.3.2) keeps other hosts of a domain from setting it; browsers want TLS for it. */
function sessionCookie(secure: boolean): string {
	return secure ? '__Host-webchat_session' : 'webchat_session';
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
