/**
 * The events, for ever: what each type means, where it lives, what it holds, who may be told, and which of its fields
 * may leave the server. A type's meaning never changes; a changed shape is a new `schema` number with an upcaster
 * (`core/domain/codec.ts`).
 */
import Type from 'typebox';
import type { AccountId, EventId, StreamId } from '../ids.ts';
import { GENDERS, type Gender } from '../wire.ts';

/** Who is told of an event. `projections/visibility.ts` turns this into accounts, as of the event's own position. */
export const AUDIENCE = {
	/** Members of the conversation it lives in: of a pair both, of a group those before and after it. */
	members: 'members',
	/** The account whose stream it lives in, nobody else. */
	owner: 'owner',
	/** The account itself and everybody who now stands in a relation to it (friend, request, fellow member). */
	related: 'related',
	/** The reader, and the other members of the conversation where it is a pair or a group of at most 100. */
	readers: 'readers',
	/** Nobody: it never leaves the server. */
	nobody: 'nobody',
} as const;
export type Audience = keyof typeof AUDIENCE;

const Id = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
const Count = Type.Integer({ minimum: 0 });
const Status = Type.Optional(Type.Union([Type.String({ maxLength: 20 }), Type.Integer(), Type.Boolean()]));
const Redacts = Type.Optional(Type.Array(Count));
const GenderOf = Type.Unsafe<Gender>(
	Type.String({ pattern: `^(${GENDERS.join('|')})$`, description: GENDERS.join(', ') }),
);
const Role = Type.Unsafe<'admin' | 'member'>(
	Type.String({ pattern: '^(admin|member)$', description: 'admin, member' }),
);
/** What is told of a file with the message that carries it, so that it can be shown before it is fetched. */
const Carried = { file: Type.Unsafe<EventId>(Id), name: Type.String(), mime: Type.String(), size: Count };
/** Which of them it is `type` says. Pixels; `duration` in ms. */
const Body = Type.Union([
	Type.Object({ type: Type.Literal('text'), text: Type.String() }),
	Type.Object({ type: Type.Literal('image'), ...Carried, width: Count, height: Count }),
	Type.Object({ type: Type.Literal('file'), ...Carried }),
	Type.Object({ type: Type.Literal('voice'), ...Carried, duration: Count }),
]);

