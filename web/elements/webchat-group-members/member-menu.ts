/** What somebody can do about a member of their group, by what both are in it. */
import type { Role } from '../../../core/wire.ts';
import { t } from '../../shared/i18n.ts';
import type { MenuGroup, MenuItem } from '../webchat-menu/webchat-menu.ts';

export type Deed = 'profile' | 'promote' | 'demote' | 'transfer' | 'remove' | 'unmute' | `mute-${MuteTime}`;
export type MuteTime = keyof typeof MUTES_MS;

const MINUTE_MS = 60_000;
/** Long enough to be for good. */
const FOR_GOOD_MS = 100 * 365 * 24 * 60 * MINUTE_MS;
export const MUTES_MS = {
	minutes: 10 * MINUTE_MS,
	hour: 60 * MINUTE_MS,
	day: 24 * 60 * MINUTE_MS,
	good: FOR_GOOD_MS,
} as const;
const RANK: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

export interface About {
	readonly own: boolean;
	/** The reader's role. */
	readonly mine: Role;
	readonly theirs: Role;
	readonly isMuted: boolean;
}

export function memberMenu({ own, mine, theirs, isMuted }: About, run: (deed: Deed) => void): readonly MenuGroup[] {
	const item = (label: string, icon: MenuItem['icon'], deed: Deed, danger = false): MenuItem => {
		return { label, icon, danger, run: () => run(deed) };
	};
	const first = { items: [item(t('profile.label'), 'person', 'profile')] };
	if (own || RANK[mine] <= RANK[theirs]) return [first];
	const owns = mine === 'owner';
	const roles = [
		...(owns && theirs === 'member' ? [item(t('group.promote'), 'up', 'promote')] : []),
		...(owns && theirs === 'admin' ? [item(t('group.demote'), 'down', 'demote')] : []),
		...(owns ? [item(t('group.transfer'), 'group', 'transfer')] : []),
	];
	const mutes = isMuted
		? [item(t('group.unmute'), 'mute', 'unmute')]
		: (Object.keys(MUTES_MS) as MuteTime[]).map((time) => item(t(`group.mute-${time}`), 'mute', `mute-${time}`));
	return [
		first,
		...(roles.length === 0 ? [] : [{ items: roles }]),
		{ label: t('group.mute'), items: mutes },
		{ items: [item(t('group.remove'), 'leave', 'remove', true)] },
	];
}
