/**
 * All read models that live in memory, as one thing: the node applies every event to it once, in position order;
 * deciders read its `facts`, gateways its queries, tests and the replay tool its digests.
 */
import type { LogEvent } from '../core/domain/events.ts';
import type { Facts } from '../core/domain/facts.ts';
import type { AccountId, ConversationId, StreamId } from '../core/ids.ts';
import type { Conversation, FriendRequest, Member, PresenceChange, Profile } from '../core/wire.ts';

export interface Views {
	/** Position of the last event applied. */
	readonly applied: number;
	readonly facts: Facts;
	/** Applies the event at `applied + 1` (another position is a bug: throws). Pure of clock, random and I/O. */
	apply(event: LogEvent): void;
	/** SHA-256 (hex) of each projection's canonical content, by projection name: equal for equal logs, however they were applied. */
	digests(): Readonly<Record<string, string>>;

	/** Whether `account` may see the event, on memberships as of the event's own position (`related`, `readers`: on relations now). */
	visible(account: AccountId, event: LogEvent): boolean;
	/** Every account that may see the event: `visible` as a list. Asked right after `apply`. */
	audience(event: LogEvent): Iterable<AccountId>;
	/** Whether the event at `position` was redacted by one that is applied: what was read of it before must not leave any more. */
	redacted(position: number): boolean;
	/** The streams whose events concern `account` and whose last position is beyond `since`. */
	relatedStreams(account: AccountId, since: number): StreamId[];

	profile(account: AccountId): Profile | undefined;
	/** Whether `viewer` may look `account` up by id: oneself, friends, requests, fellow members, people of own conversations. */
	mayKnow(viewer: AccountId, account: AccountId): boolean;
	friends(
		account: AccountId,
	): { readonly account: AccountId; readonly remark: string; readonly conversation: ConversationId }[];
	/** Pending requests from and to `account`, oldest first. */
	requests(account: AccountId): FriendRequest[];
	blocked(account: AccountId): AccountId[];
	/** Every conversation that `account` sees, also left ones; without `last` (`lastMessage` tells which row that is). */
	conversations(account: AccountId): ConversationHead[];
	conversation(account: AccountId, conversation: ConversationId): ConversationHead | undefined;
	/**
	 * The versions of a conversation that `account` can see, as intervals with both ends included, the earliest first: one
	 * for pairs and notes, one for each stay in a group; up to the last version where it is still in it. None for others.
	 */
	stays(account: AccountId, conversation: ConversationId): VersionInterval[];
	/** Members by account id, beyond `after`, at most `limit`. */
	members(
		group: ConversationId,
		after: AccountId | undefined,
		limit: number,
	): { readonly members: Member[]; readonly more: boolean };

	online(account: AccountId): boolean;
	/** When the account's last session was disconnected; null while online or never seen. */
	lastSeen(account: AccountId): number | null;
	/** Closed accounts of which the log still holds something personal. */
	unerased(): AccountId[];
	/** Presence that flipped since the last call, one entry an account; the delivery sends it to `presenceAudience`. */
	takePresenceChanges(): PresenceChange[];
	/** Who is shown `account`'s presence: friends. */
	presenceAudience(account: AccountId): Iterable<AccountId>;
}

export interface VersionInterval {
	readonly since: number;
	readonly until: number;
}

/** A conversation as somebody sees it, as far as the views know it. */
export interface ConversationHead extends Omit<Conversation, 'last' | 'mentions'> {
	/** Version of the last message that the person may see, 0 when there is none: the gateway reads that row for `last`. */
	readonly lastMessage: number;
}

export { createViews } from './create-views.ts';
