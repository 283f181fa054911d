/**
 * Nodes on one log in memory, on simulated time, with sockets in memory: whole ways of messages without a process, a
 * port or a database. People are registered by events, as sign-up records them.
 */
import { v5, v7 } from 'uuid';
import type { Proposal } from '../../core/domain/events.ts';
import { type AccountId, type SessionId, selfId } from '../../core/ids.ts';
import { createMemoryStore, type Faults, type MemoryStore, openMemoryLog } from '../../core/log/memory.ts';
import type { EventLog } from '../../core/log/port.ts';
import { createSeal } from '../../core/vault/seal.ts';
import { createLocalBuses } from '../../transports/bus/local.ts';
import { type ChatNode, type NodeLimits, type NodePorts, type SessionCheck, startNode } from '../../transports/node.ts';
import { ChatSocket } from './chat-socket.ts';
import { SimClock, until } from './sim-clock.ts';

const NAMES = '0d7d0a0e-8a54-5b3b-9a0b-5f1c1f6f2a11';

export interface Somebody {
	readonly account: AccountId;
	readonly session: SessionId;
	readonly name: string;
}

export interface NodeOptions {
	readonly bus?: boolean;
	readonly limits?: Partial<NodeLimits>;
	readonly faults?: Faults;
	/** Wraps the node's log, to watch it or hold it up. */
	readonly log?: (log: EventLog) => EventLog;
}

export class World {
	readonly clock = new SimClock();
	readonly store: MemoryStore;
	readonly notes: { readonly level: string; readonly what: string; readonly fields: object }[] = [];
	readonly #joinBus = createLocalBuses();
	readonly #nodes: ChatNode[] = [];
	#serial = 0;

	constructor() {
		this.store = createMemoryStore({ epoch: this.id('epoch'), now: () => this.clock.now() });
	}

	/** An id that a name always has. */
	id(name: string): string {
		return v5(name, NAMES);
	}

	/** A client-made id; each one is new. */
	newId(): string {
		this.#serial += 1;
		const random = new Uint8Array(16).fill(this.#serial & 0xff);
		random[7] = this.#serial >> 8;
		return v7({ msecs: 1_700_000_000_000 + this.#serial, random, seq: this.#serial });
	}

	async node(options: NodeOptions = {}): Promise<ChatNode> {
		const name = `node ${this.#nodes.length + 1}`;
		const log = openMemoryLog(this.store, { name, ...(options.faults && { faults: options.faults }) });
		const ports: NodePorts = {
			log: options.log?.(log) ?? log,
			clock: this.clock,
			newId: () => this.newId(),
			newSalt: () => '5a'.repeat(16),
			invitation: createSeal('c2VjcmV0').invitation,
			random: () => 0.5,
			limits: { messagesPerSecond: 0, groupMembers: 5000, syncEvents: 10_000, fileBytes: 0, ...options.limits },
			note: (level, what, fields = {}) => this.notes.push({ level, what, fields }),
			...(options.bus && { bus: this.#joinBus() }),
		};
		let node: ChatNode | undefined;
		let failure: unknown;
		startNode(ports).then(
			(started) => {
				node = started;
			},
			(error: unknown) => {
				failure = error;
			},
		);
		await this.until(() => node !== undefined || failure !== undefined);
		if (node === undefined) throw failure;
		this.#nodes.push(node);
		return node;
	}

	/** Registers people with a session each. */
	async people(node: ChatNode, ...names: string[]): Promise<Somebody[]> {
		const all = names.map((name) => ({
			name,
			account: this.id(`account ${name}`) as AccountId,
			session: this.id(`session ${name}`) as SessionId,
		}));
		for (const { name, account, session } of all) {
			await this.record(node, [
				{ stream: account, type: 'AccountRegistered', by: account, data: { username: name, nickname: name } },
				{ stream: account, type: 'SessionOpened', by: account, data: { session } },
			]);
		}
		return all;
	}

	/** Records events as they are. */
	async record(node: ChatNode, events: readonly Proposal[]): Promise<void> {
		let state: string | undefined;
		void node
			.execute({ name: 'test.record', author: null, keys: [], decide: () => ({ events }) })
			.then((outcome) => (state = outcome.state));
		await this.until(() => state !== undefined);
		if (state !== 'done') throw new Error('the events were not recorded');
	}

	/** Ends a session as signing out does. */
	closeSession(node: ChatNode, { account, session }: Somebody, reason = 'signed-out'): Promise<void> {
		return this.record(node, [{ stream: account, type: 'SessionClosed', by: account, data: { session, reason } }]);
	}

	/** A socket of somebody at a node, not greeted yet. */
	socket(node: ChatNode, who: Somebody, check?: () => Promise<SessionCheck>): ChatSocket {
		const socket = new ChatSocket();
		node.attach(socket, {
			check: check ?? (async () => ({ state: 'good', account: who.account, session: who.session })),
			language: 'en',
		});
		return socket;
	}

	/** A greeted socket that is in sync from the beginning (a reset) or from `since`. */
	async online(node: ChatNode, who: Somebody, since?: number): Promise<ChatSocket> {
		const socket = this.socket(node, who);
		await this.until(() => socket.hello !== undefined);
		await this.ask(socket, 'sync', since === undefined ? {} : { since });
		return socket;
	}

	/** Sends a request and returns its `ok`; throws what it was refused with. */
	async ask(socket: ChatSocket, command: string, fields: object = {}): Promise<Readonly<Record<string, unknown>>> {
		const { ok, error } = await this.reply(socket, command, fields);
		if (ok === undefined) throw new Error(`${command} was refused: ${JSON.stringify(error)}`);
		return ok;
	}

	/** Sends a request and returns its answer, good or not. */
	async reply(socket: ChatSocket, command: string, fields: object = {}) {
		const re = socket.request(command, fields);
		await this.until(() => socket.answers.has(re));
		return socket.answers.get(re)!;
	}

	/** Makes two people friends. */
	async befriend(a: ChatSocket, b: ChatSocket): Promise<void> {
		await this.ask(a, 'friend.request', { to: b.hello!.account, note: '' });
		await this.ask(b, 'friend.accept', { from: a.hello!.account });
	}

	say(socket: ChatSocket, conversation: string, text: string) {
		return this.ask(socket, 'message.send', { conversation, id: this.newId(), body: { type: 'text', text } });
	}

	notesOf(who: Somebody): string {
		return selfId(who.account);
	}

	/** Lets time and promises run until it holds. */
	until(holds: () => boolean): Promise<void> {
		return until(this.clock, holds);
	}

	/** Lets this much time go by. */
	async pass(ms: number): Promise<void> {
		const end = this.clock.now() + ms;
		let over = false;
		this.clock.after(ms, () => {
			over = true;
		});
		await this.until(() => over && this.clock.now() >= end);
	}

	async stop(node: ChatNode): Promise<void> {
		let stopped = false;
		void node.stop().then(() => {
			stopped = true;
		});
		await this.until(() => stopped);
	}
}

/** A log whose every call is told to `before`, and waits for it. */
export function watched(log: EventLog, before: (method: keyof EventLog) => void | Promise<void>): EventLog {
	return new Proxy(log, {
		get(target, name: keyof EventLog) {
			const member = target[name];
			if (typeof member !== 'function') return member;
			return async (...given: unknown[]) => {
				await before(name);
				return Reflect.apply(member, target, given);
			};
		},
	});
}
