/** Who takes messages to phones and mail boxes, as the settings name them. */
import { isIP } from 'node:net';
import { isPublic } from '../outside/addresses.ts';
import type { MailFrom } from '../senders/smtp.ts';
import { isMessageKey } from '../senders/texts.ts';
import { entries, type Parser } from './values.ts';

export type SmsProvider =
	| { readonly kind: 'outbox' }
	| { readonly kind: 'aliyun'; readonly accessKeyId: string }
	| { readonly kind: 'webhook'; readonly url: string };

export type MailProvider =
	| { readonly kind: 'outbox' }
	| {
			readonly kind: 'smtp';
			readonly host: string;
			readonly port: number;
			readonly secure: boolean;
			readonly credentials?: { readonly user: string; readonly pass: string };
	  };

/** Shorter secrets are guessed. */
const SECRET_CHARACTERS_MIN = 16;
const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;
/** Templates for every text that has none of its own, with a code in it and without. */
const GENERAL = ['code', 'notice'];

/** `outbox`, `aliyun:<AccessKey id>` or `webhook:<url>`. */
export const sms: Parser<SmsProvider> = (text) => {
	if (text === 'outbox') return { ok: { kind: 'outbox' } };
	const [kind = '', ...rest] = text.split(':');
	const value = rest.join(':');
	if (kind === 'aliyun' && /^\w{4,64}$/.test(value)) return { ok: { kind: 'aliyun', accessKeyId: value } };
	const url = kind === 'webhook' ? encryptedUrl(value) : undefined;
	return url === undefined ? { wrong: 'wrong-sms' } : { ok: { kind: 'webhook', url } };
};

/** `outbox`, or `smtp://` (STARTTLS) or `smtps://` with user and password, percent-encoded, host and port. */
export const mail: Parser<MailProvider> = (text) => {
	if (text === 'outbox') return { ok: { kind: 'outbox' } };
	const url = URL.parse(text);
	if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return { wrong: 'wrong-mail' };
	if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return { wrong: 'wrong-mail' };
	const [user, pass] = [decoded(url.username), decoded(url.password)];
	if (user === undefined || pass === undefined || (user === '') !== (pass === '')) return { wrong: 'wrong-mail' };
	const secure = url.protocol === 'smtps:';
	const port = url.port === '' ? (secure ? SUBMISSIONS_PORT : SUBMISSION_PORT) : Number(url.port);
	const credentials = user === '' ? {} : { credentials: { user, pass } };
	return { ok: { kind: 'smtp', host: url.hostname, port, secure, ...credentials } };
};

/** The provider's URL in place of its usual one. */
export const providerUrl: Parser<string> = (text) => {
	const url = encryptedUrl(text);
	return url === undefined ? { wrong: 'wrong-provider-url' } : { ok: url };
};

export const secret: Parser<string> = (text) =>
	text.length < SECRET_CHARACTERS_MIN ? { wrong: 'wrong-secret' } : { ok: text };

/** A name that stands before texts, as the provider approved it. */
export const signName: Parser<string> = (text) => (text.length <= 50 ? { ok: text } : { wrong: 'wrong-sign' });

/** `code=<template>,notice=<template>`, and a text's own by its name; for numbers abroad with `-abroad` behind. */
export const templates: Parser<ReadonlyMap<string, string>> = (text) => {
	const known = (name: string) => GENERAL.includes(name) || isMessageKey(name);
	const all = entries(text).map(([name, template]) => [name.trim(), template.trim()] as const);
	const good = all.every(([name, template]) => known(name.replace(/-abroad$/, '')) && /^\w{1,64}$/.test(template));
	const map = new Map(all);
	return good && map.size === all.length && GENERAL.every((name) => map.has(name))
		? { ok: map }
		: { wrong: 'wrong-templates' };
};

/** `chat@example.org` or `Our Chat <chat@example.org>`. */
export const mailFrom: Parser<MailFrom> = (text) => {
	const [, name = '', within] = /^([^<>"\r\n]{0,100})<([^<>]+)>$/.exec(text) ?? [];
	const address = within ?? text;
	return /^[^\s<>@,"]{1,64}@[^\s<>@,"]{1,190}$/.test(address)
		? { ok: { name: name.trim(), address } }
		: { wrong: 'wrong-from' };
};

/** The host of an address where it is one itself, and not public. */
export function privateAddress(host: string): string | undefined {
	const bare = host.replace(/^\[(.*)\]$/, '$1');
	return isIP(bare) !== 0 && !isPublic(bare) ? bare : undefined;
}

/** Codes leave the house encrypted; plain HTTP is for addresses of one's own network and names without a dot. */
function encryptedUrl(text: string): string | undefined {
	const url = URL.parse(text);
	if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
	const isOwn = privateAddress(url.hostname) !== undefined || /^[^.:]+$/.test(url.hostname);
	return url.protocol === 'https:' || (url.protocol === 'http:' && isOwn) ? url.href : undefined;
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
