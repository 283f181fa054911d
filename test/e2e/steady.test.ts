import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { interactiveAt, layoutShift, watchPage } from '../figures/in-page.ts';
import { startChromium } from '../support/chromium.ts';
import { connect, isOnline, makeGroup, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { NARROW, WIDE } from './visitor.ts';

const MESSAGES = 120;

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer({ env: { WEBCHAT_LIMITS: 'off' } })]);
});
afterAll(async () => {
	await browser?.close();
	await server?.remove();
});

test('CL86 nothing on the chat page moves by itself, neither while it opens nor when messages come', async () => {
	const people = [await signUp(server, 'wen'), await signUp(server, 'rui')];
	const clients = people.map((person) => connect(person, server));
	for (const client of clients) await until(client, isOnline);
	const conversation = await makeGroup(clients, people);
	const [writer, reader] = clients;
	const write = async (from: number, to: number) => {
		for (let k = from; k < to; k++) writer!.sendText(conversation, `#${k} 一条消息`);
		await until(writer!, ({ outbox }) => outbox.length === 0);
	};
	await write(0, MESSAGES);
	await until(reader!, ({ conversations }) => conversations.get(conversation)?.n === MESSAGES);
	reader!.markRead(conversation);
	await until(reader!, ({ conversations }) => conversations.get(conversation)?.unread === 0);
	for (const [round, viewport] of [NARROW, WIDE].entries()) {
		const page = await openPage(people[1]!, viewport, `/c/${conversation}`);
		expect(await page.evaluate(interactiveAt)).toBeGreaterThan(0);
		const said = MESSAGES + round * 10;
		await write(said, said + 10);
		const newest = page.locator('webchat-messages .view').getByText(`#${said + 9} 一条消息`);
		await newest.waitFor();
		expect([viewport.width, await page.evaluate(layoutShift)]).toEqual([viewport.width, 0]);
		await page.context().close();
	}
	for (const client of clients) client.stop();
});

async function openPage(person: Person, viewport: { width: number; height: number }, path: string) {
	const context = await browser.newContext({ viewport });
	const [name = '', value = ''] = person.cookie.split('=');
	await context.addCookies([{ name, value, url: server.url }]);
	const page = await context.newPage();
	await page.addInitScript(watchPage);
	await page.goto(server.url + path);
	await page.locator('webchat-messages .text').last().waitFor();
	await page.waitForFunction(interactiveAt);
	return page;
}
