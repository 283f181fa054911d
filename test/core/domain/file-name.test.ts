import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileName } from '../../../core/domain/file-name.ts';

test.each([
	['photo.jpg', 'photo.jpg'],
	['假期 照片.jpg', '假期 照片.jpg'],
	['../../etc/passwd', 'passwd'],
	['C:\\Users\\me\\a.txt', 'a.txt'],
	['a/b\\c', 'c'],
	['a/', 'file'],
	['..', 'file'],
	['.', 'file'],
	['', 'file'],
	['   ', 'file'],
	['.htaccess', 'htaccess'],
	['...a.txt...', 'a.txt'],
	['a\0b\r\nc\u001b[31m.txt', 'abc[31m.txt'],
	['photo\u202egpj.exe', 'photogpj.exe'],
	['a\u2066b\u2069\u200b\ufeff.txt', 'ab.txt'],
	['a\u2028b\u2029.txt', 'ab.txt'],
	['half\ud83d.txt', 'half.txt'],
	['e\u0301.txt', 'é.txt'],
	['a  \t b.txt', 'a b.txt'],
	['what?<is>:"this"|*.txt', 'what__is___this___.txt'],
	['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
])('FI5 %j is called %j', (input, name) => {
	expect(fileName(input)).toBe(name);
});

test('FI5 a long name is cut to 255 bytes between characters, its extension kept', () => {
	expect(fileName(`${'a'.repeat(300)}.tar`)).toBe(`${'a'.repeat(251)}.tar`);
	expect(fileName(`${'中'.repeat(300)}.jpg`)).toBe(`${'中'.repeat(83)}.jpg`);
	expect(fileName('b'.repeat(300))).toBe('b'.repeat(255));
	expect(fileName(`a.${'x'.repeat(300)}`)).toBe(`a.${'x'.repeat(253)}`);
});

test('FI5 whatever it was called, its name is safe, and stays as it is', () => {
	const units = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 400 }));
	fc.assert(
		fc.property(units, (input) => {
			const name = fileName(input);
			expect(name).toMatch(/^[^.\s/\\].*$|^[^.\s/\\]$/u);
			expect(name).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/u);
			expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
			expect(name.isWellFormed()).toBe(true);
			expect(fileName(name)).toBe(name);
		}),
	);
});
