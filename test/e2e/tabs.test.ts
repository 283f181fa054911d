import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { signUp } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { PASSWORD, Visitor } from './visitor.ts';

const WAIT_MS_MAX = 20_000;
/** How wrong the device's clock is. */
const THREE_YEARS_MS = 3 * 365 * 24 * 60 * 60 * 1000;

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

const dialog = (visitor: Visitor) => visitor.page.getByRole('dialog', { name: visitor.text('session.title') });
const notes = (visitor: Visitor) => visitor.text('conversation.self');

test('CL70 two pages of one person agree at once', async () => {
	await visit('amy', 'zh', async (amy) => {
		await amy.signUp('13700000001');
		await amy.open(notes(amy));
		const first = amy.page;
		const second = await newTab(amy);
		await amy.go('/');
		await amy.open(notes(amy));
		await amy.say('从第二页');
		await amy.sees('从', ['从第二页']);
		amy.page = first;
		await amy.sees('从', ['从第二页']);
		await amy.say('从第一页');
		amy.page = second;
		await amy.sees('从', ['从第二页', '从第一页']);
	});
});

test('CL68 when somebody else signs in, the open pages of the former person say so and stop', async () => {
	await signUp(server, 'bob');
	await visit('ann', 'en', async (ann) => {
		await ann.signUp('13700000002');
		const first = ann.page;
		await takeOver(ann, 'bob');
		ann.page = first;
		await dialog(ann).getByText(ann.text('session.other-account')).waitFor();
		await dialog(ann)
			.getByText(ann.text('present.who', { name: 'bob' }))
			.waitFor();
		await ann.inspect('other-account');
		await ann.page.getByRole('link', { name: ann.text('present.stay', { name: 'bob' }) }).click();
		await dialog(ann).waitFor({ state: 'detached' });
		await ann.go('/settings');
		await ann.page.getByRole('heading', { name: 'bob' }).waitFor();
	});
});

test('CL68 where pages cannot tell each other, the server tells: at the next change and at the next greeting', async () => {
	await signUp(server, 'cid');
	await visit('cat', 'en', async (cat) => {
		await cat.page.context().addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel'));
		await cat.signUp('13700000003');
		const lines = await holdLines(cat.page);
		await cat.go('/');
		await cat.conversation(notes(cat)).waitFor();
		const chat = cat.page;
		const settings = await newTab(cat);
		await cat.go('/settings');
		await cat.page.getByRole('heading', { name: 'cat' }).waitFor();
		await takeOver(cat, 'cid');
		cat.page = settings;
		await cat.button('app.sign-out').click();
		await cat.page.getByText('Another account is now signed in').waitFor();
		cat.page = chat;
		expect(await dialog(cat).count()).toBe(0);
		await lines.cut();
		await dialog(cat).getByText(cat.text('session.other-account')).waitFor();
	});
});

test('CL69 when the session ends, its person signs in over the chat and goes on: draft, unsent message and all', async () => {
	await visit('dee', 'zh', async (dee) => {
		await dee.signUp('13700000004');
		const lines = await holdLines(dee.page);
		await dee.go('/');
		await dee.open(notes(dee));
		lines.hold('message.send');
		await dee.say('还没发出');
		await dee.page.getByLabel(dee.text('composer.label'), { exact: true }).fill('写到一半');
		await endSession(dee);
		await dialog(dee).getByText(dee.text('session.signed-out')).waitFor();
		await dialog(dee).getByText(dee.text('session.unsent')).waitFor();
		await dee.inspect('session-over');
		await dee.page.keyboard.press('Escape');
		await dee.page.keyboard.press('Escape');
		await dialog(dee).waitFor();
		lines.release();
		await dialog(dee).getByLabel(dee.text('field.password'), { exact: true }).fill(PASSWORD);
		await dialog(dee)
			.getByRole('button', { name: dee.text('signin.submit'), exact: true })
			.click();
		await dialog(dee).waitFor({ state: 'detached' });
		await dee.sees('还没', ['还没发出']);
		expect(await dee.page.getByLabel(dee.text('composer.label'), { exact: true }).inputValue()).toBe('写到一半');
	});
});

test('CL69 somebody else who signs in over the chat gets their own, and nothing of the former person goes out', async () => {
	await signUp(server, 'eli');
	await visit('eva', 'en', async (eva) => {
		await eva.signUp('13700000005');
		const lines = await holdLines(eva.page);
		await eva.go('/');
		await eva.open(notes(eva));
		lines.hold('message.send');
		await eva.say('mine alone');
		await endSession(eva);
		await dialog(eva).waitFor();
		lines.release();
		await dialog(eva).getByLabel(eva.text('field.name'), { exact: true }).fill('eli');
		await dialog(eva).getByLabel(eva.text('field.password'), { exact: true }).fill(PASSWORD);
		await dialog(eva)
			.getByRole('button', { name: eva.text('signin.submit'), exact: true })
			.click();
		await dialog(eva).waitFor({ state: 'detached' });
		await eva.open(notes(eva));
		expect(await eva.texts()).toEqual([]);
		expect(lines.sent.filter((text) => text.includes('mine alone'))).toHaveLength(1);
		await eva.go('/settings');
		await eva.page.getByRole('heading', { name: 'eli' }).waitFor();
	});
});