export const EVENTS = {
	AccountRegistered: event('account', 'related', { username: Type.String(), nickname: Type.String() }, 'personal'),
	/** What changed, as it is from here on; a city or signature that is empty was taken away. */
	ProfileChanged: event(
		'account',
		'related',
		{
			nickname: Type.Optional(Type.String()),
			gender: Type.Optional(GenderOf),
			city: Type.Optional(Type.String()),
			signature: Type.Optional(Type.String()),
		},
		'personal',
	),
	/** Right after its registration: nobody signs in to this account, its owner makes tokens for it. */
	BotCreated: event('account', 'related', { owner: Id }),
	/** An own path; empty where there is none any more. */
	AvatarChanged: event('account', 'related', { avatar: Type.String() }),
	RemarkChanged: event('account', 'owner', { account: Id, remark: Type.String() }, 'personal'),
	AccountBlocked: event('account', 'owner', { account: Id }),
	AccountUnblocked: event('account', 'owner', { account: Id }),
	MessagesRead: event('account', 'readers', { conversation: Id, version: Count, n: Count }),
	/** All three as they are from here on. */
	ConversationSettingsChanged: event('account', 'owner', {
		conversation: Id,
		mute: Type.Boolean(),
		pin: Type.Boolean(),
		hide: Type.Boolean(),
	}),
	/** Told to the operators by who lives in the stream. */
	MessageReported: event('account', 'owner', { conversation: Id, message: Id, reason: Type.String() }, 'personal'),
	/** The event's id is the file's. `type`: by its content; `sha256`: of what is kept. */
	FileUploaded: event(
		'account',
		'owner',
		{ name: Type.String(), type: Type.String(), size: Count, sha256: Type.String() },
		'personal',
	),
	/** What an earlier event of the stream held was taken away, because what it told of is gone. */
	DataRedacted: { ...event('account', 'owner', { event: Id }), hidden: { redacts: Redacts } },
	PasswordChanged: event('account', 'owner', {}),
	/** Nobody signs in to it until it is enabled again. */
	AccountDisabled: event('account', 'nobody', {}),
	AccountEnabled: event('account', 'nobody', {}),
	/** For good: nobody signs in to it, nobody reaches it, and from here on it has no name. */
	AccountClosed: event('account', 'related', {}),
	/** What a closed account's own stream held of it was redacted. `more`: not all of it yet. */
	AccountErased: { ...event('account', 'nobody', { more: Type.Boolean() }), hidden: { redacts: Redacts } },
	/** Masked: enough for its owner to know it again. */
	PhoneChanged: event('account', 'owner', { phone: Type.String() }, 'personal'),
	/** Masked. It is verified from here on. */
	EmailChanged: event('account', 'owner', { email: Type.String() }, 'personal'),
	SessionOpened: event('account', 'owner', { session: Id }),
	SessionClosed: event('account', 'owner', { session: Id, reason: Type.String() }),

	FriendRequested: event('pair', 'members', { from: Id, to: Id, note: Type.String() }, 'personal'),
	/** `from` and `to` as in the request that it answers: `to` accepted. */
	FriendAccepted: { ...event('pair', 'members', { from: Id, to: Id }), hidden: { status: Status } },
	/** `from` and `to` as in the request that it answers: `to` declined. */
	FriendDeclined: { ...event('pair', 'members', { from: Id, to: Id }), hidden: { status: Status } },
	/** `from` ended the friendship. */
	FriendRemoved: event('pair', 'members', { from: Id, to: Id }),

	/** `n`: the message's ordinal in its conversation, from 1, assigned by the write loop. Schema 1 knew texts alone. */
	MessageSent: { ...event('conversation', 'members', { n: Count, body: Body }, 'personal'), schema: 2 },
	/** By its author, by who leads the group, or by nobody: the operator. The message and its edits are redacted. */
	MessageRecalled: { ...event('conversation', 'members', { message: Id }), hidden: { redacts: Redacts } },

	/** `account` was closed: what it said here was redacted, all of it after the last such event. */
	AuthorErased: { ...event('conversation', 'members', { account: Id }), hidden: { redacts: Redacts } },

	/** Its author is owner and first member. */
	GroupCreated: event('group', 'members', { name: Type.String() }, 'personal'),
	/**
	 * A link into the group that is good until `expires` (ms since 1970 UTC; 0: there is none any more) and for `uses`
	 * people, 0: for as many as come. It takes the place of the one before.
	 */
	InviteLinkChanged: event('group', 'members', { expires: Count, uses: Count }),
	GroupRenamed: event('group', 'members', { name: Type.String() }, 'personal'),
	/** Empty: nothing is announced any more. */
	AnnouncementChanged: event('group', 'members', { text: Type.String() }, 'personal'),
	/** What a member is called in the group; empty: as everywhere. */
	AliasChanged: event('group', 'members', { account: Id, alias: Type.String() }, 'personal'),
	/** `via`: `create`, `invite`, or `link` for whoever came by themselves. */
	MemberJoined: event('group', 'members', {
		accounts: Type.Array(Id, { minItems: 1, maxItems: 500 }),
		via: Type.String(),
	}),
	MemberLeft: event('group', 'members', { account: Id }),
	MemberRemoved: event('group', 'members', { account: Id }),
	/** They may not write before `until`, ms since 1970 UTC; 0: they may again. */
	MemberMuted: event('group', 'members', { account: Id, until: Count }),
	/** What a member who is not the owner is from here on. */
	RoleChanged: event('group', 'members', { account: Id, role: Role }),
	/** `to` owns the group from here on; `from`, who did, is an admin. */
	OwnershipTransferred: event('group', 'members', { from: Id, to: Id }),
	/** It is over: everybody is out. */
	GroupDissolved: event('group', 'members', {}),

	/** In the operator's stream (`operatorId`): so many may sign up with it until then. */
	InvitationMade: event('account', 'nobody', { uses: Count, expires: Count }),

	NodeStarted: event('node', 'nobody', {}),
	SessionConnected: event('node', 'nobody', { session: Id, account: Id }),
	SessionDisconnected: event('node', 'nobody', { session: Id, account: Id }),
	NodeStopped: event('node', 'nobody', {}),
} as const;

