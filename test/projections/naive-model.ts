/**
 * What the views should say, told by walking the whole list of events for each question: slow, and written without a
 * look at the projections.
 */
import { isRedacted, type LogEvent, type LogEventOf } from '../../core/domain/events.ts';
import { type AccountId, type ConversationId, pairId, type SessionId, selfId } from '../../core/ids.ts';
import type { ConversationSettings, ProfileDetails } from '../../core/wire.ts';

const SMALL_GROUP = 100;

export class NaiveModel {
	readonly events: readonly LogEvent[];

	/** As of the last of these events. */
	constructor(events: readonly LogEvent[]) {
		this.events = events;
	}

	get accounts(): AccountId[] {
		return this.events.filter((event) => event.type === 'AccountRegistered').map((event) => event.stream as AccountId);
	}

	get groups(): ConversationId[] {
		return this.events.filter((event) => event.type === 'GroupCreated').map((event) => event.stream as ConversationId);
	}

	/** Who is in a group after the event at `position`. */
	members(group: ConversationId, position = this.events.length): Set<AccountId> {
		const members = new Set<AccountId>();
		for (const event of this.events.slice(0, position)) {
			if (event.stream !== group) continue;
			for (const account of joining(event)) members.add(account);
			if ((event.type === 'MemberLeft' || event.type === 'MemberRemoved') && !isRedacted(event.data))
				members.delete(event.data.account as AccountId);
			if (event.type === 'GroupDissolved') members.clear();
		}
		return members;
	}

	/** What each member of a group is in it. */
	roles(group: ConversationId): Map<AccountId, string> {
		let owner: string | null = null;
		const admins = new Set<string>();
		for (const event of this.events) {
			if (event.stream !== group) continue;
			if (event.type === 'GroupCreated') owner = event.by;
			for (const account of admins)
				if (!this.members(group, event.position).has(account as AccountId)) admins.delete(account);
			if (isRedacted(event.data)) continue;
			if (event.type === 'RoleChanged' && event.data.role === 'admin') admins.add(event.data.account);
			if (event.type === 'RoleChanged' && event.data.role === 'member') admins.delete(event.data.account);
			if (event.type === 'OwnershipTransferred') {
				owner = event.data.to;
				admins.delete(event.data.to);
				admins.add(event.data.from);
			}
		}
		const members = [...this.members(group)];
		return new Map(
			members.map((account) => [account, account === owner ? 'owner' : admins.has(account) ? 'admin' : 'member']),
		);
	}

	/** What the account knows of a group's name and announcement: who is out of it, the name that it had then. */
	texts(group: ConversationId, account: AccountId): { name: string; announcement: string; alias: string } {
		const texts = { name: '', announcement: '', alias: '' };
		const isIn = this.members(group).has(account);
		for (const event of this.events) {
			if (event.stream !== group || !this.visible(account, event)) {
				// What it was called before somebody came is what it is called, too.
				if (event.stream !== group || !this.#comesBefore(event, group, account)) continue;
			}
			const data = isRedacted(event.data) ? {} : event.data;
			const textOf = (field: string) => String(Object.entries(data).find(([name]) => name === field)?.[1] ?? '');
			if (event.type === 'GroupCreated' || event.type === 'GroupRenamed') texts.name = textOf('name');
			if (event.type === 'AnnouncementChanged') texts.announcement = textOf('text');
			if (event.type === 'AliasChanged' && textOf('account') === account) texts.alias = textOf('alias');
			if (!this.members(group, event.position).has(account)) texts.alias = '';
		}
		return isIn ? texts : { ...texts, announcement: '', alias: '' };
	}

	/** Whether an event of a group is older than the account's latest coming. */
	#comesBefore(event: LogEvent, group: ConversationId, account: AccountId): boolean {
		const comings = this.events.filter((one) => one.stream === group && joining(one).includes(account));
		return event.position < (comings.at(-1)?.position ?? 0);
	}

	/** The last link into a group that was not taken back, and how many came by it. */
	link(group: ConversationId): { expires: number; uses: number; used: number } | undefined {
		let link: { expires: number; uses: number; used: number } | undefined;
		for (const event of this.events) {
			if (event.stream !== group) continue;
			if (event.type === 'GroupDissolved') link = undefined;
			if (isRedacted(event.data)) continue;
			if (event.type === 'InviteLinkChanged') link = event.data.expires === 0 ? undefined : { ...event.data, used: 0 };
			if (event.type === 'MemberJoined' && event.data.via === 'link' && link !== undefined) link.used += 1;
		}
		return link;
	}

