/**
 * What deciders may know: committed facts as of the head, held by the projections, read without waiting.
 * Every answer is O(1) or O(size of the answer). Unknown ids answer `undefined` or `false`, never throw.
 */
import type { AccountId, ConversationId, NodeId, SessionId, StreamId } from '../ids.ts';
import type { ConversationSettings, ProfileDetails, Role, StayEnd } from '../wire.ts';

export interface Facts {
	/** A registered account, closed or not. */
	account(id: AccountId): AccountFact | undefined;
	/** `folded`: a user name as `foldUsername` gives it. */
	accountByUsername(folded: string): AccountId | undefined;

	/** The bots of an account that are not closed, the oldest first. */
	bots(owner: AccountId): readonly AccountId[];

	/** How two different accounts stand to each other. `from` asked and waits for the other's answer. */
	relation(a: AccountId, b: AccountId): RelationFact;
	/** Whether `by` has blocked `whom`. */
	blocks(by: AccountId, whom: AccountId): boolean;
	/** How many friends an account has and requests of its own that wait, together. */
	ties(account: AccountId): number;
	/** How many accounts `by` has blocked. */
	blockCount(by: AccountId): number;
	/** `by`'s remark on `account`, empty when there is none. */
	remark(by: AccountId, account: AccountId): string;

	conversation(id: ConversationId): ConversationFact | undefined;
	/** Of a group, of who left it too; `undefined` for pairs and notes, whose people `conversation` tells. */
	membership(conversation: ConversationId, account: AccountId): MembershipFact | undefined;
	/** Who is next to own a group: of its admins, or where it has none, of its members, who has been in it longest. */
	heir(group: ConversationId): AccountId | undefined;
	/** The last link into a group that was made and not taken back; it may be over or used up. */
	link(group: ConversationId): LinkFact | undefined;

	/** Whether `account` was in the conversation when it had this version, and so may see what was recorded then. */
	saw(account: AccountId, conversation: ConversationId, version: number): boolean;

	/** `account`'s read mark in a conversation: version and ordinal; zero where nothing was read (a joiner starts at their joining). */
	readMark(account: AccountId, conversation: ConversationId): { readonly version: number; readonly n: number };

	/** What `account` wants of a conversation; all off where nothing was said. */
	settings(account: AccountId, conversation: ConversationId): ConversationSettings;

	/** Last version of a stream, 0 when it has no events. */
	version(stream: StreamId): number;
	/** Messages sent to a conversation so far. */
	messages(conversation: ConversationId): number;

	/** The open sessions of an account, in the order in which they were opened. */
	sessions(account: AccountId): readonly SessionId[];
	/** Whether the session was opened and not closed. */
	sessionOpen(session: SessionId): boolean;
	node(id: NodeId): 'unknown' | 'running' | 'stopped';
	/** Whether this node's stream holds the session as connected. */
	sessionConnected(node: NodeId, session: SessionId): boolean;
}

export interface AccountFact extends ProfileDetails {
	readonly id: AccountId;
	readonly username: string;
	/** An own path, empty without one. */
	readonly avatar: string;
	readonly closed: boolean;
	/** By an operator: nobody signs in to it for now. */
	readonly disabled: boolean;
	/** Of a bot: whose it is. */
	readonly owner?: AccountId;
}

export type RelationFact =
	| { readonly state: 'strangers' }
	| { readonly state: 'requested'; readonly from: AccountId }
	| { readonly state: 'friends' }
	/** Were friends once, are not now. */
	| { readonly state: 'ex-friends' };

export type ConversationFact =
	/** Two people; it exists from the first request between them. */
	| { readonly kind: 'pair'; readonly people: readonly [AccountId, AccountId] }
	/** One person's notes; it exists from their registration. */
	| { readonly kind: 'self'; readonly owner: AccountId }
	| {
			readonly kind: 'group';
			readonly owner: AccountId;
			readonly memberCount: number;
			/** Without the owner. */
			readonly adminCount: number;
			readonly name: string;
			/** Empty where nothing is announced. */
			readonly announcement: string;
	  };

export interface MembershipFact {
	readonly current: boolean;
	readonly role: Role;
	/** Version of the group at which the current (or last) stay began, and, when it ended, ended. */
	readonly since: number;
	readonly until?: number;
	/** How it ended. */
	readonly ended?: StayEnd;
	/** Until when they may not write, ms since 1970 UTC; may be over, 0 where there is no such thing. */
	readonly mutedUntil: number;
	/** What they are called in the group, empty where as everywhere. */
	readonly alias: string;
}

export interface LinkFact {
	/** ms since 1970 UTC. */
	readonly expires: number;
	/** How many it lets in; 0: as many as come. */
	readonly uses: number;
	readonly used: number;
}
