/** What a client knows: a value that changes by actions alone (`reduce.ts`). */
import type { AccountId, ConversationId, EventId } from '../../core/ids.ts';
import type {
	Body,
	Conversation,
	Friend,
	FriendRequest,
	HistoryItem,
	Me,
	Member,
	PresenceChange,
	Profile,
	PublicEvent,
} from '../../core/wire.ts';
import type { Phase } from './connection.ts';
import type { Refusal } from './requests.ts';
import type { UploadRefusal } from './uploads.ts';

export interface ChatState {
	readonly connection: Phase;
	/** How much later it is by the server's clock than by this device's, in ms; 0 before the first hello. */
	readonly clockAhead: number;
	/** Bytes of a file; infinite where the server sets no limit. */
	readonly fileBytesMax: number;
	/** Who runs the installation, author of what operators do; null before the first hello. */
	readonly operator: AccountId | null;
	/** The log's epoch; null before the first sync. */
	readonly log: string | null;
	/** The cursor: everything up to this position is in here. */
	readonly position: number;
	readonly me: Me | null;
	/** Everybody met so far, oneself included. */
	readonly profiles: ReadonlyMap<AccountId, Profile>;
	readonly friends: ReadonlyMap<AccountId, FriendState>;
	/** Pending ones, by the other person. */
	readonly requests: ReadonlyMap<AccountId, RequestState>;
	readonly online: ReadonlySet<AccountId>;
	/** ms since 1970 UTC, of those who were seen to go. */
	readonly lastSeen: ReadonlyMap<AccountId, number>;
	readonly conversations: ReadonlyMap<ConversationId, ConversationState>;
	/** Loaded parts of histories; each reaches up to now. */
	readonly windows: ReadonlyMap<ConversationId, HistoryWindow>;
	/** Loaded lists of members. */
	readonly members: ReadonlyMap<ConversationId, readonly Member[]>;
	/** What events spoke of without telling enough: to be looked up. */
	readonly wanted: Wanted;
	/** Own messages that are not recorded yet, in the order written. */
	readonly outbox: readonly OutboxEntry[];
	/** Texts of own messages that oneself recalled, by message: to be written anew on this page, and nowhere kept. */
	readonly takenBack: ReadonlyMap<EventId, string>;
	/** The conversation on the screen. */
	readonly open: ConversationId | null;
}

export interface FriendState {
	readonly account: AccountId;
	readonly remark: string;
	readonly conversation: ConversationId;
}

export interface RequestState {
	readonly from: AccountId;
	readonly to: AccountId;
	readonly note: string;
	readonly at: number;
}

export interface ConversationState extends Omit<Conversation, 'peer'> {
	readonly peer?: AccountId;
	/** `n` when the server last told the whole conversation; own messages beyond it are in `own`, by ordinal. */
	readonly toldN: number;
	readonly own: readonly number[];
}

export interface HistoryWindow {
	/** By version, ascending, without holes beyond what the person may not see. */
	readonly items: readonly HistoryItem[];
	/** Whether there is more before them; unknown while the newest are being fetched. */
	readonly older: 'unknown' | 'more' | 'none';
	/** How many of the items came after it was loaded. */
	readonly arrived: number;
}

export interface Wanted {
	readonly accounts: ReadonlySet<AccountId>;
	/** The events since the wish, to be applied again on top of the answer, which may be older or newer than they are. */
	readonly conversations: ReadonlyMap<ConversationId, readonly PublicEvent[]>;
}

export interface OutboxEntry {
	readonly id: EventId;
	readonly conversation: ConversationId;
	readonly body: Body;
	/** When it was written, ms since 1970 UTC. */
	readonly at: number;
	readonly state: 'uploading' | 'waiting' | 'sending' | 'failed';
	/** Why it failed. */
	readonly error?: Refusal | UploadRefusal;
	/** Of a file that is not at the server yet; until it is, the message's own id stands for the file's. */
	readonly upload?: Upload;
}

export interface Upload {
	readonly bytes: Blob;
	/** How many of them are on their way or there. */
	readonly sent: number;
}

/** The parts of a reset, gathered. */
export interface Parts {
	readonly me: Me;
	readonly friends: readonly Friend[];
	readonly requests: readonly FriendRequest[];
	readonly conversations: readonly Conversation[];
}

export type Action =
	| { readonly type: 'connection'; readonly phase: Phase }
	/** The server said what time it is, and how large a file may be. */
	| {
			readonly type: 'greeted';
			readonly clockAhead: number;
			readonly fileBytesMax: number;
			readonly operator: AccountId;
	  }
	| {
			readonly type: 'reset';
			readonly log: string;
			readonly position: number;
			readonly online: readonly AccountId[];
			readonly parts: Parts;
	  }
	/** A sync without reset is through: it tells who is online. */
	| { readonly type: 'resumed'; readonly position: number; readonly online: readonly AccountId[] }
	| { readonly type: 'events'; readonly events: readonly PublicEvent[]; readonly position: number }
	| { readonly type: 'presence'; readonly changes: readonly PresenceChange[] }
	| { readonly type: 'learned-accounts'; readonly asked: readonly AccountId[]; readonly profiles: readonly Profile[] }
	| { readonly type: 'learned-conversation'; readonly conversation: Conversation }
	/** The server knows no such conversation of ours. */
	| { readonly type: 'unknown-conversation'; readonly conversation: ConversationId }
	/** The newest page of a history was asked for. */
	| { readonly type: 'loading'; readonly conversation: ConversationId }
	/** A page of a history: what stands before version `before`, or the newest. */
	| {
			readonly type: 'history';
			readonly conversation: ConversationId;
			readonly before?: number;
			readonly items: readonly HistoryItem[];
			readonly more: boolean;
	  }
	| { readonly type: 'members'; readonly conversation: ConversationId; readonly members: readonly Member[] }
	| { readonly type: 'outbox'; readonly entries: readonly OutboxEntry[] }
	| { readonly type: 'open'; readonly conversation: ConversationId | null };

export const EMPTY: ChatState = {
	connection: { name: 'stopped' },
	clockAhead: 0,
	fileBytesMax: Number.POSITIVE_INFINITY,
	operator: null,
	log: null,
	position: 0,
	me: null,
	profiles: new Map(),
	friends: new Map(),
	requests: new Map(),
	online: new Set(),
	lastSeen: new Map(),
	conversations: new Map(),
	windows: new Map(),
	members: new Map(),
	wanted: { accounts: new Set(), conversations: new Map() },
	outbox: [],
	takenBack: new Map(),
	open: null,
};