	/** Until when an account may not write in a group. */
	mutedUntil(group: ConversationId, account: AccountId): number {
		let until = 0;
		for (const { stream, type, data } of this.events) {
			if (stream !== group || isRedacted(data)) continue;
			if (type === 'MemberMuted' && 'until' in data && data.account === account) until = data.until;
			if (type === 'OwnershipTransferred' && 'to' in data && data.to === account) until = 0;
		}
		return until;
	}

	/** How an account that is not in a group any more came out of it. */
	ended(group: ConversationId, account: AccountId): string | undefined {
		if (this.members(group).has(account)) return undefined;
		let ended: string | undefined;
		for (const event of this.events) {
			if (event.stream !== group) continue;
			const isOut =
				!this.members(group, event.position).has(account) && this.members(group, event.position - 1).has(account);
			if (isOut) ended = { GroupDissolved: 'dissolved', MemberRemoved: 'removed' }[event.type as string] ?? 'left';
		}
		return ended;
	}

	relation(a: AccountId, b: AccountId): string {
		let friends = false;
		let once = false;
		let asking: string | undefined;
		for (const event of this.events) {
			if (event.stream !== pairId(a, b) || !event.type.startsWith('Friend')) continue;
			asking =
				event.type === 'FriendRequested' && !isRedacted(event.data) ? `requested by ${event.data.from}` : undefined;
			if (event.type === 'FriendAccepted') friends = once = true;
			if (event.type === 'FriendRemoved') friends = false;
		}
		return asking ?? (friends ? 'friends' : once ? 'ex-friends' : 'strangers');
	}

	/** Friends, and requests of its own that wait. */
	ties(account: AccountId): number {
		return this.accounts.filter((other) => {
			const relation = other === account ? '' : this.relation(account, other);
			return relation === 'friends' || relation === `requested by ${account}`;
		}).length;
	}

	blocked(by: AccountId): Set<string> {
		const blocked = new Set<string>();
		for (const { type, stream, data } of this.events) {
			if (stream !== by || isRedacted(data)) continue;
			if (type === 'AccountBlocked') blocked.add(data.account);
			if (type === 'AccountUnblocked') blocked.delete(data.account);
		}
		return blocked;
	}

	isRelated(a: AccountId, b: AccountId): boolean {
		const relation = this.relation(a, b);
		if (a === b || relation === 'friends' || relation.startsWith('requested')) return true;
		return this.groups.some((group) => this.members(group).has(a) && this.members(group).has(b));
	}

	visible(account: AccountId, event: LogEvent): boolean {
		switch (event.type) {
			case 'AccountRegistered':
			case 'ProfileChanged':
			case 'BotCreated':
			case 'AvatarChanged':
			case 'AccountClosed':
				return this.isRelated(account, event.stream as AccountId);
			case 'RemarkChanged':
			case 'ConversationSettingsChanged':
			case 'AccountBlocked':
			case 'AccountUnblocked':
			case 'MessageReported':
			case 'FileUploaded':
			case 'DataRedacted':
			case 'PasswordChanged':
			case 'PhoneChanged':
			case 'EmailChanged':
			case 'SessionOpened':
			case 'SessionClosed':
				return event.stream === account;
			case 'MessagesRead':
				return event.stream === account || this.#isShownMark(account, event);
			case 'AccountDisabled':
			case 'AccountEnabled':
			case 'AccountErased':
			case 'InvitationMade':
			case 'NodeStarted':
			case 'NodeStopped':
			case 'SessionConnected':
			case 'SessionDisconnected':
				return false;
			case 'FriendRequested':
			case 'FriendAccepted':
			case 'FriendDeclined':
			case 'FriendRemoved':
			case 'MessageSent':
			case 'MessageRecalled':
			case 'AuthorErased':
			case 'GroupCreated':
			case 'MemberJoined':
			case 'MemberLeft':
			case 'InviteLinkChanged':
			case 'GroupRenamed':
			case 'AnnouncementChanged':
			case 'AliasChanged':
			case 'MemberRemoved':
			case 'MemberMuted':
			case 'RoleChanged':
			case 'OwnershipTransferred':
			case 'GroupDissolved':
				return this.#isMemberFor(account, event.stream as ConversationId, event.position);
			default:
				return event satisfies never;
		}
	}

	/** Messages by others that the account sees above its mark, in its latest stay. */
	unread(account: AccountId, conversation: ConversationId): number {
		let count = 0;
		let mark = 0;
		for (const event of this.events) {
			if (event.stream === conversation && joining(event).includes(account)) mark = Math.max(mark, event.version);
			if (event.type !== 'MessagesRead' || event.stream !== account || isRedacted(event.data)) continue;
			if (event.data.conversation === conversation) mark = Math.max(mark, event.data.version);
		}
		for (const event of this.events)
			if (event.stream === conversation && event.type === 'MessageSent' && event.version > mark)
				if (event.by !== account && this.visible(account, event)) count++;
		return count;
	}

