/** The projection of `Seats`: notes from the registration, pairs from the first request, groups from their creation. */
import { isRedacted, type LogEvent } from '../core/domain/events.ts';
import { type AccountId, type ConversationId, selfId } from '../core/ids.ts';
import { NONE } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import { KIND, Seats } from './seats.ts';
import type { Streams } from './streams.ts';

export const membership: Projection<Seats, { readonly streams: Streams }> = {
	name: 'membership',
	empty: (numbers, { streams }) => new Seats(numbers, streams),
	project(view, event) {
		const { accounts, conversations } = view.numbers;
		switch (event.type) {
			case 'AccountRegistered': {
				const account = event.stream as AccountId;
				return view.openSelf(accounts.number(account), conversations.number(selfId(account)));
			}
			case 'FriendRequested':
			case 'FriendAccepted':
			case 'FriendDeclined':
			case 'FriendRemoved': {
				const [one, other] = peopleOf(event);
				if (one === null) return;
				const second = other === null ? NONE : accounts.number(other);
				return view.openPair(conversations.number(event.stream as ConversationId), accounts.number(one), second);
			}
			case 'GroupCreated': {
				const conversation = conversations.number(event.stream as ConversationId);
				view.openGroup(conversation);
				if (event.by !== null) view.join(conversation, accounts.number(event.by), event);
				return;
			}
			case 'MemberJoined': {
				if (isRedacted(event.data)) return;
				const conversation = conversations.number(event.stream as ConversationId);
				for (const account of event.data.accounts)
					view.join(conversation, accounts.number(account as AccountId), event);
				return;
			}
			case 'MemberLeft':
			case 'MemberRemoved': {
				if (isRedacted(event.data)) return;
				const account = accounts.number(event.data.account as AccountId);
				return view.leave(
					conversations.number(event.stream as ConversationId),
					account,
					event,
					event.type === 'MemberLeft' ? 'left' : 'removed',
				);
			}
			case 'GroupDissolved':
				return view.leaveAll(conversations.number(event.stream as ConversationId), event, 'dissolved');
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { accounts, conversations } = view.numbers;
		const name = (account: number) => (account === NONE ? null : accounts.id(account));
		for (const conversation of ordered(conversations, (each) => view.kind(each) !== KIND.none)) {
			const id = conversations.id(conversation);
			const first = view.firstSeat(conversation);
			if (view.kind(conversation) === KIND.self) yield [id, 'self', name(view.accountOf(first))];
			else if (view.kind(conversation) === KIND.pair)
				yield [id, 'pair', name(view.accountOf(first)), name(view.accountOf(first + 1))];
			else yield* groupContent(view, conversation);
		}
	},
};

function* groupContent(view: Seats, conversation: number): Iterable<Content> {
	const { accounts, conversations } = view.numbers;
	const row = view.groupRow(conversation);
	yield [conversations.id(conversation), 'group', view.groups.members(row), ...view.groups.crossings(row)];
	const seats = [...view.seatsOfGroup(conversation)];
	seats.sort((a, b) => accounts.compare(view.accountOf(a), view.accountOf(b)));
	for (const seat of seats) yield [accounts.id(view.accountOf(seat)), ...view.stays.content(view.stay(seat))];
}

/** Who a friendship's event is about, who acts first; a redacted one tells only its author. */
function peopleOf(event: LogEvent & { type: `Friend${string}` }): readonly [AccountId | null, AccountId | null] {
	if (isRedacted(event.data)) return [event.by, null];
	return [event.data.from as AccountId, event.data.to as AccountId];
}
