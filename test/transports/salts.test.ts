import { expect, test } from 'vitest';
import { createSalts } from '../../transports/salts.ts';

test('EV3 every salt is 16 random bytes of its own, however many are asked for', () => {
	const newSalt = createSalts();
	const salts = Array.from({ length: 2000 }, newSalt);
	for (const salt of salts) expect(salt).toMatch(/^[0-9a-f]{32}$/);
	expect(new Set(salts).size).toBe(salts.length);
	expect(salts).not.toContain('0'.repeat(32));
	expect(createSalts()()).not.toBe(salts[0]);
});
