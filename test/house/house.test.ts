import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inRoom, ROOMS, type Room, root, type Source, sources } from './sources.ts';

/** Which rooms a room may import from, itself included; `web` and `bench` reach into others only where listed below. */
const MAY_IMPORT: Record<Room, readonly Room[]> = {
	core: ['core'],
	projections: ['projections', 'core'],
	transports: ['transports', 'projections', 'core'],
	web: ['web', 'core'],
	bench: ['bench', 'web', 'core'],
	test: ROOMS,
};

/**
 * What the client may load of `core`: files without packages that mean something in a browser, among them the rules of
 * input, so that page and server cannot differ, and the sentences of refusals. Types may come from anywhere there.
 */
const CORE_FOR_CLIENTS =
	/^core\/((wire|ids|clock|domain\/(username|password|phone|email|text|parsed|line|rejection))\.ts|messages\/refusals\.(en|zh)\.json)$/;
/** The one door of `transports` to the built client. */
const WEB_FOR_TRANSPORTS = /^web\/build\.ts$/;

/** Packages and built-in modules that one file alone may import. */
const ONE_DOOR: Record<string, RegExp> = {
	mysql2: /^core\/log\//,
	'mysql2/promise': /^core\/log\//,
	'node:sqlite': /^core\/log\//,
	lit: /^web\/(elements|pages|main|shared)/,
	hono: /^transports\/http\//,
};

/** Places that are pure or run on handed-in time: nothing there may look at a clock, a timer, chance or the environment. */
const PURE =
	/^(core\/domain|core\/loop|core\/ids|core\/log\/memory|projections|transports\/gateway|transports\/node|transports\/bus|transports\/brief|transports\/ws|web\/client)/;
const IMPURE =
	/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(Timeout|Interval|Immediate)\(|\bprocess\.(env|nextTick|hrtime)|\bperformance\.now\(|\brandom(Bytes|UUID|Int)\(/;

describe('house', () => {
	test.each(inRoom('core', 'projections', 'transports', 'web', 'bench'))(
		'HO1 $path imports only from where its room may',
		(source) => {
			const wrong = source.imports.filter(({ target, typeOnly }) => !allowed(source, target, typeOnly));
			expect(wrong).toEqual([]);
		},
	);

	test('HO1 nobody imports test', () => {
		expect(
			inRoom('core', 'projections', 'transports', 'web', 'bench').flatMap((s) =>
				s.imports.filter((i) => i.target.startsWith('test/')),
			),
		).toEqual([]);
	});

	test.each(Object.entries(ONE_DOOR))('HO2 %s stays behind its door', (name, door) => {
		const users = inRoom('core', 'projections', 'transports', 'web', 'bench').filter((s) =>
			s.imports.some((i) => i.target === name && !i.typeOnly),
		);
		expect(users.filter((s) => !door.test(s.path)).map((s) => s.path)).toEqual([]);
	});

	test.each(['mysql2', 'node:sqlite'])('HO2 exactly one file imports %s', (name) => {
		const users = inRoom('core', 'projections', 'transports').filter((s) =>
			s.imports.some((i) => (i.target === name || i.target.startsWith(`${name}/`)) && !i.typeOnly),
		);
		expect(users.map((s) => s.path)).toHaveLength(1);
	});

	test('HO2 TCP sockets are met by the front door and one file behind it', () => {
		const users = inRoom('transports').filter((s) =>
			/from 'node:net'/.test(
				s.text.replace(/^import (?:type \{.*\}|\{ (?:(?:BlockList|isIP|type \w+),? )+\}) from 'node:net';$/gm, ''),
			),
		);
		expect(users.map((s) => s.path).filter((path) => !path.startsWith('transports/front-door/'))).toEqual([
			'transports/net-socket.ts',
		]);
	});

	test('HO3 pure places look at no clock, timer, chance or environment', () => {
		const wrong = sources.filter((s) => PURE.test(s.path)).flatMap((s) => lines(s, IMPURE));
		expect(wrong).toEqual([]);
	});

	test('HO4 no escape from the type system, nothing left undone', () => {
		const bans =
			/\bas any\b|: any\b|<any>|\bas unknown as\b|@ts-(ignore|nocheck|expect-error)|\b(TODO|FIXME|XXX|HACK)\b/;
		const wrong = sources
			.filter((s) => s.path !== 'test/house/house.test.ts')
			.flatMap((s) => [...lines(s, bans), ...textLines(s, /@ts-(ignore|nocheck)|\b(TODO|FIXME)\b/)]);
		expect(wrong).toEqual([]);
	});

	test('HO4 no test is skipped, focused or left for later', () => {
		const wrong = inRoom('test')
			.filter((s) => s.path !== 'test/house/house.test.ts')
			.flatMap((s) => lines(s, /\b(test|it|describe)\.(skip|only|todo|fails|skipIf|runIf)\b/));
		expect(wrong).toEqual([]);
	});

	test('HO5 sources name no machine path and no registry', () => {
		const wrong = sources
			.filter((s) => s.path !== 'test/house/house.test.ts')
			.flatMap((s) => textLines(s, /\/work\/|registry\.npmjs|\b(design|protocol|mission|style)\.md\b/));
		expect(wrong).toEqual([]);
	});

	test('HO6 the top level holds what it should', () => {
		const extra = readdirSync(root).filter((name) => !name.startsWith('.') && !TOP_LEVEL.includes(name));
		expect(extra).toEqual([]);
	});

	test('HO7 the real entry loads with plain node', () => {
		const run = spawnSync(process.execPath, [join(root, 'transports/main.ts'), '--help'], { encoding: 'utf8' });
		expect(run.stderr).toBe('');
		expect(run.status).toBe(0);
		expect(run.stdout).toContain('WEBCHAT_PORT');
	});
});

const TOP_LEVEL = [
	...ROOMS,
	'package.json',
	'package-lock.json',
	'README.md',
	'LICENSE',
	'tsconfig.json',
	'biome.json',
	'vitest.config.ts',
	'node_modules',
	'data',
	'test-output',
];

function allowed(source: Source, target: string, typeOnly: boolean): boolean {
	const room = ROOMS.find((name) => target.startsWith(`${name}/`));
	if (room === undefined) return true;
	if (source.room === 'transports' && room === 'web') return WEB_FOR_TRANSPORTS.test(target);
	if (!MAY_IMPORT[source.room].includes(room)) return false;
	if ((source.room === 'web' || source.room === 'bench') && room === 'core')
		return typeOnly || CORE_FOR_CLIENTS.test(target);
	return true;
}

function lines(source: Source, pattern: RegExp): string[] {
	return numbered(source.path, source.code, pattern);
}

function textLines(source: Source, pattern: RegExp): string[] {
	return numbered(source.path, source.text, pattern);
}

function numbered(path: string, text: string, pattern: RegExp): string[] {
	return text.split('\n').flatMap((line, k) => (pattern.test(line) ? [`${path}:${k + 1} ${line.trim()}`] : []));
}
