/** Somebody in front of the page: a browser profile of their own, their language, and what must never happen in it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import en from '../../web/messages/en.json' with { type: 'json' };
import zh from '../../web/messages/zh.json' with { type: 'json' };
import { type Person, signUp } from '../support/people.ts';
import type { ServerProcess } from '../support/server-process.ts';

export const WIDE = { width: 1280, height: 800 };
export const MIDDLE = { width: 768, height: 900 };
export const NARROW = { width: 360, height: 700 };
export const PASSWORD = 'abc12345';

const WAIT_MS_MAX = 20_000;
/** More places than any page has. */
const TABS_MAX = 80;
const SCREENSHOTS = join(import.meta.dirname, '../../test-output');
/** What browsers say of a server that is away, or of an answer that is a refusal: both belong to the story. */
const EXPECTED = /^(Failed to load resource|WebSocket connection to)/;

type Language = 'zh' | 'en';
export type TextKey = { [K in keyof typeof zh]: (typeof zh)[K] extends string ? K : never }[keyof typeof zh];

export class Visitor {
	readonly name: string;
	readonly server: ServerProcess;
	readonly language: Language;
	/** Console errors, page errors, requests to other hosts. */
	readonly problems: string[] = [];
	readonly #context: BrowserContext;
	#phone: BrowserContext | undefined;
	page: Page;

	private constructor(name: string, server: ServerProcess, language: Language, context: BrowserContext, page: Page) {
		this.name = name;
		this.server = server;
		this.language = language;
		this.#context = context;
		this.page = page;
	}

	/** A new profile that has been nowhere yet. */
	static async arrive(browser: Browser, server: ServerProcess, name: string, language: Language): Promise<Visitor> {
		const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
		const context = await browser.newContext({ locale, viewport: WIDE, colorScheme: 'light' });
		context.setDefaultTimeout(WAIT_MS_MAX);
		const page = await context.newPage();
		const visitor = new Visitor(name, server, language, context, page);
		visitor.#watch();
		return visitor;
	}

	/** One visit from beginning to end, in which nothing may go wrong in the page. */
	static async visit(
		browser: Browser,
		server: ServerProcess,
		name: string,
		language: Language,
		what: (visitor: Visitor) => Promise<void>,
	): Promise<void> {
		const visitor = await Visitor.arrive(browser, server, name, language);
		try {
			await what(visitor);
			expect(visitor.problems).toEqual([]);
		} finally {
			await visitor.end();
		}
	}

	/** The page's own sentence in this person's language. */
	text(key: TextKey, values: Readonly<Record<string, string>> = {}): string {
		const sentence = (this.language === 'zh' ? zh : en)[key];
		return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
	}

	button(key: TextKey, values?: Readonly<Record<string, string>>): Locator {
		return this.page.getByRole('button', { name: this.text(key, values), exact: true });
	}

	async go(path: string): Promise<void> {
		await this.page.goto(this.server.url + path);
	}

	/** From the first page to the chat, with the code from the server's outbox. */
	async signUp(phone: string): Promise<void> {
		await this.go('/');
		await this.page.getByRole('link', { name: this.text('signup.title') }).click();
		await this.fill('field.username', this.name);
		await this.fill('field.password', PASSWORD);
		await this.fill('field.email', `${phone}@example.org`);
		await this.fill('field.phone', phone);
		await this.button('code.get').click();
		await this.page.getByText('outbox.ndjson').waitFor();
		await this.fill('field.code', this.server.code(phone));
		await this.button('signup.submit').click();
		await this.isIn();
	}

	/** Signed up by other means, and in front of the chat page: for stories that begin there. */
	async comeIn(): Promise<Person> {
		const person = await signUp(this.server, this.name);
		const [name = '', value = ''] = person.cookie.split('=');
		await this.#context.addCookies([{ name, value, url: this.server.url }]);
		await this.go('/');
		await this.isIn();
		return person;
	}

	async signIn(): Promise<void> {
		await this.page.getByLabel(this.text('field.password'), { exact: true }).fill(PASSWORD);
		await this.button('signin.submit').click();
		await this.isIn();
	}

	/** The chat page is there, and this person's own. */
	async isIn(): Promise<void> {
		await this.page.locator(`webchat-rail [title="${this.name}"]`).waitFor();
	}

	/** Chooses from the menu of what concerns oneself. */
	async choose(key: TextKey): Promise<void> {
		await this.button('app.me').click();
		await this.page
			.getByRole(/^theme|^language/.test(key) ? 'menuitemradio' : 'menuitem', { name: this.text(key) })
			.click();
	}

	async fill(label: TextKey, value: string): Promise<void> {
		await this.page.getByLabel(this.text(label), { exact: true }).fill(value);
	}

	async show(list: 'conversations' | 'friends'): Promise<void> {
		// The button may carry a number behind its name. On a phone a conversation stands where the ways stood.
		const way = this.page
			.locator('webchat-rail')
			.getByRole('button', { name: new RegExp(`^${this.text(`${list}.label`)}`) });
		if (!(await way.isVisible())) await this.button('back').click();
		await way.click();
	}

	async askFriend(name: string, note: string): Promise<void> {
		await this.show('friends');
		await this.button('friends.find').first().click();
		await this.fill('friends.find-hint', name);
		await this.button('friends.find-button').click();
		await this.fill('friends.note', note);
		await this.button('friends.ask').click();
		await this.page.getByText(this.text('friends.asked')).first().waitFor();
		await this.button('close').click();
	}

	async accept(note: string): Promise<void> {
		await this.show('friends');
		await this.page.getByText(note).waitFor();
		await this.button('friends.accept').click();
	}

