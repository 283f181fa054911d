import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const run = join(import.meta.dirname, 'run.ts');

it('SM7 the command runs one seed, shows its history on request, and says its trace and whether all checks hold', async () => {
	const { trace } = await simulate({ seed: 4, steps: 20 });
	const arguments_ = [run, '--seed', '4', '--steps', '20'];
	const quiet = execFileSync(process.execPath, arguments_, { encoding: 'utf8' }).trim().split('\n');
	expect(quiet).toHaveLength(2);
	expect(quiet[0]).toMatch(`trace ${trace}`);
	expect(quiet[1]).toBe('every check holds');
	const traced = execFileSync(process.execPath, [...arguments_, '--trace'], { encoding: 'utf8' })
		.trim()
		.split('\n');
	expect(traced.slice(-2)).toEqual(quiet);
	expect(traced.length).toBeGreaterThan(100);
});

it('SM7 a seed that is no number is refused', () => {
	expect(() => execFileSync(process.execPath, [run, '--seed', 'x'], { stdio: 'pipe' })).toThrow();
});
