/**
 * A small model of the server for one account: a log that random steps append to, what of it the account sees, and
 * what it is told as a whole at any moment. Written from the contract alone, so that the reducer is held against it.
 */
import type { AccountId, ConversationId, EventId, StreamId } from '../../../core/ids.ts';
import type {
	Conversation,
	ConversationSettings,
	GroupLink,
	Message,
	Profile,
	PublicEvent,
	StayEnd,
} from '../../../core/wire.ts';
import type { Parts } from '../../../web/client/state.ts';
import { profileOf } from '../../support/profile.ts';
import { BEA, CAI, GROUP, ME } from './fakes.ts';

export const SELF = '00000000-0000-5000-8000-0000000000aa' as ConversationId;
const PEERS = [BEA, CAI];
const PAIRS = new Map<AccountId, ConversationId>(
	PEERS.map((peer) => [peer, peer.replace('-7', '-5') as ConversationId]),
);
const NAMES: readonly (readonly [AccountId, string])[] = [
	[ME, 'mei'],
	[BEA, 'bea'],
	[CAI, 'cai'],
];

interface Room {
	readonly id: ConversationId;
	readonly kind: 'pair' | 'group' | 'self';
	readonly peer?: AccountId;
	version: number;
	/** Position of its last event. */
	active: number;
	readonly messages: Message[];
	read: { version: number; n: number };
	settings: ConversationSettings;
	readonly members: Set<AccountId>;
	owner?: AccountId;
	link?: GroupLink;
	texts: { name: string; announcement?: string; alias?: string };
	admins: Set<AccountId>;
	readonly muted: Map<AccountId, number>;
	/** What the account saw when it left. */
	left?: Conversation;
}

/** One random step: `kind` picks what happens, `a` and `b` to whom and how much; impossible ones do nothing. */
export interface Step {
	readonly kind: (typeof STEPS)[number];
	readonly a: number;
	readonly b: number;
}
export const STEPS = [
	'ask',
	'answer',
	'part',
	'say',
	'say',
	'say',
	'recall',
	'read',
	'remark',
	'settings',
	'group',
	'join',
	'leave',
	'put-out',
	'mute',
	'text',
	'link',
	'role',
	'transfer',
	'dissolve',
	'rename',
] as const;

export class World {
	/** What the account sees of the log. */
	readonly seen: PublicEvent[] = [];
	#position = 0;
	readonly #accountVersions = new Map<AccountId, number>(NAMES.map(([id]) => [id, 1]));
	readonly #profiles = new Map<AccountId, Profile>(NAMES.map(([id, name]) => [id, profileOf(id, name)]));
	readonly #relations = new Map<AccountId, 'none' | 'asked-by-me' | 'asked-by-them' | 'friends' | 'ex'>();
	readonly #requests = new Map<AccountId, PublicEvent>();
	readonly #remarks = new Map<AccountId, string>();
	readonly #rooms = new Map<ConversationId, Room>([[SELF, room(SELF, 'self', [ME])]]);

	get position(): number {
		return this.#position;
	}

	step({ kind, a, b }: Step): void {
		const peer = PEERS[a % PEERS.length]!;
		switch (kind) {
			case 'ask':
				this.#ask(peer, b % 2 === 0);
				break;
			case 'answer':
				this.#answer(peer, b % 3 > 0);
				break;
			case 'part':
				this.#part(peer);
				break;
			case 'say':
				this.#say(a, b);
				break;
			case 'recall':
				this.#recall(a, b);
				break;
			case 'read':
				this.#read(a, b);
				break;
			case 'remark':
				this.#remark(peer, `r${b}`);
				break;
			case 'settings':
				this.#settings(a, b);
				break;
			case 'group':
				this.#group(b % 2 === 0 ? ME : peer);
				break;
			case 'join':
				this.#join([ME, ...PEERS][a % 3]!);
				break;
			case 'leave':
				this.#leave([ME, ...PEERS][a % 3]!, 'left');
				break;
			case 'put-out':
				this.#leave([ME, ...PEERS][a % 3]!, 'removed');
				break;
			case 'mute':
				this.#mute([ME, ...PEERS][a % 3]!, b % 3);
				break;
			case 'link':
				this.#link([ME, ...PEERS][a % 3]!, b);
				break;
			case 'text':
				this.#text(a, b);
				break;
			case 'role':
				this.#role([ME, ...PEERS][a % 3]!, b % 2 === 0);
				break;
			case 'transfer':
				this.#transfer([ME, ...PEERS][a % 3]!);
				break;
			case 'dissolve':
				if (b > 6) this.#dissolve();
				break;
			case 'rename':
				this.#rename([ME, ...PEERS][a % 3]!, b);
				break;
			default: {
				const never: never = kind;
				throw new Error(`no such step: ${never}`);
			}
		}
	}

