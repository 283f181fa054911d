import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CODE_WAIT_MS } from '../../../core/vault/codes.ts';
import { BODY_BYTES_MAX } from '../../../transports/http/body.ts';
import { ownPath } from '../../../transports/http/own-path.ts';
import en from '../../../web/messages/en.json' with { type: 'json' };
import zh from '../../../web/messages/zh.json' with { type: 'json' };
import {
	type Answer,
	fetchCode,
	GOOD_FORM,
	type HttpServer,
	signUp,
	startHttpServer,
} from '../../support/http-server.ts';

const { username, password, phone } = GOOD_FORM;
const NAME_COOKIE = `webchat_username=${encodeURIComponent(username)}`;

let server: HttpServer;
beforeEach(async () => {
	server = await startHttpServer();
});
afterEach(() => server.stop());

const post = (path: string, fields: Readonly<Record<string, string>>, headers = {}) =>
	server.postForm(path, fields, headers);
const SIGN_UP = { ...GOOD_FORM, veri_code: '' };

/** The fields of a page's forms as a browser would send them back: names and values, without the buttons. */
function inputsOf({ text }: Answer): Record<string, string> {
	const inputs = [...text.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag);
	return Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]));
}

function attribute(tag: string, name: string): string {
	return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}

/** The error that stands at a field, and whether the field says that it is wrong. */
function errorAt({ text }: Answer, field: string) {
	const input = new RegExp(`<input id="${field}"[^>]*>`).exec(text)?.[0] ?? '';
	const error = new RegExp(`<p class="error" id="${field}-error" role="alert">([^<]*)</p>`).exec(text)?.[1];
	return { error, invalid: attribute(input, 'aria-invalid'), described: attribute(input, 'aria-describedby') };
}

const isPage = ({ headers, text }: Answer) =>
	headers.get('Content-Type') === 'text/html; charset=utf-8' && text.includes('<form');

