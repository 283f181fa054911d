/** Whether somebody is there, in words. */
import type { AccountId } from '../../core/ids.ts';
import type { ChatState } from '../client/state.ts';
import { timeAgo } from './dates.ts';
import { t } from './i18n.ts';
import { serverNow } from './server-time.ts';

const JUST_NOW_MS = 60_000;

/** Online, or when they were last; of those never seen, that they are away. */
export function presenceText(state: ChatState, account: AccountId): string {
	const now = serverNow(state);
	if (state.online.has(account)) return t('online');
	const at = state.lastSeen.get(account);
	if (at === undefined) return t('offline');
	return now - at < JUST_NOW_MS ? t('presence.just-now') : t('presence.last-seen', { ago: timeAgo(at, now) });
}
