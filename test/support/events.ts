/**
 * Histories for tests: what happened, verb by verb, as the log events that it leaves. Positions, versions, ordinals and
 * times follow by themselves; ids count up from a fixed start, so the same verbs give the same events.
 */
import {
	EVENTS,
	type EventType,
	isRedacted,
	type LogEvent,
	type LogEventOf,
	type Proposal,
} from '../../core/domain/events.ts';
import {
	type AccountId,
	type ConversationId,
	type EventId,
	type NodeId,
	pairId,
	type SessionId,
	type StreamId,
	selfId,
} from '../../core/ids.ts';
import type { Amendment } from '../../core/log/port.ts';
import type { Subject, SubjectRead } from '../../core/loop/command.ts';
import type { Body, ConversationSettings, ProfileDetails } from '../../core/wire.ts';

/** `at` of the first event; each further one is a second later. */
export const HISTORY_START_MS = 1_700_000_000_000;

/** Messages are events too, counted by themselves. */
type Kind = 'account' | 'group' | 'node' | 'session' | 'event' | 'message';
const KIND_DIGIT: Record<Kind, number> = { account: 1, group: 2, node: 3, session: 4, event: 5, message: 6 };

/** A UUID of version 7 in form, told apart by kind and number: for tests that need an id and no history. */
export function testId<Id extends string>(kind: Kind, number: number): Id {
	return `018bcfe5-${KIND_DIGIT[kind]}000-7000-8000-${number.toString(16).padStart(12, '0')}` as Id;
}

export class History {
	readonly events: LogEvent[] = [];
	readonly #versions = new Map<StreamId, number>();
	readonly #messages = new Map<StreamId, number>();
	readonly #amendments: Amendment[] = [];
	readonly #counts: Partial<Record<Kind, number>> = {};

