import { expect, test } from 'vitest';
import { elementsIn, parseMarkup, textOf } from '../../../transports/outside/html.ts';
import { at, numberIn, parseJson, plainText, webAddress } from '../../../transports/outside/read.ts';

test('OU22 texts of others become one line without anything unseen', () => {
	expect(plainText('  a\n\tb\u0000\u202e\u200bc ', 10)).toBe('a b c');
	expect(plainText('𝒂𝒃𝒄', 2)).toBe('𝒂𝒃');
	expect(plainText('\ud800x', 5)).toBe('\ufffdx');
	expect(plainText('x'.repeat(10_000_000), 3)).toBe('xxx');
	expect([plainText(' \n', 5), plainText(5, 5), plainText(null, 5)]).toEqual([undefined, undefined, undefined]);
});

test('OU22 numbers are such within their bounds', () => {
	const read = (value: unknown) => numberIn(value, -50, 60);
	expect(['21', ' -3.5℃ ', 7, '40%'].map(read)).toEqual([21, -3.5, 7, 40]);
	expect(['', '1e9', 'NaN', '999', Number.NaN, Infinity, null, {}, [1], '0x10'].map(read)).toEqual(
		Array(10).fill(null),
	);
});

test('OU22 addresses lead to the web and nowhere else', () => {
	const base = 'https://www.news.cn/a/';
	expect(webAddress('../b', base)).toBe('https://www.news.cn/b');
	expect(webAddress('//img.news.cn/x.jpg', base)).toBe('https://img.news.cn/x.jpg');
	const bad = [
		'javascript:alert(1)',
		' JaVaScRiPt:alert(1)',
		'data:text/html,x',
		'ftp://a/',
		'https://u:p@a/',
		'http://[',
	];
	expect([...bad, `/${'x'.repeat(3_000)}`, 5, undefined].map((url) => webAddress(url, base))).toEqual(
		Array(9).fill(undefined),
	);
});

test('OU22 paths into what others sent lead nowhere rather than wrong', () => {
	const value = parseJson('{"a":[{"b":1}],"__proto__":{"c":2}}');
	expect(at(value, 'a', 0, 'b')).toBe(1);
	expect([at(value, 'a', 'length', 'x'), at(value, 'toString'), at(undefined, 'a'), at('text', 0)]).toEqual(
		Array(4).fill(undefined),
	);
	expect(parseJson('{')).toBeUndefined();
});

test('OU22 a document is read however deep it is, and what a script says is no text', () => {
	const deep = parseMarkup(`${'<b>'.repeat(200_000)}x<script>evil()</script>`);
	expect([...elementsIn(deep)]).toHaveLength(50_000);
	const [first] = elementsIn(deep);
	expect(first && textOf(first)).toBe('x');
});
