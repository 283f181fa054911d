/**
 * The headless client: a state that follows the server, and intents that ask it for something. Runs in Node and in
 * browsers; time, chance, ids, sockets and storage are handed in. Every answer is a value; nothing here throws.
 */
import type { AccountId, ConversationId, EventId, NewId } from '../../core/ids.ts';
import { type ConversationSettings, MEMBERS_PAGE_MAX, type Member, type Profile } from '../../core/wire.ts';
import { backOffMs } from './back-off.ts';
import { type ConnectionPorts, createConnection } from './connection.ts';
import { createLookUp, listOf } from './look-up.ts';
import { createOutbox, memoryStorage, type OutboxStorage } from './outbox.ts';
import { gatherParts } from './parts.ts';
import { reduce } from './reduce.ts';
import type { Fields, Reply } from './requests.ts';
import { type Action, type ChatState, EMPTY } from './state.ts';
import type { BringFile } from './uploads.ts';

/** Times that a request is sent again after `unavailable` before its caller is told. */
export const UNAVAILABLE_TRIES_MAX = 5;

export interface ClientPorts extends ConnectionPorts {
	readonly newId: NewId;
	/** Where unsent messages outlive the page; memory when absent. */
	readonly storage?: OutboxStorage;
	/** How files come to the server; without it none does. */
	readonly bring?: BringFile;
	/** Told every action, right after it was applied: for tests, simulations and benches. */
	readonly observe?: (action: Action, state: ChatState) => void;
}

export interface Client {
	readonly state: ChatState;
	/** Calls back after every change, synchronously; returns the end of it. */
	subscribe(listener: (state: ChatState) => void): () => void;
	start(): void;
	/** Closes the socket; what was asked and written stays, until the next `start`. */
	stop(): void;
	/** Something may have changed (network back, page shown): tries now instead of later. */
	wake(): void;
	/** Nothing more is sent or heard, as after a close 4001: the session is over, or is somebody else's. */
	end(reason: string): void;
	/** Somebody signed in after the end. Goes on, unsent messages first, if it is the same person; else ends again. */
	resume(): void;
	/**
	 * Any command of the contract. What records gets an id, unless it has one, and keeps it over reconnections, so it
	 * is recorded once; resolves when it is answered, however long that takes.
	 */
	request(name: string, fields?: Fields): Promise<Reply>;

	/** Queues a text; the id returned is the message's for ever. */
	sendText(conversation: ConversationId, text: string): EventId;
	/** Brings a file to the server and sends it as soon as it is there; the id returned is the message's for ever. */
	sendFile(conversation: ConversationId, file: FileToSend): EventId;
	retryMessage(id: EventId): void;
	discardMessage(id: EventId): void;
	/** Shows a conversation: loads the newest part of its history and keeps it; null shows none. */
	openConversation(conversation: ConversationId | null): void;
	/** Loads what stands before the loaded part; nothing where there is nothing. */
	loadOlder(conversation: ConversationId): Promise<void>;
	/** Takes a message back. */
	recallMessage(conversation: ConversationId, message: EventId): Promise<Reply>;
	/** Shows a message to the operators. */
	reportMessage(conversation: ConversationId, message: EventId, reason: string): Promise<Reply>;
	/** Everything now in the conversation is read. */
	markRead(conversation: ConversationId): void;
	loadMembers(group: ConversationId): Promise<void>;
	/** Changes what is named of mute, pin and hide, on all devices of the account. */
	setConversation(conversation: ConversationId, settings: Partial<ConversationSettings>): Promise<Reply>;

	/** People with exactly this user name, phone or id. */
	findAccount(q: string): Promise<Found>;
	requestFriend(to: AccountId, note: string): Promise<Reply>;
	acceptFriend(from: AccountId): Promise<Reply>;
	declineFriend(from: AccountId): Promise<Reply>;
	removeFriend(account: AccountId): Promise<Reply>;
	/** The reply's `ok.conversation` is the group. */
	createGroup(name: string, members: readonly AccountId[]): Promise<Reply>;
	invite(conversation: ConversationId, accounts: readonly AccountId[]): Promise<Reply>;
	leaveGroup(conversation: ConversationId): Promise<Reply>;
}

export interface FileToSend {
	readonly bytes: Blob;
	readonly name: string;
	/** Pixels, of what is shown as a picture until the server has measured it. */
	readonly width?: number;
	readonly height?: number;
}

export type Found = { readonly state: 'done'; readonly accounts: readonly Profile[] } | Refused;
type Refused = Extract<Reply, { readonly state: 'refused' }>;

/** Commands that record nothing and so carry no id. */
const QUERIES: ReadonlySet<string> = new Set([
	'sync',
	'ping',
	'account.find',
	'account.get',
	'conversation.get',
	'history',
	'receipts',
	'search',
	'typing',
	'presence.set',
	'group.members',
]);

