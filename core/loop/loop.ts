/** How the write loop works: what it does when, and what a failure leads to. */
import type { Timer } from '../clock.ts';
import { decodeEvent, IncomprehensibleEvent, redactedData } from '../domain/codec.ts';
import type { LogEvent } from '../domain/events.ts';
import { type Head, LogError, type Range, type StoredEvent, type Transaction } from '../log/port.ts';
import { formBatch } from './batch.ts';
import type { Command } from './command.ts';
import { type Plan, planBatch } from './plan.ts';
import { type Entry, type Queue, refusal, startQueue } from './queue.ts';
import { findCulprit } from './suspects.ts';
import type { LoopPorts, WriteLoop } from './write-loop.ts';

/** Events read at a time; at least a whole batch, so that one whose outcome was unknown is met whole. */
const PAGE_EVENTS = 2048;
/** After a first failure the loop tries again at once, after further ones it waits, doubling from least to most. */
const RETRY_MS_MIN = 20;
const RETRY_MS_MAX = 1000;

/** What both the log and a transaction can do. */
interface Reader {
	read(range: Range): Promise<StoredEvent[]>;
}

export class Loop implements WriteLoop {
	readonly epoch: string;
	readonly #ports: LoopPorts;
	readonly #queue: Queue;
	#applied: number;
	#reachable = true;
	#state: 'open' | 'stopping' | 'ended' = 'open';
	/** Sent to be committed, and the connection broke: the next look at the log tells. */
	#unknown: Plan | undefined;
	#followers: (() => void)[] = [];
	#failures = 0;
	#retry: Timer | undefined;
	#wake = () => {};
	readonly #stopped = Promise.withResolvers<void>();

	constructor(ports: LoopPorts, epoch: string, from: number) {
		this.epoch = epoch;
		this.#ports = ports;
		this.#applied = from;
		this.#queue = startQueue(ports.clock, () => this.#wake());
	}

	get applied(): number {
		return this.#applied;
	}

	get queued(): number {
		return this.#queue.size;
	}

	get healthy(): boolean {
		return this.#reachable && this.#state !== 'ended';
	}

