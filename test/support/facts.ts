/** Facts folded by hand from proposals, for tests of deciders: small, slow, and written without a look at the projections. */
import type { Proposal } from '../../core/domain/events.ts';
import type { AccountFact, ConversationFact, Facts, MembershipFact, RelationFact } from '../../core/domain/facts.ts';
import { foldUsername } from '../../core/domain/username.ts';
import { type AccountId, type ConversationId, pairId, selfId } from '../../core/ids.ts';

type Group = { owner: AccountId; name: string; members: Map<AccountId, MembershipFact> };

export interface FakeFacts extends Facts {
	/** Records further events, as if they were committed. */
	record(...proposals: readonly Proposal[]): void;
	/** Closes an account, for which there is no event yet. */
	close(account: AccountId): void;
}

export function factsOf(given: readonly Proposal[]): FakeFacts {
	const accounts = new Map<AccountId, AccountFact>();
	const relations = new Map<string, RelationFact>();
	const were = new Set<string>();
	const pairs = new Map<string, readonly [AccountId, AccountId]>();
	const groups = new Map<string, Group>();
	const versions = new Map<string, number>();
	const messages = new Map<string, number>();
	const marks = new Map<string, { version: number; n: number }>();
	const remarks = new Map<string, string>();
	/** Blocks `by:whom`, open sessions, `node:session` connections. */
	const flags = new Set<string>();
	const nodes = new Map<string, 'running' | 'stopped'>();

	const facts: FakeFacts = {
		record: (...proposals) => proposals.forEach(apply),
		close: (id) => accounts.set(id, { ...accounts.get(id)!, closed: true }),
		account: (id) => accounts.get(id),
		accountByUsername: (folded) => [...accounts.values()].find((a) => foldUsername(a.username) === folded)?.id,
		relation: (a, b) => relations.get(pairId(a, b)) ?? { state: 'strangers' },
		blocks: (by, whom) => flags.has(`${by}:${whom}`),
		remark: (by, account) => remarks.get(`${by}:${account}`) ?? '',
		conversation,
		membership: (id, account) => groups.get(id)?.members.get(account),
		readMark: (account, id) => marks.get(`${account}:${id}`) ?? { version: 0, n: 0 },
		version: (stream) => versions.get(stream) ?? 0,
		messages: (id) => messages.get(id) ?? 0,
		sessionOpen: (session) => flags.has(session),
		node: (id) => nodes.get(id) ?? 'unknown',
		sessionConnected: (node, session) => nodes.get(node) === 'running' && flags.has(`${node}:${session}`),
	};
	given.forEach(apply);
	return facts;

	function conversation(id: ConversationId): ConversationFact | undefined {
		const people = pairs.get(id);
		if (people !== undefined) return { kind: 'pair', people };
		const group = groups.get(id);
		if (group !== undefined) {
			const memberCount = [...group.members.values()].filter(({ current }) => current).length;
			return { kind: 'group', owner: group.owner, memberCount, name: group.name };
		}
		const owner = [...accounts.keys()].find((account) => selfId(account) === id);
		return owner === undefined ? undefined : { kind: 'self', owner };
	}

	function apply({ stream, type, by, data }: Proposal): void {
		const version = facts.version(stream) + 1;
		versions.set(stream, version);
		switch (type) {
			case 'AccountRegistered':
				accounts.set(by!, { id: by!, ...data, closed: false });
				return;
			case 'RemarkChanged':
				remarks.set(`${by}:${data.account}`, data.remark);
				return;
			case 'AccountBlocked':
				flags.add(`${by}:${data.account}`);
				return;
			case 'AccountUnblocked':
				flags.delete(`${by}:${data.account}`);
				return;
			case 'MessagesRead':
				marks.set(`${by}:${data.conversation}`, data);
				return;
			case 'SessionOpened':
				flags.add(data.session);
				return;
			case 'SessionClosed':
				flags.delete(data.session);
				return;
			case 'FriendRequested':
				pairs.set(stream, [data.from as AccountId, data.to as AccountId]);
				relations.set(stream, { state: 'requested', from: data.from as AccountId });
				return;
			case 'FriendAccepted':
				were.add(stream);
				relations.set(stream, { state: 'friends' });
				return;
			case 'FriendDeclined':
			case 'FriendRemoved':
				relations.set(stream, { state: were.has(stream) ? 'ex-friends' : 'strangers' });
				return;
			case 'MessageSent':
				messages.set(stream, facts.messages(stream as ConversationId) + 1);
				return;
			case 'GroupCreated':
				groups.set(stream, {
					owner: by!,
					name: data.name,
					members: new Map([[by!, { current: true, role: 'owner', since: version }]]),
				});
				return;
			case 'MemberJoined':
				for (const account of data.accounts) {
					groups.get(stream)?.members.set(account as AccountId, { current: true, role: 'member', since: version });
				}
				return;
			case 'MemberLeft': {
				const members = groups.get(stream)?.members;
				const stay = members?.get(data.account as AccountId);
				members?.set(data.account as AccountId, { ...stay!, current: false, until: version });
				return;
			}
			case 'NodeStarted':
				nodes.set(stream, 'running');
				return;
			case 'NodeStopped':
				nodes.set(stream, 'stopped');
				return;
			case 'SessionConnected':
				flags.add(`${stream}:${data.session}`);
				return;
			case 'SessionDisconnected':
				flags.delete(`${stream}:${data.session}`);
				return;
			default: {
				throw new Error(type satisfies never);
			}
		}
	}
}
