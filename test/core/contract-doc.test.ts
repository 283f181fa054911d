import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONTRACT_FILE, contractDoc } from '../../core/contract-doc.ts';
import { COMMANDS } from '../../core/domain/commands.ts';
import { EVENTS } from '../../core/domain/events.ts';
import { REJECTIONS } from '../../core/domain/rejection.ts';

test('EV12 the contract is what the schemas say: `npm run contract` would change nothing', () => {
	expect(readFileSync(CONTRACT_FILE, 'utf8')).toBe(contractDoc());
});

test('EV12 it names every request, event and refusal, and nothing hidden', () => {
	const doc = contractDoc();
	const names = [...Object.keys(COMMANDS), ...Object.keys(EVENTS), ...REJECTIONS];
	expect(names.filter((name) => !doc.includes(`| \`${name}\` |`))).toEqual([]);
	expect(doc).not.toMatch(/\bsalt\b|undefined|\[object/);
});
