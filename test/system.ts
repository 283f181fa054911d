/** What the tests need of the system, installed through Debian's package manager where this process may. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type SystemPart = 'mariadb' | 'chromium';

const PARTS: Record<SystemPart, { readonly programs: readonly string[]; readonly package: string }> = {
	mariadb: { programs: ['mariadbd', 'mysqld'], package: 'mariadb-server' },
	chromium: { programs: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium' },
};

const tried = new Map<SystemPart, string | undefined>();

/** Finds or installs the part, once a run. Returns a sentence with the command to run by hand when it could not. */
export function ensureSystem(part: SystemPart): string | undefined {
	if (!tried.has(part)) tried.set(part, install(part));
	return tried.get(part);
}

/** Path of the part's program, undefined where it is not installed. */
export function findProgram(part: SystemPart): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/usr/local/bin'];
	return PARTS[part].programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(executable);
}

function install(part: SystemPart): string | undefined {
	if (findProgram(part)) return undefined;
	const command = `apt-get update && apt-get install -y --no-install-recommends ${PARTS[part].package}`;
	const root = process.getuid?.() === 0;
	console.log(`installing ${PARTS[part].package} …`);
	const shell = root ? command : `sudo -n sh -c '${command}'`;
	spawnSync('sh', ['-c', shell], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
	return findProgram(part) ? undefined : `${PARTS[part].package} is missing; run: sudo sh -c '${command}'`;
}

function executable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
