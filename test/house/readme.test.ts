import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { README_FOLDER, README_PICTURES } from '../gallery/pictures.ts';
import { root } from './sources.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
const named = [...new Set([...readme.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!))];

test('HO10 every script that the README names is there, and every file that it points to', () => {
	expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
	expect(named.length).toBeGreaterThan(0);
	const files = [...readme.matchAll(/`((?:core|projections|transports|web|test)\/[\w./-]+\.(?:ts|md))`/g)].map(
		(match) => match[1]!,
	);
	expect(files.filter((file) => !exists(file))).toEqual([]);
});

test.each(['sim', 'echo', 'migrate', 'gallery', 'admin'])('HO10 npm run %s explains itself', (name) => {
	const [, script] = scripts[name]!.split(' ');
	const run = spawnSync(process.execPath, [join(root, script!), '--help'], { encoding: 'utf8' });
	expect(run.status).toBe(0);
	expect(run.stdout).toContain('--');
});

function exists(file: string): boolean {
	try {
		readFileSync(join(root, file));
		return true;
	} catch {
		return false;
	}
}

test('CL192 the README shows the pictures that the gallery takes of itself, and there are no others', () => {
	const taken = README_PICTURES.map(({ name }) => `${name}.webp`).toSorted();
	const shown = [...readme.matchAll(/!\[[^\]]+\]\(web\/pictures\/([^)]+)\)/g)].map(([, name]) => name);
	expect(readdirSync(README_FOLDER).toSorted()).toEqual(taken);
	expect(shown.toSorted()).toEqual(taken);
});