	/** A friend in the list of friends, with what is said of their presence. */
	friend(name: string, presence: 'online' | 'away'): Locator {
		const seen = this.text('presence.last-seen').split('{ago}').join('.*');
		const away = [this.text('offline'), this.text('presence.just-now'), seen].join('|');
		const said = presence === 'online' ? this.text('online') : `(${away})`;
		return this.page.getByRole('button', { name: new RegExp(`^${name} ${said}$`) });
	}

	/** A conversation in the list. */
	conversation(title: string): Locator {
		return this.page.getByRole('link', { name: new RegExp(title) });
	}

	/** What a conversation in the list says of so many unread messages. */
	unread(count: number): Locator {
		const sentence = { zh, en }[this.language]['conversations.unread'].other.replace('{count}', String(count));
		return this.page.locator('webchat-conversations').getByText(sentence);
	}

	async open(title: string): Promise<void> {
		await this.show('conversations');
		await this.conversation(title).click();
		await this.page.getByRole('heading', { name: title, exact: true }).waitFor();
	}

	/** Writes a message and leaves it to its way. */
	async say(...texts: readonly string[]): Promise<void> {
		const area = this.page.getByLabel(this.text('composer.label'), { exact: true });
		for (const text of texts) {
			await area.fill(text);
			await area.press('Enter');
		}
	}

	/** Whether the newest message is in sight. */
	async seesTheEnd(): Promise<void> {
		const left = (view: Element) => Math.round(view.scrollHeight - view.scrollTop - view.clientHeight);
		const check = async () => expect(await this.page.locator('webchat-messages .view').evaluate(left)).toBe(0);
		await vi.waitFor(check, { timeout: WAIT_MS_MAX });
	}

	/** The texts on the screen, in their order; those still on their way last. */
	texts(): Promise<string[]> {
		return this.page.locator('webchat-messages .text').allInnerTexts();
	}

	/** Waits until the messages on the screen that begin so are these, each once and in this order, and all are recorded. */
	async sees(beginning: string, texts: readonly string[]): Promise<void> {
		const check = async () => expect((await this.texts()).filter((text) => text.startsWith(beginning))).toEqual(texts);
		await vi.waitFor(check, { timeout: WAIT_MS_MAX });
		await this.page.locator('webchat-messages .fate:not(.sent)').first().waitFor({ state: 'detached' });
	}

	/** Closes the page; the profile stays. */
	async leave(): Promise<void> {
		await this.page.close();
	}

	async comeBack(): Promise<void> {
		this.page = await this.#context.newPage();
		this.#watch();
		await this.go('/');
		await this.isIn();
	}

	/** Pictures at each width, and what axe finds. */
	async inspect(picture: string): Promise<void> {
		mkdirSync(SCREENSHOTS, { recursive: true });
		for (const size of [NARROW, MIDDLE, WIDE]) {
			await this.page.setViewportSize(size);
			await this.page.screenshot({ path: join(SCREENSHOTS, `${picture}-${size.width}.png`) });
			const width = await this.page.evaluate(() => document.documentElement.scrollWidth);
			expect([picture, width]).toEqual([picture, size.width]);
			expect(await this.#violations()).toEqual([]);
		}
	}

	async darken(): Promise<void> {
		await this.page.emulateMedia({ colorScheme: 'dark' });
	}

	async press(...keys: readonly string[]): Promise<void> {
		for (const key of keys) await this.page.keyboard.press(key);
	}

	/** Goes on with Tab until it is there, however far that is; wherever that leads, one sees where one is. */
	async tabTo(role: 'button' | 'textbox', name: string | RegExp): Promise<void> {
		const wanted = this.page.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) }).first();
		await wanted.waitFor();
		for (let k = 0; k < TABS_MAX; k++) {
			if (await wanted.evaluate(isFocused)) return this.seesFocus(wanted);
			await this.page.keyboard.press('Tab');
		}
		throw new Error(`Tab never comes to ${name}`);
	}

	async seesFocus(place: Locator): Promise<void> {
		const outline = (element: Element) => getComputedStyle(element).outlineStyle;
		await vi.waitFor(async () => expect(await place.evaluate(isFocused)).toBe(true), { timeout: WAIT_MS_MAX });
		expect(await place.evaluate(outline)).toBe('solid');
	}

	/** A page of the same person on a phone: touched, and with an on-screen keyboard. */
	async onAPhone(): Promise<Page> {
		const state = await this.#context.storageState();
		const locale = this.language === 'zh' ? 'zh-CN' : 'en-GB';
		const phone = { viewport: NARROW, hasTouch: true, isMobile: true };
		this.#phone = await this.#context.browser()?.newContext({ ...phone, locale, storageState: state });
		const page = await this.#phone?.newPage();
		if (page === undefined) throw new Error('the browser is gone');
		return page;
	}

	async end(): Promise<void> {
		await this.#phone?.close();
		await this.#context.close();
	}

	async #violations(): Promise<string[]> {
		await this.page.evaluate(axe.source);
		const { violations } = await this.page.evaluate<AxeResults>('axe.run()');
		return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
	}

	#watch(): void {
		this.page.on('console', (message) => {
			if (message.type() === 'error' && !EXPECTED.test(message.text())) this.problems.push(message.text());
		});
		this.page.on('pageerror', (error) => this.problems.push(String(error)));
		this.page.on('request', (request) => {
			const { protocol, origin } = new URL(request.url());
			if (/^(https?|wss?):$/.test(protocol) && origin !== this.server.url) this.problems.push(request.url());
		});
	}
}

/** Run in the page. */
function isFocused(element: Element): boolean {
	return element.matches(':focus');
}
