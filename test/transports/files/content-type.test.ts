import { expect, test } from 'vitest';
import { contentType, HEAD_BYTES } from '../../../transports/files/content-type.ts';
import { picture } from '../../support/pictures.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
	['a page that says it is a picture', '<html><script>alert(1)</script>', 'image/png', 'text/plain'],
	['a page', '<!doctype html><p>hi', 'text/html; charset=utf-8', 'text/html'],
	['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', 'image/svg+xml'],
	['an SVG with a head', '<?xml version="1.0"?><svg/>', 'image/svg+xml', 'image/svg+xml'],
	['XML that says nothing', '<?xml version="1.0"?><a/>', '', 'application/xml'],
	['a PDF that says it is a page', '%PDF-1.7 <script>', 'text/html', 'application/pdf'],
	[
		'a ZIP that says it is a film',
		'PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a',
		'video/mp4',
		'application/zip',
	],
	['text', 'hello', '', 'text/plain'],
	['text in Chinese', '\xe4\xbd\xa0\xe5\xa5\xbd', 'text/markdown', 'text/markdown'],
	['text cut within a character', `${'\xe4\xbd\xa0'.repeat(HEAD_BYTES / 3)}\xe4`, '', 'text/plain'],
	['text that says something dangerous to say', 'hello', 'text/x\r\nSet-Cookie: a=b', 'text/plain'],
	['text that says it is a film', 'hello', 'video/mp4', 'text/plain'],
	['bytes', '\x00\x01\x02\x03', 'text/plain', 'application/octet-stream'],
	['bytes that are no UTF-8', 'caf\xe9', 'text/plain', 'application/octet-stream'],
	['nothing', '', 'image/png', 'text/plain'],
])('FI7 %s', async (_, content, said, type) => {
	expect(await contentType(bytes(content), said)).toBe(type);
});

test.each(['jpeg', 'png', 'webp', 'gif'] as const)('FI7 a %s whatever it says', async (format) => {
	expect(await contentType(await picture(format), 'text/html')).toBe(`image/${format}`);
});
