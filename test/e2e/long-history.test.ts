import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import type { Browser, JSHandle, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { LongHistory } from '../support/long-history.ts';

const ROOT = join(import.meta.dirname, '../..');
const MESSAGES = 100_000;
/** With the lines of days between them. */
const ROWS_MAX = 450;
/** What is read may move by a part of a pixel, for browsers round. */
const MOVED_PX_MAX = 1;

let browser: Browser;
let page: Page;
let history: JSHandle<LongHistory>;

beforeAll(async () => {
	browser = await startChromium();
	const entry = join(ROOT, 'test/support/long-history.ts');
	const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'iife', write: false });
	await stop();
	page = await browser.newPage({ viewport: { width: 900, height: 700 } });
	await page.setContent('<!doctype html><body style="margin:0;display:grid;grid:100vh/1fr;font:15px/1.5 sans-serif">');
	await page.addStyleTag({ content: await readFile(join(ROOT, 'web/shared/tokens.css'), 'utf8') });
	await page.addScriptTag({ content: outputFiles[0]!.text });
	history = await page.evaluateHandle((count) => window.openHistory(count), MESSAGES);
});
afterAll(() => browser?.close());

test('CL28 older pages are loaded on the way up, and what is read does not move', async () => {
	const before = await history.evaluate((view) => view.loaded());
	let moved = 0;
	const loaded = async () => (await history.evaluate((view) => view.loaded())).first;
	while ((await loaded()) > before.first - 400)
		moved = Math.max(moved, await history.evaluate((view) => view.scroll(-150, 20)));
	expect(moved).toBeLessThan(MOVED_PX_MAX);
	expect(await history.evaluate((view) => view.rows())).toBeLessThan(ROWS_MAX);
});

test('CL28 of a hundred thousand messages a few hundred stand in the document, wherever one reads', async () => {
	await history.evaluate((view) => view.loadTo(1));
	expect(await history.evaluate((view) => view.loaded())).toEqual({ first: 1, newest: MESSAGES });
	for (const by of [-1e6, -300, 300, 1e6]) {
		const moved = await history.evaluate((view, step) => view.scroll(step, 10), by);
		expect(await history.evaluate((view) => view.rows())).toBeLessThan(ROWS_MAX);
		if (Math.abs(by) === 300) expect(moved).toBeLessThan(MOVED_PX_MAX);
	}
});

test('CL28 what arrives while one reads further up moves nothing; at the end it is followed', async () => {
	await history.evaluate((view) => view.scroll(-400, 5));
	const [before, after] = await history.evaluate(async (view) => {
		const first = view.firstText();
		for (let k = 0; k < 600; k++) await view.arrive();
		return [first, view.firstText()];
	});
	expect(after).toBe(before);
	expect(await history.evaluate((view) => view.scroll(0, 3))).toBeLessThan(MOVED_PX_MAX);
	expect(await history.evaluate((view) => view.rows())).toBeLessThan(ROWS_MAX);
	await history.evaluate((view) => view.toEnd());
	await history.evaluate(async (view) => {
		for (let k = 0; k < 600; k++) await view.arrive();
	});
	expect(await history.evaluate((view) => view.rows())).toBeLessThan(ROWS_MAX);
	const fromEnd = (view: Element) => Math.round(view.scrollHeight - view.scrollTop - view.clientHeight);
	expect(await page.locator('webchat-messages .view').evaluate(fromEnd)).toBe(0);
	expect(await page.locator('webchat-messages .text').last().textContent()).toMatch(`#${MESSAGES + 1200} `);
});
