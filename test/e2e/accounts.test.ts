import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { signUp } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { PASSWORD, type TextKey, Visitor } from './visitor.ts';

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

/** The fields that are shown as wrong, in the order of the page. */
const wrong = (visitor: Visitor) =>
	visitor.page.locator('[aria-invalid="true"]').evaluateAll((all) => all.map(({ id }) => id));

const saysAt = (visitor: Visitor, field: string, sentence: string) =>
	visitor.page.locator(`#${field}-error`, { hasText: sentence }).waitFor();

/** Whose chat it is once it is there: everybody has their notes. */
const inChat = (visitor: Visitor) => visitor.conversation(visitor.text('conversation.self')).waitFor();

test('CL21, CL64 a field is judged once it was left, then at each key, and all of them before anything is sent', async () => {
	await visit('mei', 'zh', async (mei) => {
		await mei.go('/signup.html');
		await mei.inspect('signup');
		const username = mei.page.getByLabel(mei.text('field.username'), { exact: true });
		await username.focus();
		await username.press('Tab');
		await username.pressSequentially('1x');
		expect(await wrong(mei)).toEqual([]);
		await username.press('Tab');
		await saysAt(mei, 'username', '用户名须为');
		await username.press('Home');
		await username.press('Delete');
		expect(await wrong(mei)).toEqual(['username']);
		await username.press('End');
		await username.press('y');
		expect(await wrong(mei)).toEqual([]);

		const posted: string[] = [];
		mei.page.on('request', (request) => {
			if (request.method() === 'POST') posted.push(request.url());
		});
		await mei.fill('field.username', '_x');
		await mei.fill('field.nickname', '\u200b');
		await mei.fill('field.password', 'abcdef');
		await mei.fill('field.email', 'mei@example');
		await mei.fill('field.phone', '12800000000');
		await mei.button('signup.submit').click();
		await saysAt(mei, 'veri_code', mei.text('field.missing'));
		expect(await wrong(mei)).toEqual(['username', 'nickname', 'password', 'email', 'phone', 'veri_code']);
		expect(await mei.page.evaluate(focused)).toBe('username');
		expect(posted).toEqual([]);
		await mei.inspect('signup-wrong');
		await mei.darken();
		await mei.inspect('signup-wrong-dark');
		await mei.button('language.other').click();
		await mei.page.getByRole('heading', { name: 'Sign up' }).waitFor();
		await saysAt(mei, 'username', 'A user name has');
	});
});

test('CL20 what only the server can tell stands at its field until that is changed', async () => {
	await signUp(server, 'taken');
	await visit('cai', 'zh', async (cai) => {
		await cai.go('/signup.html');
		await fillSignUp(cai, 'Taken', '13900000001');
		await cai.button('code.get').click();
		await cai.page.getByText('outbox.ndjson').waitFor();
		await cai.fill('field.code', '000000');
		await cai.button('signup.submit').click();
		await saysAt(cai, 'username', '用户名已经存在');
		expect(await wrong(cai)).toEqual(['username']);
		await cai.fill('field.username', 'cai');
		expect(await wrong(cai)).toEqual([]);
		await cai.button('signup.submit').click();
		await saysAt(cai, 'veri_code', '验证码不正确');
		await cai.fill('field.code', cai.server.code('13900000001'));
		await cai.button('signup.submit').click();
		await inChat(cai);
	});
});

test('CL65 a code can be asked for again after a minute, and then the page says what else to try', async () => {
	await visit('dan', 'en', async (dan) => {
		await dan.page.clock.install();
		await dan.go('/signup.html');
		await dan.button('code.get').click();
		await saysAt(dan, 'phone', dan.text('field.missing'));
		await dan.fill('field.phone', '13900000002');
		await dan.button('code.get').click();
		await dan.page.getByText(dan.text('code.in-outbox')).waitFor();
		await dan.page.getByRole('button', { name: /^Again in \d+ s$/, disabled: true }).waitFor();
		expect(await dan.page.getByText(dan.text('code.late')).count()).toBe(0);
		await dan.page.clock.fastForward(60_000);
		await dan.page.getByText('13900000002').waitFor();
		await dan.page.getByText(dan.text('code.late-operator')).waitFor();
		await dan.inspect('code-late');
		await dan.button('code.again').waitFor();
	});
});

