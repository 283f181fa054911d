import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureSystem } from '../system.ts';

test('CL87 every figure of the chat page is within its limit', () => {
	expect(ensureSystem('chromium')).toBeUndefined();
	const script = join(import.meta.dirname, '../figures/run.ts');
	const { status, stdout } = spawnSync(process.execPath, [script, '--json'], { encoding: 'utf8', timeout: 580_000 });
	const figures: { name: string; value: number; max: number }[] = JSON.parse(stdout);
	expect(figures).toHaveLength(6);
	expect(figures.filter(({ value, max }) => !(value <= max))).toEqual([]);
	expect(status).toBe(0);
});
