import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId } from '../../../core/ids.ts';
import { CODE_WAIT_MS } from '../../../core/vault/codes.ts';
import { createPasswordHasher } from '../../../core/vault/password.ts';
import { SESSION_IDLE_MS } from '../../../core/vault/sessions.ts';
import type { Sender } from '../../../transports/senders/sender.ts';
import zh from '../../../web/messages/zh.json' with { type: 'json' };
import { fetchCode, GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

let server: HttpServer;
beforeEach(async () => {
	server = await startHttpServer();
});
afterEach(() => server.stop());

const signIn = (fields: object, headers = {}) => server.post('/verify/signin', fields, headers);
const askCode = (phone: string, purpose = 'signup') => server.post('/verify/code', { purpose, phone });
const idOf = (json: { readonly [field: string]: unknown }) => (json.account as { readonly id: AccountId }).id;

describe('codes', () => {
	test('HT9 a code is sent, and the answer says how and how long to wait for the next', async () => {
		const answer = await askCode('13800000000');
		expect(answer).toMatchObject({ status: 202, json: { delivery: 'outbox', wait: 60_000 } });
		expect(server.sent).toMatchObject([{ channel: 'sms', to: '+8613800000000', purpose: 'signup' }]);
		expect(server.sent[0]?.text).toContain(server.sent[0]?.code);
	});

	test('HT9 whether the phone is known shows in the message alone', async () => {
		await signUp(server);
		server.engine.pass(CODE_WAIT_MS);
		for (const purpose of ['signup', 'signin']) {
			const known = await askCode('13800000000', purpose);
			const unknown = await askCode('13800000001', purpose);
			expect([known.status, known.text]).toEqual([202, unknown.text]);
			const again = [await askCode('13800000000', purpose), await askCode('13800000001', purpose)];
			expect(again.map(({ status }) => status)).toEqual([429, 429]);
		}
		const messages = server.sent.slice(1).map(({ purpose, to, code }) => [purpose, to.at(-1), code !== null]);
		expect(messages).toEqual([
			['signup', '0', false],
			['signup', '1', true],
			['signin', '0', true],
			['signin', '1', false],
		]);
	});

	test.each([
		[{ purpose: 'signup' }, 422, 'bad-phone', 'phone'],
		[{ purpose: 'signup', phone: '12800000000' }, 422, 'bad-phone', 'phone'],
		[{ purpose: 'reset', phone: '128' }, 422, 'bad-phone', 'phone'],
		[{ purpose: 'reset', email: 'nobody' }, 422, 'bad-email', 'email'],
		[{ purpose: 'signup', email: 'li@example.com' }, 422, 'bad-phone', 'phone'],
		[{ purpose: 'password', phone: '13800000000' }, 400, 'bad-request', 'purpose'],
		[{ phone: '13800000000' }, 400, 'bad-request', 'purpose'],
	])('HT9 %j is refused', async (fields, status, code, field) => {
		const answer = await server.post('/verify/code', fields);
		expect(answer).toMatchObject({ status, json: { error: { code, field } } });
		expect(server.sent).toEqual([]);
	});

	test('HT3 too often says when to come again', async () => {
		await askCode('13800000000');
		const answer = await askCode('13800000000');
		expect(answer).toMatchObject({ status: 429, json: { error: { code: 'too-often' } } });
		const seconds = Number(answer.headers.get('Retry-After'));
		expect(seconds).toBeGreaterThan(55);
		expect(seconds).toBeLessThanOrEqual(60);
	});

	test('HT9 the messages are in the language of whoever asks', async () => {
		await server.post('/verify/code', { purpose: 'signup', phone: '13800000000' }, { 'Accept-Language': 'en' });
		expect(server.sent[0]?.text).toMatch(/^[\x20-\x7e]+$/);
	});

	test('VA22 a provider that refuses is no success, and nobody waits a minute for it', async () => {
		let outcome: 'sent' | 'refused' = 'refused';
		const sms: Sender = { delivery: 'sms', send: async () => outcome };
		const refusing = await startHttpServer({ limits: { codesPerAddressDay: 1, codesPerIpHour: 1 } }, { sms });
		const ask = () => refusing.post('/verify/code', { purpose: 'signup', phone: '13800000000' });
		const refused = { status: 503, json: { error: { code: 'not-sent' } } };
		expect(await ask()).toMatchObject(refused);
		expect(await ask()).toMatchObject(refused);
		outcome = 'sent';
		expect(await ask()).toMatchObject({ status: 202, json: { delivery: 'sms', wait: 60_000 } });
		await refusing.stop();
	});

	test('VA22 for the hour of its network a code counts that could not be sent', async () => {
		const sms: Sender = { delivery: 'sms', send: async () => 'refused' };
		const limits = { codesPerAddressDay: 10, codesPerIpHour: 2 };
		const refusing = await startHttpServer({ limits, trustProxy: { kind: 'hops', hops: 1 } }, { sms });
		const ask = async (phone: string) => {
			const fields = { purpose: 'signup', phone };
			return (await refusing.post('/verify/code', fields, { 'X-Forwarded-For': '192.0.2.1' })).status;
		};
		expect([await ask('13800000001'), await ask('13800000002'), await ask('13800000003')]).toEqual([503, 503, 429]);
		await refusing.stop();
	});

	test.each([
		['outbox', 'code.in-outbox'],
		['sms', 'code.sent'],
	] as const)('OU18 by %s the page says %s', async (delivery, key) => {
		const sms: Sender = { delivery, send: async () => 'sent' };
		const sending = await startHttpServer({}, { sms });
		const fields = { purpose: 'signup', phone: '13800000000' };
		expect((await sending.postForm('/verify/code', fields)).text).toContain(zh[key]);
		sending.engine.pass(CODE_WAIT_MS);
		expect((await sending.post('/verify/code', fields)).json.delivery).toBe(delivery);
		await sending.stop();
	});

	test('VA10 a day has ten codes for a phone, an hour a number for a network; loopback is exempt', async () => {
		const limits = { codesPerAddressDay: 3, codesPerIpHour: 2 };
		const limited = await startHttpServer({ limits, trustProxy: { kind: 'hops', hops: 1 } });
		const ask = async (phone: string, from: string) => {
			const fields = { purpose: 'signup', phone };
			return (await limited.post('/verify/code', fields, { 'X-Forwarded-For': from })).status;
		};
		const statuses: number[] = [];
		for (let k = 0; k < 4; k++) statuses.push(await ask(`1380000001${k}`, '192.0.2.1'));
		for (let k = 0; k < 4; k++) statuses.push(await ask(`1380000002${k}`, '127.0.0.1'));
		expect(statuses).toEqual([202, 202, 429, 429, 202, 202, 202, 202]);
		expect(await ask('13800000030', '2001:db8::1')).toBe(202);
		expect(await ask('13800000031', '2001:db8::2')).toBe(202);
		expect(await ask('13800000032', '2001:db8::3')).toBe(429);
		const day: number[] = [];
		for (let k = 0; k < 4; k++) {
			day.push(await ask('13900000000', '127.0.0.1'));
			limited.engine.pass(CODE_WAIT_MS);
		}
		expect(day).toEqual([202, 202, 202, 429]);
		await limited.stop();
	});
});

describe('sign-up', () => {
	test('HT10 a form and a code make an account and a session', async () => {
		const answer = await signUp(server);
		expect(answer.status).toBe(201);
		expect(answer.json.account).toEqual({
			id: expect.stringMatching(/^[0-9a-f-]{36}$/),
			username: '张三',
			nickname: '三儿',
			gender: 'unknown',
			city: '',
			signature: '',
			avatar: null,
			version: 1,
			phone: '+8613800000000',
			email: 'zhang@example.com',
			emailVerified: false,
		});
		expect((await server.get('/me', { Cookie: answer.cookies })).json).toEqual(answer.json);
	});

	test('HT10 without a nickname people are called by their user name', async () => {
		const veri_code = await fetchCode(server, GOOD_FORM.phone);
		const { nickname: _, ...form } = GOOD_FORM;
		const answer = await server.post('/verify/signup', { ...form, veri_code });
		expect(answer.json).toMatchObject({ account: { username: '张三', nickname: '张三' } });
	});

	test.each<[object, string, string]>([
		[{ username: '1abc' }, 'bad-username', 'username'],
		[{ username: 7 }, 'bad-username', 'username'],
		[{ username: 'friend_list' }, 'bad-username', 'username'],
		[{ nickname: 'x'.repeat(33) }, 'bad-nickname', 'nickname'],
		[{ password: 'abcdef' }, 'bad-password', 'password'],
		[{ password: undefined }, 'bad-password', 'password'],
		[{ phone: '110' }, 'bad-phone', 'phone'],
		[{ email: 'nobody' }, 'bad-email', 'email'],
		[{ veri_code: undefined }, 'bad-code', 'veri_code'],
		[{ veri_code: 'abcdef' }, 'bad-code', 'veri_code'],
		[{ veri_code: 123456 }, 'bad-code', 'veri_code'],
	])('HT10 %j is refused as %s', async (changes, code, field) => {
		const veri_code = await fetchCode(server, GOOD_FORM.phone);
		const answer = await server.post('/verify/signup', { ...GOOD_FORM, veri_code, ...changes });
		expect(answer).toMatchObject({ status: 422, json: { error: { code, field } }, cookies: '' });
		// Nothing of it used the code up.
		expect((await server.post('/verify/signup', { ...GOOD_FORM, veri_code })).status).toBe(201);
	});

	test('HT10 a taken name is told before the code is looked at, in the words of old', async () => {
		await signUp(server);
		const answer = await server.post('/verify/signup', { ...GOOD_FORM, phone: '13800000001', veri_code: '000000' });
		expect(answer).toMatchObject({
			status: 409,
			json: {
				error: { code: 'username-taken', message: expect.stringContaining('用户名已经存在'), field: 'username' },
			},
		});
	});

	test('HT10 a taken phone is told to nobody without its code', async () => {
		await signUp(server);
		const form = { ...GOOD_FORM, username: '李四', veri_code: '000000' };
		expect(await server.post('/verify/signup', form)).toMatchObject({ status: 422 });
	});

	test('HT10 the session and the account are nobody’s choice', async () => {
		const id = '019a0000-0000-7000-8000-000000000000';
		const veri_code = await fetchCode(server, GOOD_FORM.phone);
		const answer = await server.post('/verify/signup', { ...GOOD_FORM, veri_code, id, account: id, session: id });
		expect(answer.text).not.toContain(id);
		expect(JSON.stringify(await server.engine.events())).not.toContain(id);
	});

	test('HT10 where sign-up is closed neither codes nor accounts are had', async () => {
		const closed = await startHttpServer({ signup: 'closed' });
		const code = await closed.post('/verify/code', { purpose: 'signup', phone: '13800000000' });
		const form = await closed.post('/verify/signup', { ...GOOD_FORM, veri_code: '000000' });
		for (const answer of [code, form]) {
			expect(answer).toMatchObject({ status: 403, json: { error: { code: 'signup-closed' } } });
		}
		await closed.stop();
	});

	test('HT10 twenty people sign up at once under one name: one gets it', async () => {
		const phones = Array.from({ length: 20 }, (_, k) => `138000001${k + 10}`);
		const forms: object[] = [];
		for (const phone of phones) forms.push({ ...GOOD_FORM, phone, veri_code: await fetchCode(server, phone) });
		const answers = await Promise.all(forms.map((form) => server.post('/verify/signup', form)));
		expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(19).fill(409)]);
	});
});

