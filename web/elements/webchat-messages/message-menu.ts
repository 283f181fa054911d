/** What can be done about one message: taken back, shown to the operators. */
import type { ConversationId, EventId } from '../../../core/ids.ts';
import { RECALL_MS_MAX } from '../../../core/wire.ts';
import { t } from '../../shared/i18n.ts';
import type { Intent } from '../../shared/intents.ts';
import type { MenuGroup } from '../webchat-menu/webchat-menu.ts';

export interface About {
	readonly conversation: ConversationId;
	readonly message: EventId;
	readonly own: boolean;
	/** When it was sent, and what time it is now by the server's clock. */
	readonly at: number;
	readonly now: number;
	/** Whether the reader is owner or admin of the group. */
	readonly leads: boolean;
}

const REASONS = ['spam', 'abuse', 'fraud', 'illegal', 'other'] as const;

export function mayRecall({ own, at, now, leads }: Pick<About, 'own' | 'at' | 'now' | 'leads'>): boolean {
	return leads || (own && now - at <= RECALL_MS_MAX);
}

/** Empty where nothing can be done. `askWhy` shows the reasons for a report. */
export function messageMenu(about: About, intend: (intent: Intent) => void, askWhy: () => void): readonly MenuGroup[] {
	const { conversation, message, own } = about;
	const recall = () => intend({ do: 'recall', conversation, message });
	const items = [
		...(mayRecall(about) ? [{ label: t('recall.button'), icon: 'recall', run: recall } as const] : []),
		...(own ? [] : [{ label: t('report.button'), icon: 'report', danger: true, run: askWhy } as const]),
	];
	return items.length === 0 ? [] : [{ items }];
}

/** Why somebody reports a message. */
export function reasonMenu({ conversation, message }: About, intend: (intent: Intent) => void): readonly MenuGroup[] {
	const items = REASONS.map((name) => {
		const reason = t(`report.${name}`);
		return {
			label: reason,
			icon: 'report',
			run: () => intend({ do: 'report', conversation, message, reason }),
		} as const;
	});
	return [{ label: t('report.why'), items }];
}
