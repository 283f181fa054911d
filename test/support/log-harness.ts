/** What the contract suite of the log needs of an adapter under test. */
import type { EventLog } from '../../core/log/port.ts';

export interface LogHarness {
	/** Makes an empty log. */
	fresh(): Promise<LogStore>;
}

/** One log, and those who have it open. */
export interface LogStore {
	/** A handle as one node has it. */
	open(): Promise<EventLog>;
	/** Starts `count` writers, in processes of their own where the adapter can have several, once all are ready. */
	write(count: number): Promise<RunningWriters>;
	/** Sets the clock's floor in the head. */
	setFloor(at: number): Promise<void>;
	/** Closes all handles and removes the log. */
	remove(): Promise<void>;
}

export interface RunningWriters {
	/** Ends them after the batch under way; the batches that each committed. */
	stop(): Promise<number[]>;
}

/** Writers in processes, from what `startWriter` returns. */
export async function runAll(
	writers: readonly { ask(order: 'run' | 'stop'): Promise<string>; kill(): Promise<void> }[],
): Promise<RunningWriters> {
	await Promise.all(writers.map((writer) => writer.ask('run')));
	return {
		async stop() {
			const counts = await Promise.all(writers.map((writer) => writer.ask('stop')));
			await Promise.all(writers.map((writer) => writer.kill()));
			return counts.map(Number);
		},
	};
}
