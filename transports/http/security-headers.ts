import type { Client } from './client.ts';

const YEAR_S = 365 * 24 * 60 * 60;

/** The headers of an answer to this client; one who came over TLS is to come so for a year (RFC 6797 section 7). */
export function securityHeaders({ secure }: Pick<Client, 'secure'>): Readonly<Record<string, string>> {
	return secure ? OVER_TLS : SECURITY_HEADERS;
}

/** Headers on every answer, errors included: what a page may load, who may frame it, what it tells others. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
	'Content-Security-Policy': [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' blob: data:",
		"media-src 'self' blob:",
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	].join('; '),
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'same-origin',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
	'X-Frame-Options': 'DENY',
};

const OVER_TLS = { ...SECURITY_HEADERS, 'Strict-Transport-Security': `max-age=${YEAR_S}` };