describe('sign-in', () => {
	test.each(['张三', '13800000000', '+8613800000000'])('HT11 as %s with the password', async (username) => {
		await signUp(server);
		const answer = await signIn({ username, password: 'abc123' });
		expect(answer).toMatchObject({ status: 200, json: { account: { username: '张三' } } });
		expect((await server.get('/me', { Cookie: answer.cookies })).status).toBe(200);
	});

	test('HT11 the case of a user name does not matter', async () => {
		await signUp(server, { username: 'Wang' });
		expect((await signIn({ username: 'wANG', password: 'abc123' })).status).toBe(200);
	});

	test('HT11 an e-mail address counts once it is verified', async () => {
		const account = idOf((await signUp(server)).json);
		const byMail = () => signIn({ username: 'zhang@EXAMPLE.com', password: 'abc123' });
		expect((await byMail()).status).toBe(401);
		const set = { email_verified: 'zhang@example.com' };
		await server.engine.log.write([{ do: 'update', table: 'contacts', where: { account }, set }]);
		expect((await byMail()).status).toBe(200);
	});

	test('HT11 with phone and code', async () => {
		await signUp(server);
		const veri_code = await fetchCode(server, GOOD_FORM.phone, 'signin');
		const fields = { phone: GOOD_FORM.phone, veri_code };
		expect(await signIn(fields)).toMatchObject({ status: 200, json: { account: { username: '张三' } } });
		expect(await signIn(fields)).toMatchObject({ status: 401, json: { error: { code: 'bad-credentials' } } });
	});

	test.each<[object, number, string]>([
		[{ username: '张三', password: 'abc124' }, 401, 'bad-credentials'],
		[{ username: '李四', password: 'abc123' }, 401, 'bad-credentials'],
		[{ username: '', password: '' }, 401, 'bad-credentials'],
		[{ username: '13800000001', password: 'abc123' }, 401, 'bad-credentials'],
		[{ phone: '13800000000', veri_code: '000000' }, 401, 'bad-credentials'],
		[{ phone: '13800000001', veri_code: '000000' }, 401, 'bad-credentials'],
		[{ phone: '110', veri_code: '000000' }, 422, 'bad-phone'],
		[{ phone: '13800000000', veri_code: 0 }, 400, 'bad-request'],
		[{ username: '张三' }, 400, 'bad-request'],
		[{ password: 'abc123' }, 400, 'bad-request'],
		[{ username: '张三', password: 'abc123', remember: 'no' }, 400, 'bad-request'],
	])('HT11 %j is refused with %i %s', async (fields, status, code) => {
		await signUp(server);
		expect(await signIn(fields)).toMatchObject({ status, json: { error: { code } }, cookies: '' });
	});

	test('HT11 unknown and wrong give the same answer to the byte', async () => {
		await signUp(server);
		const wrong = await signIn({ username: '张三', password: 'abc124' });
		const unknown = await signIn({ username: '李四', password: 'abc124' });
		expect(unknown.text).toBe(wrong.text);
	});

	test('VA3 a password is verified for unknown names too', async () => {
		const verified: (string | undefined)[] = [];
		const { hash } = createPasswordHasher();
		const verify = async (kept: string | undefined) => {
			verified.push(kept);
			return { state: 'done', right: false } as const;
		};
		const watched = await startHttpServer({}, { hasher: { hash, verify } });
		await watched.post('/verify/signin', { username: '没有人', password: 'abc123' });
		expect(verified).toEqual([undefined]);
		await watched.stop();
	});

	test('VA2 when too many passwords wait the answer is 503', async () => {
		const busy = async () => ({ state: 'unavailable' }) as const;
		const full = await startHttpServer({}, { hasher: { hash: busy, verify: busy } });
		const answers = [
			await full.post('/verify/signin', { username: '张三', password: 'abc123' }),
			await full.post('/verify/signup', { ...GOOD_FORM, veri_code: '000000' }),
		];
		for (const answer of answers) {
			expect(answer).toMatchObject({ status: 503, json: { error: { code: 'unavailable' } } });
		}
		await full.stop();
	});

	test('VA9 a hundred sign-ins at once with one code: one session', async () => {
		await signUp(server);
		const veri_code = await fetchCode(server, GOOD_FORM.phone, 'signin');
		const answers = await Promise.all(Array.from({ length: 100 }, () => signIn({ phone: GOOD_FORM.phone, veri_code })));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		expect(answers.filter(({ status }) => status === 401)).toHaveLength(99);
	});
});

