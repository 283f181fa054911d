import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { PASSWORD, Visitor } from './visitor.ts';

let browser: Browser;
let server: ServerProcess | undefined;

beforeAll(async () => {
	browser = await startChromium();
});
afterEach(async () => {
	await server?.remove();
	server = undefined;
});
afterAll(() => browser?.close());

async function visit(
	env: Readonly<Record<string, string>>,
	language: 'zh' | 'en',
	what: (mei: Visitor, server: ServerProcess) => Promise<void>,
): Promise<void> {
	const started = await startServer({ env });
	server = started;
	await Visitor.visit(browser, started, 'mei', language, (mei) => what(mei, started));
}

test('OP12 where mail verifies, the code goes to the address, and its button stands there', async () => {
	await visit({ WEBCHAT_VERIFY: 'mail' }, 'zh', async (mei, { code }) => {
		await mei.go('/signup.html');
		await mei.inspect('signup-mail');
		await mei.fill('field.username', mei.name);
		await mei.fill('field.password', PASSWORD);
		await mei.fill('field.phone', '13800000001');
		await mei.button('code.get').click();
		await mei.page.locator('#email-error').waitFor();
		await mei.fill('field.email', 'mei@example.org');
		await mei.button('code.get').click();
		await mei.page.getByText('outbox.ndjson').waitFor();
		await mei.fill('field.code', code('mei@example.org'));
		await mei.button('signup.submit').click();
		await mei.isIn();
	});
});

test('OP12 an invitation is asked for in place of a code, brought by its link, and told at its field when it is wrong', async () => {
	await visit({ WEBCHAT_VERIFY: 'invite' }, 'en', async (mei) => {
		const invite = '00000-00000-00000-00000-00000-0';
		await mei.go(`/signup.html#${invite}`);
		await mei.inspect('signup-invite');
		const asked = mei.page.getByLabel(mei.text('field.invite'), { exact: true });
		expect(await asked.inputValue()).toBe(invite);
		expect(await mei.button('code.get').count()).toBe(0);
		await mei.fill('field.username', mei.name);
		await mei.fill('field.password', PASSWORD);
		await mei.fill('field.phone', '13800000001');
		await mei.fill('field.email', 'mei@example.org');
		await mei.button('signup.submit').click();
		await mei.page.locator('#veri_code-error', { hasText: 'The invitation is wrong' }).waitFor();
	});
});

test('OP12 a closed page says so', async () => {
	await visit({ WEBCHAT_SIGNUP: 'closed' }, 'zh', async (mei) => {
		await mei.go('/signup.html');
		await mei.page.getByText(mei.text('signup.closed')).waitFor();
		await mei.inspect('signup-closed');
		expect(await mei.page.locator('input').count()).toBe(0);
	});
});