test('CL21, CL66 sign-in by password: the name is remembered unless that is not wanted, and one gets where one wanted to go', async () => {
	await signUp(server, 'bea');
	await visit('bea', 'en', async (bea) => {
		await bea.go('/join');
		await bea.inspect('signin');
		await bea.button('signin.submit').click();
		expect(await wrong(bea)).toEqual(['username', 'password']);
		await bea.fill('field.name', 'bea');
		await bea.fill('field.password', 'wrong123');
		await bea.button('signin.submit').click();
		await saysAt(bea, 'password', 'The user name or the password is wrong.');
		await bea.inspect('signin-wrong');
		await bea.fill('field.password', PASSWORD);
		await bea.button('signin.submit').click();
		await bea.page.getByText(bea.text('join.no-token')).waitFor();
		await signOut(bea);
		const name = bea.page.getByLabel(bea.text('field.name'));
		expect(await name.inputValue()).toBe('bea');
		await bea.page.getByLabel(bea.text('signin.remember')).uncheck();
		await bea.fill('field.password', PASSWORD);
		await bea.page.keyboard.press('Enter');
		await inChat(bea);
		await signOut(bea);
		expect(await name.inputValue()).toBe('');
	});
});

test('CL66 a password can be looked at, and browsers are told what each field is', async () => {
	await visit('eve', 'zh', async (eve) => {
		await eve.go('/login.html');
		const password = eve.page.locator('#password');
		await password.fill('secret12');
		expect(await password.getAttribute('type')).toBe('password');
		await eve.button('password.show').click();
		expect([await password.getAttribute('type'), await password.inputValue()]).toEqual(['text', 'secret12']);
		await eve.button('password.show').click();
		expect(await password.getAttribute('type')).toBe('password');
		const hints = () => eve.page.locator('input[autocomplete]').evaluateAll(namesAndHints);
		expect(await hints()).toEqual(['username username', 'password current-password']);
		await eve.button('signin.by-code').click();
		expect(await hints()).toEqual(['phone tel', 'veri_code one-time-code']);
		await eve.go('/signup.html');
		expect(await hints()).toEqual([
			...['username username', 'nickname nickname', 'password new-password', 'email email', 'phone tel'],
			'veri_code one-time-code',
		]);
	});
});

const namesAndHints = (inputs: Element[]) =>
	inputs.map((input) => `${input.getAttribute('name')} ${input.getAttribute('autocomplete')}`);

test('CL66 sign-in by a code from the phone', async () => {
	await visit('fay', 'zh', async (fay) => {
		await fay.signUp('13900000003');
		await signOut(fay);
		await fay.button('signin.by-code').click();
		await fay.fill('field.phone', '13900000003');
		await fay.button('code.get').click();
		await fay.page.getByText('outbox.ndjson').waitFor();
		await fay.inspect('signin-code');
		await fay.fill('field.code', '000000');
		await fay.button('signin.submit').click();
		await saysAt(fay, 'veri_code', fay.text('refusal.bad-phone-or-code'));
		await fay.fill('field.code', fay.server.code('13900000003'));
		await fay.button('signin.submit').click();
		await inChat(fay);
	});
});

test('CL66 signing up and in takes the keyboard alone', async () => {
	await visit('gus', 'en', async (gus) => {
		await gus.go('/signup.html');
		await gus.page.locator('webchat-signup button.show').waitFor();
		const { keyboard } = gus.page;
		const tabTo = async (id: string) => {
			for (let k = 0; k < 12; k++) {
				if ((await gus.page.evaluate(focused)) === id) return;
				await keyboard.press('Tab');
			}
			throw new Error(`no way to ${id} by keys`);
		};
		const values = { username: 'gus', password: PASSWORD, email: 'gus@example.org', phone: '13900000004' };
		for (const [id, value] of Object.entries(values)) {
			await tabTo(id);
			await keyboard.type(value);
		}
		await keyboard.press('Tab');
		await keyboard.press('Space');
		await gus.page.getByText('outbox.ndjson').waitFor();
		expect(await gus.page.evaluate(focused)).toBe('veri_code');
		await keyboard.type(gus.server.code('13900000004'));
		await keyboard.press('Enter');
		await inChat(gus);
	});
});

test('CL74 what was typed before the script came, and what was said then, stays when it takes over', async () => {
	await visit('hua', 'zh', async (hua) => {
		const script = Promise.withResolvers<void>();
		await holdScripts(hua, script.promise);
		await hua.page.goto(`${server.url}/signup.html`, { waitUntil: 'commit' });
		await hua.fill('field.username', '1hua');
		await hua.fill('field.password', PASSWORD);
		await hua.fill('field.phone', '13900000008');
		await hua.page.keyboard.press('Enter');
		await saysAt(hua, 'username', '用户名须为');
		await hua.button('code.get').click();
		await hua.page.getByText('outbox.ndjson').waitFor();
		await hua.fill('field.email', 'hua@example.org');
		expect(await hua.page.evaluate(() => document.querySelector('webchat-signup')?.shadowRoot)).toBeNull();
		script.resolve();
		await hua.page.locator('webchat-signup button.show').waitFor();
		const values = (inputs: HTMLInputElement[]) => inputs.map(({ value }) => value);
		const inputs = hua.page.locator('input');
		expect(await inputs.evaluateAll(values)).toEqual(['1hua', '', '', 'hua@example.org', '13900000008', '']);
		expect(await hua.page.evaluate(focused)).toBe('email');
		await hua.page.getByText('outbox.ndjson').waitFor();
		await hua.fill('field.username', 'hua');
		await hua.fill('field.nickname', '花');
		await hua.fill('field.password', PASSWORD);
		await hua.fill('field.code', server.code('13900000008'));
		expect(await wrong(hua)).toEqual([]);
		await hua.button('signup.submit').click();
		await inChat(hua);
	});
});

