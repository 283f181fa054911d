/** Where a demo keeps what it needs: nothing of it is there before, nothing remains. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.ts';

/**
 * The settings with a new folder for data, its log and its messages in it, whatever they named. Throws where none can be
 * made.
 */
export function inDemoFolder(config: Config): Config {
	const data = mkdtempSync(join(tmpdir(), 'webchat-demo-'));
	// However the process ends; after SIGKILL alone the folder is left to the system.
	process.on('exit', () => rmSync(data, { recursive: true, force: true }));
	return { ...config, data, log: 'sqlite:', sms: { kind: 'outbox' }, mail: { kind: 'outbox' } };
}
