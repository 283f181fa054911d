/**
 * Sessions: a signed-in device. The browser holds a token, the vault its SHA-256; so they survive a restart and a copy
 * of the tables lets nobody in. A session ends after 30 days without use, after 180 days in any case, or when closed.
 */
import { randomBytes } from 'node:crypto';
import type { Proposal } from '../domain/events.ts';
import { accountKey, exclusive, sessionKey, shared } from '../domain/keys.ts';
import type { AccountId, SessionId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import type { SessionEnd } from '../wire.ts';
import type { RowOf } from './rows.ts';
import type { VaultWrite } from './tables.ts';

const DAY_MS = 24 * 60 * 60_000;
export const SESSION_IDLE_MS = 30 * DAY_MS;
export const SESSION_LIFE_MS = 180 * DAY_MS;
/** How often at most the use of a session is written down. */
const SESSION_SEEN_EVERY_MS = 60 * 60_000;
const TOKEN_BYTES = 32;
/** Characters kept of what a browser calls itself. */
const DEVICE_CHARS_MAX = 200;

const SESSION_ENDS = ['expired', 'revoked', 'password-changed', 'account-closed', 'signed-out'] as const;

/** A session about to be opened. `token`: `hashToken` of what the browser gets. */
export interface NewSession {
	readonly session: SessionId;
	readonly token: string;
	readonly device: string;
}

export type SessionState =
	/** `touch`: what to write, at most once an hour, so that it slides. */
	| {
			readonly state: 'good';
			readonly account: AccountId;
			readonly session: SessionId;
			readonly touch: VaultWrite | undefined;
	  }
	/** `unclosed`: it ended by time alone, and the log does not know yet. */
	| {
			readonly state: 'bad';
			readonly reason: SessionEnd;
			readonly unclosed?: { readonly account: AccountId; readonly session: SessionId };
	  };

/** What a browser shows to be known again: 256 random bits, base64url. */
export function newToken(): string {
	return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What the row found for a token says at `now`; a token without a row is long expired or was never given out. */
export function judgeSession(row: RowOf<'sessions'> | undefined, now: number): SessionState {
	if (row === undefined) return { state: 'bad', reason: 'expired' };
	if (row.bad !== null) return { state: 'bad', reason: SESSION_ENDS.find((end) => end === row.bad) ?? 'revoked' };
	const [account, session] = [row.account as AccountId, row.session as SessionId];
	if (row.expires <= now) return { state: 'bad', reason: 'expired', unclosed: { account, session } };
	return { state: 'good', account, session, touch: touchOf(row, now) };
}

/** An update of what is there: a session that was forgotten meanwhile stays so, and one that was ended stays ended. */
function touchOf(row: RowOf<'sessions'>, now: number): VaultWrite | undefined {
	if (now - row.seen < SESSION_SEEN_EVERY_MS) return undefined;
	const set = { seen: now, expires: expiry(row.opened, now) };
	return { do: 'update', table: 'sessions', where: { session: row.session }, set };
}

/** Opens a session of a known account: the event and the row, for deciders that let somebody in. */
export function opened(account: AccountId, made: NewSession, now: number): { event: Proposal; write: VaultWrite } {
	const { session, token } = made;
	const device = made.device.slice(0, DEVICE_CHARS_MAX);
	const times = { opened: now, seen: now, expires: expiry(now, now) };
	return {
		event: { stream: account, type: 'SessionOpened', by: account, data: { session } },
		write: { do: 'insert', table: 'sessions', row: { session, account, token, device, ...times, bad: null } },
	};
}

/** Ends a session for good. Ending an ended one records nothing. */
export function closeSession(account: AccountId, session: SessionId, reason: SessionEnd): Decidable {
	return {
		keys: [shared(accountKey(account)), exclusive(sessionKey(session))],
		decide(facts) {
			if (!facts.sessionOpen(session)) return { events: [] };
			return {
				events: [{ stream: account, type: 'SessionClosed', by: account, data: { session, reason } }],
				vault: [{ do: 'update', table: 'sessions', where: { session }, set: { bad: reason } }],
			};
		},
	};
}

function expiry(openedAt: number, seenAt: number): number {
	return Math.min(openedAt + SESSION_LIFE_MS, seenAt + SESSION_IDLE_MS);
}
