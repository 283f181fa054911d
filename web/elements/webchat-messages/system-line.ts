/** What a line that is not a message says. */
import type { AccountId } from '../../../core/ids.ts';
import type { SystemLine } from '../../../core/wire.ts';
import { dateAndTime } from '../../shared/dates.ts';
import { t } from '../../shared/i18n.ts';

/** Empty for a type that is not known. `nameOf`: what people are called at the beginning of a sentence. */
export function systemText({ by, system }: SystemLine, me: AccountId, nameOf: (account: AccountId) => string): string {
	const whom = (account: AccountId) => (account === me ? t('system.you') : nameOf(account));
	const data = system.data as {
		account?: AccountId;
		accounts?: AccountId[];
		to?: AccountId;
		role?: string;
		until?: number;
		name?: string;
		text?: string;
		alias?: string;
		via?: string;
		expires?: number;
	};
	const who = by === null ? '' : nameOf(by);
	const name = data.account === undefined ? who : nameOf(data.account);
	const changed = data.account === undefined ? '' : whom(data.account);
	switch (system.type) {
		case 'GroupCreated':
			return t('system.group-created', { who });
		case 'MemberJoined': {
			const names = (data.accounts ?? []).filter((account) => account !== by).map(whom);
			return names.length === 0
				? t(data.via === 'link' ? 'system.joined-by-link' : 'system.joined', { who })
				: t('system.invited', { who, names: names.join(t('list.comma')) });
		}
		case 'MemberLeft':
			return t('system.left', { who: name });
		case 'InviteLinkChanged':
			return t(data.expires === 0 ? 'system.unlinked' : 'system.linked', { who });
		case 'GroupRenamed':
			return t('system.renamed', { who, title: data.name ?? '' });
		case 'AnnouncementChanged':
			return data.text === ''
				? t('system.announced-no-more', { who })
				: t('system.announced', { who, text: data.text ?? '' });
		case 'AliasChanged':
			return data.alias === ''
				? t('system.alias-no-more', { who })
				: t('system.alias', { who, alias: data.alias ?? '' });
		case 'MemberRemoved':
			return t('system.removed', { who, name: changed });
		case 'MemberMuted':
			return data.until === 0
				? t('system.unmuted', { who, name: changed })
				: t('system.muted', { who, name: changed, until: dateAndTime(data.until ?? 0) });
		case 'RoleChanged':
			return t(data.role === 'admin' ? 'system.made-admin' : 'system.made-member', { who, name: changed });
		case 'OwnershipTransferred':
			return t('system.transferred', { name: data.to === undefined ? '' : whom(data.to) });
		case 'GroupDissolved':
			return t('system.dissolved', { who });
		case 'FriendAccepted':
			return t('system.friends');
		case 'FriendRemoved':
			return t('system.friends-no-more');
		default:
			return '';
	}
}
