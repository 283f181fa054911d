/** What stands in the place of a message that was recalled. */
import type { AccountId } from '../../core/ids.ts';
import type { Message } from '../../core/wire.ts';
import { t } from './i18n.ts';

export interface Reader {
	readonly me: AccountId | undefined;
	readonly operator: AccountId | null;
	readonly isClosed: (account: AccountId) => boolean;
}

/** `reader`: who reads it, who runs the installation, and whose accounts are closed; `nameOf`: what people are called in sentences. */
export function recallText(
	{ by, recalledBy = by }: Pick<Message, 'by' | 'recalledBy'>,
	{ me, operator, isClosed }: Reader,
	nameOf: (account: AccountId) => string,
): string {
	const whose = nameOf(by);
	if (recalledBy === null || recalledBy === operator) return t('recall.operator', { whose });
	if (recalledBy === by && isClosed(by)) return t('recall.closed');
	if (recalledBy === by) return by === me ? t('recall.own') : t('recall.other', { who: whose });
	return recalledBy === me ? t('recall.own-of', { whose }) : t('recall.of', { who: nameOf(recalledBy), whose });
}