	/** What the account last said that it wants of a conversation. */
	settings(account: AccountId, conversation: ConversationId): ConversationSettings {
		let settings: ConversationSettings = { mute: false, pin: false, hide: false };
		for (const { type, stream, data } of this.events) {
			if (type !== 'ConversationSettingsChanged' || stream !== account || isRedacted(data)) continue;
			if (data.conversation === conversation) settings = { mute: data.mute, pin: data.pin, hide: data.hide };
		}
		return settings;
	}

	/** What the account last said of itself. */
	profile(account: AccountId): ProfileDetails {
		let profile: ProfileDetails = { nickname: '', gender: 'unknown', city: '', signature: '' };
		for (const { type, stream, data } of this.events) {
			if (stream !== account || isRedacted(data)) continue;
			if (type === 'AccountClosed') profile = { nickname: '', gender: 'unknown', city: '', signature: '' };
			if (type === 'AccountRegistered') profile = { ...profile, nickname: data.nickname };
			if (type === 'ProfileChanged') profile = { ...profile, ...data };
		}
		return profile;
	}

	isDisabled(account: AccountId): boolean {
		const last = this.events.findLast(
			({ type, stream }) => stream === account && (type === 'AccountDisabled' || type === 'AccountEnabled'),
		);
		return last?.type === 'AccountDisabled';
	}

	/** The account's conversations, those left too. */
	conversations(account: AccountId): ConversationId[] {
		const pairs = this.accounts
			.filter((other) => other !== account)
			.map((other) => pairId(account, other))
			.filter((pair) => this.events.some((event) => event.stream === pair));
		const groups = this.groups.filter((group) =>
			this.events.some((event) => event.stream === group && joining(event).includes(account)),
		);
		return [selfId(account), ...pairs, ...groups];
	}

	/** Whose bot an account is. */
	owner(account: AccountId): string | undefined {
		for (const { type, stream, data } of this.events) {
			if (type === 'BotCreated' && stream === account && !isRedacted(data)) return data.owner;
		}
		return undefined;
	}

	/** The open sessions of an account, the oldest first. */
	sessions(account: AccountId): string[] {
		const open = new Set<string>();
		for (const { type, stream, data } of this.events) {
			if (stream !== account || isRedacted(data)) continue;
			if (type === 'SessionOpened' && 'session' in data) open.add(data.session);
			if (type === 'SessionClosed' && 'session' in data) open.delete(data.session);
		}
		return [...open];
	}

	/** Sessions of an account that are connected somewhere. */
	connected(account: AccountId): Set<string> {
		const connected = new Set<string>();
		const running = new Set<string>();
		const open = new Set<string>();
		const drop = (has: (key: string) => boolean) => {
			for (const key of connected) if (has(key)) connected.delete(key);
		};
		for (const event of this.events) {
			if (isRedacted(event.data)) continue;
			if (event.type === 'NodeStarted') running.add(event.stream);
			if (event.type === 'NodeStopped') drop((key) => key.startsWith(event.stream));
			if (event.type === 'NodeStopped') running.delete(event.stream);
			if (event.type === 'SessionOpened') open.add(event.data.session);
			if (event.type === 'SessionClosed') open.delete(event.data.session);
			if (event.type === 'SessionClosed') drop((key) => key.endsWith(sessionOf(event)));
			if (event.type === 'SessionDisconnected') connected.delete(`${event.stream} ${event.data.session}`);
			if (event.type === 'SessionConnected' && event.data.account === account)
				if (running.has(event.stream) && open.has(event.data.session))
					connected.add(`${event.stream} ${event.data.session}`);
		}
		return connected;
	}

	#isMemberFor(account: AccountId, stream: ConversationId, position: number): boolean {
		if (this.groups.includes(stream))
			return this.members(stream, position).has(account) || this.members(stream, position - 1).has(account);
		return stream === selfId(account) || this.accounts.some((other) => pairId(account, other) === stream);
	}

	#isShownMark(account: AccountId, event: LogEventOf<'MessagesRead'>): boolean {
		if (isRedacted(event.data)) return false;
		const conversation = event.data.conversation as ConversationId;
		if (!this.groups.includes(conversation)) return this.#isMemberFor(account, conversation, event.position);
		const members = this.members(conversation, event.position);
		return members.size <= SMALL_GROUP && members.has(account);
	}
}

function joining(event: LogEvent): readonly AccountId[] {
	if (event.type === 'GroupCreated') return event.by === null ? [] : [event.by];
	return event.type === 'MemberJoined' && !isRedacted(event.data) ? (event.data.accounts as AccountId[]) : [];
}

function sessionOf(event: LogEventOf<'SessionClosed'>): SessionId | '' {
	return isRedacted(event.data) ? '' : (event.data.session as SessionId);
}
