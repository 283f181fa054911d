/** What people are called on the page; never empty. */
import type { AccountId } from '../../core/ids.ts';
import { isClosed, nameOf } from '../client/select.ts';
import type { ChatState } from '../client/state.ts';
import { t } from './i18n.ts';

export function called(state: ChatState, account: AccountId): string {
	return nameOf(state, account) || t(isClosed(state, account) ? 'closed-account' : 'someone');
}
