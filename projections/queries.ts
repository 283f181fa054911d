/** What gateways show of the views: profiles, friends, requests, conversations, members, presence. */
import type { AccountId, ConversationId } from '../core/ids.ts';
import type { FriendRequest, Member, PresenceChange, Profile } from '../core/wire.ts';
import { NONE } from './dense.ts';
import type { Model } from './model.ts';
import { ordered } from './projection.ts';
import { KIND } from './seats.ts';
import type { ConversationHead, VersionInterval, Views } from './views.ts';

type Queries = Pick<
	Views,
	| 'profile'
	| 'redacted'
	| 'friends'
	| 'requests'
	| 'blocked'
	| 'conversations'
	| 'conversation'
	| 'stays'
	| 'members'
	| 'online'
	| 'lastSeen'
	| 'unerased'
	| 'takePresenceChanges'
	| 'presenceAudience'
>;

export function createQueries(model: Model): Queries {
	const { accounts, conversations } = model.numbers;
	const { membership, presence } = model;
	return {
		redacted: (position) => model.redactions.has(position),
		profile: (account) => profile(model, accounts.find(account)),
		friends: (account) => friends(model, accounts.find(account)),
		requests: (account) => requests(model, accounts.find(account)),
		blocked: (account) => blocked(model, accounts.find(account)),
		conversations: (account) => [...membership.seatsOf(accounts.find(account))].map((seat) => head(model, seat)),
		conversation(account, conversation) {
			const seat = membership.seat(conversations.find(conversation), accounts.find(account));
			return seat === NONE ? undefined : head(model, seat);
		},
		stays(account, conversation) {
			const seat = membership.seat(conversations.find(conversation), accounts.find(account));
			return seat === NONE ? [] : stays(model, seat);
		},
		members: (group, after, limit) => members(model, conversations.find(group), after, limit),
		online: (account) => presence.isOnline(accounts.find(account)),
		lastSeen: (account) => lastSeen(model, accounts.find(account)),
		unerased() {
			const { directory } = model;
			const left = (account: number) => directory.isClosed(account) && !directory.isErased(account);
			return [...ordered(accounts, left)].map((account) => accounts.id(account));
		},
		takePresenceChanges: () =>
			presence.takeFlips().map(({ account, online, at }): PresenceChange => {
				return { account: accounts.id(account), online, state: online ? 'online' : 'offline', at };
			}),
		presenceAudience: (account) => friends(model, accounts.find(account)).map((friend) => friend.account),
	};
}

function profile({ bots, directory, numbers }: Model, account: number): Profile | undefined {
	if (!directory.isKnown(account)) return undefined;
	return {
		id: numbers.accounts.id(account),
		username: directory.username(account),
		...directory.details(account),
		avatar: directory.avatar(account) || null,
		version: directory.version(account),
		...(directory.isClosed(account) ? { closed: true } : {}),
		...(bots.ownerOf(account) === NONE ? {} : { bot: true }),
	};
}

function friends(model: Model, account: number) {
	const { membership, numbers, remarks } = model;
	const found: { account: AccountId; remark: string; conversation: ConversationId }[] = [];
	for (const seat of membership.pairSeats(account)) {
		const pair = membership.conversationOf(seat);
		const friend = membership.accountOf(membership.partner(seat));
		if (friend === NONE || !model.friends.areFriends(pair)) continue;
		found.push({
			account: numbers.accounts.id(friend),
			remark: remarks.remark(account, friend),
			conversation: numbers.conversations.id(pair),
		});
	}
	return found;
}

function requests(model: Model, account: number): FriendRequest[] {
	const { membership } = model;
	const found: (FriendRequest & { position: number })[] = [];
	for (const seat of membership.pairSeats(account)) {
		const pair = membership.conversationOf(seat);
		const asking = model.friends.requestedBy(pair);
		if (asking === NONE) continue;
		const from = profile(model, membership.accountOf(asking));
		const to = profile(model, membership.accountOf(membership.partner(asking)));
		if (from !== undefined && to !== undefined) found.push({ from, to, ...model.friends.request(pair) });
	}
	return found.sort((a, b) => a.position - b.position).map(({ from, to, note, at }) => ({ from, to, note, at }));
}