	submit(command: Command): void {
		if (this.#state !== 'open') command.settle(refusal('unavailable'));
		else if (this.#queue.add(command)) this.#wake();
	}

	follow(): Promise<void> {
		if (this.#state === 'ended') return Promise.resolve();
		return new Promise((resolve) => {
			this.#followers.push(resolve);
			this.#wake();
		});
	}

	stop(): Promise<void> {
		if (this.#state === 'open') this.#state = 'stopping';
		this.#wake();
		return this.#stopped.promise;
	}

	/**
	 * One thing at a time, until stopped: what others recorded, then a batch. An error that escapes here (applying failed,
	 * so views and log differ) is nobody's to handle: it ends the process as an unhandled rejection.
	 */
	async run(): Promise<void> {
		while (this.#state !== 'ended') {
			if (this.#followers.length > 0) await this.#serveFollowers();
			else if (this.#queue.size > 0 && this.#retry === undefined) await this.#writeBatch();
			else if (this.#state === 'stopping' && this.#queue.size === 0) this.#end();
			else await new Promise<void>((resolve) => (this.#wake = resolve));
		}
	}

	/** Applies up to position `upTo`, in pages, read through `reader`. */
	async catchUp(reader: Reader, upTo: number): Promise<void> {
		while (this.#applied < upTo) {
			const rows = await reader.read({ after: this.#applied, upTo, limit: PAGE_EVENTS });
			if (rows[0]?.position !== this.#applied + 1) {
				throw new LogError('failed', `the log has no event at ${this.#applied + 1}, although its head is ${upTo}`);
			}
			const sent = this.#unknown;
			this.#unknown = undefined;
			// Nothing was applied since it was sent, so it stands right here, whole, or nowhere.
			if (sent !== undefined && beginWith(rows, sent.events)) this.#finish(asRecorded(sent, rows));
			else this.#applyForeign(rows);
		}
	}

	async #serveFollowers(): Promise<void> {
		const followers = this.#followers;
		this.#followers = [];
		try {
			const head = await this.#ports.log.head();
			this.#demandSameLog(head);
			await this.catchUp(this.#ports.log, head.position);
			this.#reached();
		} catch (error) {
			this.#failed(error, []);
		}
		for (const resolve of followers) resolve();
	}

	/** One transaction: lock, catch up, decide, record; then apply and answer. */
	async #writeBatch(): Promise<void> {
		let tx: Transaction | undefined;
		let batch: readonly Entry[] = [];
		let plan: Plan;
		try {
			tx = await this.#ports.log.begin();
			this.#demandSameLog(tx.head);
			await this.catchUp(tx, tx.head.position);
			// Under the lock there is nothing more to come: what was sent before is not recorded.
			this.#unknown = undefined;
			if (this.#ports.fenced()) throw new Fenced();
			batch = formBatch(this.#queue.waiting());
			plan = await planBatch(tx, batch, this.#ports);
			await this.#record(tx, plan);
		} catch (error) {
			// After a `LogError` the transaction is over.
			if (tx !== undefined && !(error instanceof LogError)) await giveUp(tx);
			this.#failed(error, batch);
			return;
		}
		this.#reached();
		this.#finish(plan);
	}

	async #record(tx: Transaction, plan: Plan): Promise<void> {
		if (plan.events.length === 0 && plan.vault.length === 0) return tx.rollback();
		if (plan.events.length > 0) await tx.append(plan.events, plan.amendments);
		if (plan.redactions.length > 0) await tx.redact(plan.redactions);
		if (plan.vault.length > 0) await tx.vault(plan.vault);
		try {
			await tx.commit();
		} catch (error) {
			if (error instanceof LogError && error.kind === 'unknown') this.#unknown = plan;
			throw error;
		}
	}

	/** The plan is durable: applies and answers, command by command. */
	#finish(plan: Plan): void {
		for (const { entry, events, outcome } of plan.answers) {
			const last = events.at(-1);
			if (last !== undefined) {
				this.#ports.apply(events, entry.answered ? null : entry.command);
				this.#applied = last.position;
			}
			this.#queue.answer(entry, outcome);
		}
	}

	/** Events of other nodes. Those before one that cannot be decoded are applied before that is thrown. */
	#applyForeign(rows: readonly StoredEvent[]): void {
		const events: LogEvent[] = [];
		try {
			for (const row of rows) events.push(decodeEvent(row));
		} finally {
			const last = events.at(-1);
			if (last !== undefined) {
				this.#ports.apply(events, null);
				this.#applied = last.position;
			}
		}
	}

	#demandSameLog(head: Head): void {
		if (head.epoch === this.epoch && head.position >= this.#applied) return;
		throw new AnotherLog(`log ${head.epoch} at ${head.position} where ${this.epoch} at ${this.#applied} was`);
	}

	#reached(): void {
		this.#reachable = true;
		this.#failures = 0;
	}

	/** Decides what a failed transaction (or, without a batch, a failed look at the log) leads to. */
	#failed(error: unknown, batch: readonly Entry[]): void {
		if (error instanceof Fenced) {
			this.#end();
			this.#ports.onFenced();
			return;
		}
		if (error instanceof IncomprehensibleEvent || error instanceof AnotherLog) {
			this.#end();
			this.#ports.onIncomprehensible(error);
			return;
		}
		if (!(error instanceof LogError) && batch.length === 0) throw error;
		const kind = error instanceof LogError ? error.kind : 'failed';
		if (kind === 'lost' || kind === 'unknown' || batch.length === 0) this.#reachable = false;
		const culprit = findCulprit(kind, batch);
		if (culprit !== undefined) {
			this.#ports.onBug(error, culprit.command.name);
			this.#queue.answer(culprit, refusal('unavailable'));
		}
		this.#failures += 1;
		if (this.#failures > 1 && this.#retry === undefined) this.#retryLater();
	}

	#retryLater(): void {
		const ms = Math.min(RETRY_MS_MIN * 2 ** (this.#failures - 2), RETRY_MS_MAX);
		this.#retry = this.#ports.clock.after(ms, () => {
			this.#retry = undefined;
			this.#wake();
		});
	}

	#end(): void {
		this.#state = 'ended';
		if (this.#retry !== undefined) this.#ports.clock.clear(this.#retry);
		this.#queue.refuseAll();
		for (const resolve of this.#followers) resolve();
		this.#followers = [];
		this.#stopped.resolve();
	}
}

/**
 * Whether the rows begin with exactly the events sent. An id alone does not tell: the client may have repeated one of the
 * commands to another node, which then recorded that one, without the others of its batch. What was redacted since is told
 * by its digest.
 */
function beginWith(rows: readonly StoredEvent[], sent: readonly StoredEvent[]): boolean {
	return (
		sent.length > 0 &&
		sent.every(({ id, at, data }, k) => {
			const row = rows[k];
			return row?.id === id && row.at === at && (row.data === data || row.data === redactedData(data));
		})
	);
}

/** The plan with its events as they stand now. */
function asRecorded(plan: Plan, rows: readonly StoredEvent[]): Plan {
	if (plan.events.every(({ data }, k) => rows[k]!.data === data)) return plan;
	const byPosition = new Map(rows.map((row) => [row.position, row]));
	return {
		...plan,
		answers: plan.answers.map((answer) => {
			const events = answer.events.map(({ position }) => decodeEvent(byPosition.get(position)!));
			const { outcome } = answer;
			return {
				...answer,
				events,
				outcome: outcome.state === 'done' && !outcome.repeated ? { ...outcome, events } : outcome,
			};
		}),
	};
}

/** Rolls back. Where that fails, the connection is gone, and the transaction with it. */
async function giveUp(tx: Transaction): Promise<void> {
	try {
		await tx.rollback();
	} catch (error) {
		if (!(error instanceof LogError)) throw error;
	}
}

/** This node was declared stopped by others. */
class Fenced extends Error {}

/** The log that answers is not the one that was applied so far (a restored backup, say). */
class AnotherLog extends Error {
	override readonly name = 'AnotherLog';
}
