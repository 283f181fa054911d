import { expect, test } from 'vitest';
import { buildClient } from '../../web/build.ts';
import { CHAT_SCRIPT_BYTES_MAX, pageScripts, sumOf } from '../support/page-weight.ts';

test('CL15 documents name built files, hold nothing inline, and name no other host', async () => {
	const files = await buildClient();
	const documents = [...files.keys()].filter((path) => path.endsWith('.html'));
	expect(documents).toHaveLength(7);
	for (const name of documents) {
		const { body, type, immutable } = files.get(name)!;
		const html = body.toString('utf8');
		expect([type, immutable]).toEqual(['text/html; charset=utf-8', false]);
		const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
		expect(named.filter((path) => !files.has(path))).toEqual([]);
		expect(named).toHaveLength(5);
		expect(html).not.toMatch(/\{\{|ELEMENT|ENTRY/);
		expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
	}
	for (const [path, { body, immutable, type }] of files) {
		const hosts = [...body.toString('utf8').matchAll(/https?:\/\/[\w.-]+/g)].map(([url]) => url);
		expect(hosts.filter((url) => url !== 'http://www.w3.org')).toEqual([]);
		expect(immutable).toBe(/^\/assets\/[\w-]+-[A-Z0-9]{8}\.(js|css)$/.test(path));
		expect(type).not.toBe('');
	}
	expect(await buildClient()).toEqual(files);
});

test('CL85 the chat page loads at most 90 KB of JavaScript, gzipped', async () => {
	const scripts = pageScripts(await buildClient(), '/index.html');
	expect(scripts.size).toBeGreaterThan(3);
	expect(sumOf(scripts)).toBeLessThanOrEqual(CHAT_SCRIPT_BYTES_MAX);
});
