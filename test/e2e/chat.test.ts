import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId } from '../../core/ids.ts';
import refusals from '../../core/messages/refusals.en.json' with { type: 'json' };
import type { Client } from '../../web/client/client.ts';
import { startChromium } from '../support/chromium.ts';
import { connect, isOnline, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { NARROW, PASSWORD, Visitor, WIDE } from './visitor.ts';

/** Stops on the way to any field of a form. */
const FIELDS_MAX = 12;

/** More than fits into a page of a history. */
const MANY_MESSAGES = 70;
const TEXT_BYTES_MAX = 8192;

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
		await visitor.comeIn();
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

test('CL30, CL31 a draft outlives the page and is seen in the list; what is too long is said in place and not sent', async () => {
	await visit('draft', 'en', async (visitor) => {
		await visitor.comeIn();
		await visitor.open(visitor.text('conversation.self'));
		const area = visitor.page.getByLabel(visitor.text('composer.label'));
		await area.fill('not yet finished');
		await visitor.page.reload();
		await area.waitFor();
		expect(await area.inputValue()).toBe('not yet finished');
		await visitor.go('/');
		await visitor.page.getByText(`${visitor.text('conversations.draft')} not yet finished`).waitFor();
		await visitor.open(visitor.text('conversation.self'));
		await area.fill('好'.repeat(TEXT_BYTES_MAX / 3));
		await visitor.page.getByText('8,190 / 8,192').waitFor();
		await area.press('End');
		await area.pressSequentially('好');
		await visitor.page.getByText('8,193 / 8,192').waitFor();
		await area.press('Enter');
		expect(await visitor.button('composer.send').isDisabled()).toBe(true);
		expect(await visitor.texts()).toEqual([]);
		await visitor.inspect('too-long');
		await area.fill('好');
		await area.press('Enter');
		await visitor.sees('好', ['好']);
		await visitor.page.reload();
		await area.waitFor();
		expect(await area.inputValue()).toBe('');
	});
});

test('CL32 on a touch keyboard Enter begins a line, and whatever is touched is 44 px high and wide', async () => {
	await visit('touch', 'zh', async (visitor) => {
		await visitor.comeIn();
		const phone = await visitor.onAPhone();
		await phone.goto(server.url);
		await phone.getByRole('link', { name: new RegExp(visitor.text('conversation.self')) }).tap();
		const area = phone.getByLabel(visitor.text('composer.label'));
		await area.fill('one');
		await area.press('Enter');
		await area.pressSequentially('two');
		expect(await area.inputValue()).toBe('one\ntwo');
		await phone.getByRole('button', { name: visitor.text('composer.send') }).tap();
		await phone.locator('webchat-messages .fate.sent').waitFor();
		const sizes = await phone.locator('button:visible, textarea:visible').evaluateAll((all) =>
			all.map((one) => {
				const { width, height } = one.getBoundingClientRect();
				return Math.min(width, height);
			}),
		);
		expect(sizes.filter((size) => size < 44)).toEqual([]);
	});
});

test('CL26, CL29 what came while one was away stands below a mark, and one is led to the newest', async () => {
	await visit('reader', 'en', async (reader) => {
		await reader.comeIn();
		const writer = await signUp(server, 'writer');
		const client = connect(writer, server);
		try {
			await until(client, isOnline);
			await reader.askFriend('writer', 'hi');
			const { requests } = await until(client, (state) => state.requests.size > 0);
			await client.acceptFriend([...requests.keys()][0]!);
			const { friends } = await until(client, (state) => state.friends.size > 0);
			const { conversation } = [...friends.values()][0]!;
			await reader.open('writer');
			await write(client, conversation, 'old', 40);
			await reader.sees('old 40', ['old 40']);
			await reader.go('/');
			await write(client, conversation, 'new', 30);
			await expect.poll(() => reader.page.title()).toBe('(30) webchat');
			await reader.open('writer');
			const mark = reader.page.locator('webchat-messages .mark');
			await expect.poll(() => mark.evaluate(isInSight)).toBe(true);
			await reader.inspect('unread');
			expect(await reader.page.title()).toBe('(30) writer – webchat');
			await reader.page.getByRole('button', { name: reader.text('messages.to-newest') }).click();
			await reader.seesTheEnd();
			await expect.poll(() => reader.page.title()).toBe('writer – webchat');
			await expect.poll(() => reader.page.locator('webchat-messages .heard').textContent()).toBe('');
			await write(client, conversation, 'late', 1);
			await expect.poll(() => reader.page.locator('webchat-messages .heard').textContent()).toBe('writer: late 1');
		} finally {
			client.stop();
		}
	});
});

test.each([
	['zh', '13900000071'],
	['en', '13900000072'],
] as const)(
	'CL36, CL190 with the keyboard alone, always seeing where one is, in %s: sign up, befriend, write, leave',
	async (language, phone) => {
		const name = `pointer${language}`;
		await visit(`typist${language}`, language, async (typist) => {
			await signUpByKeys(typist, phone);
			const other = await signUp(server, name);
			const client = connect(other, server);
			const press = (...keys: readonly string[]) => typist.press(...keys);
			try {
				await until(client, isOnline);
				await typist.tabTo('button', typist.text('friends.label'));
				await press('Enter');
				await typist.tabTo('button', typist.text('friends.find'));
				await press('Enter', ...name, 'Enter');
				await typist.button('friends.ask').waitFor();
				await typist.tabTo('textbox', typist.text('friends.note'));
				await press(...'hello', 'Enter');
				const { requests } = await until(client, (state) => state.requests.size > 0);
				expect([...requests.values()].map(({ note }) => note)).toEqual(['hello']);
				await press('Escape');
				await client.acceptFriend([...requests.keys()][0]!);
				await typist.friend(name, 'online').waitFor();
				await typist.tabTo('button', new RegExp(`^${name}`));
				await press('Enter');
				await typist.page.getByRole('heading', { name, exact: true }).waitFor();
				await typist.tabTo('textbox', typist.text('composer.label'));
				await press(...'hi', 'Enter');
				await typist.sees('hi', ['hi']);
				await typist.tabTo('button', typist.text('app.me'));
				await press('Enter', 'End');
				await typist.seesFocus(typist.page.getByRole('menuitem', { name: typist.text('app.sign-out') }));
				await press('Enter');
				await typist.page.waitForURL(/signin/);
			} finally {
				client.stop();
			}
		});
	},
);

test('CL35 a message that is refused says why, and is sent again or given up', async () => {
	await visit('sender', 'en', async (sender) => {
		const person = await sender.comeIn();
		const other = await signUp(server, 'blocker');
		const client = connect(other, server);
		try {
			await until(client, isOnline);
			await sender.askFriend('blocker', 'hi');
			await until(client, (state) => state.requests.size > 0);
			await client.acceptFriend(person.id);
			await client.request('block', { account: person.id });
			await sender.open('blocker');
			await sender.say('first', 'second');
			const failed = sender.page.locator('webchat-messages .error', { hasText: refusals['not-delivered'] });
			await expect.poll(() => failed.count()).toBe(2);
			await sender.inspect('failed');
			await failed
				.last()
				.getByRole('button', { name: sender.text('messages.discard') })
				.click();
			await expect.poll(() => sender.texts()).toEqual(['first']);
			await client.request('unblock', { account: person.id });
			await failed.getByRole('button', { name: sender.text('messages.retry') }).click();
			await sender.sees('', ['first']);
			expect(await failed.count()).toBe(0);
		} finally {
			client.stop();
		}
	});
});

test('CL23, CL24, CL26, CL33 a conversation is pinned, muted and hidden by its menu, with the keyboard alone, and found again by its name', async () => {
	await visit('keeper', 'en', async (keeper) => {
		await keeper.comeIn();
		const other = await signUp(server, 'wang');
		const client = connect(other, server);
		try {
			await until(client, isOnline);
			await keeper.askFriend('wang', 'hi');
			const { requests } = await until(client, (state) => state.requests.size > 0);
			await client.acceptFriend([...requests.keys()][0]!);
			const { conversation } = [...(await until(client, (state) => state.friends.size > 0)).friends.values()][0]!;
			await keeper.show('conversations');
			const settings = async (key: Parameters<Visitor['text']>[0]) => {
				await keeper.button('conversation.settings-of', { title: 'wang' }).focus();
				await keeper.page.keyboard.press('Enter');
				await keeper.page.getByRole('menuitem', { name: keeper.text(key), exact: true }).focus();
				await keeper.page.keyboard.press('Enter');
			};
			const order = () => keeper.page.locator('webchat-conversations .name').allInnerTexts();
			await expect.poll(order).toEqual(['wang', keeper.text('conversation.self')]);
			await keeper.open(keeper.text('conversation.self'));
			await keeper.say('a note');
			await expect.poll(order).toEqual([keeper.text('conversation.self'), 'wang']);
			await settings('conversation.pin');
			await expect.poll(order).toEqual(['wang', keeper.text('conversation.self')]);
			await settings('conversation.mute');
			await keeper.page.locator('li', { hasText: keeper.text('conversation.muted') }).waitFor();
			await write(client, conversation, 'psst', 2);
			await keeper.page.locator('.badge.calm', { hasText: '2' }).waitFor();
			expect(await keeper.page.title()).toBe('My notes – webchat');
			await keeper.open('wang');
			await keeper.open(keeper.text('conversation.self'));
			await settings('conversation.hide');
			await expect.poll(order).toEqual([keeper.text('conversation.self')]);
			await keeper.page.getByRole('searchbox').fill('WAN');
			await expect.poll(order).toEqual(['wang']);
			await keeper.inspect('search');
		} finally {
			client.stop();
		}
	});
});

test('CL13, CL21, CL34 the chat page with people, requests, a long history and a group', async () => {
	await visit('小梅', 'zh', async (mei) => {
		await mei.comeIn();
		const [wang, li] = await Promise.all([signUp(server, 'wang_wei'), signUp(server, 'li_lei')]);
		const clients = [connect(wang, server), connect(li, server)] as const;
		try {
			await furnish(mei, clients, wang);
			const view = mei.page.locator('webchat-messages .view');
			await view.press('Home');
			const all = Array.from({ length: MANY_MESSAGES }, (_, k) => `第 ${k + 1} 条`);
			await mei.sees('第', all);
			await lookAtGroup(mei);
			await lookAtFriends(mei);
			await goBackOnAPhone(mei);
			await mei.choose('theme.dark');
			await mei.open('wang_wei');
			await mei.inspect('conversation-dark');
			await mei.page.reload();
			await mei.show('friends');
			await mei.inspect('friends-dark');
			await mei.choose('language.en');
			await mei.inspect('friends-dark-en');
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
	await mei.page.locator('webchat-messages .fate:not(.sent)').first().waitFor({ state: 'detached' });
	for (const size of [NARROW, WIDE]) {
		await mei.page.setViewportSize(size);
		await mei.seesTheEnd();
	}
	await mei.inspect('conversation');
}

async function lookAtGroup(mei: Visitor): Promise<void> {
	await mei.show('friends');
	await mei.button('friends.accept').click();
	await mei.friend('li_lei', 'online').waitFor();
	await mei.show('conversations');
	await mei.button('group.new').click();
	await mei.fill('group.name', '周末爬山');
	await mei.page.getByRole('checkbox', { name: 'wang_wei' }).check();
	await mei.inspect('new-group');
	await mei.button('group.create').click();
	await mei.page.getByRole('heading', { name: '周末爬山', exact: true }).waitFor();
	await mei.say('周六早上八点，东门见');
	await mei.button('group.members').click();
	await mei.page.locator('webchat-group').getByRole('listitem').filter({ hasText: 'wang_wei' }).waitFor();
	await mei.inspect('members');
	await mei.button('group.invite').click();
	await mei.page.getByRole('checkbox', { name: 'li_lei' }).check();
	await mei.button('group.invite-button').click();
	await mei.page.getByText('我邀请了li_lei').waitFor();
	await mei.inspect('group');
}

async function lookAtFriends(mei: Visitor): Promise<void> {
	await mei.show('friends');
	await mei.button('friends.find').first().click();
	await mei.fill('friends.find-hint', '没有这个人');
	await mei.button('friends.find-button').click();
	await mei.page.getByText(mei.text('friends.nobody', { q: '没有这个人' })).waitFor();
	await mei.inspect('find');
	await mei.page.keyboard.press('Escape');
	await mei.button('profile.of', { name: 'li_lei' }).click();
	await mei.fill('profile.remark', '李雷');
	await mei.button('save').click();
	await mei.page.getByRole('heading', { name: '李雷', exact: true }).waitFor();
	await mei.inspect('profile');
	await mei.button('profile.block').click();
	await mei.button('friends.block-button').click();
	await mei.button('profile.unblock').click();
	await mei.button('friends.remove').click();
	await mei.inspect('remove-friend');
	await mei.button('friends.remove-button').click();
	await mei.button('close').click();
	await mei.friend('李雷', 'online').waitFor({ state: 'detached' });
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

async function write(client: Client, conversation: ConversationId, what: string, count: number): Promise<void> {
	for (let k = 1; k <= count; k++) client.sendText(conversation, `${what} ${k}`);
	await until(client, (state) => state.outbox.length === 0);
}

/** Run in the page: whether an element stands within the view around it. */
function isInSight(element: Element): boolean {
	const { top, bottom } = element.getBoundingClientRect();
	const view = element.closest('.view')?.getBoundingClientRect();
	return view !== undefined && top >= view.top && bottom <= view.bottom;
}

function visit(name: string, language: 'zh' | 'en', what: (visitor: Visitor) => Promise<void>): Promise<void> {
	return Visitor.visit(browser, server, name, language, what);
}

/** From the first page on, with nothing but keys. */
async function signUpByKeys(typist: Visitor, phone: string): Promise<void> {
	await typist.go('/signup.html');
	await typist.page.locator('webchat-signup button.show').waitFor();
	const values = { username: typist.name, password: PASSWORD, email: `${phone}@example.org`, phone };
	for (const [id, value] of Object.entries(values)) {
		const field = typist.page.locator(`webchat-signup #${id}`);
		for (let k = 0; k < FIELDS_MAX && !(await isFocused(field)); k++) await typist.press('Tab');
		await typist.seesFocus(field);
		await typist.page.keyboard.type(value);
	}
	await typist.press('Tab', 'Space');
	await typist.page.getByText('outbox.ndjson').waitFor();
	await typist.page.keyboard.type(typist.server.code(phone));
	await typist.press('Enter');
	await typist.isIn();
}

function isFocused(field: Locator): Promise<boolean> {
	return field.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element);
}
