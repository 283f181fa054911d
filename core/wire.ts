/**
 * The WebSocket contract of `/ws` as types and constants: what clients and the gateway share. Nothing here needs a
 * package, so the client bundles it. The commands' fields stand in `core/domain/commands.ts` as schemas.
 */
import type { RejectionCode } from './domain/rejection.ts';
import type { AccountId, ConversationId, EventId, SessionId, StreamId } from './ids.ts';

export const CONTRACT = 1;
export const HEARTBEAT_MS = 25_000;
/** Largest frame (message) a client may send, in bytes of payload; beyond it: close 1009. */
export const CLIENT_FRAME_BYTES_MAX = 64 * 1024;
/** Largest frame the server sends, in bytes of payload. */
export const SERVER_FRAME_BYTES_MAX = 1024 * 1024;
/** Commands without an answer yet on one connection; beyond it: `too-often`. */
export const OPEN_REQUESTS_MAX = 100;
export const TEXT_BYTES_MAX = 8 * 1024;
/** How long one may recall one's own message, in ms; beyond it: `too-late`. */
export const RECALL_MS_MAX = 2 * 60_000;
export const REASON_CODE_POINTS_MAX = 500;
export const ANNOUNCEMENT_CODE_POINTS_MAX = 2_000;
/** Messages that may carry one file; beyond it: `too-large`. */
export const FILE_USES_MAX = 10_000;
/** Of a voice message, in ms. */
export const VOICE_MS_MAX = 10 * 60_000;
/** Of a picture, each way, in pixels. */
export const PICTURE_SIDE_MAX = 65_535;
/** How long a link into a group is good where nothing is said, and at most, in ms. */
export const LINK_LIFE_MS = 7 * 24 * 60 * 60_000;
export const LINK_LIFE_MS_MAX = 30 * 24 * 60 * 60_000;
/** How many a link lets in at most, where that is limited. */
export const LINK_USES_MAX = 10_000;
export const HISTORY_MAX = 100;
export const ACCOUNTS_GET_MAX = 100;
export const MEMBERS_PAGE_MAX = 200;
export const GROUP_ADD_MAX = 200;
/** Admins of a group beside its owner; one more is refused `too-many`. */
export const GROUP_ADMINS_MAX = 100;

export const CLOSE = {
	normal: 1000,
	goingAway: 1001,
	protocolError: 1002,
	unsupportedData: 1003,
	notUtf8: 1007,
	policy: 1008,
	tooBig: 1009,
	internal: 1011,
	restart: 1012,
	tryLater: 1013,
	sessionEnded: 4001,
} as const;

/** Reasons of a close 4001. */
export type SessionEnd = 'expired' | 'revoked' | 'password-changed' | 'account-closed' | 'signed-out';

export interface Limits {
	/** `CLIENT_FRAME_BYTES_MAX`. */
	readonly frame: number;
	readonly text: number;
	readonly openRequests: number;
	readonly syncEvents: number;
	readonly groupMembers: number;
	readonly messagesPerSecond: number;
	/** Bytes of a file, 0 for as many as there are. */
	readonly fileBytes: number;
}

export interface HelloFrame {
	readonly hello: {
		readonly contract: typeof CONTRACT;
		readonly log: string;
		readonly account: AccountId;
		readonly session: SessionId;
		readonly position: number;
		readonly now: number;
		readonly heartbeat: number;
		/** Who runs the installation: author of what operators do. No account. */
		readonly operator: AccountId;
		readonly limits: Limits;
	};
}

/** An event in its public shape; `data` holds the allow-listed fields of its type. */
export interface PublicEvent {
	readonly position: number;
	readonly stream: StreamId;
	readonly version: number;
	readonly type: string;
	readonly id: EventId;
	readonly at: number;
	readonly by: AccountId | null;
	readonly data: Readonly<Record<string, unknown>>;
}

export interface EventsFrame {
	readonly events: readonly PublicEvent[];
	readonly position: number;
}
export interface OkFrame {
	readonly re: number;
	readonly ok: Readonly<Record<string, unknown>>;
	readonly events?: readonly PublicEvent[];
	readonly position?: number;
}
export interface WireError {
	readonly code: RejectionCode;
	readonly message: string;
	readonly field?: string;
	readonly max?: number;
	/** ms until it is worth trying again. */
	readonly wait?: number;
}
export interface ErrorFrame {
	readonly re: number;
	readonly error: WireError;
}
export interface PresenceChange {
	readonly account: AccountId;
	readonly online: boolean;
	readonly state: 'online' | 'away' | 'offline';
	readonly at: number;
}
export type SignalFrame = { readonly signal: 'presence'; readonly changes: readonly PresenceChange[] };
export type StateFrame = {
	readonly state:
		| { readonly part: 'me'; readonly items: readonly [Me] }
		| { readonly part: 'friends'; readonly items: readonly Friend[] }
		| { readonly part: 'requests'; readonly items: readonly FriendRequest[] }
		| { readonly part: 'conversations'; readonly items: readonly Conversation[] };
};
export type ServerFrame = HelloFrame | EventsFrame | OkFrame | ErrorFrame | SignalFrame | StateFrame;
export interface RequestFrame {
	readonly re: number;
	readonly do: string;
	readonly id?: string;
	readonly [field: string]: unknown;
}

export const GENDERS = ['unknown', 'male', 'female', 'other'] as const;
export type Gender = (typeof GENDERS)[number];

/** What people say of themselves. Whatever is empty was not said. */
export interface ProfileDetails {
	readonly nickname: string;
	readonly gender: Gender;
	readonly city: string;
	readonly signature: string;
}

