/**
 * What must be true, worked out from the rows of the log alone in the plainest way: who is to be told of each event,
 * and how things stand. It shares no code with the projections, so that an error of theirs is not repeated here.
 */
import { type AccountId, type ConversationId, type SessionId, selfId } from '../../core/ids.ts';
import type { StoredEvent } from '../../core/log/port.ts';
import type { Conversation, ProfileDetails } from '../../core/wire.ts';

type Accounts = ReadonlySet<AccountId>;

/** An event and those whom it concerns. */
export interface Told {
	readonly row: StoredEvent;
	/** Each of their devices is given it, once, in order. */
	readonly must: Accounts;
	/** Nobody else but these may be given it: what hangs on relations may have come before or after them. */
	readonly may: Accounts;
}

interface Stay {
	readonly from: number;
	until: number | undefined;
}

interface Room {
	readonly kind: 'pair' | 'self' | 'group';
	readonly people: Map<AccountId, Stay[]>;
	readonly messages: { readonly version: number; readonly by: AccountId; readonly seenBy: Accounts }[];
	version: number;
}

/** The fields of all types together: each has some of them. */
interface Data {
	readonly from: AccountId;
	readonly to: AccountId;
	readonly accounts: readonly AccountId[];
	readonly account: AccountId;
	readonly conversation: ConversationId;
	readonly version: number;
	readonly remark: string;
	readonly mute: boolean;
	readonly pin: boolean;
	readonly hide: boolean;
	readonly session: SessionId;
	readonly nickname: string;
	readonly salt: string;
}

/** How a conversation stands for one account. */
export interface Standing {
	readonly version: number;
	readonly n: number;
	readonly read: number;
	readonly unread: number;
	readonly members: number;
	readonly left: boolean;
	readonly settings: Conversation['settings'];
}

const NOBODY: Accounts = new Set();

export class Oracle {
	readonly told: Told[] = [];
	readonly rooms = new Map<ConversationId, Room>();
	readonly accounts: AccountId[] = [];
	readonly friends = new Map<ConversationId, boolean>();
	readonly requested = new Map<ConversationId, { readonly from: AccountId; readonly to: AccountId }>();
	readonly remarks = new Map<string, string>();
	readonly blocks = new Set<string>();
	/** What each account last said of itself. */
	readonly profiles = new Map<AccountId, ProfileDetails>();
	readonly closedSessions = new Set<SessionId>();
	readonly #read = new Map<string, number>();
	readonly #settings = new Map<string, Conversation['settings']>();
	/** Who ever stood in any relation to somebody. */
	readonly #related = new Map<AccountId, Set<AccountId>>();

	/** What can be said only once everything is known. */
	readonly #later: (() => void)[] = [];

	constructor(rows: readonly StoredEvent[]) {
		for (const row of rows) this.#feed(row, JSON.parse(row.data));
		for (const conclude of this.#later) conclude();
	}

	/** How `account` sees a conversation; undefined where it never was in it. */
	standing(account: AccountId, id: ConversationId): Standing | undefined {
		const room = this.rooms.get(id);
		const stay = room?.people.get(account)?.at(-1);
		if (room === undefined || stay === undefined) return undefined;
		const version = stay.until ?? room.version;
		const read = this.#read.get(`${account}:${id}`) ?? 0;
		const seen = room.messages.filter((message) => message.version <= version);
		const unread = seen.filter(
			(message) => message.version > read && message.by !== account && message.seenBy.has(account),
		);
		return {
			version,
			n: seen.length,
			read,
			unread: unread.length,
			members: current(room).size,
			left: stay.until !== undefined,
			settings: this.#settings.get(`${account}:${id}`) ?? { mute: false, pin: false, hide: false },
		};
	}

	#feed(row: StoredEvent, data: Data): void {
		const stream = row.stream as ConversationId;
		const before = this.#inside(stream);
		this.#change(row, data);
		const room = this.rooms.get(stream);
		if (room !== undefined) room.version = row.version;
		const audience = this.#audience(row, data, new Set([...before, ...this.#inside(stream)]));
		if (row.type === 'MessageSent') {
			room!.messages.push({ version: row.version, by: row.by!, seenBy: audience.must });
		}
		this.told.push({ row, ...audience });
	}

