/**
 * What a request shows to say who asks: a program's token in `Authorization: Bearer` (RFC 6750 section 2.1), or a
 * browser's cookie. Where there is a Bearer it alone counts: whoever shows one means it, and no cookie that a browser
 * sends along by itself stands in for one that is wrong.
 */
import { kindOf } from '../../core/vault/tokens.ts';
import { sessionToken } from './cookies.ts';

/** Characters of a Bearer that is still looked up; ours have 51. */
const BEARER_CHARS_MAX = 200;

/** What is to be looked up; undefined when nothing is shown that could let somebody in. Other schemes than Bearer are not meant for us. */
export function credentialOf(asked: Asked, secure: boolean): string | undefined {
	const bearer = /^bearer(?: +(.*))?$/i.exec(asked.get('authorization') ?? '');
	if (bearer === null) {
		const token = sessionToken(asked.get('cookie'), secure);
		return token !== undefined && kindOf(token) === 'device' ? token : undefined;
	}
	const [, token = ''] = bearer;
	return token.length <= BEARER_CHARS_MAX && kindOf(token) === 'token' ? token : undefined;
}

/** Whether it is a program that asks, of which no page of another site can be the author. */
export function showsBearer(asked: Asked): boolean {
	return /^bearer\b/i.test(asked.get('authorization') ?? '');
}

/** Request headers, by names in lower case. */
interface Asked {
	get(name: string): string | null | undefined;
}
