/** Opens the log that a URL names. */
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseLogUrl } from './log-url.ts';
import { openMysqlLog } from './mysql.ts';
import type { EventLog } from './port.ts';
import { openSqliteLog } from './sqlite.ts';

export interface OpenedLog {
	readonly log: EventLog;
	/** Codes of what makes this database less safe than it could be; see `core/SPEC.md`. */
	readonly warnings: readonly string[];
}

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Opens the log at `url`, making database and schema where they are missing and may be made. `dataFolder` holds the
 * file when `sqlite:` names none. Throws `LogError`: `failed` for a wrong URL, a database that cannot be used safely or a
 * newer schema, `lost` when it cannot be reached.
 */
export async function openLog(url: string, options: { readonly dataFolder: string }): Promise<OpenedLog> {
	const target = parseLogUrl(url, options.dataFolder);
	switch (target.kind) {
		case 'sqlite':
			await makePrivateFile(target.path);
			return { log: await openSqliteLog(target.path), warnings: [] };
		case 'mysql':
			return openMysqlLog(target);
		default:
			return target satisfies never;
	}
}

/** Only its owner may read what people wrote. SQLite gives its side files the mode of the file. */
async function makePrivateFile(path: string): Promise<void> {
	await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
	const file = await open(path, 'a', FILE_MODE);
	await file.close();
	await chmod(path, FILE_MODE);
}
