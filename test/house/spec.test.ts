import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inRoom, root } from './sources.ts';

const spec = readFileSync(join(root, 'core/SPEC.md'), 'utf8');
/** `- **FR3** …`, in whatever list or bold form: an id at the beginning of its line. */
const rules = [...spec.matchAll(/^(?:[-*]\s+)?(?:\*\*)?([A-Z]{2}\d+)\b/gm)].map((match) => match[1]!);
const areas = new Set([...spec.matchAll(/^## ([A-Z]{2}) — /gm)].map((match) => match[1]!));
const titles = inRoom('test')
	.filter((source) => source.path.endsWith('.test.ts') || source.path.startsWith('test/contract/'))
	.flatMap((source) =>
		[
			...source.text.matchAll(
				/\b(?:test|it)(?:\.each\((?:[^()]|\([^()]*\))*\)|\.for\((?:[^()]|\([^()]*\))*\))?\(\s*(['"`])(.*?)\1/gs,
			),
		].map((match) => ({ path: source.path, title: match[2]! })),
	);
const cited = new Set(
	titles.flatMap(({ title }) => /^([A-Z]{2}\d+(?:, ?[A-Z]{2}\d+)*)/.exec(title)?.[1]?.split(/, ?/) ?? []),
);

test('HO8 a rule id is given once', () => {
	expect(rules.filter((rule, k) => rules.indexOf(rule) !== k)).toEqual([]);
	expect(rules.filter((rule) => !areas.has(rule.slice(0, 2)))).toEqual([]);
});

test('HO8 every rule has a test', () => {
	expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});

test('HO8 every test names a rule that is there', () => {
	expect([...cited].filter((rule) => !rules.includes(rule))).toEqual([]);
	expect(titles.filter(({ title }) => !/^[A-Z]{2}\d+/.test(title) && !title.startsWith('${'))).toEqual([]);
});