export type EventType = keyof typeof EVENTS;
/** Those with personal content: it can be redacted. */
export const PERSONAL_TYPES = Object.entries(EVENTS).flatMap(([type, { personal }]) =>
	personal ? [type as EventType] : [],
);
export type EventData<T extends EventType = EventType> = Type.Static<(typeof EVENTS)[T]['fields']>;

/**
 * What stands in `data` beside the public fields and never leaves the server: `salt` (16 random bytes, hex) on events
 * with personal content, so that the digest left by a redaction tells nothing; `command`, the digest of the command
 * with a client-made id that caused the event, so that a repeat can be told from another command under its id;
 * `status`, the word with which a friend request was answered at the brief's sockets, where any node passes it on as sent;
 * `redacts`, the positions of the events whose data was replaced as this one was recorded.
 */
export interface Hidden {
	readonly salt?: string;
	readonly command?: string;
	readonly status?: string | number | boolean;
	readonly redacts?: readonly number[];
}

/** What a redaction leaves: the SHA-256 (hex) of the original `data`. Every projection accepts it in place of any data. */
export interface Redacted {
	readonly redacted: true;
	readonly digest: string;
}

interface EventOf<T extends EventType> {
	readonly position: number;
	readonly stream: StreamId;
	/** From 1, without holes, within the stream. */
	readonly version: number;
	readonly id: EventId;
	readonly type: T;
	readonly schema: number;
	/** ms since 1970 UTC on the database's clock; never goes back along positions. */
	readonly at: number;
	readonly by: AccountId | null;
	readonly data: (EventData<T> & Hidden) | Redacted;
}

/** An event as projections and deliveries see it: decoded, checked, upcast to its newest schema. A union over all types. */
export type LogEvent = { [T in EventType]: EventOf<T> }[EventType];
/** The events of one type. */
export type LogEventOf<T extends EventType> = EventOf<T>;

/** What an event does to others, which are recorded before it. */
export interface Effects {
	/** It is found by these: they stand otherwise since. */
	readonly amends?: readonly EventId[];
	/** Their data is replaced as it is recorded. Those redacted before stay as they are. */
	readonly redacts?: readonly EventId[];
}

/** What a decider wants recorded; the write loop gives it id, version, position, time, salt, and `n` to a message. */
export type Proposal = Effects &
	{
		[T in EventType]: {
			readonly stream: StreamId;
			readonly type: T;
			readonly by: AccountId | null;
			readonly data: T extends 'MessageSent' ? Omit<EventData<'MessageSent'>, 'n'> : EventData<T>;
		};
	}[EventType];

export function isRedacted(data: object): data is Redacted {
	return 'redacted' in data && data.redacted === true;
}

/** Positions of the events whose data was replaced as this one was recorded. */
export function redactedBy({ data }: LogEvent): readonly number[] {
	return isRedacted(data) ? [] : (data.redacts ?? []);
}

type StreamKind = 'account' | 'pair' | 'group' | 'conversation' | 'node';

function event<F extends Type.TProperties>(stream: StreamKind, audience: Audience, fields: F, personal?: 'personal') {
	return { stream, audience, schema: 1, fields: Type.Object(fields), personal: personal === 'personal' };
}
