import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { NARROW, Visitor, WIDE } from './visitor.ts';

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

test.each([
	{ language: 'zh', size: WIDE, one: '小林', other: '小陈', phones: ['13700000001', '13700000002'] },
	{ language: 'zh', size: NARROW, one: '小王', other: '小李', phones: ['13700000003', '13700000004'] },
	{ language: 'en', size: WIDE, one: 'lena', other: 'mark', phones: ['13700000005', '13700000006'] },
	{ language: 'en', size: NARROW, one: 'nora', other: 'oleg', phones: ['13700000007', '13700000008'] },
] as const)(
	'CL191 two people meet and talk in $language at $size.width px',
	async ({ language, size, one, other, phones }) => {
		await Visitor.visit(browser, server, one, language, (first) =>
			Visitor.visit(browser, server, other, language, async (second) => {
				for (const visitor of [first, second]) await visitor.page.setViewportSize(size);
				await first.signUp(phones[0]);
				await second.signUp(phones[1]);
				await first.askFriend(other, `hello ${other}`);
				await second.accept(`hello ${other}`);
				await first.friend(other, 'online').waitFor();
				await first.open(other);
				await second.open(one);
				await first.say('一 one', '二 two');
				await second.sees('', ['一 one', '二 two']);
				await second.page.getByRole('log').getByText('二 two').waitFor({ state: 'attached' });
				await second.say('三 three');
				await first.sees('', ['一 one', '二 two', '三 three']);
				const heard = await first.page.getByRole('log').textContent();
				expect([heard?.includes('三 three'), heard?.includes('一 one')]).toEqual([true, false]);

				await first.show('conversations');
				await first.page.getByRole('searchbox', { name: first.text('app.search') }).fill(other.slice(0, 2));
				await first.conversation(other).first().waitFor();
				await first.page.getByRole('searchbox', { name: first.text('app.search') }).fill('');
				await first.choose('app.sign-out');
				await first.page.getByText(first.text('signin.signed-out')).waitFor();
			}),
		);
	},
);
