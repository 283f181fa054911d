/** What the tests need of the system, installed through Debian's package manager where this process may. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type SystemPart = 'mariadb' | 'chromium';

const PARTS: Record<SystemPart, { readonly programs: readonly string[]; readonly package: string }> = {
	mariadb: { programs: ['mariadbd', 'mysqld'], package: 'mariadb-server' },
	chromium: { programs: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium' },
};

/** The system's own programs need not stand on everybody's path. */
const FOLDERS = [
	...(process.env.PATH ?? '').split(delimiter),
	'/usr/sbin',
	'/usr/bin',
	'/usr/local/sbin',
	'/usr/local/bin',
];

const tried = new Map<SystemPart, string | undefined>();

/** Finds or installs the part, once a run. Returns a sentence with the command to run by hand when it could not. */
export function ensureSystem(part: SystemPart): string | undefined {
	if (!tried.has(part)) tried.set(part, install(part));
	return tried.get(part);
}

/** Path of the part's program, or of another one that comes with it. Throws the sentence of `ensureSystem` where there is none. */
export function programOf(part: SystemPart, names: readonly string[] = PARTS[part].programs): string {
	const found = find(names);
	if (found === undefined) throw new Error(missing(part));
	return found;
}

function find(names: readonly string[]): string | undefined {
	return names.flatMap((name) => FOLDERS.map((folder) => join(folder, name))).find(executable);
}

function install(part: SystemPart): string | undefined {
	const { programs } = PARTS[part];
	if (find(programs) !== undefined) return undefined;
	const command = installation(part);
	const root = process.getuid?.() === 0;
	console.log(`installing ${PARTS[part].package} …`);
	const shell = root ? command : `sudo -n sh -c '${command}'`;
	spawnSync('sh', ['-c', shell], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
	return find(programs) === undefined ? missing(part) : undefined;
}

function installation(part: SystemPart): string {
	return `apt-get update && apt-get install -y --no-install-recommends ${PARTS[part].package}`;
}

function missing(part: SystemPart): string {
	return `${PARTS[part].package} is missing; run: sudo sh -c '${installation(part)}'`;
}

function executable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
