/** What can become of a conversation in one's own list: pinned, muted, hidden. */
import type { ConversationSettings } from '../../../core/wire.ts';
import type { ConversationState } from '../../client/state.ts';
import { t } from '../../shared/i18n.ts';
import type { MenuGroup } from '../webchat-menu/webchat-menu.ts';

export function settingsMenu(
	{ settings: { pin, mute, hide } }: ConversationState,
	set: (settings: Partial<ConversationSettings>) => void,
): readonly MenuGroup[] {
	return [
		{
			items: [
				{ label: t(pin ? 'conversation.unpin' : 'conversation.pin'), icon: 'pin', run: () => set({ pin: !pin }) },
				{ label: t(mute ? 'conversation.unmute' : 'conversation.mute'), icon: 'mute', run: () => set({ mute: !mute }) },
				{ label: t(hide ? 'conversation.unhide' : 'conversation.hide'), icon: 'hide', run: () => set({ hide: !hide }) },
			],
		},
	];
}
