/**
 * A thread that holds one SQLite connection, so that a commit's fsync holds up nobody else. The only file that
 * imports node:sqlite.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Param } from './sql.ts';
import {
	primaryCode,
	SQLITE_BUSY,
	type SqliteOptions,
	type SqliteReply,
	type SqliteRequest,
} from './sqlite-messages.ts';

/** Wait between two tries for the lock: short because a commit is, uneven so that no two processes keep step. */
const RETRY_MS_MIN = 0.2;
const RETRY_MS_MAX = 0.5;
/** As long after meeting another writer, whoever gives the lock up leaves it alone for one such wait. */
const CONTENTION_MS = 200;
/** SQLite's own waiting: for readers, and for settling the journal mode at the start. */
const READER_WAIT_MS_MAX = 5_000;
const STATEMENTS_KEPT_MAX = 256;

const { path, role, closing } = workerData as SqliteOptions;
const port = parentPort!;
const database = new DatabaseSync(path, { timeout: READER_WAIT_MS_MAX });
database.exec('PRAGMA journal_mode = WAL');
database.exec('PRAGMA synchronous = FULL');
if (role === 'writer') {
	database.exec('PRAGMA busy_timeout = 0');
	// What is replaced or deleted is overwritten with zeros in its page.
	database.exec('PRAGMA secure_delete = ON');
} else database.exec('PRAGMA query_only = 1');

const statements = new Map<string, StatementSync>();
let metAt = Number.NEGATIVE_INFINITY;
let releasedAt = Number.NEGATIVE_INFINITY;

port.on('message', (request: SqliteRequest) => {
	port.postMessage(answer(request));
	if (request.do === 'close') port.close();
});

function answer(request: SqliteRequest): SqliteReply {
	try {
		return { id: request.id, rows: rowsOf(request) };
	} catch (error) {
		const { message } = error instanceof Error ? error : new Error(String(error));
		return { id: request.id, code: codeOf(error), message };
	}
}

function rowsOf(request: SqliteRequest): readonly (readonly unknown[])[] {
	switch (request.do) {
		case 'run':
			return run(request.sql, request.params);
		case 'lock':
			lock(request.waitMsMax);
			return [];
		case 'close':
			database.close();
			return [];
		default:
			return request satisfies never;
	}
}

function run(sql: string, params: readonly Param[]): readonly (readonly unknown[])[] {
	const wasInTransaction = database.isTransaction;
	const rows: readonly unknown[] = prepared(sql).all(...params);
	if (wasInTransaction && !database.isTransaction) releasedAt = performance.now();
	return rows as readonly (readonly unknown[])[];
}

function prepared(sql: string): StatementSync {
	let statement = statements.get(sql);
	if (statement === undefined) {
		statement = database.prepare(sql);
		statement.setReturnArrays(true);
		if (statements.size >= STATEMENTS_KEPT_MAX) statements.clear();
		statements.set(sql, statement);
	}
	return statement;
}

/**
 * SQLite's own busy handler waits longer and longer, which starves whoever waits; here all ask equally often. A
 * process that has just given the lock up asks as late as one that has just asked in vain.
 */
function lock(waitMsMax: number): void {
	const start = performance.now();
	if (start - metAt < CONTENTION_MS) sleep(releasedAt + pause() - start);
	while (!tryLock()) {
		metAt = performance.now();
		if (metAt - start > waitMsMax || Atomics.load(closing, 0) === 1) {
			throw Object.assign(new Error('another process held the lock for too long'), { errcode: SQLITE_BUSY });
		}
		sleep(pause());
	}
}

function tryLock(): boolean {
	try {
		run('BEGIN IMMEDIATE', []);
		return true;
	} catch (error) {
		if (primaryCode(codeOf(error)) === SQLITE_BUSY) return false;
		throw error;
	}
}

function pause(): number {
	return RETRY_MS_MIN + Math.random() * (RETRY_MS_MAX - RETRY_MS_MIN);
}

function sleep(ms: number): void {
	if (ms > 0) Atomics.wait(closing, 0, 0, ms);
}

function codeOf(error: unknown): number {
	return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
}
