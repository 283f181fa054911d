import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pairId } from '../../core/ids.ts';
import { startChromium } from '../support/chromium.ts';
import { connect, isOnline, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { Visitor } from './visitor.ts';

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

test('RE14 one takes a message back and writes it anew, and reports what somebody else wrote', async () => {
	await Visitor.visit(browser, server, 'recall', 'en', async (visitor) => {
		await visitor.comeIn();
		const other = await signUp(server);
		const client = connect(other, server);
		try {
			await until(client, isOnline);
			await visitor.askFriend(other.username, 'hi');
			await until(client, ({ requests }) => requests.size === 1);
			const [me] = client.state.requests.keys();
			await client.acceptFriend(me!);
			const pair = pairId(me!, other.id);
			await visitor.open(other.username);
			await visitor.say('a slip of the pen');
			await until(client, ({ conversations }) => {
				const body = conversations.get(pair)?.last?.body;
				return body?.type === 'text' && body.text === 'a slip of the pen';
			});
			client.openConversation(pair);

			const menu = (name: 'recall.button' | 'report.button') =>
				visitor.page.getByRole('menuitem', { name: visitor.text(name), exact: true });
			await visitor.page.getByText('a slip of the pen').first().hover();
			await visitor.button('messages.menu').last().click();
			await menu('recall.button').click();
			await visitor.page.locator('webchat-messages').getByText(visitor.text('recall.own')).waitFor();
			expect(await visitor.texts()).toEqual([]);
			await until(client, ({ conversations }) => conversations.get(pair)?.last?.recalled === true);
			expect(JSON.stringify([...client.state.windows, ...client.state.conversations])).not.toContain('a slip');
			await visitor.inspect('recalled');
			await visitor.button('recall.again').click();
			const area = visitor.page.getByLabel(visitor.text('composer.label'), { exact: true });
			expect(await area.inputValue()).toBe('a slip of the pen');

			client.sendText(pair, 'buy cheap watches');
			await visitor.page.locator('webchat-messages .text').getByText('buy cheap watches').hover();
			await visitor.button('messages.menu').last().click();
			expect(await menu('recall.button').count()).toBe(0);
			await menu('report.button').click();
			await visitor.page.getByRole('menuitem', { name: visitor.text('report.spam'), exact: true }).waitFor();
			await visitor.inspect('report');
			await visitor.page.getByRole('menuitem', { name: visitor.text('report.spam'), exact: true }).click();
			await visitor.page.getByText(visitor.text('report.done')).waitFor();

			await visitor.page.reload();
			await visitor.page.locator('webchat-messages').getByText(visitor.text('recall.own')).waitFor();
			expect(await visitor.button('recall.again').count()).toBe(0);
		} finally {
			client.stop();
		}
	});
});