	newId<Id extends string>(kind: Kind): Id {
		const number = (this.#counts[kind] ?? 0) + 1;
		this.#counts[kind] = number;
		return testId<Id>(kind, number);
	}

	get position(): number {
		return this.events.length;
	}

	version(stream: StreamId): number {
		return this.#versions.get(stream) ?? 0;
	}

	messages(conversation: ConversationId): number {
		return this.#messages.get(conversation) ?? 0;
	}

	/** Records any event. */
	record<T extends EventType>(
		type: T,
		stream: StreamId,
		by: AccountId | null,
		data: LogEventOf<T>['data'],
	): LogEventOf<T> {
		const version = this.version(stream) + 1;
		this.#versions.set(stream, version);
		const position = this.events.length + 1;
		const event: LogEventOf<T> = {
			position,
			stream,
			version,
			id: this.newId<EventId>(type === 'MessageSent' ? 'message' : 'event'),
			type,
			schema: EVENTS[type].schema,
			at: HISTORY_START_MS + (position - 1) * 1000,
			by,
			data,
		};
		this.events.push(event as LogEvent);
		return event;
	}

	/** Records what a decider proposed, with what it does to other events. */
	propose(proposal: Proposal): LogEvent {
		const { stream, type, by, amends = [], redacts } = proposal;
		if (type === 'MessageSent') return this.#message(stream as ConversationId, by, proposal.data.body);
		const redacted = this.events.filter(({ id, data }) => redacts?.includes(id) && !isRedacted(data));
		for (const { position } of redacted) this.redact(position);
		const positions = redacts === undefined ? {} : { redacts: redacted.map(({ position }) => position) };
		const event = this.record(type, stream, by, { ...proposal.data, ...positions }) as LogEvent;
		for (const subject of amends) this.#amendments.push({ subject, position: event.position });
		return event;
	}

	/** What a decision is about, as it stands. */
	subjects(about: readonly SubjectRead[]): (Subject | undefined)[] {
		return about.map(({ id, amendedBy }) => {
			const event = this.events.find((one) => one.id === id);
			if (event === undefined) return undefined;
			const amendments = this.#amendments
				.filter(({ subject }) => subject === id)
				.map(({ position }) => this.events[position - 1]!)
				.filter(({ type }) => amendedBy.includes(type));
			return { event, amendments };
		});
	}

	/** Replaces the data of an event by what a redaction leaves. */
	redact(position: number): void {
		const event = this.events[position - 1];
		if (event !== undefined) this.events[position - 1] = { ...event, data: { redacted: true, digest: '0'.repeat(64) } };
	}

	register(username: string, nickname = username): AccountId {
		const account = this.newId<AccountId>('account');
		this.record('AccountRegistered', account, account, { username, nickname });
		return account;
	}

	profile(account: AccountId, changed: Partial<ProfileDetails>) {
		return this.record('ProfileChanged', account, account, changed);
	}

	bot(owner: AccountId, username: string): AccountId {
		const bot = this.newId<AccountId>('account');
		this.record('AccountRegistered', bot, owner, { username, nickname: username });
		this.record('BotCreated', bot, owner, { owner });
		return bot;
	}

	/** By an operator: for now, or no longer. */
	disable(account: AccountId, disabled: boolean) {
		return this.record(disabled ? 'AccountDisabled' : 'AccountEnabled', account, account, {});
	}

	close(account: AccountId) {
		return this.record('AccountClosed', account, account, {});
	}

	avatar(account: AccountId, avatar: string) {
		return this.record('AvatarChanged', account, account, { avatar });
	}

	request(from: AccountId, to: AccountId, note = '') {
		return this.record('FriendRequested', pairId(from, to), from, { from, to, note });
	}

	/** `to` accepts what `from` asked. */
	accept(from: AccountId, to: AccountId) {
		return this.record('FriendAccepted', pairId(from, to), to, { from, to });
	}

	decline(from: AccountId, to: AccountId) {
		return this.record('FriendDeclined', pairId(from, to), to, { from, to });
	}

	unfriend(from: AccountId, to: AccountId) {
		return this.record('FriendRemoved', pairId(from, to), from, { from, to });
	}

	befriend(from: AccountId, to: AccountId): ConversationId {
		this.request(from, to);
		this.accept(from, to);
		return pairId(from, to);
	}

	group(owner: AccountId, name: string, members: readonly AccountId[] = []): ConversationId {
		const group = this.newId<ConversationId>('group');
		this.record('GroupCreated', group, owner, { name });
		if (members.length > 0) this.record('MemberJoined', group, owner, { accounts: [...members], via: 'create' });
		return group;
	}

	join(group: ConversationId, by: AccountId, ...accounts: AccountId[]) {
		return this.record('MemberJoined', group, by, { accounts, via: 'invite' });
	}

	leave(group: ConversationId, account: AccountId) {
		return this.record('MemberLeft', group, account, { account });
	}

	link(group: ConversationId, by: AccountId, expires: number, uses = 0) {
		return this.record('InviteLinkChanged', group, by, { expires, uses });
	}

	joinByLink(group: ConversationId, account: AccountId) {
		return this.record('MemberJoined', group, account, { accounts: [account], via: 'link' });
	}

	rename(group: ConversationId, by: AccountId, name: string) {
		return this.record('GroupRenamed', group, by, { name });
	}

	announce(group: ConversationId, by: AccountId, text: string) {
		return this.record('AnnouncementChanged', group, by, { text });
	}

	alias(group: ConversationId, account: AccountId, alias: string) {
		return this.record('AliasChanged', group, account, { account, alias });
	}

	remove(group: ConversationId, by: AccountId, account: AccountId) {
		return this.record('MemberRemoved', group, by, { account });
	}

	mute(group: ConversationId, by: AccountId, account: AccountId, until: number) {
		return this.record('MemberMuted', group, by, { account, until });
	}

	role(group: ConversationId, by: AccountId, account: AccountId, role: 'admin' | 'member') {
		return this.record('RoleChanged', group, by, { account, role });
	}

	transfer(group: ConversationId, from: AccountId, to: AccountId) {
		return this.record('OwnershipTransferred', group, from, { from, to });
	}

	dissolve(group: ConversationId, by: AccountId) {
		return this.record('GroupDissolved', group, by, {});
	}

	say(conversation: ConversationId, by: AccountId, text = 'hello') {
		return this.#message(conversation, by, { type: 'text', text });
	}

	/** The message at a position is recalled: its event is redacted by another. */
	recall(position: number, by: AccountId | null) {
		const { id, stream } = this.events[position - 1]!;
		this.redact(position);
		return this.record('MessageRecalled', stream, by, { message: id, redacts: [position] });
	}

	note(account: AccountId, text = 'note to self') {
		return this.#message(selfId(account), account, { type: 'text', text });
	}

	/** Moves the read mark to a version, by default the last one. */
	read(account: AccountId, conversation: ConversationId, version = this.version(conversation)) {
		const n = this.events.filter(
			(event) => event.stream === conversation && event.type === 'MessageSent' && event.version <= version,
		).length;
		return this.record('MessagesRead', account, account, { conversation, version, n });
	}

	settings(account: AccountId, conversation: ConversationId, settings: ConversationSettings) {
		return this.record('ConversationSettingsChanged', account, account, { conversation, ...settings });
	}

	remark(account: AccountId, about: AccountId, remark: string) {
		return this.record('RemarkChanged', account, account, { account: about, remark });
	}

	block(account: AccountId, whom: AccountId) {
		return this.record('AccountBlocked', account, account, { account: whom });
	}

	unblock(account: AccountId, whom: AccountId) {
		return this.record('AccountUnblocked', account, account, { account: whom });
	}

	openSession(account: AccountId): SessionId {
		const session = this.newId<SessionId>('session');
		this.record('SessionOpened', account, account, { session });
		return session;
	}

	closeSession(account: AccountId, session: SessionId) {
		return this.record('SessionClosed', account, account, { session, reason: 'signed-out' });
	}

	startNode(): NodeId {
		const node = this.newId<NodeId>('node');
		this.record('NodeStarted', node, null, {});
		return node;
	}

	stopNode(node: NodeId) {
		return this.record('NodeStopped', node, null, {});
	}

	connect(node: NodeId, account: AccountId, session: SessionId) {
		return this.record('SessionConnected', node, null, { session, account });
	}

	disconnect(node: NodeId, account: AccountId, session: SessionId) {
		return this.record('SessionDisconnected', node, null, { session, account });
	}

	#message(conversation: ConversationId, by: AccountId | null, body: Body) {
		const n = this.messages(conversation) + 1;
		this.#messages.set(conversation, n);
		return this.record('MessageSent', conversation, by, { n, body });
	}
}
