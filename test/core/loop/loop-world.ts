/** A write loop over a memory log with a fold for facts, on simulated time: what the tests of the loop stand on. */
import { sha256 } from '../../../core/domain/digest.ts';
import type { LogEvent, Proposal } from '../../../core/domain/events.ts';
import type { Facts } from '../../../core/domain/facts.ts';
import type { AccountId, ConversationId, EventId, StreamId } from '../../../core/ids.ts';
import { createMemoryStore, type FaultPoint, type MemoryStore, openMemoryLog } from '../../../core/log/memory.ts';
import type { Command, Decision, Outcome } from '../../../core/loop/command.ts';
import { startWriteLoop, type WriteLoop } from '../../../core/loop/write-loop.ts';
import { rest, SimClock, until } from '../../support/sim-clock.ts';

export const EPOCH = '01900000-0000-7000-8000-000000000000';

/** The n-th id of a kind, for readable tests. */
export function id<T extends string>(kind: number, n: number): T {
	return `${kind.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as T;
}
export const account = (n: number): AccountId => id(1, n);
export const conversation = (n: number): ConversationId => id(2, n);
export const clientId = (n: number): EventId => id(3, n);

export interface Applied {
	readonly event: LogEvent;
	readonly command: Command | null;
}

/** One node: its loop, what was applied to it, what it reported. */
export interface TestNode {
	readonly loop: WriteLoop;
	readonly facts: Facts;
	readonly applied: Applied[];
	readonly bugs: { readonly error: unknown; readonly command: string }[];
	readonly incomprehensible: Error[];
	fences: number;
	fenced: boolean;
}

export type Fault = (point: FaultPoint) => void | Promise<void>;

/** A world of nodes over one store. `fault` is asked at every point of every node. */
export class LoopWorld {
	readonly clock = new SimClock();
	readonly store: MemoryStore = createMemoryStore({ epoch: EPOCH, now: () => this.clock.now() });
	fault: Fault = () => {};
	#ids = 0;

	async node(): Promise<TestNode> {
		const { facts, fold } = foldedFacts();
		const applied: Applied[] = [];
		const bugs: TestNode['bugs'] = [];
		const incomprehensible: Error[] = [];
		const hooks = { fences: 0, fenced: false };
		const log = openMemoryLog(this.store, { faults: (point) => this.fault(point) });
		const loop = await startWriteLoop({
			log,
			clock: this.clock,
			newId: () => {
				this.#ids += 1;
				return id(9, this.#ids);
			},
			newSalt: () => '00112233445566778899aabbccddeeff',
			facts,
			apply(events, command) {
				for (const event of events) {
					fold(event);
					applied.push({ event, command });
				}
			},
			fenced: () => hooks.fenced,
			onFenced: () => {
				hooks.fences += 1;
			},
			onIncomprehensible: (error) => incomprehensible.push(error),
			onBug: (error, command) => bugs.push({ error, command }),
		});
		return Object.assign(hooks, { loop, facts, applied, bugs, incomprehensible });
	}

	rest(): Promise<void> {
		return rest();
	}

	until(done: () => boolean): Promise<void> {
		return until(this.clock, done);
	}

	/** Submits and waits for all the answers. */
	async run(node: TestNode, ...asks: Ask[]): Promise<Outcome[]> {
		for (const { command } of asks) node.loop.submit(command);
		await this.until(() => asks.every(({ outcomes }) => outcomes.length > 0));
		return asks.map(({ outcomes }) => outcomes[0]!);
	}
}

/** A command and the answers it got: exactly one, if the loop keeps its word. */
export interface Ask {
	readonly command: Command;
	readonly outcomes: Outcome[];
}

export function ask(fields: Partial<Command> & { readonly decide: Command['decide'] }): Ask {
	const outcomes: Outcome[] = [];
	const digest = fields.id === undefined ? {} : { digest: sha256(fields.name ?? 'test') };
	const command: Command = {
		name: 'test',
		author: account(1),
		keys: [],
		settle: (outcome) => outcomes.push(outcome),
		...digest,
		...fields,
	};
	return { command, outcomes };
}

/** Sends a message; holds its conversation shared, as the product does. */
export function send(text: string, fields: Partial<Command> & { readonly to?: number } = {}): Ask {
	const { to = 1, ...rest } = fields;
	const stream = conversation(to);
	return ask({
		keys: [{ name: `conversation:${stream}`, mode: 'shared' }],
		decide: () => ({ events: [message(stream, text, fields.author ?? account(1))] }),
		...(rest.id === undefined ? {} : { digest: sha256(text) }),
		...rest,
	});
}

export function message(stream: ConversationId, text: string, by = account(1)): Proposal {
	return { stream, type: 'MessageSent', by, data: { body: { type: 'text', text } } };
}

export function nothing(): Decision {
	return { events: [] };
}

/** A fold of versions and messages; of all else nothing is known. */
function foldedFacts(): { facts: Facts; fold: (event: LogEvent) => void } {
	const versions = new Map<StreamId, number>();
	const messages = new Map<StreamId, number>();
	const facts: Facts = {
		account: () => undefined,
		accountByUsername: () => undefined,
		bots: () => [],
		relation: () => ({ state: 'strangers' }),
		blocks: () => false,
		ties: () => 0,
		blockCount: () => 0,
		remark: () => '',
		conversation: () => undefined,
		membership: () => undefined,
		saw: () => false,
		heir: () => undefined,
		link: () => undefined,
		readMark: () => ({ version: 0, n: 0 }),
		settings: () => ({ mute: false, pin: false, hide: false }),
		version: (stream) => versions.get(stream) ?? 0,
		messages: (stream) => messages.get(stream) ?? 0,
		sessions: () => [],
		sessionOpen: () => false,
		node: () => 'unknown',
		sessionConnected: () => false,
	};
	const fold = (event: LogEvent) => {
		versions.set(event.stream, event.version);
		if (event.type === 'MessageSent') messages.set(event.stream, (messages.get(event.stream) ?? 0) + 1);
	};
	return { facts, fold };
}