describe('what is done', () => {
	test('HT27 a sign-up form leads to the chat, with both cookies', async () => {
		const veri_code = await fetchCode(server, phone);
		const answer = await post('/verify/signup', { ...SIGN_UP, veri_code });
		expect(answer).toMatchObject({ status: 303, text: '' });
		expect(answer.headers.get('Location')).toBe('/');
		expect(answer.cookies).toContain(NAME_COOKIE);
		expect((await server.get('/me', { Cookie: answer.cookies })).json).toMatchObject({ account: { username } });
	});

	test('HT27 a sign-in form leads to the chat, or to where one wanted to go', async () => {
		await signUp(server);
		const answer = await post('/verify/signin', { username, password });
		expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/']);
		const next = '/c/019a0000-0000-7000-8000-000000000000?a=1';
		const page = await server.get(`/verify/signin?next=${encodeURIComponent(next)}`);
		expect(inputsOf(page).next).toBe(next);
		const on = await post('/verify/signin', { username, password, next });
		expect([on.status, on.headers.get('Location')]).toEqual([303, next]);
	});

	test.each([
		'//evil.example',
		'https://evil.example',
		'/\\evil.example',
		'/\t/evil.example',
		'/..//evil.example',
		'/./\\evil.example',
		'/%2e%2e//evil.example',
		'evil',
		'',
	])('HT27 signing in leads nowhere else, whatever %j says', async (next) => {
		await signUp(server);
		const answer = await post('/verify/signin', { username, password, next });
		expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/']);
		expect(ownPath(next)).toBeUndefined();
		const page = await server.get(`/verify/signin?next=${encodeURIComponent(next)}`);
		expect(inputsOf(page)).not.toHaveProperty('next');
	});

	test('HT27 signing in by phone and code', async () => {
		await signUp(server);
		const veri_code = await fetchCode(server, phone, 'signin');
		const answer = await post('/verify/signin', { phone, veri_code });
		expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/']);
		expect((await server.get('/me', { Cookie: answer.cookies })).status).toBe(200);
	});

	test.each([
		['on', NAME_COOKIE],
		['off', 'webchat_username='],
	])('HT8 a form with remember %s', async (remember, cookie) => {
		await signUp(server);
		const answer = await post('/verify/signin', { username, password, remember });
		expect(answer.cookies.split('; ')).toContain(cookie);
	});

	test('HT8 a box that is not ticked sends the field before it alone', async () => {
		await signUp(server);
		const both = new URLSearchParams({ username, password, remember: 'off' });
		both.append('remember', 'on');
		const ticked = await server.request('/verify/signin', { method: 'POST', body: both });
		expect(ticked.cookies).toContain(NAME_COOKIE);
	});

	test('HT27 a sign-out form leads to sign-in and takes the session', async () => {
		const { cookies } = await signUp(server);
		const answer = await post('/verify/signout', {}, { Cookie: cookies });
		expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/verify/signin']);
		expect(answer.headers.getSetCookie()).toEqual(['webchat_session=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly']);
		expect((await server.get('/me', { Cookie: cookies })).status).toBe(401);
	});

	test('HT27 without a session a sign-out form comes to the sign-in page', async () => {
		const answer = await post('/verify/signout', {});
		expect([answer.status, isPage(answer)]).toEqual([401, true]);
		expect(answer.text).toContain('action="/verify/signin"');
		expect(answer.text).toContain('请先登录');
	});

	test('HT27 the reset forms lead from the first to the second and on to sign-in', async () => {
		await signUp(server);
		const asked = await post('/verify/password_reset', { phone });
		expect([asked.status, asked.headers.get('Location')]).toEqual([303, '/password_reset2.html']);
		const page = await server.get('/password_reset2.html', { Cookie: asked.cookies });
		expect(inputsOf(page)).toEqual({ phone, veri_code: '', password: '' });
		expect(page.text).toContain(zh['reset2.sent']);
		expect(page.text).toContain(zh['code.in-outbox']);
		const veri_code = server.sent.at(-1)?.code ?? '';
		const done = await post('/verify/password_reset2', { phone, veri_code, password: 'new456' });
		expect([done.status, done.headers.get('Location')]).toEqual([303, '/verify/signin?reason=password-changed']);
		expect(done.headers.getSetCookie()).toEqual(['webchat_reset=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly']);
		const signin = await server.get('/verify/signin?reason=password-changed');
		expect(signin.text).toContain(zh['signin.password-changed']);
		expect((await post('/verify/signin', { username, password: 'new456' })).status).toBe(303);
	});

	test('HT27 the reset form takes an e-mail address where the phone goes', async () => {
		const asked = await post('/verify/password_reset', { phone: 'li@example.com' });
		expect(asked.status).toBe(303);
		expect(server.sent.at(-1)).toMatchObject({ channel: 'mail', to: 'li@example.com' });
		const page = await server.get('/password_reset2.html', { Cookie: asked.cookies });
		expect(inputsOf(page).phone).toBe('li@example.com');
		const wrong = await post('/verify/password_reset', { phone: 'li@' });
		expect([wrong.status, errorAt(wrong, 'phone').error]).toEqual([422, '邮箱地址不正确']);
	});
});

describe('a code', () => {
	test.each([
		['signup', { ...SIGN_UP, purpose: 'signup' }, '/verify/signup'],
		['signin', { phone, veri_code: '', purpose: 'signin' }, '/verify/signin'],
		['reset', { phone, veri_code: '', password: '', purpose: 'reset' }, '/verify/password_reset2'],
	])('HT28 for %s comes back to its page, with what was typed and where the code is', async (_, fields, action) => {
		const answer = await post('/verify/code', fields);
		expect([answer.status, isPage(answer)]).toEqual([202, true]);
		expect(answer.text).toContain(`action="${action}"`);
		const { purpose, password: _typed, ...kept } = { password: '', ...fields };
		expect(inputsOf(answer)).toMatchObject(kept);
		expect(server.sent.at(-1)).toMatchObject({ purpose, to: '+8613800000000' });
		expect(answer.text).toContain(zh['code.in-outbox']);
		expect(answer.text).not.toMatch(/\b\d{6}\b/);
	});

	test('HT28 for signing in the other way is unfolded', async () => {
		const before = await server.get('/verify/signin');
		expect(before.text).toMatch(/<details\s*>/);
		const answer = await post('/verify/code', { phone, veri_code: '', purpose: 'signin' });
		expect(answer.text).toMatch(/<details open>/);
	});

	test('HT28 what is wrong stands at the phone', async () => {
		const wrong = await post('/verify/code', { ...SIGN_UP, phone: '110', purpose: 'signup' });
		expect(wrong.status).toBe(422);
		expect(errorAt(wrong, 'phone')).toEqual({ error: '手机号不正确', invalid: 'true', described: 'phone-error' });
		await post('/verify/code', { ...SIGN_UP, purpose: 'signup' });
		const often = await post('/verify/code', { ...SIGN_UP, purpose: 'signup' });
		expect([often.status, isPage(often)]).toEqual([429, true]);
		expect(Number(often.headers.get('Retry-After'))).toBeGreaterThan(55);
		expect(often.text).toContain('操作太频繁');
		server.engine.pass(CODE_WAIT_MS);
	});
});