test('CL74 what the server said of a field before the script came stands there after', async () => {
	await visit('hui', 'zh', async (hui) => {
		const script = Promise.withResolvers<void>();
		await holdScripts(hui, script.promise);
		await hui.page.goto(`${server.url}/login.html`, { waitUntil: 'commit' });
		await fillSignIn(hui, 'nobody');
		await hui.page.keyboard.press('Enter');
		await saysAt(hui, 'password', '用户名或密码不正确');
		script.resolve();
		await hui.page.locator('webchat-signin button.show').waitFor();
		await saysAt(hui, 'password', '用户名或密码不正确');
		expect(await hui.page.locator('#username').inputValue()).toBe('nobody');
	});
});

/** The modules of the page come once `until` is through; the small scripts that the document waits for come at once. */
async function holdScripts(visitor: Visitor, until: Promise<void>): Promise<void> {
	await visitor.page.route(/\/assets\/(?!theme|floor)\w+-\w+\.js$/, async (route) => {
		await until;
		await route.continue();
	});
}

/** The id of what has the focus, within shadow roots too. */
const focused = () => {
	let element = document.activeElement;
	while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
	return element?.id;
};

test('CL21, CL67 a forgotten password: the code, the new one, and sign-in with it', async () => {
	await visit('ivy', 'zh', async (ivy) => {
		await ivy.signUp('13900000009');
		await signOut(ivy);
		await ivy.page.getByRole('link', { name: ivy.text('signin.forgotten') }).click();
		await ivy.button('code.get').click();
		await saysAt(ivy, 'phone', ivy.text('field.missing'));
		await ivy.fill('field.phone-or-email', '139');
		await ivy.inspect('reset');
		await ivy.fill('field.phone-or-email', '13900000009');
		await ivy.button('code.get').click();
		await ivy.page.getByText('outbox.ndjson').waitFor();
		expect(new URL(ivy.page.url())).toMatchObject({ pathname: '/password_reset2.html', search: '', hash: '' });
		expect(await ivy.page.locator('#phone').inputValue()).toBe('13900000009');
		await ivy.inspect('reset2');
		await ivy.fill('field.new-password', 'short');
		await ivy.fill('field.code', '000000');
		await ivy.button('reset2.submit').click();
		expect(await wrong(ivy)).toEqual(['password']);
		await ivy.fill('field.new-password', 'new45678');
		await ivy.button('reset2.submit').click();
		await saysAt(ivy, 'veri_code', '验证码不正确');
		await ivy.fill('field.code', server.code('13900000009'));
		await ivy.button('reset2.submit').click();
		await ivy.page.getByText(ivy.text('signin.password-changed')).waitFor();
		await ivy.fill('field.password', 'new45678');
		await ivy.button('signin.submit').click();
		await inChat(ivy);
	});
});

