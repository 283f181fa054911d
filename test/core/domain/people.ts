/** People, what can have happened between them, and a way to decide: shared by the tests of the deciders. */
import type { Proposal } from '../../../core/domain/events.ts';
import type { Facts } from '../../../core/domain/facts.ts';
import { type AccountId, type ConversationId, type NodeId, pairId, type SessionId } from '../../../core/ids.ts';
import type { Decidable, Decision, Subject } from '../../../core/loop/command.ts';
import type { ConversationSettings } from '../../../core/wire.ts';
import type { GivenFacts } from '../../support/facts.ts';

const numbered = (k: number) => `018f0000-0000-7000-8000-${k.toString(16).padStart(12, '0')}`;
export const ANN = numbered(0xa) as AccountId;
export const BEN = numbered(0xb) as AccountId;
export const CAI = numbered(0xc) as AccountId;
export const DAN = numbered(0xd) as AccountId;
/** Not registered. */
export const NOBODY = numbered(0xe) as AccountId;
export const PEOPLE = [ANN, BEN, CAI, DAN] as const;
export const GROUP = numbered(0x100) as ConversationId;
export const NODE = numbered(0x200) as NodeId;
export const SESSION = numbered(0x300) as SessionId;

export const registered: readonly Proposal[] = PEOPLE.map((account, k) => ({
	stream: account,
	type: 'AccountRegistered',
	by: account,
	data: { username: `person${k}`, nickname: `Person ${k}` },
}));

export const requested = (from: AccountId, to: AccountId, note = ''): Proposal => ({
	stream: pairId(from, to),
	type: 'FriendRequested',
	by: from,
	data: { from, to, note },
});
export const accepted = (from: AccountId, to: AccountId): Proposal => answered('FriendAccepted', to, from, to);
export const declined = (from: AccountId, to: AccountId): Proposal => answered('FriendDeclined', to, from, to);
export const removed = (from: AccountId, to: AccountId): Proposal => answered('FriendRemoved', from, from, to);
export const friends = (a: AccountId, b: AccountId): Proposal[] => [requested(a, b), accepted(a, b)];
export const exFriends = (a: AccountId, b: AccountId): Proposal[] => [...friends(a, b), removed(a, b)];
export const blocked = (by: AccountId, account: AccountId): Proposal => ({
	stream: by,
	type: 'AccountBlocked',
	by,
	data: { account },
});
export const unblocked = (by: AccountId, account: AccountId): Proposal => ({
	stream: by,
	type: 'AccountUnblocked',
	by,
	data: { account },
});
export const remarked = (by: AccountId, account: AccountId, remark: string): Proposal => ({
	stream: by,
	type: 'RemarkChanged',
	by,
	data: { account, remark },
});
export const sent = (by: AccountId, conversation: ConversationId, text = 'hi'): Proposal => ({
	stream: conversation,
	type: 'MessageSent',
	by,
	data: { body: { type: 'text', text } },
});
export const read = (by: AccountId, conversation: ConversationId, version: number, n: number): Proposal => ({
	stream: by,
	type: 'MessagesRead',
	by,
	data: { conversation, version, n },
});
export const settled = (by: AccountId, conversation: ConversationId, settings: ConversationSettings): Proposal => ({
	stream: by,
	type: 'ConversationSettingsChanged',
	by,
	data: { conversation, ...settings },
});
export const created = (by: AccountId, group: ConversationId = GROUP, name = 'Class 3'): Proposal => ({
	stream: group,
	type: 'GroupCreated',
	by,
	data: { name },
});
export const joined = (
	by: AccountId,
	accounts: readonly AccountId[],
	via = 'invite',
	group: ConversationId = GROUP,
): Proposal => ({ stream: group, type: 'MemberJoined', by, data: { accounts: [...accounts], via } });
export const left = (account: AccountId, group: ConversationId = GROUP): Proposal => ({
	stream: group,
	type: 'MemberLeft',
	by: account,
	data: { account },
});
export const linked = (by: AccountId, expires: number, uses = 0): Proposal => ({
	stream: GROUP,
	type: 'InviteLinkChanged',
	by,
	data: { expires, uses },
});
export const renamed = (by: AccountId, name: string): Proposal => ({
	stream: GROUP,
	type: 'GroupRenamed',
	by,
	data: { name },
});
export const announced = (by: AccountId, text: string): Proposal => ({
	stream: GROUP,
	type: 'AnnouncementChanged',
	by,
	data: { text },
});
export const aliased = (account: AccountId, alias: string): Proposal => ({
	stream: GROUP,
	type: 'AliasChanged',
	by: account,
	data: { account, alias },
});
export const putOut = (by: AccountId, account: AccountId): Proposal => ({
	stream: GROUP,
	type: 'MemberRemoved',
	by,
	data: { account },
});
export const muted = (by: AccountId, account: AccountId, until: number): Proposal => ({
	stream: GROUP,
	type: 'MemberMuted',
	by,
	data: { account, until },
});
export const promoted = (account: AccountId, by: AccountId = ANN, role: 'admin' | 'member' = 'admin'): Proposal => ({
	stream: GROUP,
	type: 'RoleChanged',
	by,
	data: { account, role },
});
export const transferred = (from: AccountId, to: AccountId): Proposal => ({
	stream: GROUP,
	type: 'OwnershipTransferred',
	by: from,
	data: { from, to },
});
export const dissolved = (by: AccountId): Proposal => ({ stream: GROUP, type: 'GroupDissolved', by, data: {} });

export const NOW = 1_700_000_000_000;

/** `subjects`: what the decision is about; by default as the facts tell. */
export function decide(
	decidable: Decidable,
	facts: Facts | GivenFacts,
	subjects?: readonly (Subject | undefined)[],
	now = NOW,
): Decision {
	const found = 'subjects' in facts ? facts.subjects(decidable.about ?? []) : [];
	return decidable.decide(facts, now, [], subjects ?? found);
}

/** The rows of a table that prove a rule, their titles without its id, which stands in the test's own title. */
export function casesOf<Rest extends readonly unknown[]>(table: readonly (readonly [string, ...Rest])[], rule: string) {
	const rows = table.filter(([title]) => title.startsWith(`${rule} `));
	if (rows.length === 0) throw new Error(`no case of ${rule}`);
	return rows.map(([title, ...rest]) => [title.slice(rule.length + 1), ...rest] as const);
}

function answered(
	type: 'FriendAccepted' | 'FriendDeclined' | 'FriendRemoved',
	by: AccountId,
	from: AccountId,
	to: AccountId,
): Proposal {
	return { stream: pairId(from, to), type, by, data: { from, to } };
}
