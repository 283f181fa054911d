import { v7 } from 'uuid';
import { describe } from 'vitest';
import { createMemoryStore, openMemoryLog } from '../../core/log/memory.ts';
import type { EventLog } from '../../core/log/port.ts';
import { newStream, record, series } from '../support/log-events.ts';
import type { LogStore, RunningWriters } from '../support/log-harness.ts';
import { logContract } from './log-suite.ts';

describe('memory', () => {
	logContract({ fresh: async () => freshStore() });
});

function freshStore(): LogStore {
	let now = 1_000_000;
	const store = createMemoryStore({
		epoch: v7(),
		now: () => {
			now += 1;
			return now;
		},
	});
	return {
		open: async () => openMemoryLog(store),
		write: async (count) => runInTurns(Array.from({ length: count }, () => openMemoryLog(store))),
		async setFloor(at) {
			store.at = at;
		},
		remove: async () => {},
	};
}

/** Handles that write as the writers in processes do. */
function runInTurns(handles: readonly EventLog[]): RunningWriters {
	let isRunning = true;
	const shares = handles.map(async (log) => {
		const stream = newStream();
		let batches = 0;
		while (isRunning) {
			await record(log, series(stream, 2, 1 + batches * 2));
			batches += 1;
		}
		return batches;
	});
	return {
		stop() {
			isRunning = false;
			return Promise.all(shares);
		},
	};
}
