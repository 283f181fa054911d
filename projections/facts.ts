/** The facts that deciders ask for, answered from the views. */
import type { AccountFact, ConversationFact, Facts, MembershipFact, RelationFact } from '../core/domain/facts.ts';
import type { AccountId, ConversationId } from '../core/ids.ts';
import { NONE } from './dense.ts';
import { RELATION } from './friends.ts';
import type { Model } from './model.ts';
import { KIND } from './seats.ts';
import { satAtVersion } from './visibility.ts';

export function createFacts(model: Model): Facts {
	const { accounts, conversations, nodes } = model.numbers;
	const seats = model.membership;
	const seatOf = (conversation: ConversationId, account: AccountId) =>
		seats.seat(conversations.find(conversation), accounts.find(account));

	return {
		account: (id) => accountFact(model, accounts.find(id)),
		accountByUsername(folded) {
			const account = model.directory.find(folded);
			return account === NONE ? undefined : accounts.id(account);
		},
		bots: (owner) => openBots(model, accounts.find(owner)).map((bot) => accounts.id(bot)),
		relation: (a, b) => relationFact(model, seats.pair(accounts.find(a), accounts.find(b))),
		blocks: (by, whom) => model.remarks.blocks(accounts.find(by), accounts.find(whom)),
		ties: (account) => model.friends.ties(accounts.find(account)),
		blockCount: (by) => model.remarks.blockCount(accounts.find(by)),
		remark: (by, account) => model.remarks.remark(accounts.find(by), accounts.find(account)),
		conversation: (id) => conversationFact(model, conversations.find(id)),
		membership: (conversation, account) => membershipFact(model, seatOf(conversation, account)),
		saw(account, conversation, version) {
			const seat = seatOf(conversation, account);
			return seat !== NONE && satAtVersion(model, seat, version);
		},
		heir(group) {
			const number = conversations.find(group);
			const seat = number !== NONE && seats.kind(number) === KIND.group ? model.roles.heir(number) : NONE;
			return seat === NONE ? undefined : accounts.id(seats.accountOf(seat));
		},
		link(group) {
			const number = conversations.find(group);
			return number !== NONE && seats.kind(number) === KIND.group ? model.links.of(number) : undefined;
		},
		readMark(account, conversation) {
			const seat = seatOf(conversation, account);
			if (seat === NONE) return { version: 0, n: 0 };
			return { version: model.inboxes.version(seat), n: model.inboxes.n(seat) };
		},
		settings: (account, conversation) => model.settings.of(seatOf(conversation, account)),
		version: (stream) => model.streams.version(stream),
		messages(conversation) {
			const number = conversations.find(conversation);
			return number === NONE ? 0 : model.streams.messages.get(number);
		},
		sessions: (account) => model.sessions.of(accounts.find(account)),
		sessionOpen: (session) => model.sessions.isOpen(session),
		node: (id) => model.nodes.state(nodes.find(id)),
		sessionConnected: (node, session) => model.presence.isConnected(nodes.find(node), session),
	};
}

function accountFact({ bots, directory, numbers }: Model, account: number): AccountFact | undefined {
	if (!directory.isKnown(account)) return undefined;
	const owner = bots.ownerOf(account);
	return {
		id: numbers.accounts.id(account),
		username: directory.username(account),
		...directory.details(account),
		avatar: directory.avatar(account),
		closed: directory.isClosed(account),
		disabled: directory.isDisabled(account),
		...(owner === NONE ? {} : { owner: numbers.accounts.id(owner) }),
	};
}

function openBots({ bots, directory }: Model, owner: number): number[] {
	return [...bots.of(owner)].filter((bot) => !directory.isClosed(bot));
}

function relationFact({ friends, membership, numbers }: Model, pair: number): RelationFact {
	if (pair === NONE) return { state: 'strangers' };
	const asking = friends.requestedBy(pair);
	if (asking !== NONE) return { state: 'requested', from: numbers.accounts.id(membership.accountOf(asking)) };
	if (friends.areFriends(pair)) return { state: 'friends' };
	return { state: friends.relation(pair) === RELATION.removed ? 'ex-friends' : 'strangers' };
}

function conversationFact(model: Model, conversation: number): ConversationFact | undefined {
	const { membership, groups, roles, numbers } = model;
	const { accounts } = numbers;
	if (conversation === NONE) return undefined;
	const first = membership.firstSeat(conversation);
	switch (membership.kind(conversation)) {
		case KIND.self:
			return { kind: 'self', owner: accounts.id(membership.accountOf(first)) };
		case KIND.pair: {
			const [one, other] = [membership.accountOf(first), membership.accountOf(first + 1)];
			return other === NONE ? undefined : { kind: 'pair', people: [accounts.id(one), accounts.id(other)] };
		}
		case KIND.group: {
			const owner = roles.owner(conversation);
			if (owner === NONE) return undefined;
			const memberCount = membership.groups.members(membership.groupRow(conversation));
			const adminCount = roles.adminCount(conversation);
			const texts = { name: groups.name(conversation), announcement: groups.announcement(conversation) };
			return { kind: 'group', owner: accounts.id(owner), memberCount, adminCount, ...texts };
		}
		default:
			return undefined;
	}
}

function membershipFact({ membership, roles, mutes, aliases }: Model, seat: number): MembershipFact | undefined {
	if (seat === NONE || membership.kind(membership.conversationOf(seat)) !== KIND.group) return undefined;
	const stay = membership.stay(seat);
	const { stays } = membership;
	const known = {
		role: roles.of(seat),
		since: stays.since(stay),
		mutedUntil: mutes.until(seat),
		alias: aliases.of(seat),
	};
	if (stays.lasts(stay)) return { current: true, ...known };
	return { current: false, ...known, until: stays.until(stay), ended: stays.ended(stay) };
}