describe('sessions', () => {
	test('HT12 after signing out the token is worth nothing, other devices stay', async () => {
		const first = (await signUp(server)).cookies;
		const second = (await signIn({ username: '张三', password: 'abc123' })).cookies;
		const out = await server.post('/verify/signout', {}, { Cookie: first });
		expect(out.status).toBe(204);
		expect(out.headers.getSetCookie()).toEqual(['webchat_session=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly']);
		expect((await server.get('/me', { Cookie: first })).status).toBe(401);
		expect((await server.post('/verify/signout', {}, { Cookie: first })).status).toBe(401);
		expect((await server.get('/me', { Cookie: second })).status).toBe(200);
		const types = (await server.engine.events()).map(({ type }) => type);
		expect(types).toEqual(['AccountRegistered', 'SessionOpened', 'SessionOpened', 'SessionClosed']);
	});

	test('VA6 a session that ran out is recorded as closed when it is shown', async () => {
		const { cookies } = await signUp(server);
		server.engine.pass(SESSION_IDLE_MS + 1_000);
		expect((await server.get('/me', { Cookie: cookies })).status).toBe(401);
		const last = (await server.engine.events()).at(-1);
		expect(last?.type).toBe('SessionClosed');
		expect(last?.data).toContain('expired');
	});

	test('HT8 cookies without TLS', async () => {
		const { headers } = await signUp(server);
		const [session, username] = headers.getSetCookie();
		expect(session).toMatch(/^webchat_session=[\w-]{43}; Path=\/; Max-Age=15552000; SameSite=Lax; HttpOnly$/);
		expect(username).toBe('webchat_username=%E5%BC%A0%E4%B8%89; Path=/; Max-Age=31536000; SameSite=Lax');
	});

	test('HT8 cookies over TLS', async () => {
		const behind = await startHttpServer({ trustProxy: { kind: 'hops', hops: 1 } });
		await signUp(behind);
		const secure = { 'X-Forwarded-Proto': 'https' };
		const answer = await behind.post('/verify/signin', { username: '张三', password: 'abc123' }, secure);
		const [session, username] = answer.headers.getSetCookie();
		expect(session).toMatch(
			/^__Host-webchat_session=[\w-]{43}; Path=\/; Max-Age=15552000; SameSite=Lax; Secure; HttpOnly$/,
		);
		expect(username).toMatch(/; Secure$/);
		const token = session?.split(';')[0] ?? '';
		expect((await behind.get('/me', { ...secure, Cookie: token })).status).toBe(200);
		expect((await behind.get('/me', { Cookie: token })).status).toBe(401);
		expect((await behind.get('/me', { ...secure, Cookie: token.replace('__Host-', '') })).status).toBe(401);
		await behind.stop();
	});

	test('HT8 whoever does not want to be remembered is forgotten', async () => {
		await signUp(server);
		const answer = await signIn({ username: '张三', password: 'abc123', remember: false });
		expect(answer.headers.getSetCookie()[1]).toBe('webchat_username=; Path=/; Max-Age=0; SameSite=Lax');
	});

	test('HT13 people see their own account', async () => {
		const { json } = await signUp(server);
		await signUp(server, { username: '李四', phone: '13800000001', email: 'li@example.com' });
		const { cookies } = await signIn({ username: '李四', password: 'abc123' });
		const me = await server.get('/me', { Cookie: cookies });
		expect(me.json).toMatchObject({ account: { username: '李四', phone: '+8613800000001', email: 'li@example.com' } });
		expect(idOf(me.json)).not.toBe(idOf(json));
	});

	test.each([
		[null, false],
		['zhang@example.com', true],
		['old@example.com', false],
	])('HT13 with the verified address %s they are told %s', async (email_verified, emailVerified) => {
		const { json, cookies } = await signUp(server);
		const where = { account: idOf(json) };
		await server.engine.log.write([{ do: 'update', table: 'contacts', where, set: { email_verified } }]);
		expect((await server.get('/me', { Cookie: cookies })).json).toMatchObject({ account: { emailVerified } });
	});
});