describe('what is refused', () => {
	test.each<[string, Partial<typeof SIGN_UP>, number, string, string]>([
		['a bad user name', { username: '1x' }, 422, 'username', '用户名须为'],
		['a weak password', { password: 'abcdef' }, 422, 'password', '密码须为'],
		['a bad e-mail address', { email: '@' }, 422, 'email', '邮箱地址不正确'],
		['a wrong code', { veri_code: '000000' }, 422, 'veri_code', '验证码不正确'],
	])(
		'HT29 %s stands at its field, with the status and the rest as it was',
		async (_, changes, status, field, words) => {
			const fields = { ...SIGN_UP, ...changes };
			const answer = await post('/verify/signup', fields);
			expect([answer.status, isPage(answer), answer.cookies]).toEqual([status, true, '']);
			expect(errorAt(answer, field)).toMatchObject({ error: expect.stringContaining(words), invalid: 'true' });
			expect(errorAt(answer, field).described).toContain(`${field}-error`);
			expect([...answer.text.matchAll(/aria-invalid="true"/g)]).toHaveLength(1);
			expect(inputsOf(answer)).toEqual({ ...fields, password: '' });
			expect(answer.headers.get('Cache-Control')).toBe('no-store');
			expect(answer.headers.get('Content-Security-Policy')).not.toContain('unsafe');
		},
	);

	test('HT29 a taken name', async () => {
		await signUp(server);
		const answer = await post('/verify/signup', { ...SIGN_UP, phone: '13800000001' });
		expect([answer.status, errorAt(answer, 'username').error]).toEqual([409, '用户名已经存在']);
	});

	test('HT29 a wrong password stands at the password, and the name stays', async () => {
		await signUp(server);
		const answer = await post('/verify/signin', { username, password: 'wrong1', remember: 'off', next: '/settings' });
		expect([answer.status, errorAt(answer, 'password').error]).toEqual([401, '用户名或密码不正确']);
		expect(inputsOf(answer)).toMatchObject({ username, password: '', next: '/settings' });
		expect(answer.text).not.toContain('wrong1');
		expect(answer.text).not.toMatch(/name="remember" value="on" checked/);
	});

	test('HT29 a wrong code for signing in stands at the code', async () => {
		await signUp(server);
		const answer = await post('/verify/signin', { phone, veri_code: '000000' });
		expect([answer.status, errorAt(answer, 'veri_code').error]).toEqual([401, zh['refusal.bad-phone-or-code']]);
		expect(inputsOf(answer)).toMatchObject({ phone, veri_code: '000000' });
		expect(answer.text).toMatch(/<details open>/);
	});

	test('HT29 the page is in the language of whoever asks', async () => {
		const english = { 'Accept-Language': 'en' };
		const answer = await post('/verify/signup', { ...SIGN_UP, username: '1x', nickname: '' }, english);
		expect(answer.text).toContain('<html lang="en">');
		expect(answer.text).toContain(`<title>${en['signup.title']} · webchat</title>`);
		expect(errorAt(answer, 'username').error).toContain('A user name has');
		expect(answer.text).not.toMatch(/\p{Script=Han}/u);
		expect((await server.get('/verify/signup')).text).toContain('<html lang="zh">');
	});

	test('HT29 what was typed is text, whatever it looks like', async () => {
		const evil = '"><script>alert(1)</script>&amp;\'';
		const answer = await post('/verify/signup', { ...SIGN_UP, username: evil, nickname: evil, extra: evil });
		expect(answer.text).not.toContain('<script');
		expect(answer.text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&#39;"');
		const page = await server.get(`/verify/signin?next=${encodeURIComponent('/"><script>')}&reason=<script>`, {
			Cookie: `webchat_username=${encodeURIComponent(evil)}`,
		});
		expect(page.text).not.toContain('<script');
		expect((await server.get('/password_reset2.html', { Cookie: 'webchat_reset=%E0%A4%A' })).status).toBe(200);
	});

	test('HT29 too much, and what cannot be read, come back as the page too', async () => {
		const large = await post('/verify/signup', { username: 'a'.repeat(BODY_BYTES_MAX) });
		expect([large.status, isPage(large)]).toEqual([413, true]);
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' };
		const bytes = new Uint8Array([0x61, 0x3d, 0xff]);
		const broken = await server.request('/verify/signin', { method: 'POST', headers, body: bytes });
		expect([broken.status, isPage(broken)]).toEqual([400, true]);
	});

	test('HT29 names of fields that objects have by themselves are fields like others', async () => {
		const answer = await post('/verify/signin', { ['__proto__']: 'x', constructor: 'y', username, password });
		expect(answer.status).toBe(401);
	});

	test('HT4 a form from another site is refused', async () => {
		const answer = await post('/verify/signin', { username, password }, { Origin: 'https://evil.example' });
		expect(answer).toMatchObject({ status: 403, json: { error: { code: 'foreign-origin' } } });
	});
});

describe('pages', () => {
	const PAGES = {
		'/verify/signup': {
			action: '/verify/signup',
			fields: { username: '', nickname: '', password: '', email: '', phone: '', veri_code: '' },
		},
		'/verify/signin': { action: '/verify/signin', fields: { username: '', password: '', phone: '', veri_code: '' } },
		'/password_reset.html': { action: '/verify/password_reset', fields: { phone: '' } },
		'/password_reset2.html': {
			action: '/verify/password_reset2',
			fields: { phone: '', veri_code: '', password: '' },
		},
	};

	test.each(Object.entries(PAGES))('HT30 %s holds its form: labels, names, where it goes', async (path, page) => {
		const { text, status } = await server.get(path);
		expect(status).toBe(200);
		expect(text).toContain(`<form method="post" action="${page.action}">`);
		const inputs = [...text.matchAll(/<input id="([^"]+)" name="([^"]+)"/g)].map(([, id, name]) => [id, name]);
		expect(inputs).toEqual(Object.keys(page.fields).map((name) => [name, name]));
		for (const [id] of inputs) expect(text).toMatch(new RegExp(`<label for="${id}">[^<]+</label>`));
		expect(new Set(inputs.map(([id]) => id)).size).toBe(inputs.length);
		expect(text).not.toContain('<noscript>');
		expect(text).not.toMatch(/<style|\sstyle=|\son\w+=/);
	});

	test('HT30 Enter does not ask for a code: the first button of each form sends the form', async () => {
		for (const path of Object.keys(PAGES)) {
			const { text } = await server.get(path);
			for (const [form] of text.matchAll(/<form.*?<\/form>/gs)) {
				const [first] = /<button[^>]*>/.exec(form) ?? [''];
				expect(first).not.toContain('formaction');
			}
		}
	});

	test('HT30 the sign-in page fills the last name in', async () => {
		const page = await server.get('/verify/signin', { Cookie: NAME_COOKIE });
		expect(inputsOf(page)).toMatchObject({ username, password: '' });
	});

	test('HT30 pages that need a script say so and let people leave', async () => {
		const { cookies } = await signUp(server);
		for (const path of ['/', '/settings', '/join']) {
			const { text } = await server.get(path, { Cookie: cookies });
			const [without] = /<div class="plain-form late" data-plain>.*<\/div>/s.exec(text) ?? [''];
			expect(without).toContain(zh['page.needs-script']);
			expect(without).toContain('<form method="post" action="/verify/signout">');
		}
	});
});
