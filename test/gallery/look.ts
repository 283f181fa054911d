/** A browser's page in front of the gallery. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Language } from '../../web/shared/i18n.ts';
// What the pages put on `window`.
import type {} from './page/gallery.ts';
import type {} from './page/state-page.ts';

export interface View {
	readonly theme: 'light' | 'dark';
	readonly language: Language;
	readonly width: number;
	readonly height: number;
}

/** States by element. */
export type StateNames = Readonly<Record<string, readonly string[]>>;

const READY_MS_MAX = 20_000;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 700 };

/** Both themes and both languages at both ends of the widths, in four looks. */
export const VIEWS: readonly View[] = [
	{ theme: 'light', language: 'zh', ...WIDE },
	{ theme: 'dark', language: 'en', ...WIDE },
	{ theme: 'light', language: 'en', ...NARROW },
	{ theme: 'dark', language: 'zh', ...NARROW },
];

/** Nothing moves, and times are told in one zone, so that a state looks the same wherever it is looked at. */
export async function openLook(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
	const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'Asia/Shanghai', ...options });
	context.setDefaultTimeout(READY_MS_MAX);
	return context.newPage();
}

export async function stateNames(page: Page, url: string): Promise<StateNames> {
	await page.goto(url);
	return (await page.waitForFunction(() => window.galleryStates)).evaluate((names) => names ?? {});
}

/** Opens a state as it is seen so; resolves once it is there. */
export async function lookAt(page: Page, url: string, element: string, state: string, view: View): Promise<void> {
	const { theme, language, width, height } = view;
	await page.setViewportSize({ width, height });
	await page.goto(`${url}/state/${element}/${state}?theme=${theme}&language=${language}`);
	await page.locator('html[data-ready]').waitFor();
}

/** The state that is there, seen otherwise. */
export async function turn(page: Page, { theme, language, width, height }: View): Promise<void> {
	await page.setViewportSize({ width, height });
	await page.evaluate(([one, other]) => window.statePage?.show(one, other), [theme, language] as const);
}
