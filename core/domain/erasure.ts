/**
 * What a closed account leaves is erased: page by page, for there may be any amount of it, and again until nothing is
 * left. `transports/erasure.ts` looks for it and asks for these decisions.
 */
import type { AccountId, ConversationId, EventId } from '../ids.ts';
import type { Decidable, Subject, SubjectRead } from '../loop/command.ts';
import { noLongerCarried } from '../vault/files.ts';
import { NOTHING, reject } from './decisions.ts';
import { EVENTS, type EventType, isRedacted, type LogEvent, type LogEventOf, type Proposal } from './events.ts';
import type { Facts } from './facts.ts';
import { leftForGood } from './group-roles.ts';
import { accountKey, conversationKey, exclusive, remarkKey, shared } from './keys.ts';

/** Events that one decision redacts: well within what a transaction takes. */
export const ERASED_AT_ONCE = 200;

/** What somebody called a group or announced in it is the group's. */
const OF_THE_GROUP: ReadonlySet<EventType> = new Set(['GroupCreated', 'GroupRenamed', 'AnnouncementChanged']);

/** Whether an event of a conversation is personal to its author `account`, and still tells something. */
export function isSaidBy(account: AccountId, { type, by, data }: LogEvent): boolean {
	return by === account && EVENTS[type].personal && !OF_THE_GROUP.has(type) && !isRedacted(data);
}

/** Whether an event of an account's own stream tells something personal. */
export function isOwnContent({ type, data }: LogEvent): boolean {
	return EVENTS[type].personal && !isRedacted(data);
}

/** Whether somebody else gave `account` a name by this event. */
export function isRemarkOn(account: AccountId, { type, data }: LogEvent): boolean {
	return type === 'RemarkChanged' && !isRedacted(data) && data.account === account;
}

/**
 * In a conversation of a closed account: a request that waits is ended, a group is left (and passed on, where it was the
 * account's), and what it said in the events `said` is redacted. Files that it sent are carried no more.
 */
export function eraseSaid(account: AccountId, conversation: ConversationId, said: readonly EventId[]): Decidable {
	return {
		keys: [exclusive(conversationKey(conversation)), shared(accountKey(account))],
		about: said.map(asItIs),
		decide(facts, _now, _rows, subjects) {
			if (facts.account(account)?.closed !== true) return reject('not-allowed');
			const gone = standing(subjects, (event) => event.stream === conversation && isSaidBy(account, event));
			const ended = [...withdrawn(facts, account, conversation), ...leftForGood(facts, account, conversation)];
			if (gone.length === 0) return { events: ended };
			const erased: Proposal = {
				...{ stream: conversation, type: 'AuthorErased', by: account, data: { account } },
				redacts: gone.map(({ id }) => id),
			};
			const sent = gone.filter((event): event is LogEventOf<'MessageSent'> => event.type === 'MessageSent');
			const carriers = sent.filter(({ data }) => !isRedacted(data) && data.body.type !== 'text');
			return { events: [...ended, erased], vault: carriers.map(({ id }) => noLongerCarried(id)) };
		},
	};
}

/** What friends called a closed account, in the stream of one of them. */
export function eraseRemarks(account: AccountId, friend: AccountId, remarks: readonly EventId[]): Decidable {
	return {
		keys: [exclusive(remarkKey(friend, account))],
		about: remarks.map(asItIs),
		decide(facts, _now, _rows, subjects) {
			if (facts.account(account)?.closed !== true) return reject('not-allowed');
			const gone = standing(subjects, (event) => event.stream === friend && isRemarkOn(account, event));
			return {
				events: gone.map(({ id }): Proposal => {
					return { stream: friend, type: 'DataRedacted', by: null, data: { event: id }, redacts: [id] };
				}),
			};
		},
	};
}

/** Of its own stream; `more`: what is left of it comes in a further one. The last one ends the erasure, for good. */
export function eraseOwn(account: AccountId, own: readonly EventId[], more: boolean): Decidable {
	return {
		keys: [exclusive(accountKey(account))],
		about: own.map(asItIs),
		decide(facts, _now, _rows, subjects) {
			if (facts.account(account)?.closed !== true) return reject('not-allowed');
			const gone = standing(subjects, (event) => event.stream === account && isOwnContent(event));
			if (gone.length === 0 && more) return NOTHING;
			const redacts = gone.map(({ id }) => id);
			return { events: [{ stream: account, type: 'AccountErased', by: account, data: { more }, redacts }] };
		},
	};
}

function asItIs(id: EventId): SubjectRead {
	return { id, amendedBy: [] };
}

function standing(subjects: readonly (Subject | undefined)[], holds: (event: LogEvent) => boolean): LogEvent[] {
	return subjects.flatMap((subject) => (subject !== undefined && holds(subject.event) ? [subject.event] : []));
}

/** A request that waits in a pair is ended: nobody will answer it, or nobody is there any more who asked. */
function withdrawn(facts: Facts, account: AccountId, id: ConversationId): Proposal[] {
	const conversation = facts.conversation(id);
	if (conversation?.kind !== 'pair') return [];
	const [one, other] = conversation.people;
	const relation = facts.relation(one, other);
	if (relation.state !== 'requested') return [];
	const { from } = relation;
	return [{ stream: id, type: 'FriendDeclined', by: account, data: { from, to: from === one ? other : one } }];
}
