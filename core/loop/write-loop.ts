/**
 * The write loop: one batch at a time from the queue to the log and from the log to everybody. See `core/SPEC.md`, WL.
 */
import type { Clock } from '../clock.ts';
import type { LogEvent } from '../domain/events.ts';
import type { Facts } from '../domain/facts.ts';
import type { NewId } from '../ids.ts';
import type { EventLog } from '../log/port.ts';
import type { Command } from './command.ts';
import { Loop } from './loop.ts';

export interface LoopPorts {
	readonly log: EventLog;
	readonly clock: Clock;
	readonly newId: NewId;
	/** 16 random bytes in hex. */
	readonly newSalt: () => string;
	readonly facts: Facts;
	/**
	 * Takes committed events in position order, each exactly once: projections first, then delivery. `command` is the
	 * command of this node that caused them, all of its events in one call; null for other nodes' events and for those
	 * of a command that was answered `unavailable` meanwhile. Synchronous; must not throw.
	 */
	apply(events: readonly LogEvent[], command: Command | null): void;
	/** Whether this node was declared stopped; asked under the lock, after the catch-up. */
	fenced(): boolean;
	/** Called once when a batch was rolled back because of that: every command left is refused `unavailable`. */
	onFenced(): void;
	/** A stored event of unknown type or schema, or one that cannot be decoded: nothing is written any more. Called once. */
	onIncomprehensible(error: Error): void;
	/** A command that could not be recorded although the log works: its decider threw, an event breaks its schema, an id was doubled. It was refused `unavailable`. */
	onBug(error: unknown, commandName: string): void;
}

export interface WriteLoop {
	/** Position of the last event applied. */
	readonly applied: number;
	/** The log's epoch. */
	readonly epoch: string;
	/** Commands waiting, those of the batch under way included. */
	readonly queued: number;
	/** Queues a command; its `settle` is called exactly once. A full queue refuses at once (`unavailable`). */
	submit(command: Command): void;
	/** Reads and applies what other nodes recorded, up to the head as it is then. Between batches; calls gather. Errors of the log are swallowed into `healthy`. */
	follow(): Promise<void>;
	/** False while the log cannot be reached or the loop has ended. */
	readonly healthy: boolean;
	/** Takes no more commands, finishes those accepted, resolves when the last batch is settled. */
	stop(): Promise<void>;
}

/**
 * Applies the log from `from` (exclusive; what `ports.facts` hold already) to the head as it is then, and is ready.
 * Rejects with `LogError` when the log cannot be reached, with `IncomprehensibleEvent` when it holds what this version
 * does not understand.
 */
export async function startWriteLoop(ports: LoopPorts, from = 0): Promise<WriteLoop> {
	const { position, epoch } = await ports.log.head();
	const loop = new Loop(ports, epoch, from);
	await loop.catchUp(ports.log, position);
	void loop.run();
	return loop;
}
