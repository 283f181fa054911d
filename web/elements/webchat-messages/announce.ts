/** Tells screen readers what has just come, and nothing of what is loaded or drawn anew. */
import type { AccountId } from '../../../core/ids.ts';
import type { HistoryItem } from '../../../core/wire.ts';
import { t } from '../../shared/i18n.ts';
import { previewOf } from '../../shared/preview.ts';
import { type Reader, recallText } from '../../shared/recall-text.ts';

/** More at once are counted instead of read out. */
const READ_OUT_MAX = 3;
const SPOKEN_CHARS_MAX = 300;
const KEPT_LINES = 6;

export interface Hearer extends Reader {
	/** The version up to which everything was announced. */
	readonly after: number;
	readonly nameOf: (account: AccountId) => string;
}

/** Adds lines to the live region for messages of others beyond `after`. */
export function announce(log: Element, items: readonly HistoryItem[], hearer: Hearer): void {
	const { after, me, nameOf } = hearer;
	const first = items.findLastIndex(({ version }) => version <= after) + 1;
	const news = items.slice(first).flatMap((item) => ('n' in item && item.by !== me ? [item] : []));
	if (news.length === 0) return;
	const lines =
		news.length > READ_OUT_MAX
			? [t('messages.new-count', { count: news.length })]
			: news.map((message) => {
					if (message.body === undefined) return recallText(message, hearer, nameOf);
					const text = previewOf(message.body).slice(0, SPOKEN_CHARS_MAX);
					return t('conversations.by', { who: nameOf(message.by), text });
				});
	for (const line of lines) {
		const spoken = document.createElement('p');
		spoken.textContent = line;
		log.append(spoken);
	}
	while (log.childElementCount > KEPT_LINES) log.firstElementChild?.remove();
}
