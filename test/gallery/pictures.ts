/** Pictures of the gallery by the system's Chromium: the README's, and of each state in each of its looks. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChromium } from '../support/chromium.ts';
import { lookAt, openLook, stateNames, VIEWS, type View } from './look.ts';

/** Small enough to live in the repository, without a letter that cannot be read. */
const WEBP_QUALITY = 72;

interface ReadmePicture {
	readonly name: string;
	readonly element: string;
	readonly state: string;
	readonly view: View;
}

const WIDE = { width: 1200, height: 720 };
const PHONE = { width: 360, height: 720 };
export const README_PICTURES: readonly ReadmePicture[] = [
	{ name: 'chat-zh', element: 'webchat-app', state: 'pair', view: { theme: 'light', language: 'zh', ...WIDE } },
	{ name: 'group-dark-en', element: 'webchat-app', state: 'group', view: { theme: 'dark', language: 'en', ...WIDE } },
	{ name: 'phone-zh', element: 'webchat-app', state: 'welcome', view: { theme: 'light', language: 'zh', ...PHONE } },
	{ name: 'phone-dark-en', element: 'webchat-app', state: 'pair', view: { theme: 'dark', language: 'en', ...PHONE } },
];

/** Where they stand. */
export const README_FOLDER = join(import.meta.dirname, '../../web/pictures');

/** Writes `<name>.webp` for the README into the folder; resolves with how many. */
export function takeReadmePictures(url: string, folder: string): Promise<number> {
	return withPage(async (page) => {
		for (const { name, element, state, view } of README_PICTURES) {
			await lookAt(page, url, element, state, view);
			await write(join(folder, `${name}.webp`), await webp(page));
		}
		return README_PICTURES.length;
	});
}

/** Writes `<element>/<state>-….png` into the folder; resolves with how many. */
export function takeStatePictures(url: string, folder: string): Promise<number> {
	return withPage(async (page) => {
		const all = Object.entries(await stateNames(page, url)).flatMap(([element, states]) =>
			states.map((state) => ({ element, state })),
		);
		for (const { element, state } of all) {
			for (const view of VIEWS) {
				await lookAt(page, url, element, state, view);
				await write(pathOf(folder, element, state, view), await page.screenshot());
			}
		}
		return all.length * VIEWS.length;
	});
}

async function withPage<T>(take: (page: Page) => Promise<T>): Promise<T> {
	const browser = await startChromium();
	try {
		return await take(await openLook(browser));
	} finally {
		await browser.close();
	}
}

/** Playwright itself knows no WebP. */
async function webp(page: Page): Promise<Buffer> {
	const session = await page.context().newCDPSession(page);
	const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: WEBP_QUALITY });
	await session.detach();
	return Buffer.from(data, 'base64');
}

function pathOf(folder: string, element: string, state: string, { theme, language, width }: View): string {
	return join(folder, element, `${state}-${width}-${theme}-${language}.png`);
}

async function write(path: string, bytes: Buffer): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, bytes);
}
