/**
 * What time does to sessions: those that nobody uses any more are ended with an event, which closes their sockets
 * everywhere, and forgotten a while later. A bounded number a round, found by their expiry.
 */
import type { AccountId, SessionId } from '../ids.ts';
import type { RowOf } from './rows.ts';
import type { VaultRead, VaultWrite } from './tables.ts';

/** Sessions looked at in one round; what is left waits for the next. */
const OVERDUE_MAX = 200;

/** Those whose time was over at `now`, the longest first. */
export function overdueRead(now: number): VaultRead {
	return { table: 'sessions', column: 'expires', below: now, limit: OVERDUE_MAX };
}

/** What to do about them: decisions to be made under the lock (`expireSession`), and plain writes. */
export function sweep(rows: readonly RowOf<'sessions'>[]): {
	readonly expired: readonly { readonly account: AccountId; readonly session: SessionId }[];
	readonly writes: readonly VaultWrite[];
} {
	const [ended, expired] = [rows.filter(({ bad }) => bad !== null), rows.filter(({ bad }) => bad === null)];
	return {
		expired: expired.map(({ account, session }) => ({ account: account as AccountId, session: session as SessionId })),
		// Of an ended one that is the time of being remembered.
		writes: ended.map(({ session }) => ({ do: 'delete', table: 'sessions', where: { session } })),
	};
}
