import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { elementsWithStates } from '../gallery/serve.ts';
import { root } from './sources.ts';

test('HO11 every element has its states in the gallery', () => {
	const elements = readdirSync(join(root, 'web/elements'));
	expect(elements.length).toBeGreaterThan(20);
	expect(elementsWithStates().sort(), 'see “How to add an element” in the README').toEqual(elements.sort());
});
