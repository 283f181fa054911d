import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { blemishes } from './blemishes.ts';
import { lookAt, openLook, type StateNames, stateNames, turn, VIEWS, type View } from './look.ts';
import { elementsWithStates, type GalleryServer, serveGallery } from './serve.ts';

let browser: Browser;
let gallery: GalleryServer;
let page: Page;
let states: StateNames;
/** Console errors, page errors, requests to other hosts. */
const problems: string[] = [];

beforeAll(async () => {
	[browser, gallery] = await Promise.all([startChromium(), serveGallery(0)]);
	page = await openLook(browser);
	page.on('console', (message) => {
		if (message.type() === 'error') problems.push(message.text());
	});
	page.on('pageerror', (error) => problems.push(String(error)));
	page.on('request', (request) => {
		if (new URL(request.url()).origin !== gallery.url) problems.push(request.url());
	});
	states = await stateNames(page, gallery.url);
});
afterAll(async () => {
	await Promise.all([browser?.close(), gallery?.close()]);
});

test.each(elementsWithStates())(
	'CL80 %s is accessible and fits in every state, in both themes and languages, at both ends of the widths',
	async (element) => {
		const found: string[] = [];
		for (const state of states[element] ?? []) {
			for (const [k, view] of VIEWS.entries()) {
				if (k === 0) {
					await lookAt(page, gallery.url, element, state, view);
					await page.evaluate(axe.source);
				} else await turn(page, view);
				const seen = [...(await page.evaluate(blemishes)), ...(await violations(page, view)), ...problems.splice(0)];
				found.push(...seen.map((one) => `${state} ${view.theme} ${view.language} ${view.width}: ${one}`));
			}
		}
		expect(found).toEqual([]);
		expect(states[element]?.length).toBeGreaterThan(0);
	},
);

/** What axe finds; of the dark theme the colours alone, for nothing else is another there. */
async function violations(on: Page, { theme }: View): Promise<string[]> {
	const rules = theme === 'dark' ? "{ runOnly: ['color-contrast'] }" : '';
	const { violations: all } = await on.evaluate<AxeResults>(`axe.run(${rules})`);
	return all.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}
