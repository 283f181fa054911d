import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { openLog } from '../../core/log/open.ts';
import type { EventLog } from '../../core/log/port.ts';
import { SqliteConnection } from '../../core/log/sqlite-connection.ts';
import { type LogStore, runAll } from '../support/log-harness.ts';
import { startWriter, type Writer } from '../support/log-writers.ts';
import { logContract } from './log-suite.ts';

describe('sqlite', () => {
	logContract({ fresh: freshStore });
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