test('HT16 a whole story leaves no secret in events, notes or refusals', async () => {
	const watched = await startHttpServer({}, { hasher: createPasswordHasher() });
	const veri_code = await fetchCode(watched, GOOD_FORM.phone);
	const refused = [
		await watched.post('/verify/signup', { ...GOOD_FORM, veri_code: '000000' }),
		await watched.post('/verify/code', { purpose: 'signup', phone: GOOD_FORM.phone }),
	];
	const first = await watched.post('/verify/signup', { ...GOOD_FORM, veri_code });
	const other = { username: GOOD_FORM.phone, password: 'abc123' };
	const second = await watched.post('/verify/signin', other);
	refused.push(
		await watched.post('/verify/signup', { ...GOOD_FORM, veri_code }),
		await watched.post('/verify/signin', { ...other, password: 'abc124' }),
		await watched.request('/verify/signin', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: `{"username":"${GOOD_FORM.phone}","password":"abc123`,
		}),
		await watched.get('/me', { Cookie: second.cookies.replace('=', '=x') }),
	);
	await watched.post('/verify/signout', {}, { Cookie: second.cookies });
	const events = JSON.stringify(await watched.engine.events());
	await watched.engine.log.close();
	refused.push(await watched.get('/me', { Cookie: first.cookies }));
	expect(refused.map(({ status }) => status)).toEqual([422, 429, 409, 401, 400, 401, 503]);
	const leaks = [events, watched.notes.join('\n'), refused.map(({ text }) => text).join('\n')].join('\n');
	expect(watched.notes).not.toEqual([]);
	expect(events).toContain('SessionClosed');
	const tokens = [first, second].map(({ cookies }) => /webchat_session=([\w-]+)/.exec(cookies)?.[1] ?? 'none');
	for (const secret of [veri_code, 'abc123', 'abc124', '13800000000', 'example.com', 'argon2', ...tokens]) {
		expect(leaks.toLowerCase()).not.toContain(secret.toLowerCase());
	}
	await watched.engine.node.stop();
	await watched.stop();
});