	#inside(stream: ConversationId): Accounts {
		const room = this.rooms.get(stream);
		return room === undefined ? NOBODY : current(room);
	}

	/** What the event does to how things stand. */
	#change(row: StoredEvent, data: Data): void {
		const stream = row.stream as ConversationId;
		const { from, to, accounts, account, conversation, version, remark } = data;
		switch (row.type) {
			case 'AccountRegistered': {
				const self = row.stream as AccountId;
				this.accounts.push(self);
				this.profiles.set(self, { nickname: data.nickname, gender: 'unknown', city: '', signature: '' });
				this.#related.set(self, new Set());
				this.rooms.set(selfId(self), newRoom('self', [self], 0));
				break;
			}
			case 'ProfileChanged': {
				const { salt: _, ...said } = data;
				const self = row.stream as AccountId;
				this.profiles.set(self, { ...this.profiles.get(self)!, ...said });
				break;
			}
			case 'FriendRequested':
				this.#relate([from, to]);
				if (!this.rooms.has(stream)) this.rooms.set(stream, newRoom('pair', [from, to], 0));
				this.requested.set(stream, { from, to });
				break;
			case 'FriendAccepted':
				this.requested.delete(stream);
				this.friends.set(stream, true);
				break;
			case 'FriendDeclined':
				this.requested.delete(stream);
				break;
			case 'FriendRemoved':
				this.friends.set(stream, false);
				this.remarks.delete(`${from}:${to}`);
				this.remarks.delete(`${to}:${from}`);
				break;
			case 'GroupCreated':
				this.rooms.set(stream, newRoom('group', [row.by!], row.version));
				this.#read.set(`${row.by}:${stream}`, row.version);
				break;
			case 'MemberJoined':
				for (const joiner of accounts) {
					const stays = this.rooms.get(stream)!.people;
					stays.set(joiner, [...(stays.get(joiner) ?? []), { from: row.version, until: undefined }]);
					this.#read.set(`${joiner}:${stream}`, row.version);
				}
				this.#relate([...this.#inside(stream)]);
				break;
			case 'MemberLeft':
				this.rooms.get(stream)!.people.get(account)!.at(-1)!.until = row.version;
				break;
			case 'MessagesRead':
				this.#read.set(`${row.stream}:${conversation}`, version);
				break;
			case 'ConversationSettingsChanged': {
				const { mute, pin, hide } = data;
				this.#settings.set(`${row.stream}:${conversation}`, { mute, pin, hide });
				break;
			}
			case 'RemarkChanged':
				this.remarks.set(`${row.stream}:${account}`, remark);
				break;
			case 'AccountBlocked':
				this.blocks.add(`${row.stream}:${account}`);
				break;
			case 'AccountUnblocked':
				this.blocks.delete(`${row.stream}:${account}`);
				break;
			case 'SessionClosed':
				this.closedSessions.add(data.session);
				break;
			default:
				break;
		}
	}

	#audience(row: StoredEvent, data: Data, inside: Accounts): { must: Accounts; may: Accounts } {
		const owner = new Set([row.stream as AccountId]);
		switch (row.type) {
			case 'AccountRegistered':
			case 'ProfileChanged':
			case 'AvatarChanged':
				return { must: owner, may: this.#related.get(row.stream as AccountId)! };
			case 'RemarkChanged':
			case 'ConversationSettingsChanged':
			case 'AccountBlocked':
			case 'AccountUnblocked':
			case 'PasswordChanged':
			case 'PhoneChanged':
			case 'EmailChanged':
			case 'SessionOpened':
			case 'SessionClosed':
				return { must: owner, may: owner };
			case 'MessagesRead':
				return this.#readers(owner, this.rooms.get(data.conversation)!);
			case 'NodeStarted':
			case 'NodeStopped':
			case 'SessionConnected':
			case 'SessionDisconnected':
				return { must: NOBODY, may: NOBODY };
			default:
				return { must: inside, may: inside };
		}
	}

	/** Read marks go to who is a member when they are told: somebody who left or joined meanwhile may or may not get one. */
	#readers(owner: Accounts, room: Room): { must: Accounts; may: Accounts } {
		const must = new Set(owner);
		const may = new Set(owner);
		const inside = current(room);
		this.#later.push(() => {
			for (const [account, stays] of room.people) {
				may.add(account);
				if (inside.has(account) && stays.length === 1 && stays[0]!.until === undefined) must.add(account);
			}
		});
		return { must, may };
	}

	#relate(people: readonly AccountId[]): void {
		for (const one of people) for (const other of people) if (one !== other) this.#related.get(one)?.add(other);
	}
}

function newRoom(kind: Room['kind'], people: readonly AccountId[], from: number): Room {
	return {
		kind,
		people: new Map(people.map((account) => [account, [{ from, until: undefined }]])),
		messages: [],
		version: from,
	};
}

/** Who is in it now. */
function current(room: Room): Accounts {
	return new Set([...room.people].filter(([, stays]) => stays.at(-1)?.until === undefined).map(([account]) => account));
}
