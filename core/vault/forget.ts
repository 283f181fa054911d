/** What the vault forgets by itself. */
import type { VaultWrite } from './tables.ts';

/** How long an ended or expired session is still remembered, so that its browser is told why. */
const ENDED_REMEMBERED_MS = 30 * 24 * 60 * 60_000;

/** What to forget at `now`: dead codes and counters, sessions long over. For a sweep now and then. */
export function forgetExpired(now: number): VaultWrite[] {
	return [
		{ do: 'expire', table: 'codes', column: 'expires', below: now },
		{ do: 'expire', table: 'counters', column: 'expires', below: now },
		{ do: 'expire', table: 'sessions', column: 'expires', below: now - ENDED_REMEMBERED_MS },
	];
}
