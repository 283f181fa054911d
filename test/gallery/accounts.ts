/** What the server says to those who sign in and up. */
import { accountId, me, NOW } from './scene.ts';
import type { StandIn } from './state.ts';

/** One's own account, as the settings are told it. */
export const account = () => {
	const { self: _, blocked: __, ...profile } = me();
	return { ...profile, phone: '+8613800000000', email: 'lin@example.org', emailVerified: true };
};

/** Somebody is signed in in this browser. */
export const PRESENT: StandIn = { http: { 'GET /me': { status: 200, body: { account: account() } } } };

const codeSent = (delivery: string, wait: number): StandIn => ({
	http: { 'POST /verify/code': { status: 202, body: { delivery, wait } } },
});
export const CODE_SENT = codeSent('sms', 60_000);
export const CODE_IN_OUTBOX = codeSent('outbox', 60_000);
/** A minute later. */
export const CODE_LATE = codeSent('outbox', 0);

/** A refusal of what is posted there, about a field or about all. */
export function refusing(what: string, status: number, code: string, field?: string): StandIn {
	const error = { code, message: '', ...(field === undefined ? {} : { field }) };
	return { http: { [what]: { status, body: { error } } } };
}
/** Nobody answers at all. */
export const AWAY = { status: 0 } as const;

const DAY_MS = 24 * 60 * 60 * 1000;
const CHROME =
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const PHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';
const session = (k: number, device: string, ago: number) => ({
	...{ id: accountId(800 + k), device, current: k === 0 },
	...{ opened: NOW - (ago + 9) * DAY_MS, seen: NOW - ago * DAY_MS },
});

/** Three devices are signed in. */
export const DEVICES: NonNullable<StandIn['http']> = {
	'GET /me/sessions': {
		status: 200,
		body: { sessions: [session(0, CHROME, 0), session(1, PHONE, 1), session(2, '', 20)] },
	},
};
const token = { id: accountId(810), name: 'backup', bot: null, created: NOW, lastUsed: null, expires: null };
const bot = { ...account(), id: accountId(811), username: 'weatherbot', nickname: '天气', bot: true };

/** A token of one's own, one of a bot, and what making another one tells. */
export const PROGRAMS: NonNullable<StandIn['http']> = {
	'GET /me/tokens': {
		status: 200,
		body: {
			tokens: [
				token,
				{ ...token, id: accountId(812), name: 'every morning', bot: bot.id, lastUsed: NOW, expires: NOW + 9 * DAY_MS },
			],
		},
	},
	'GET /me/bots': { status: 200, body: { bots: [bot] } },
	'POST /me/tokens': { status: 201, body: { ...token, token: 'webchat_0123456789abcdefghijklmnopqrstuvwxyz0123456' } },
};
export const NO_PROGRAMS: NonNullable<StandIn['http']> = {
	'GET /me/tokens': { status: 200, body: { tokens: [] } },
	'GET /me/bots': { status: 200, body: { bots: [] } },
};