test('CL69 a page whose session is over goes on when its person signed in in another one', async () => {
	await visit('fae', 'en', async (fae) => {
		await fae.signUp('13700000006');
		const first = fae.page;
		await endSession(fae);
		await dialog(fae).waitFor();
		await newTab(fae);
		await fae.go('/login.html');
		await fae.fill('field.password', PASSWORD);
		await fae.button('signin.submit').click();
		await fae.conversation(notes(fae)).waitFor();
		fae.page = first;
		await dialog(fae).waitFor({ state: 'detached' });
		await fae.open(notes(fae));
		await fae.say('still here');
		await fae.sees('still', ['still here']);
	});
});

test.each(['online', 'pageshow', 'visibilitychange'])('CL60 after %s a dead line is replaced', async (name) => {
	await visit('gil', 'en', async (gil) => {
		await signUp(server, `g_${name.slice(0, 6)}`);
		const lines = await holdLines(gil.page);
		await gil.go('/login.html');
		await gil.fill('field.name', `g_${name.slice(0, 6)}`);
		await gil.fill('field.password', PASSWORD);
		await gil.button('signin.submit').click();
		await gil.conversation(notes(gil)).waitFor();
		expect(lines.count).toBe(1);
		lines.hold('"re"');
		const target = name === 'visibilitychange' ? 'document' : 'window';
		await gil.page.evaluate(`${target}.dispatchEvent(new Event('${name}'))`);
		await vi.waitFor(() => expect(lines.count).toBe(2), { timeout: WAIT_MS_MAX });
		lines.release();
		await lines.cut();
		await gil.open(notes(gil));
		await gil.say('back again');
		await gil.sees('back', ['back again']);
	});
});

test('CL63 a device whose clock is three years wrong shows the right times', async () => {
	await visit('hal', 'en', async (hal) => {
		await hal.page.context().addInitScript(shiftClock, THREE_YEARS_MS);
		await hal.signUp('13700000008');
		await hal.open(notes(hal));
		await hal.say('what time is it');
		await hal.sees('what', ['what time is it']);
		expect(await hal.page.evaluate('new Date().getFullYear()')).toBe(
			new Date(Date.now() + THREE_YEARS_MS).getFullYear(),
		);
		await hal.page.locator('webchat-messages').getByText('Today', { exact: true }).first().waitFor();
		await hal.page.locator('webchat-conversations .time', { hasText: /^\d\d:\d\d$/ }).waitFor({ state: 'attached' });
	});
});

/** Runs in the page, before anything else does: all of its clocks are ahead. */
function shiftClock(ms: number): void {
	const Real = Date;
	class Shifted extends Real {
		constructor(...args: [] | [string | number]) {
			if (args.length === 0) super(Real.now() + ms);
			else super(args[0]);
		}
		static override now(): number {
			return Real.now() + ms;
		}
	}
	Object.assign(globalThis, { Date: Shifted });
	const { timeOrigin } = performance;
	Object.defineProperty(performance, 'timeOrigin', { value: timeOrigin + ms });
}

/** A further page of the same browser profile, which the visitor then looks at. */
async function newTab(visitor: Visitor): Promise<Page> {
	visitor.page = await visitor.page.context().newPage();
	return visitor.page;
}

/** In a new page of the same browser somebody else signs in, in spite of the warning. */
async function takeOver(visitor: Visitor, username: string): Promise<void> {
	await newTab(visitor);
	await visitor.go('/login.html');
	await visitor.button('present.other').click();
	await visitor.fill('field.name', username);
	await visitor.fill('field.password', PASSWORD);
	await visitor.button('signin.submit').click();
	await visitor.conversation(notes(visitor)).waitFor();
}

/** Ends the session of this browser from outside, as another device or the operator would. */
async function endSession(visitor: Visitor): Promise<void> {
	const cookies = await visitor.page.context().cookies();
	const header = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const { status } = await fetch(`${server.url}/verify/signout`, { method: 'POST', headers: { Cookie: header } });
	expect(status).toBe(204);
}

interface Lines {
	/** Sockets opened so far. */
	readonly count: number;
	/** What the page sent. */
	readonly sent: readonly string[];
	/** From now on what the page sends and holds this text goes nowhere, and neither does anything sent to it while `"re"` is held. */
	hold(text: string): void;
	release(): void;
	/** Breaks what is open. */
	cut(): Promise<void>;
}

/** Stands between the page and the server’s sockets. */
async function holdLines(page: Page): Promise<Lines> {
	let held: string | undefined;
	let count = 0;
	const open = new Set<WebSocketRoute>();
	const sent: string[] = [];
	await page.routeWebSocket(/\/ws$/, (socket) => {
		count += 1;
		open.add(socket);
		const line = socket.connectToServer();
		socket.onMessage((message) => {
			sent.push(String(message));
			if (held === undefined || !String(message).includes(held)) line.send(message);
		});
		line.onMessage((message) => {
			if (held !== '"re"') socket.send(message);
		});
	});
	return {
		get count() {
			return count;
		},
		sent,
		hold(text) {
			held = text;
		},
		release() {
			held = undefined;
		},
		async cut() {
			for (const socket of open) await socket.close();
			open.clear();
		},
	};
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