	profile(id: AccountId): Profile {
		return this.#profiles.get(id)!;
	}

	/** The state parts as of now. */
	parts(): Parts {
		const related = (peer: AccountId) => this.#relations.get(peer);
		return {
			me: { ...this.profile(ME), self: SELF, blocked: [] },
			friends: PEERS.filter((peer) => related(peer) === 'friends').map((peer) => ({
				account: this.profile(peer),
				remark: this.#remarks.get(peer) ?? '',
				conversation: PAIRS.get(peer)!,
				online: false,
				lastSeen: null,
			})),
			requests: [...this.#requests.values()].map(({ data, at }) => ({
				from: this.profile(data.from as AccountId),
				to: this.profile(data.to as AccountId),
				note: String(data.note),
				at,
			})),
			conversations: [...this.#rooms.keys()].flatMap((id) => this.conversation(id) ?? []),
		};
	}

	/** A conversation as of now; undefined for one that the account was never in. */
	conversation(id: ConversationId): Conversation | undefined {
		const room = this.#rooms.get(id);
		if (room === undefined) return undefined;
		if (room.left !== undefined) return room.left;
		if (!room.members.has(ME)) return undefined;
		const last = room.messages.at(-1);
		const ownAbove = room.messages.filter((message) => message.by === ME && message.n > room.read.n).length;
		return {
			id,
			kind: room.kind,
			...(room.peer === undefined ? {} : { peer: this.profile(room.peer) }),
			...(room.kind === 'group' ? { ...this.#asMember(room), ...room.texts } : {}),
			version: room.version,
			active: room.active,
			n: room.messages.length,
			read: room.read.version,
			unread: room.messages.length - room.read.n - ownAbove,
			mentions: 0,
			...(last === undefined ? {} : { last }),
			settings: room.settings,
		};
	}

	/** What only a member sees of a group. */
	#asMember({ members, owner, admins, muted, link }: Room): Partial<Conversation> {
		const until = muted.get(ME) ?? 0;
		return {
			...{ memberCount: members.size, role: owner === ME ? 'owner' : admins.has(ME) ? 'admin' : 'member' },
			...(until === 0 ? {} : { mutedUntil: until }),
			...(link === undefined ? {} : { link }),
		};
	}

	#ask(peer: AccountId, mine: boolean): void {
		const relation = this.#relations.get(peer) ?? 'none';
		if (relation !== 'none' && relation !== 'ex') return;
		const pair = this.#pair(peer);
		const [from, to] = mine ? [ME, peer] : [peer, ME];
		this.#relations.set(peer, mine ? 'asked-by-me' : 'asked-by-them');
		this.#requests.set(peer, this.#tell(pair, 'FriendRequested', from, { from, to, note: 'hi' }));
	}

	#answer(peer: AccountId, yes: boolean): void {
		const request = this.#requests.get(peer);
		if (request === undefined) return;
		this.#requests.delete(peer);
		this.#relations.set(peer, yes ? 'friends' : 'none');
		const { from, to } = request.data;
		this.#tell(this.#pair(peer), yes ? 'FriendAccepted' : 'FriendDeclined', to as AccountId, { from, to });
		if (yes) this.#remarks.delete(peer);
	}

	#remark(peer: AccountId, remark: string): void {
		if (this.#relations.get(peer) !== 'friends') return;
		this.#remarks.set(peer, remark);
		this.#append(ME, this.#nextVersion(ME), 'RemarkChanged', ME, { account: peer, remark });
	}

	#settings(a: number, b: number): void {
		const rooms = [...this.#rooms.values()].filter(({ id }) => this.conversation(id) !== undefined);
		const room = rooms[a % rooms.length]!;
		const settings = { mute: (b & 1) > 0, pin: (b & 2) > 0, hide: (b & 4) > 0 };
		room.settings = settings;
		if (room.left !== undefined) room.left = { ...room.left, settings };
		const data = { conversation: room.id, ...settings };
		this.#append(ME, this.#nextVersion(ME), 'ConversationSettingsChanged', ME, data);
	}

	#part(peer: AccountId): void {
		if (this.#relations.get(peer) !== 'friends') return;
		this.#relations.set(peer, 'ex');
		this.#tell(this.#pair(peer), 'FriendRemoved', peer, { from: peer, to: ME });
	}

	#say(a: number, b: number): void {
		const rooms = [...this.#rooms.values()].filter(({ members, kind, peer }) =>
			kind === 'pair' ? this.#relations.get(peer!) === 'friends' : members.size > 0,
		);
		const room = rooms[a % rooms.length]!;
		const by = [...room.members][b % room.members.size]!;
		const n = room.messages.length + 1;
		const told = this.#tell(room, 'MessageSent', by, { n, body: { type: 'text', text: `m${n}` } });
		const { id, version, position, at } = told;
		room.messages.push({ id, conversation: room.id, version, n, position, at, by, reactions: [] });
	}

	/** One of the last messages: what was told of it and has not arrived yet arrives without its text. */
	#recall(a: number, b: number): void {
		const rooms = [...this.#rooms.values()].filter(({ members, messages }) => members.size > 0 && messages.length > 0);
		const room = rooms[a % rooms.length];
		const message = room?.messages.at(-1 - (b % 3));
		if (room === undefined || message === undefined || message.recalled) return;
		room.messages[message.n - 1] = { ...message, recalled: true };
		const told = this.seen.findIndex(({ id }) => id === message.id);
		if (told !== -1) this.seen[told] = { ...this.seen[told]!, data: { redacted: true } };
		this.#tell(room, 'MessageRecalled', message.by, { message: message.id });
	}

	#read(a: number, b: number): void {
		const rooms = [...this.#rooms.values()].filter(({ members, messages }) => members.has(ME) && messages.length > 0);
		const room = rooms[a % rooms.length];
		const message = room?.messages[b % room.messages.length];
		if (room === undefined || message === undefined || message.version <= room.read.version) return;
		room.read = { version: message.version, n: message.n };
		const data = { conversation: room.id, version: message.version, n: message.n };
		this.#append(ME, this.#nextVersion(ME), 'MessagesRead', ME, data);
	}

	#group(by: AccountId): void {
		if (this.#rooms.has(GROUP)) return;
		const created = room(GROUP, 'group', [by]);
		created.owner = by;
		this.#rooms.set(GROUP, created);
		this.#tell(created, 'GroupCreated', by, { name: 'g' });
		this.#tell(created, 'MemberJoined', by, { accounts: [by], via: 'create' });
	}

	#join(account: AccountId, via = 'invite'): void {
		const group = this.#rooms.get(GROUP);
		if (group === undefined || group.members.has(account)) return;
		group.members.add(account);
		if (account === ME) {
			delete group.left;
			group.read = { version: group.version + 1, n: group.messages.length };
		}
		this.#tell(group, 'MemberJoined', account, { accounts: [account], via });
	}

	#leave(account: AccountId, reason: 'left' | 'removed'): void {
		const group = this.#rooms.get(GROUP);
		if (!group?.members.has(account)) return;
		this.#tell(group, reason === 'left' ? 'MemberLeft' : 'MemberRemoved', account, { account });
		if (account === ME) this.#keep(group, reason);
		if (account === ME) delete group.texts.alias;
		group.members.delete(account);
		group.admins.delete(account);
	}

	#dissolve(): void {
		const group = this.#rooms.get(GROUP);
		if (group === undefined || group.members.size === 0) return;
		this.#tell(group, 'GroupDissolved', group.owner!, {});
		if (group.members.has(ME)) this.#keep(group, 'dissolved');
		delete group.link;
		group.members.clear();
		group.admins.clear();
	}

	/** What the account goes on seeing of a group that it is out of. */
	#keep(group: Room, reason: StayEnd): void {
		const { active: _, memberCount: __, role: ___, mutedUntil: ____, ...rest } = this.conversation(GROUP)!;
		const { announcement: _____, alias: ______, link: _______, ...seen } = rest;
		group.left = { ...seen, left: { version: group.version, reason } };
	}

	#mute(account: AccountId, times: number): void {
		const group = this.#rooms.get(GROUP);
		if (!group?.members.has(account)) return;
		group.muted.set(account, times * 1000);
		this.#tell(group, 'MemberMuted', group.owner!, { account, until: times * 1000 });
	}

	/** A member makes a link, or whoever is out comes by it. */
	#link(account: AccountId, b: number): void {
		const group = this.#rooms.get(GROUP);
		if (group === undefined) return;
		if (!group.members.has(account) && group.link !== undefined) {
			group.link = { ...group.link, used: group.link.used + 1 };
			this.#join(account, 'link');
		} else if (group.members.has(account)) {
			const [expires, uses] = [(b % 3) * 1000, b];
			if (expires === 0) delete group.link;
			else group.link = { expires, uses, used: 0 };
			this.#tell(group, 'InviteLinkChanged', account, { expires, uses });
		}
	}

	#text(a: number, b: number): void {
		const group = this.#rooms.get(GROUP);
		const by = [...(group?.members ?? [])][a % 3];
		if (group === undefined || by === undefined) return;
		const text = b % 2 === 0 ? '' : `t${b}`;
		const { announcement, alias, name } = group.texts;
		const keep = <F extends string>(field: F, said: string | undefined) => (said ? { [field]: said } : {});
		if (a === 0) {
			group.texts = { ...group.texts, name: `g${b}` };
			this.#tell(group, 'GroupRenamed', by, { name: `g${b}` });
		} else if (a === 1) {
			group.texts = { name, ...keep('announcement', text), ...keep('alias', alias) };
			this.#tell(group, 'AnnouncementChanged', by, { text });
		} else {
			if (by === ME) group.texts = { name, ...keep('announcement', announcement), ...keep('alias', text) };
			this.#tell(group, 'AliasChanged', by, { account: by, alias: text });
		}
	}

	#role(account: AccountId, admin: boolean): void {
		const group = this.#rooms.get(GROUP);
		if (!group?.members.has(account) || group.owner === account) return;
		if (admin) group.admins.add(account);
		else group.admins.delete(account);
		this.#tell(group, 'RoleChanged', group.owner!, { account, role: admin ? 'admin' : 'member' });
	}

	#transfer(to: AccountId): void {
		const group = this.#rooms.get(GROUP);
		const from = group?.owner;
		if (!group?.members.has(to) || from === undefined || from === to || !group.members.has(from)) return;
		group.owner = to;
		group.admins.delete(to);
		group.admins.add(from);
		group.muted.delete(to);
		this.#tell(group, 'OwnershipTransferred', from, { from, to });
	}

	#pair(peer: AccountId): Room {
		const id = PAIRS.get(peer)!;
		const pair = this.#rooms.get(id) ?? room(id, 'pair', [ME, peer], peer);
		this.#rooms.set(id, pair);
		return pair;
	}

	#tell(room: Room, type: string, by: AccountId, data: PublicEvent['data']): PublicEvent {
		room.version += 1;
		room.active = this.#position + 1;
		return this.#append(room.id, room.version, type, by, data, room.members.has(ME));
	}

	/** Told to the account itself and to whoever has to do with it now. */
	#rename(who: AccountId, b: number): void {
		const known = this.profile(who);
		const data = b % 2 === 0 ? { nickname: `n${b}` } : { city: `c${b}`, gender: 'other' as const };
		const version = this.#nextVersion(who);
		this.#profiles.set(who, { ...known, ...data, version });
		const relation = this.#relations.get(who) ?? 'none';
		const group = this.#rooms.get(GROUP)?.members;
		const together = group?.has(ME) === true && group.has(who);
		const visible = who === ME || together || (relation !== 'none' && relation !== 'ex');
		this.#append(who, version, 'ProfileChanged', who, data, visible);
	}

	#nextVersion(account: AccountId): number {
		const version = (this.#accountVersions.get(account) ?? 0) + 1;
		this.#accountVersions.set(account, version);
		return version;
	}

	#append(
		stream: StreamId,
		version: number,
		type: string,
		by: AccountId,
		data: PublicEvent['data'],
		visible = true,
	): PublicEvent {
		this.#position += 1;
		const id = `00000000-0000-7000-9000-${this.#position.toString(16).padStart(12, '0')}` as EventId;
		const told = { position: this.#position, stream, version, id, type, at: 1000 + this.#position, by, data };
		if (visible) this.seen.push(told);
		return told;
	}
}

function room(id: ConversationId, kind: Room['kind'], members: AccountId[], peer?: AccountId): Room {
	return {
		...{ id, kind, version: 0, active: 0, messages: [], read: { version: 0, n: 0 }, members: new Set(members) },
		settings: { mute: false, pin: false, hide: false },
		texts: { name: 'g' },
		...{ admins: new Set<AccountId>(), muted: new Map<AccountId, number>() },
		...(peer === undefined ? {} : { peer }),
	};
}
