import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REJECTIONS } from '../../../core/domain/rejection.ts';
import { preferredLanguage, sentence } from '../../../core/messages/sentence.ts';

test.each(['zh', 'en'] as const)('AC8 the sentences in %s are those of the codes, each once', (language) => {
	const file = readFileSync(join(import.meta.dirname, `../../../core/messages/refusals.${language}.json`), 'utf8');
	const codes = [...file.matchAll(/^\s*"([^"]+)":/gm)].map((match) => match[1]);
	expect(codes).toEqual([...REJECTIONS]);
	const sentences = REJECTIONS.map((code) => sentence(code, language));
	expect(new Set(sentences).size).toBe(REJECTIONS.length);
	expect(sentences.filter((text) => /\p{Script=Han}/u.test(text) !== (language === 'zh'))).toEqual([]);
});

test('AC8 a name that exists is told in the words of the brief', () => {
	expect(sentence('username-taken', 'zh')).toBe('用户名已经存在');
});

test.each([
	['en', 'en'],
	['en-GB', 'en'],
	['EN-us, fr', 'en'],
	['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
	['zh;q=0.1, en;q=0.2', 'en'],
	['fr, en;q=0.5', 'en'],
	['en, *;q=0.5', 'en'],
	['en ; q = 0.8 , zh ; q = 0.7', 'en'],
	['en, zh;q=0', 'en'],
	['en;q=0.001', 'en'],
	[undefined, 'zh'],
	['', 'zh'],
	['zh', 'zh'],
	['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
	['en;q=0.8, zh-TW', 'zh'],
	['en, zh', 'zh'],
	['en;q=0.5, zh;q=0.5', 'zh'],
	['*', 'zh'],
	['*, en;q=0.5', 'zh'],
	['de, fr;q=0.5', 'zh'],
	['en;q=0', 'zh'],
	['en;q=2', 'zh'],
	['en;q=0.1234', 'zh'],
	['en;q=x', 'zh'],
	['english', 'zh'],
	['e', 'zh'],
	[',;,', 'zh'],
	['en;q=1.000', 'en'],
])('AC9 %j is answered in %s', (header, language) => {
	expect(preferredLanguage(header)).toBe(language);
});
