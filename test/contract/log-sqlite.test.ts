import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NodeId } from '../../core/ids.ts';
import { openLog } from '../../core/log/open.ts';
import type { EventLog, StoredEvent } from '../../core/log/port.ts';
import { SqliteConnection } from '../../core/log/sqlite-connection.ts';
import { newStream, numbered, record, series } from '../support/log-events.ts';
import { type LogStore, runAll } from '../support/log-harness.ts';
import { startWriter, type Writer } from '../support/log-writers.ts';
import { logContract } from './log-suite.ts';

describe('sqlite', () => {
	logContract({ fresh: freshStore });
});

describe('what was redacted', () => {
	let dataFolder: string;
	let log: EventLog;
	beforeEach(async () => {
		dataFolder = await mkdtemp(join(tmpdir(), 'webchat-log-'));
		({ log } = await openLog('sqlite:', { dataFolder }));
	});
	afterEach(async () => {
		await log.close();
		await rm(dataFolder, { recursive: true });
	});

	/** What of the secrets can be read in any file of the log. */
	async function traces(secrets: readonly string[]): Promise<string[]> {
		const names = await readdir(dataFolder);
		const files = await Promise.all(names.map((name) => readFile(join(dataFolder, name))));
		return secrets.filter((secret) => files.some((file) => file.includes(secret)));
	}

	/** Texts of one page and of several, each with a word of its own. */
	async function recordSecrets(count: number): Promise<{ secrets: string[]; events: StoredEvent[] }> {
		const secrets = Array.from({ length: count }, (_, k) => `秘密-${k}-${randomUUID()}`);
		const drafts = secrets.map((secret, k) => {
			const text = secret.repeat(k % 7 === 0 ? 300 : 1 + (k % 5));
			return { stream: newStream(), version: 1, data: JSON.stringify({ text }) };
		});
		return { secrets, events: await record(log, drafts) };
	}

	async function redact(events: readonly StoredEvent[]): Promise<void> {
		const transaction = await log.begin();
		await transaction.append(numbered(transaction, series(newStream(), 1)), []);
		await transaction.redact(events.map(({ position }) => ({ position, data: '{"redacted":true}' })));
		await transaction.commit();
	}

	test('RE12 stands in none of the files of an SQLite log, short or long, in whatever order it was redacted', async () => {
		const { secrets, events } = await recordSecrets(200);
		expect(await traces(secrets)).toEqual(secrets);
		const order = events.map((_, k) => (k * 37) % events.length);
		for (let k = 0; k < order.length; k += 25) await redact(order.slice(k, k + 25).map((index) => events[index]!));
		await expect.poll(() => traces(secrets)).toEqual([]);
		expect((await log.read({ after: 0, limit: 200 })).map(({ data }) => data)).toEqual(
			events.map(() => '{"redacted":true}'),
		);
	});

	test('RE12 leaves what was not redacted', async () => {
		const { secrets, events } = await recordSecrets(40);
		const kept = secrets.filter((_, k) => k % 2 === 0);
		await redact(events.filter((_, k) => k % 2 === 1));
		await expect.poll(() => traces(secrets)).toEqual(kept);
	});

	test('RE12 is gone from the journal as soon as no reader is in the way', async () => {
		const { secrets, events } = await recordSecrets(10);
		const reader = new SqliteConnection(join(dataFolder, 'webchat.db'), 'reader');
		await reader.query('BEGIN');
		await reader.query('SELECT COUNT(*) FROM `events`');
		await redact(events);
		expect(await traces(secrets)).toEqual(secrets);
		await reader.query('COMMIT');
		await reader.close();
		await log.beat(newStream() as NodeId);
		await expect.poll(() => traces(secrets)).toEqual([]);
	});
});

async function freshStore(): Promise<LogStore> {
	const dataFolder = await mkdtemp(join(tmpdir(), 'webchat-log-'));
	const logs: EventLog[] = [];
	const writers: Writer[] = [];
	return {
		async open() {
			const { log } = await openLog('sqlite:', { dataFolder });
			logs.push(log);
			return log;
		},
		async write(count) {
			const starting = Array.from({ length: count }, () => startWriter('sqlite:', dataFolder));
			writers.push(...(await Promise.all(starting)));
			return runAll(writers);
		},
		async setFloor(at) {
			const connection = new SqliteConnection(join(dataFolder, 'webchat.db'), 'writer');
			await connection.query('UPDATE `head` SET `at` = ?', [at]);
			await connection.close();
		},
		async remove() {
			await Promise.all(writers.map((writer) => writer.kill()));
			await Promise.all(logs.map((log) => log.close()));
			await rm(dataFolder, { recursive: true });
		},
	};
}
