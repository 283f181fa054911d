/**
 * Sessions: a signed-in device. The browser holds a token, the vault its SHA-256; so they survive a restart and a copy
 * of the tables lets nobody in. A session ends after 30 days without use, after 180 days in any case, or when closed.
 */
import { randomBytes } from 'node:crypto';
import { reject } from '../domain/decisions.ts';
import type { Proposal } from '../domain/events.ts';
import type { Facts } from '../domain/facts.ts';
import { accountKey, exclusive, sessionsKey, shared } from '../domain/keys.ts';
import type { AccountId, SessionId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import type { SessionEnd } from '../wire.ts';
import { type RowOf, rowsOf } from './rows.ts';
import type { VaultRead, VaultRow, VaultWrite } from './tables.ts';

const DAY_MS = 24 * 60 * 60_000;
export const SESSION_IDLE_MS = 30 * DAY_MS;
export const SESSION_LIFE_MS = 180 * DAY_MS;
/** How long an ended session is still remembered, so that its browser is told why. */
export const ENDED_REMEMBERED_MS = 30 * DAY_MS;
/** How often at most the use of a session is written down. */
const SESSION_SEEN_EVERY_MS = 60 * 60_000;
/** Open sessions of an account; one more closes the oldest. */
export const SESSIONS_MAX = 100;
/** Sessions closed by one command: more than there can be, and within what one transaction takes. */
const SESSIONS_CLOSED_MAX = 1_000;
const TOKEN_BYTES = 32;
/** Characters kept of what a browser calls itself. */
const DEVICE_CHARS_MAX = 200;

/** Who holds what opens a session: a browser its cookie, a program its token (`core/vault/tokens.ts`). */
export type SessionKind = 'device' | 'token';

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
			readonly kind: SessionKind;
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
export function judgeSession(
	row: RowOf<'sessions'> | undefined,
	now: number,
	kind: SessionKind = 'device',
): SessionState {
	if (row === undefined) return { state: 'bad', reason: 'expired' };
	if (row.bad !== null) return { state: 'bad', reason: SESSION_ENDS.find((end) => end === row.bad) ?? 'revoked' };
	const [account, session] = [row.account as AccountId, row.session as SessionId];
	if (row.expires <= now) return { state: 'bad', reason: 'expired', unclosed: { account, session } };
	return { state: 'good', account, session, kind, touch: touchOf(row, now, kind) };
}

/** The first use of a token is worth knowing at once. An update of what is there: a session that was forgotten meanwhile stays so, and one that was ended stays ended. */
function touchOf(row: RowOf<'sessions'>, now: number, kind: SessionKind): VaultWrite | undefined {
	const firstUse = kind === 'token' && row.seen === row.opened && now > row.opened;
	if (!firstUse && now - row.seen < SESSION_SEEN_EVERY_MS) return undefined;
	const set = kind === 'token' ? { seen: now } : { seen: now, expires: expiry(row.opened, now) };
	return { do: 'update', table: 'sessions', where: { session: row.session }, set };
}

/** What a decision about sessions has recorded and written. */
export interface SessionChanges {
	readonly events: readonly Proposal[];
	readonly vault: readonly VaultWrite[];
}

/** The tokens of an account: what a decider reads that opens a session, for they are counted by themselves. */
export function tokensOf(account: AccountId): VaultRead {
	return { table: 'tokens', column: 'account', values: [account] };
}

/**
 * Opens a session of a known account, for deciders that let somebody in; the oldest ones that are too many end, but none
 * of its tokens. The decider holds `sessionsKey(account)` exclusively.
 */
export function openSession(
	facts: Facts,
	account: AccountId,
	made: NewSession,
	now: number,
	tokens: readonly RowOf<'tokens'>[] = [],
): SessionChanges {
	const { session, token } = made;
	const device = made.device.slice(0, DEVICE_CHARS_MAX);
	const times = { opened: now, seen: now, expires: expiry(now, now) };
	const open = devicesOf(facts, account, tokens);
	const surplus = open.slice(0, Math.max(0, open.length + 1 - SESSIONS_MAX));
	const ended = endSessions(account, surplus, 'revoked', now);
	return {
		events: [...ended.events, { stream: account, type: 'SessionOpened', by: account, data: { session } }],
		vault: [
			...ended.vault,
			{ do: 'insert', table: 'sessions', row: { session, account, token, device, ...times, bad: null } },
		],
	};
}

/** Ends all sessions of an account, its tokens too, for deciders that hold `sessionsKey(account)` exclusively. */
export function endAllSessions(
	facts: Facts,
	account: AccountId,
	reason: SessionEnd,
	now: number,
	by: AccountId = account,
): SessionChanges {
	return {
		events: endSessions(account, facts.sessions(account), reason, now, by).events,
		// One write for all, and for those that the log does not know any more.
		vault: [
			{ do: 'update', table: 'sessions', where: { account, bad: null }, set: ending(reason, now) },
			{ do: 'delete', table: 'tokens', where: { account } },
		],
	};
}

/** Ends all sessions of an account but `kept`, which is open, for deciders that hold `sessionsKey(account)` exclusively. */
export function endOtherSessions(
	facts: Facts,
	account: AccountId,
	kept: SessionId,
	reason: SessionEnd,
	now: number,
): SessionChanges {
	const others = facts.sessions(account).filter((session) => session !== kept);
	const { events, vault } = endSessions(account, others, reason, now);
	return { events, vault: [...vault, { do: 'delete', table: 'tokens', where: { account } }] };
}

/** Ends a session for good, a device's or a token. Ending an ended one records nothing. */
export function closeSession(
	account: AccountId,
	session: SessionId,
	reason: SessionEnd,
	by: AccountId = account,
): Decidable {
	return {
		keys: [shared(accountKey(account)), exclusive(sessionsKey(account))],
		decide(facts, now) {
			if (!facts.sessionOpen(session)) return { events: [] };
			const { events, vault } = endSessions(account, [session], reason, now, by);
			return { events, vault: [...vault, forgetToken(session)] };
		},
	};
}

/** Ends a session whose time is over. One that was used meanwhile, or is over already, stays as it is. */
export function expireSession(account: AccountId, session: SessionId): Decidable {
	return {
		keys: [shared(accountKey(account)), exclusive(sessionsKey(account))],
		reads: [{ table: 'sessions', column: 'session', values: [session] }],
		decide(facts, now, rows) {
			const row = rowsOf('sessions', rows[0])[0];
			if (row === undefined || row.bad !== null || row.expires > now) return { events: [] };
			const { events, vault } = endSessions(account, [session], 'expired', now);
			return { events: facts.sessionOpen(session) ? events : [], vault: [...vault, forgetToken(session)] };
		},
	};
}

/** Ends all devices of an account but the one that asks. Its tokens go on: they are ended by name. */
export function closeOtherSessions(account: AccountId, kept: SessionId): Decidable {
	return {
		keys: [shared(accountKey(account)), exclusive(sessionsKey(account))],
		reads: [tokensOf(account)],
		decide(facts, now, rows) {
			if (!facts.sessionOpen(kept)) return reject('no-session');
			const others = devicesOf(facts, account, rowsOf('tokens', rows[0])).filter((session) => session !== kept);
			return endSessions(account, others, 'revoked', now);
		},
	};
}

/** What ends is remembered for a while from now on, however long it could have lasted. */
function endSessions(
	account: AccountId,
	sessions: readonly SessionId[],
	reason: SessionEnd,
	now: number,
	by: AccountId = account,
): SessionChanges {
	const ended = sessions.slice(0, SESSIONS_CLOSED_MAX);
	return {
		events: ended.map((session) => {
			return { stream: account, type: 'SessionClosed', by, data: { session, reason } };
		}),
		vault: ended.map((session) => {
			return { do: 'update', table: 'sessions', where: { session }, set: ending(reason, now) };
		}),
	};
}

/** What is written of a session that ends: from now on the time of being remembered runs. */
function ending(reason: SessionEnd, now: number): VaultRow {
	return { bad: reason, expires: now + ENDED_REMEMBERED_MS };
}

function forgetToken(session: SessionId): VaultWrite {
	return { do: 'delete', table: 'tokens', where: { session } };
}

/** The open sessions of an account that are no tokens, the oldest first. */
function devicesOf(facts: Facts, account: AccountId, tokens: readonly RowOf<'tokens'>[]): readonly SessionId[] {
	const named = new Set(tokens.map(({ session }) => session));
	return facts.sessions(account).filter((session) => !named.has(session));
}

/** When it ends by itself, unless it is used again. */
function expiry(openedAt: number, seenAt: number): number {
	return Math.min(openedAt + SESSION_LIFE_MS, seenAt + SESSION_IDLE_MS);
}