/** The small size of a head picture, for lists; `avatar` is the path of the large one. */
export function smallAvatar(avatar: string): string {
	return avatar.replace(/\.webp$/, '-s.webp');
}

/** An account as anybody who may see it sees it. */
export interface Profile extends ProfileDetails {
	readonly id: AccountId;
	readonly username: string;
	/** An own path, or `null`. */
	readonly avatar: string | null;
	/** Version of the account at which all this became so: what was told with a higher one is newer. */
	readonly version: number;
	readonly closed?: true;
	/** Nobody sits behind it but a program. */
	readonly bot?: true;
}
export interface Me extends Profile {
	/** The id of the conversation with oneself. */
	readonly self: ConversationId;
	readonly blocked: readonly AccountId[];
}
/** A signed-in device, as its owner is told of it. */
export interface Session {
	readonly id: SessionId;
	/** What it calls itself: a browser's `User-Agent`, at most 200 characters. */
	readonly device: string;
	/** Both in ms since 1970 UTC; the last use is written down about once an hour. */
	readonly opened: number;
	readonly seen: number;
	/** The one that asks. */
	readonly current: boolean;
}
export interface Friend {
	readonly account: Profile;
	readonly remark: string;
	readonly conversation: ConversationId;
	readonly online: boolean;
	/** ms since 1970 UTC, null while online or when never seen. */
	readonly lastSeen: number | null;
}
/** `from` and `to` are profiles, so that a request can be shown at once. */
export interface FriendRequest {
	readonly from: Profile;
	readonly to: Profile;
	readonly note: string;
	readonly at: number;
}
export interface Conversation {
	readonly id: ConversationId;
	readonly kind: 'pair' | 'group' | 'self';
	readonly name?: string;
	/** The other person of a pair. */
	readonly peer?: Profile;
	/** The stream's last version, and how many messages it has; for an ex-member as of their leaving. */
	readonly version: number;
	readonly n: number;
	/** The read mark: a version. */
	readonly read: number;
	readonly unread: number;
	readonly mentions: number;
	readonly last?: Message;
	/** Position of the last event in it: what lists are ordered by. Absent for an ex-member. */
	readonly active?: number;
	readonly memberCount?: number;
	/** The link into a group that was made last: until when (ms since 1970 UTC), for how many (0: as many as come), and how many came. */
	readonly link?: GroupLink;
	/** What is announced in a group; absent where nothing is. */
	readonly announcement?: string;
	/** What oneself is called in it; absent where as everywhere. */
	readonly alias?: string;
	readonly role?: Role;
	/** Until when oneself may not write, ms since 1970 UTC; may be over. */
	readonly mutedUntil?: number;
	/** Version from which the person sees it. */
	readonly since?: number;
	/** Of who is not in it any more: up to which version they see it, and how that came. */
	readonly left?: { readonly version: number; readonly reason: StayEnd };
	readonly settings: ConversationSettings;
}
export interface GroupLink {
	readonly expires: number;
	readonly uses: number;
	readonly used: number;
}
/** What a member is in a group. */
export type Role = 'owner' | 'admin' | 'member';
/** How somebody came out of a group. */
export type StayEnd = 'left' | 'removed' | 'dissolved';
/** What somebody wants of a conversation, for themselves alone. */
export interface ConversationSettings {
	/** It makes no noise. */
	readonly mute: boolean;
	/** It stands before the others. */
	readonly pin: boolean;
	/** It is left out of the list, as long as nothing in it is unread. */
	readonly hide: boolean;
}
/** What a message says. Clients ignore types that they do not know. */
export type Body =
	| { readonly type: 'text'; readonly text: string }
	/** Pixels, as it is shown. */
	| (Carried & { readonly type: 'image'; readonly width: number; readonly height: number })
	| (Carried & { readonly type: 'file' })
	/** `duration` in ms. */
	| (Carried & { readonly type: 'voice'; readonly duration: number });
/** A file, fetched at `/files/<file>`; of a picture a small one at `/files/<file>/thumbnail`. */
export interface Carried {
	readonly file: EventId;
	readonly name: string;
	/** Media type, by its content. */
	readonly mime: string;
	readonly size: number;
}
/** What `message.send` takes: of a file its id, the rest is known. */
export type SentBody =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'image'; readonly file: EventId; readonly width: number; readonly height: number }
	| { readonly type: 'file'; readonly file: EventId }
	| { readonly type: 'voice'; readonly file: EventId; readonly duration: number };
export interface Message {
	readonly id: EventId;
	readonly conversation: ConversationId;
	readonly version: number;
	readonly n: number;
	readonly position: number;
	readonly at: number;
	readonly by: AccountId;
	/** Absent once recalled. */
	readonly body?: Body;
	readonly recalled?: true;
	/** Who recalled it, where that was not its author; null: an operator. */
	readonly recalledBy?: AccountId | null;
	readonly reactions: readonly { readonly emoji: string; readonly count: number; readonly mine: boolean }[];
}
/** A line of history that is not a message: somebody joined, the group got its name. */
export interface SystemLine {
	readonly id: EventId;
	readonly conversation: ConversationId;
	readonly version: number;
	readonly position: number;
	readonly at: number;
	readonly by: AccountId | null;
	readonly system: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}
export type HistoryItem = Message | SystemLine;
export interface Member {
	readonly account: Profile;
	readonly role: Role;
	readonly since: number;
	/** What they are called in the group; absent where as everywhere. */
	readonly alias?: string;
	/** Until when they may not write, ms since 1970 UTC; may be over. */
	readonly mutedUntil?: number;
}