export function createClient(ports: ClientPorts): Client {
	let state = EMPTY;
	let log = '';
	/** Read marks on their way, by conversation. */
	const marking = new Map<ConversationId, number>();
	const listeners = new Set<(state: ChatState) => void>();
	const reset = gatherParts();

	function dispatch(action: Action): void {
		state = reduce(state, action);
		ports.observe?.(action, state);
		lookUp.look(state);
		for (const listener of [...listeners]) listener(state);
	}

	const connection = createConnection(ports, {
		cursor(hello) {
			log = hello.log;
			reset.clear();
			return state.log === null ? undefined : { since: state.position, log: state.log };
		},
		accepts({ account, now, limits, operator }) {
			if (state.me !== null && state.me.id !== account) return false;
			const fileBytesMax = limits.fileBytes || Number.POSITIVE_INFINITY;
			dispatch({ type: 'greeted', clockAhead: now - ports.clock.now(), fileBytesMax, operator });
			return true;
		},
		onPhase: (phase) => dispatch({ type: 'connection', phase }),
		onEvents(frame) {
			if (!reset.holds(frame)) dispatch({ type: 'events', ...frame });
		},
		onState: reset.add,
		onSignal: (frame) => dispatch({ type: 'presence', changes: frame.changes }),
		onSynced: synced,
	});

	function synced(ok: Fields): void {
		const { position, online } = ok as { position: number; online: readonly AccountId[] };
		const told = reset.take();
		if (ok.reset !== true || told === undefined) dispatch({ type: 'resumed', position, online });
		else {
			dispatch({ type: 'reset', log, position, online, parts: told.parts });
			for (const frame of told.events) dispatch({ type: 'events', ...frame });
		}
	}

	async function request(name: string, fields: Fields = {}): Promise<Reply> {
		const whole = QUERIES.has(name) || fields.id !== undefined ? fields : { ...fields, id: ports.newId() };
		for (let attempt = 0; ; attempt++) {
			const reply = await connection.ask(name, whole);
			const again = reply.state === 'refused' && reply.error.code === 'unavailable';
			if (!again || attempt === UNAVAILABLE_TRIES_MAX) return reply;
			const wait = backOffMs(attempt + 1, ports.random);
			await new Promise<void>((resolve) => void ports.clock.after(wait, resolve));
		}
	}

	const lookUp = createLookUp(request, dispatch);
	const outbox = createOutbox({
		ask: connection.ask,
		storage: ports.storage ?? memoryStorage(),
		clock: {
			now: () => ports.clock.now() + state.clockAhead,
			after: (ms, run) => ports.clock.after(ms, run),
		},
		random: ports.random,
		bring: ports.bring ?? (async () => ({ state: 'refused', error: { code: 'away' } })),
		onChange: (entries) => dispatch({ type: 'outbox', entries }),
	});

	return {
		get state() {
			return state;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		start() {
			void outbox.load();
			connection.start();
		},
		stop: connection.stop,
		wake: connection.wake,
		end: connection.end,
		resume() {
			connection.resume();
			outbox.resume();
		},
		request,

		sendText(conversation, text) {
			const id = ports.newId() as EventId;
			outbox.send({ id, conversation, body: { type: 'text', text } });
			return id;
		},
		sendFile(conversation, { bytes, name, width, height }) {
			const id = ports.newId() as EventId;
			const carried = { file: id, name, mime: bytes.type, size: bytes.size };
			const body: Parameters<typeof outbox.sendFile>[0]['body'] =
				width === undefined || height === undefined
					? { ...carried, type: 'file' }
					: { ...carried, type: 'image', width, height };
			outbox.sendFile({ id, conversation, body }, bytes);
			return id;
		},
		retryMessage: outbox.retry,
		discardMessage: outbox.discard,
		recallMessage: (conversation, message) => request('message.recall', { conversation, message }),
		reportMessage: (conversation, message, reason) => request('message.report', { conversation, message, reason }),
		openConversation: (conversation) => dispatch({ type: 'open', conversation }),
		loadOlder: (conversation) => lookUp.older(state, conversation),
		markRead(conversation) {
			const head = state.conversations.get(conversation);
			if (head === undefined || head.unread === 0 || marking.get(conversation) === head.version) return;
			const { version } = head;
			marking.set(conversation, version);
			void request('conversation.read', { conversation, version }).then(() => {
				if (marking.get(conversation) === version) marking.delete(conversation);
			});
		},
		async loadMembers(conversation) {
			const members: Member[] = [];
			for (;;) {
				const after = members.at(-1)?.account.id;
				const page = { limit: MEMBERS_PAGE_MAX, ...(after === undefined ? {} : { after }) };
				const reply = await request('group.members', { conversation, ...page });
				const more = listOf<Member>(reply, 'members');
				members.push(...more);
				if (reply.state === 'refused') return;
				if (reply.ok.more !== true || more.length === 0) break;
			}
			dispatch({ type: 'members', conversation, members });
		},

		setConversation: (conversation, settings) => request('conversation.set', { conversation, ...settings }),

		async findAccount(q) {
			const reply = await request('account.find', { q });
			if (reply.state === 'refused') return reply;
			const accounts = listOf<Profile>(reply, 'accounts');
			dispatch({ type: 'learned-accounts', asked: [], profiles: accounts });
			return { state: 'done', accounts };
		},
		requestFriend: (to, note) => request('friend.request', note === '' ? { to } : { to, note }),
		acceptFriend: (from) => request('friend.accept', { from }),
		declineFriend: (from) => request('friend.decline', { from }),
		removeFriend: (account) => request('friend.remove', { account }),
		createGroup: (name, members) => request('group.create', { name, members }),
		invite: (conversation, accounts) => request('group.invite', { conversation, accounts }),
		leaveGroup: (conversation) => request('group.leave', { conversation }),
	};
}
