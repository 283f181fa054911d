/** How the head of a group changes by what happens to the group, its members and oneself among them. */
import type { AccountId } from '../../core/ids.ts';
import type { PublicEvent, Role, StayEnd } from '../../core/wire.ts';
import type { ConversationState } from './state.ts';

/**
 * `head` with an event of the group's own stream beyond messages; it holds the event's version already. `refresh`: the
 * event changes more than it tells (one's own coming), so the server has to tell the whole.
 */
export function withGroupEvent(
	head: ConversationState,
	event: PublicEvent,
	me: AccountId,
): ConversationState | 'refresh' {
	const { account, accounts, via, from, to, role, until, name, text, alias } = event.data;
	switch (event.type) {
		case 'InviteLinkChanged':
			return withLink(head, event.data as { expires: number; uses: number });
		case 'GroupRenamed':
			return { ...head, name: textOf(name) };
		case 'AnnouncementChanged':
			return withText(head, 'announcement', textOf(text));
		case 'AliasChanged':
			return account === me ? withText(head, 'alias', textOf(alias)) : head;
		case 'MemberJoined':
			if (!Array.isArray(accounts)) return head;
			if (accounts.includes(me)) return 'refresh';
			return withMembers(via === 'link' ? withLinkUsed(head) : head, accounts.length);
		case 'MemberLeft':
			return account === me ? withoutMembership(head, 'left') : withMembers(head, -1);
		case 'MemberRemoved':
			return account === me ? withoutMembership(head, 'removed') : withMembers(head, -1);
		case 'GroupDissolved':
			return withoutMembership(head, 'dissolved');
		case 'MemberMuted':
			return account === me ? withMute(head, Number(until)) : head;
		case 'RoleChanged':
			return account === me ? { ...head, role: role as Role } : head;
		case 'OwnershipTransferred':
			if (to === me) return { ...withMute(head, 0), role: 'owner' };
			return from === me ? { ...head, role: 'admin' } : head;
		default:
			return head;
	}
}

/** `expires` 0: there is none any more. */
function withLink({ link: _, ...head }: ConversationState, { expires, uses }: { expires: number; uses: number }) {
	return expires === 0 ? head : { ...head, link: { expires, uses, used: 0 } };
}

function withLinkUsed(head: ConversationState): ConversationState {
	return head.link === undefined ? head : { ...head, link: { ...head.link, used: head.link.used + 1 } };
}

function withMembers(head: ConversationState, change: number): ConversationState {
	return { ...head, memberCount: Math.max(0, (head.memberCount ?? 0) + change) };
}

/** `until`: when one may write again; 0 where one may. */
function withMute({ mutedUntil: _, ...head }: ConversationState, until: number): ConversationState {
	return until === 0 ? head : { ...head, mutedUntil: until };
}

/** Empty texts are left out, as the server does. */
function withText(head: ConversationState, field: 'announcement' | 'alias', text: string): ConversationState {
	const { [field]: _, ...rest } = head;
	return text === '' ? rest : { ...rest, [field]: text };
}

/** What is left of a group to who is not in it any more. */
function withoutMembership(head: ConversationState, reason: StayEnd): ConversationState {
	const { memberCount: _, role: _r, active: _a, mutedUntil: _m, announcement: _n, alias: _l, link: _k, ...kept } = head;
	return { ...kept, left: { version: head.version, reason } };
}

/** Of a redacted event nothing is told. */
function textOf(said: unknown): string {
	return typeof said === 'string' ? said : '';
}
