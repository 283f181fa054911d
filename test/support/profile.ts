/** Somebody who said nothing of themselves yet, as a server tells of them. */
import type { AccountId } from '../../core/ids.ts';
import type { Profile } from '../../core/wire.ts';

export function profileOf(id: AccountId, username: string, nickname = username): Profile {
	return { id, username, nickname, gender: 'unknown', city: '', signature: '', avatar: null, version: 1 };
}
