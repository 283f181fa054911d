import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { befriend } from '../support/people.ts';
import { picture } from '../support/pictures.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { NARROW, Visitor, WIDE } from './visitor.ts';

const FILE_BYTES_MAX = 4_000_000;
/** So slow that 3 MB take longer than anything here. */
const UPLOAD_BYTES_PER_S = 40_000;

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	const env = { WEBCHAT_LIMITS: `file-bytes=${FILE_BYTES_MAX}` };
	[browser, server] = await Promise.all([startChromium(), startServer({ env })]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

test('CL102, CL103 pictures and files are chosen, pasted and dropped, looked at, sent, seen and taken home', async () => {
	await bothIn(async (ann, ben) => {
		await ann.page.locator('webchat-composer .chosen').setInputFiles([
			{ name: '海边.jpg', mimeType: 'image/jpeg', buffer: await picture('jpeg', 900, 600) },
			{ name: '太大.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(FILE_BYTES_MAX + 1) },
			{ name: '空.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
		]);
		await ann.page.getByText(ann.text('attach.empty')).waitFor();
		await ann.page.getByText(ann.text('attach.too-large', { max: '3.8 MB' })).waitFor();
		await ann.inspect('attach');
		await ann.page.setViewportSize(WIDE);
		await ann.page.getByRole('button', { name: '发送 1 个' }).click();
		await seesPictures(ann.page, 1);
		await seesPictures(ben.page, 1);
		await ben.page.locator('webchat-messages button.picture').click();
		await ben.page.locator('webchat-picture img').waitFor();
		await ben.inspect('picture');
		await ben.page.setViewportSize(NARROW);
		await ben.press('Escape');
		await ben.page.locator('webchat-picture').waitFor({ state: 'detached' });

		await give(ann.page, 'paste', { name: 'clip.png', type: 'image/png', bytes: await picture('png') });
		await ann.page.getByRole('button', { name: '发送 1 个' }).press('Enter');
		await seesPictures(ben.page, 2);

		await give(ann.page, 'drop', { name: '会议记录.md', type: 'text/markdown', bytes: Buffer.from('# 一\n') });
		await ann.page.getByRole('button', { name: '发送 1 个' }).click();
		const link = ben.page.getByRole('link', { name: '会议记录.md' });
		const [download] = await Promise.all([ben.page.waitForEvent('download'), link.click()]);
		expect(download.suggestedFilename()).toBe('会议记录.md');
		expect(await readFile(await download.path(), 'utf8')).toBe('# 一\n');

		await ann.fill('composer.label', '很长。'.repeat(1000));
		await ann.button('composer.as-file').click();
		await ben.page.getByRole('link', { name: `${ann.text('composer.text-name')}.txt` }).waitFor();
		await ann.sees('很长', []);
		await ben.inspect('files');
		await ann.inspect('files-own');
	});
});

test('CL100, CL101, CL104 an upload shows how far it is, keeps nobody from writing, asks before it is lost, and can be ended', async () => {
	await bothIn(async (ann, ben) => {
		const network = await ann.page.context().newCDPSession(ann.page);
		const limits = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: UPLOAD_BYTES_PER_S };
		await network.send('Network.emulateNetworkConditions', limits);
		await ann.page
			.locator('webchat-composer .chosen')
			.setInputFiles([{ name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3_000_000, 7) }]);
		await ann.page.getByRole('button', { name: '发送 1 个' }).click();
		const progress = ann.page.getByLabel(ann.text('upload.progress', { name: 'film.bin' }));
		await progress.waitFor();
		await ann.say('文字不用等');
		await ben.page.locator('webchat-messages .view').getByText('文字不用等').waitFor();
		await ann.page.waitForFunction((bar) => (bar as HTMLProgressElement).value > 0, await progress.elementHandle());
		await ann.inspect('uploading');
		const asked = ann.page.waitForEvent('dialog');
		const left = ann.page.evaluate(() => location.assign('/settings'));
		const dialog = await asked;
		expect(dialog.type()).toBe('beforeunload');
		await dialog.dismiss();
		await left;
		await ann.button('upload.cancel', { name: 'film.bin' }).click();
		await progress.waitFor({ state: 'detached' });
		await network.send('Network.emulateNetworkConditions', { ...limits, uploadThroughput: -1 });
		await ann.say('还在');
		await ben.page.locator('webchat-messages .view').getByText('还在').waitFor();
		expect(await ben.page.getByText('film.bin').count()).toBe(0);
		expect(await ann.page.getByText('film.bin').count()).toBe(0);
	});
});

let visits = 0;

/** Two friends with their conversation open: one at a desk, in Chinese, one with a phone, in English. */
async function bothIn(what: (ann: Visitor, ben: Visitor) => Promise<void>): Promise<void> {
	visits += 1;
	const [one, other] = [`ann${visits}`, `ben${visits}`];
	await Visitor.visit(browser, server, one, 'zh', (ann) =>
		Visitor.visit(browser, server, other, 'en', async (ben) => {
			await befriend(server, await ann.comeIn(), await ben.comeIn());
			await ben.page.setViewportSize(NARROW);
			await ann.open(other);
			await ben.open(one);
			await what(ann, ben);
		}),
	);
}

/** So many pictures, each drawn. */
async function seesPictures(page: Page, count: number): Promise<void> {
	await page.waitForFunction((wanted) => {
		const inside = (root: Document | ShadowRoot): Element[] =>
			[...root.querySelectorAll('*')].flatMap((element) => [
				element,
				...(element.shadowRoot === null ? [] : inside(element.shadowRoot)),
			]);
		const drawn = inside(document).filter(
			(element) => element.matches('.picture img') && (element as HTMLImageElement).naturalWidth > 0,
		);
		return drawn.length === wanted;
	}, count);
}

/** Pastes a file where one writes, or drops it over the conversation. */
async function give(
	page: Page,
	how: 'paste' | 'drop',
	{ name, type, bytes }: { readonly name: string; readonly type: string; readonly bytes: Buffer },
): Promise<void> {
	const place = page.locator(how === 'paste' ? 'webchat-composer textarea' : 'webchat-messages .view');
	await place.evaluate(
		(element, given) => {
			const data = new DataTransfer();
			const content = Uint8Array.from(atob(given.content), (letter) => letter.charCodeAt(0));
			data.items.add(new File([content], given.name, { type: given.type }));
			const init = { bubbles: true, cancelable: true, composed: true };
			if (given.how === 'paste') element.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
			else
				for (const kind of ['dragover', 'drop'])
					element.dispatchEvent(new DragEvent(kind, { ...init, dataTransfer: data }));
		},
		{ how, name, type, content: bytes.toString('base64') },
	);
}
