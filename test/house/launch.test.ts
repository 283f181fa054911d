import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './sources.ts';

/** Stands in for npm: notes its arguments, then puts into place what the lockfile names. */
const FAKE_NPM = `
const fs = require('node:fs');
const first = !fs.existsSync('npm-calls');
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
const runtime = 'node_modules/' + RUNTIME;
fs.mkdirSync(require('node:path').dirname(runtime), { recursive: true });
if (!fs.existsSync(runtime)) fs.symlinkSync(process.execPath, runtime);
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
if (process.argv.includes('--omit=dev')) for (const key of Object.keys(lock.packages)) if (lock.packages[key].dev) delete lock.packages[key];
// A Node that is too old for an optional package gets none.
if (first) delete lock.packages['node_modules/native'];
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock));
`;
/** On every platform but one the package with the runtime is called after it. */
const RUNTIME = `node-${process.platform === 'darwin' && process.arch === 'arm64' ? 'bin-' : ''}${process.platform}-${process.arch}`;
const LOCK = {
	packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', dev: true } },
};

let house: string;
beforeEach(() => {
	house = mkdtempSync(join(tmpdir(), 'webchat-launch-'));
	cpSync(join(root, 'transports/launch'), join(house, 'transports/launch'), { recursive: true });
	mkdirSync(join(house, 'test'));
	cpSync(join(root, 'test/launch.js'), join(house, 'test/launch.js'));
	writeFileSync(join(house, 'package.json'), '{"type":"module"}');
	writeFileSync(join(house, 'package-lock.json'), JSON.stringify(LOCK));
	mkdirSync(join(house, 'fake'));
	writeFileSync(join(house, 'fake/package.json'), '{}');
	writeFileSync(join(house, 'fake/npm.js'), FAKE_NPM.replace('RUNTIME', JSON.stringify(`${RUNTIME}/bin/node`)));
	writeFileSync(
		join(house, 'transports/main.ts'),
		'console.log("server", process.argv.slice(2).join(" ")); process.exitCode = 7;',
	);
	writeFileSync(join(house, 'test/run.ts'), 'console.log("tests");');
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

test('HO9 a start on a fresh clone installs without the packages of the tests, a second one nothing', () => {
	const first = launch('transports/launch/start.js', ['--port', '1']);
	expect(first.stdout).toBe('server --port 1\n');
	expect(first.status).toBe(7);
	expect(first.stderr.split('\n').filter(Boolean)).toHaveLength(1);
	launch('transports/launch/start.js');
	expect(calls()).toEqual(['ci --no-audit --no-fund --loglevel=error --omit=dev']);
});

test('HO9 a test run after a start installs what is still missing, a changed lockfile everything', () => {
	launch('transports/launch/start.js');
	expect(launch('test/launch.js').stdout).toBe('tests\n');
	expect(calls().at(-1)).toContain('--include=dev');
	launch('transports/launch/start.js');
	expect(calls()).toHaveLength(2);
	writeFileSync(join(house, 'package-lock.json'), JSON.stringify(LOCK).replace('1.0.0', '1.0.1'));
	launch('transports/launch/start.js');
	expect(calls()).toHaveLength(3);
});

test('HO9 what npm left out for the Node it ran on is installed by the Node that came', () => {
	const native = { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] };
	const elsewhere = { version: '1.0.0', optional: true, os: ['plan9'], cpu: [process.arch] };
	const lock = { packages: { ...LOCK.packages, 'node_modules/native': native, 'node_modules/elsewhere': elsewhere } };
	writeFileSync(join(house, 'package-lock.json'), JSON.stringify(lock));
	expect(launch('transports/launch/start.js').stdout).toContain('server');
	expect(calls()).toHaveLength(2);
	launch('transports/launch/start.js');
	expect(calls()).toHaveLength(2);
});

test('HO9 signals reach the program, and its end ends the launcher', async () => {
	writeFileSync(
		join(house, 'transports/main.ts'),
		'process.on("SIGTERM", () => process.exit(3)); setInterval(() => {}, 1000); console.log("up");',
	);
	const child = spawn(process.execPath, [join(house, 'transports/launch/start.js')], {
		cwd: house,
		env: environment(),
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	await once(child.stdout, 'data');
	child.kill('SIGTERM');
	const [code] = await once(child, 'exit');
	expect(code).toBe(3);
});

test('HO9 the program notices that its launcher was killed', async () => {
	writeFileSync(
		join(house, 'transports/main.ts'),
		'process.on("disconnect", () => { console.log("alone"); process.exit(0); }); console.log("up");',
	);
	const child = spawn(process.execPath, [join(house, 'transports/launch/start.js')], {
		cwd: house,
		env: environment(),
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	await once(child.stdout, 'data');
	child.kill('SIGKILL');
	const rest: string[] = [];
	child.stdout.on('data', (part) => rest.push(String(part)));
	await once(child.stdout, 'close');
	expect(rest.join('')).toBe('alone\n');
});

test('HO9 the program notices that npm, with a shell in between, was killed', async () => {
	writeFileSync(
		join(house, 'transports/main.ts'),
		'process.on("disconnect", () => { console.log("alone"); process.exit(0); }); console.log("up");',
	);
	const npm = `const { spawn } = require('node:child_process'); spawn('sh', ['-c', '"$@"; exit $?', 'sh', ...process.argv.slice(1)], { stdio: 'inherit' });`;
	const child = spawn(process.execPath, ['-e', npm, process.execPath, join(house, 'transports/launch/start.js')], {
		cwd: house,
		env: { ...environment(), npm_lifecycle_event: 'start' },
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	await once(child.stdout, 'data');
	child.kill('SIGKILL');
	const rest: string[] = [];
	child.stdout.on('data', (part) => rest.push(String(part)));
	await once(child.stdout, 'close');
	expect(rest.join('')).toBe('alone\n');
});

test('HO9 the lockfile holds every optional package that one of its packages names, for whatever platform', () => {
	const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
	const entries: { optionalDependencies?: Record<string, string> }[] = Object.values(packages);
	const named = entries.flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((name) => !Object.hasOwn(packages, `node_modules/${name}`))).toEqual([]);
});

function launch(script: string, args: readonly string[] = []) {
	return spawnSync(process.execPath, [join(house, script), ...args], {
		cwd: house,
		encoding: 'utf8',
		env: environment(),
	});
}

function environment(): NodeJS.ProcessEnv {
	return { ...process.env, npm_execpath: join(house, 'fake/npm.js') };
}

function calls(): string[] {
	const path = join(house, 'npm-calls');
	return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}
