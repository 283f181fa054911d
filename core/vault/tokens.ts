/**
 * Tokens: what programs show instead of a cookie. A token is a session that its maker names and that does not slide: it
 * lasts until it is ended or its time is over. It begins with a word of its own, which its hash covers: so neither kind
 * passes for the other, and whoever finds one where it should not be knows what it is.
 */
import { reject } from '../domain/decisions.ts';
import type { Facts } from '../domain/facts.ts';
import { accountKey, exclusive, sessionsKey, shared } from '../domain/keys.ts';
import { isOpen } from '../domain/rights.ts';
import type { AccountId, SessionId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { rowsOf } from './rows.ts';
import { closeSession, newToken, type SessionKind, tokensOf } from './sessions.ts';

/** Tokens of one account that are good; a further one is refused `too-many`. */
export const TOKENS_MAX = 20;
/** When a token ends that has no end of its own. */
export const NEVER = Number.MAX_SAFE_INTEGER;

const PREFIX = 'webchat_';

/** 256 random bits behind the word, base64url. */
export function newBearer(): string {
	return PREFIX + newToken();
}

/** Which kind a text would open, if it opened anything. */
export function kindOf(token: string): SessionKind {
	return token.startsWith(PREFIX) ? 'token' : 'device';
}

export interface TokenWish {
	readonly session: SessionId;
	/** Whom it lets in: its maker, or a bot of theirs. */
	readonly account: AccountId;
	readonly owner: AccountId;
	/** `hashToken` of what its maker is told. */
	readonly hash: string;
	readonly name: string;
	/** ms since 1970 UTC, or `NEVER`. */
	readonly expires: number;
}

/** Refused: `not-found` for what is no bot of one's own, `bad-request` for an end that is over, `too-many`. */
export function makeToken({ session, account, owner, hash, name, expires }: TokenWish): Decidable {
	return {
		keys: [shared(accountKey(account)), shared(accountKey(owner)), exclusive(sessionsKey(account))],
		reads: [tokensOf(account)],
		decide(facts, now, rows) {
			if (!isOpen(facts, owner) || !mayActFor(facts, owner, account)) return reject('not-found', 'bot');
			if (expires <= now) return reject('bad-request', 'expires');
			const good = rowsOf('tokens', rows[0]).filter((token) => {
				return token.expires > now && facts.sessionOpen(token.session as SessionId);
			});
			if (good.length >= TOKENS_MAX) return { rejection: { code: 'too-many', max: TOKENS_MAX } };
			const opened = { session, account, token: hash, device: name, opened: now, seen: now, expires, bad: null };
			return {
				events: [{ stream: account, type: 'SessionOpened', by: owner, data: { session } }],
				vault: [
					{ do: 'insert', table: 'sessions', row: opened },
					{ do: 'insert', table: 'tokens', row: { session, account, owner, name, created: now, expires } },
				],
			};
		},
	};
}

/** Ends a token, whatever became of its session, and forgets it. */
export function revokeToken({ session, account, owner }: Pick<TokenWish, 'session' | 'account' | 'owner'>): Decidable {
	const close = closeSession(account, session, 'revoked', owner);
	return {
		...close,
		decide(...known) {
			const forget = { do: 'delete', table: 'tokens', where: { session } } as const;
			const decision = close.decide(...known);
			return { ...decision, vault: [...(decision.vault ?? []), forget] };
		},
	};
}

/** As oneself, or for a bot of one's own. */
function mayActFor(facts: Facts, owner: AccountId, account: AccountId): boolean {
	return account === owner || (isOpen(facts, account) && facts.account(account)?.owner === owner);
}
