/** What the vault forgets by itself. */
import type { VaultWrite } from './tables.ts';

/** What to forget at `now`: dead codes and counters, invitations and links that are over. For a sweep now and then; sessions have their own. */
export function forgetExpired(now: number): VaultWrite[] {
	return [
		{ do: 'expire', table: 'codes', column: 'expires', below: now },
		{ do: 'expire', table: 'group_links', column: 'expires', below: now },
		{ do: 'expire', table: 'counters', column: 'expires', below: now },
		{ do: 'expire', table: 'invites', column: 'expires', below: now },
	];
}
