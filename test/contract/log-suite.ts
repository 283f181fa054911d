/** The contract of the event log, which every adapter keeps. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { EventLog } from '../../core/log/port.ts';
import type { LogHarness, LogStore } from '../support/log-harness.ts';
import { limits } from './log-suite-limits.ts';
import { reading } from './log-suite-reading.ts';
import { transactions } from './log-suite-transactions.ts';
import { vault } from './log-suite-vault.ts';
import { writers } from './log-suite-writers.ts';

/** An empty log and a handle on it, new for each test. */
export interface Subject {
	store: LogStore;
	log: EventLog;
}

/** Runs the whole contract on an adapter. */
export function logContract(harness: LogHarness): void {
	const subject: Partial<Subject> = {};
	beforeEach(async () => {
		subject.store = await harness.fresh();
		subject.log = await subject.store.open();
	});
	afterEach(async () => {
		await subject.store?.remove();
	});
	const given = (): Subject => ({ store: subject.store!, log: subject.log! });
	describe('writers', () => writers(given));
	describe('transactions', () => transactions(given));
	describe('reading', () => reading(given));
	describe('limits', () => limits(given));
	describe('vault', () => vault(given));
}
