import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../../web/client/client.ts';
import { startChromium } from '../support/chromium.ts';
import { connect, isOnline, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { NARROW, Visitor, WIDE } from './visitor.ts';

/** More than fits into a page of a history. */
const MANY_MESSAGES = 70;

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

test('CL19 Enter sends, Shift+Enter begins a line, and an input method keeps its own Enter', async () => {
	await visit('ime', 'zh', async (visitor) => {
		await visitor.signUp('13900000003');
		await visitor.inspect('newcomer');
		await visitor.open(visitor.text('conversation.self'));
		const area = visitor.page.getByLabel(visitor.text('composer.label'));
		await area.fill('ni hao');
		const enter = (init: { isComposing?: boolean; keyCode?: number }) =>
			area.evaluate((node: HTMLElement, { isComposing = false, keyCode = 13 }) => {
				const keys = { key: 'Enter', bubbles: true, composed: true, cancelable: true, isComposing, keyCode };
				return node.dispatchEvent(new KeyboardEvent('keydown', keys));
			}, init);
		expect([await enter({ isComposing: true }), await enter({ keyCode: 229 })]).toEqual([true, true]);
		expect(await visitor.texts()).toEqual([]);
		await area.press('Shift+Enter');
		await area.pressSequentially('你好');
		expect(await area.inputValue()).toBe('ni hao\n你好');
		await area.press('Enter');
		await visitor.sees('ni', ['ni hao\n你好']);
		expect(await area.inputValue()).toBe('');
	});
});

test('CL13, CL21 the chat page with people, requests, a long history and a group', async () => {
	await visit('小梅', 'zh', async (mei) => {
		await mei.signUp('13900000004');
		const [wang, li] = await Promise.all([signUp(server, 'wang_wei'), signUp(server, 'li_lei')]);
		const clients = [connect(wang, server), connect(li, server)] as const;
		try {
			await furnish(mei, clients, wang);
			await mei.page.getByRole('button', { name: mei.text('messages.older') }).click();
			const all = Array.from({ length: MANY_MESSAGES }, (_, k) => `第 ${k + 1} 条`);
			await mei.sees('第', all);
			await lookAtGroup(mei);
			await lookAtFriends(mei);
			await goBackOnAPhone(mei);
			await mei.darken();
			await mei.open('wang_wei');
			await mei.inspect('conversation-dark');
		} finally {
			for (const client of clients) client.stop();
		}
	});
});

/** A friend with a long history, a group, somebody who asks. */
async function furnish(mei: Visitor, [wang, li]: readonly [Client, Client], person: Person): Promise<void> {
	for (const client of [wang, li]) await until(client, isOnline);
	await mei.askFriend(person.username, '你好，我是小梅');
	const { requests } = await until(wang, (state) => state.requests.size > 0);
	await wang.acceptFriend([...requests.keys()][0]!);
	const { friends } = await until(wang, (state) => state.friends.size > 0);
	const [friend] = [...friends.values()];
	for (let k = 1; k <= MANY_MESSAGES; k++) wang.sendText(friend!.conversation, `第 ${k} 条`);
	await until(wang, (state) => state.outbox.length === 0);
	await li.requestFriend(friend!.account, '我是三班的李雷，一起做作业吧');
	await mei.friend('wang_wei', 'online').waitFor();
	await mei.inspect('friends');
	await mei.show('conversations');
	await mei.inspect('conversations');
	await mei.open('wang_wei');
	await mei.say(
		'收到！',
		'A longer answer, which needs more than one line on any screen, so that one can see how lines wrap.',
	);
	await mei.page.locator('webchat-messages .fate').first().waitFor({ state: 'detached' });
	for (const size of [NARROW, WIDE]) {
		await mei.page.setViewportSize(size);
		await mei.seesTheEnd();
	}
	await mei.inspect('conversation');
}

async function lookAtGroup(mei: Visitor): Promise<void> {
	// On a phone the way to the list leads back.
	await mei.show('friends');
	await mei.button('friends.accept').click();
	await mei.friend('li_lei', 'online').waitFor();
	await mei.button('group.new').click();
	await mei.fill('group.name', '周末爬山');
	await mei.page.getByRole('checkbox', { name: 'wang_wei' }).check();
	await mei.inspect('new-group');
	await mei.button('group.create').click();
	await mei.page.getByRole('heading', { name: '周末爬山', exact: true }).waitFor();
	await mei.say('周六早上八点，东门见');
	await mei.button('group.members').click();
	await mei.page.getByRole('listitem').filter({ hasText: 'wang_wei' }).last().waitFor();
	await mei.inspect('members');
	await mei.button('group.invite').click();
	await mei.page.getByRole('checkbox', { name: 'li_lei' }).check();
	await mei.button('group.invite-button').click();
	await mei.page.getByText('我邀请了li_lei').waitFor();
	await mei.inspect('group');
}

async function lookAtFriends(mei: Visitor): Promise<void> {
	await mei.show('friends');
	await mei.fill('friends.find', '没有这个人');
	await mei.button('friends.find-button').click();
	await mei.page.getByText(mei.text('friends.nobody', { q: '没有这个人' })).waitFor();
	await mei.button('friends.remove', { name: 'li_lei' }).click();
	await mei.inspect('remove-friend');
	await mei.button('friends.remove-button').click();
	await mei.friend('li_lei', 'online').waitFor({ state: 'detached' });
}

/** On a phone there is one thing on the screen: the list or a conversation. */
async function goBackOnAPhone(mei: Visitor): Promise<void> {
	await mei.page.setViewportSize(NARROW);
	const list = mei.page.getByRole('list', { name: mei.text('conversations.label') });
	await mei.button('back').click();
	await mei.show('conversations');
	await list.waitFor();
	await mei.conversation('周末爬山').click();
	await list.waitFor({ state: 'hidden' });
	await mei.page.goBack();
	await list.waitFor();
	await mei.page.setViewportSize(WIDE);
}

/** One visit from beginning to end, in which nothing may go wrong in the page. */
async function visit(name: string, language: 'zh' | 'en', what: (visitor: Visitor) => Promise<void>): Promise<void> {
	const visitor = await Visitor.arrive(browser, server, name, language);
	try {
		await what(visitor);
		expect(visitor.problems).toEqual([]);
	} finally {
		await visitor.end();
	}
}