test('CL21, CL71 the settings show whose they are, change the language and sign out', async () => {
	await visit('hana', 'zh', async (hana) => {
		await hana.signUp('13900000005');
		await hana.go('/settings#look');
		await hana.page.getByRole('heading', { name: 'hana' }).waitFor();
		expect(await hana.page.getByText(hana.text('settings.plain-http')).count()).toBe(0);
		await hana.inspect('settings');
		await hana.darken();
		await hana.inspect('settings-dark');
		await hana.button('theme.dark').click();
		expect(await hana.page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
		await hana.page.reload();
		await hana.page.getByRole('heading', { name: 'hana' }).waitFor();
		expect(await hana.button('theme.dark').getAttribute('aria-pressed')).toBe('true');
		await hana.button('language.en').click();
		await hana.page.getByRole('heading', { name: 'Language and look' }).waitFor();
		expect(await hana.page.title()).toBe('Settings · webchat');
		await hana.page.getByRole('button', { name: 'Sign out' }).click();
		await hana.page.waitForURL(/signin\?reason=signed-out/);
		await hana.page.getByText('You have signed out.').waitFor();
	});
});

test('CL21, CL71 a group link keeps its token to itself, and one that leads nowhere says so', async () => {
	await signUp(server, 'ida');
	await visit('ida', 'zh', async (ida) => {
		const asked: string[] = [];
		ida.page.on('request', (request) => asked.push(request.url()));
		await ida.go('/join#s3cret-token');
		await ida.fill('field.name', 'ida');
		await ida.fill('field.password', PASSWORD);
		await ida.button('signin.submit').click();
		await ida.button('join.submit').waitFor();
		await ida.inspect('join');
		await ida.button('join.submit').click();
		await ida.page.getByText(ida.text('join.over')).waitFor();
		expect(
			asked.filter((url) => new URL(url).pathname.includes('s3cret') || new URL(url).search.includes('s3cret')),
		).toEqual([]);
	});
});

test('CL71 the address of a conversation opens it, and one that is not ours says so', async () => {
	await visit('jon', 'en', async (jon) => {
		await jon.signUp('13900000006');
		await jon.open(jon.text('conversation.self'));
		const { pathname } = new URL(jon.page.url());
		await jon.go(pathname);
		await jon.page.getByLabel(jon.text('composer.label'), { exact: true }).waitFor();
		await jon.go('/c/00000000-0000-7000-8000-000000000000');
		await jon.page.getByText(jon.text('app.not-yours')).waitFor();
		await jon.inspect('not-yours');
		await jon.button('app.to-chats').click();
		await inChat(jon);
		expect(new URL(jon.page.url()).pathname).toBe('/');
	});
});

test('CL68 signing in or up as somebody else is preceded by a warning', async () => {
	await signUp(server, 'kim');
	await visit('leo', 'zh', async (leo) => {
		await leo.signUp('13900000007');
		for (const page of ['/login.html', '/signup.html']) {
			await leo.go(page);
			await leo.page.getByText(leo.text('present.who', { name: 'leo' })).waitFor();
			expect(await leo.page.locator('input').count()).toBe(0);
			await leo.inspect(`present${page.replace('.html', '').replace('/', '-')}`);
		}
		await leo.page.getByRole('link', { name: leo.text('present.stay', { name: 'leo' }) }).click();
		await inChat(leo);
		await leo.go('/login.html');
		await leo.button('present.other').click();
		await leo.fill('field.name', 'kim');
		await leo.fill('field.password', PASSWORD);
		await leo.button('signin.submit').click();
		await inChat(leo);
		await leo.go('/settings');
		await leo.page.getByRole('heading', { name: 'kim' }).waitFor();
	});
});

test('CL68 somebody who signed in elsewhere while the form was open is warned of, too', async () => {
	await Promise.all([signUp(server, 'mia'), signUp(server, 'noa')]);
	await visit('mia', 'en', async (mia) => {
		await mia.go('/login.html');
		const form = mia.page;
		await fillSignIn(mia, 'mia');
		mia.page = await form.context().newPage();
		await mia.go('/login.html');
		await fillSignIn(mia, 'noa');
		await mia.button('signin.submit').click();
		await inChat(mia);
		mia.page = form;
		await mia.button('signin.submit').click();
		await mia.page.getByText(mia.text('present.who', { name: 'noa' })).waitFor();
		await mia.button('present.other').waitFor();
	});
});

test('CL73 a browser that is too old gets a sentence instead of a blank page', async () => {
	await visit('old', 'zh', async (old) => {
		await old.page.addInitScript(() => Reflect.deleteProperty(Document.prototype, 'adoptedStyleSheets'));
		for (const page of ['/login.html', '/signup.html', '/password_reset.html']) {
			await old.go(page);
			await old.page.getByText('Safari 16.4').first().waitFor();
			expect(await old.page.locator('body > *:not(p, script, noscript)').count()).toBe(0);
		}
	});
	await visit('new', 'zh', async (visitor) => {
		await visitor.go('/login.html');
		await visitor.page.getByRole('heading').waitFor();
		expect(await visitor.page.getByText('Safari 16.4').first().isVisible()).toBe(false);
	});
});

async function fillSignUp(visitor: Visitor, username: string, phone: string): Promise<void> {
	const values: Partial<Record<TextKey, string>> = {
		'field.username': username,
		'field.password': PASSWORD,
		'field.email': `${phone}@example.org`,
		'field.phone': phone,
	};
	for (const [label, value] of Object.entries(values)) await visitor.fill(label as TextKey, value);
}

async function fillSignIn(visitor: Visitor, username: string): Promise<void> {
	await visitor.fill('field.name', username);
	await visitor.fill('field.password', PASSWORD);
}

async function signOut(visitor: Visitor): Promise<void> {
	await visitor.go('/settings');
	await visitor.button('app.sign-out').click();
	await visitor.page.waitForURL(/signin/);
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