function blocked({ remarks, numbers }: Model, account: number): AccountId[] {
	const about = remarks.about(account).filter((other) => remarks.blocks(account, other));
	return about.map((other) => numbers.accounts.id(other));
}

function head(model: Model, seat: number): ConversationHead {
	const { membership, inboxes, numbers, streams } = model;
	const conversation = membership.conversationOf(seat);
	const common = {
		id: numbers.conversations.id(conversation),
		version: streams.conversations.version.get(conversation),
		n: inboxes.messages(seat),
		read: inboxes.version(seat),
		unread: inboxes.unread(seat),
		lastMessage: streams.lastMessage.get(conversation),
		settings: model.settings.of(seat),
	};
	const active = streams.conversations.position.get(conversation);
	switch (membership.kind(conversation)) {
		case KIND.self:
			return { ...common, active, kind: 'self' };
		case KIND.pair: {
			const peer = profile(model, membership.accountOf(membership.partner(seat)));
			return { ...common, active, kind: 'pair', ...(peer === undefined ? {} : { peer }) };
		}
		default:
			return { ...common, ...groupHead(model, seat, active) };
	}
}

/** A group as a member sees it, or as somebody saw it who left. */
function groupHead(model: Model, seat: number, active: number) {
	const { membership, groups, streams } = model;
	const { stays } = membership;
	const group = membership.conversationOf(seat);
	const stay = membership.stay(seat);
	const shown = {
		kind: 'group',
		since: stays.since(stay),
		lastMessage: stays.lastMessage(stay, streams.lastMessage.get(group)),
	} as const;
	if (!stays.lasts(stay)) {
		const version = stays.until(stay);
		return { ...shown, name: groups.name(group, version), version, left: { version, reason: stays.ended(stay) } };
	}
	const memberCount = membership.groups.members(membership.groupRow(group));
	const [announcement, link] = [groups.announcement(group), model.links.of(group)];
	return {
		...shown,
		...{ name: groups.name(group), active, memberCount },
		...(announcement === '' ? {} : { announcement }),
		...(link === undefined ? {} : { link }),
		...asMember(model, seat),
	};
}

/** What somebody is in a group; what they are not is left out. */
function asMember({ roles, mutes, aliases }: Model, seat: number): Pick<Member, 'role' | 'mutedUntil' | 'alias'> {
	const [mutedUntil, alias] = [mutes.until(seat), aliases.of(seat)];
	return {
		role: roles.of(seat),
		...(mutedUntil === 0 ? {} : { mutedUntil }),
		...(alias === '' ? {} : { alias }),
	};
}

function stays({ membership, streams }: Model, seat: number): VersionInterval[] {
	const conversation = membership.conversationOf(seat);
	const last = streams.conversations.version.get(conversation);
	if (membership.kind(conversation) !== KIND.group) return [{ since: 1, until: last }];
	return [...membership.stays.intervals(membership.stay(seat), last)].reverse();
}

function members(model: Model, group: number, after: AccountId | undefined, limit: number) {
	const { membership, numbers } = model;
	const { accounts } = numbers;
	if (group === NONE || membership.kind(group) !== KIND.group) return { members: [], more: false };
	const seats = [...membership.seatsOfGroup(group)].filter((seat) => membership.isCurrent(seat));
	seats.sort((a, b) => accounts.compare(membership.accountOf(a), membership.accountOf(b)));
	const first = after === undefined ? 0 : seats.findIndex((seat) => accounts.id(membership.accountOf(seat)) > after);
	const rest = first === -1 ? [] : seats.slice(first);
	const page = rest.slice(0, limit).flatMap((seat): Member[] => {
		const account = profile(model, membership.accountOf(seat));
		if (account === undefined) return [];
		const since = membership.stays.since(membership.stay(seat));
		return [{ account, since, ...asMember(model, seat) }];
	});
	return { members: page, more: rest.length > limit };
}

function lastSeen({ presence }: Model, account: number): number | null {
	if (account === NONE || presence.isOnline(account)) return null;
	return presence.changedAt(account) || null;
}
