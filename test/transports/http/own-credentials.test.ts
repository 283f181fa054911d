import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CODE_WAIT_MS } from '../../../core/vault/codes.ts';
import type { Sender } from '../../../transports/senders/sender.ts';
import { type Answer, GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

let server: HttpServer;
let cookies: string;
beforeEach(async () => {
	server = await startHttpServer();
	({ cookies } = await signUp(server));
});
afterEach(() => server.stop());

const { password } = GOOD_FORM;
const NEW = { phone: '13900000001', email: 'san@Example.org' };
const put = (path: string, fields: object, as = cookies) =>
	server.request(path, {
		method: 'PUT',
		headers: { 'Content-Type': 'application/json', Cookie: as },
		body: JSON.stringify(fields),
	});
const signIn = (username: string, shown = password) => server.post('/verify/signin', { username, password: shown });
const statusAs = async (as: string) => (await server.get('/me', { Cookie: as })).status;
const askCode = async (field: 'phone' | 'email', address: string = NEW[field], as = cookies) =>
	server.post('/verify/code', { purpose: field, [field]: address }, { Cookie: as });
/** Asks for a code, and changes with it. */
async function change(field: 'phone' | 'email', address: string = NEW[field], as = cookies): Promise<Answer> {
	await askCode(field, address, as);
	return put(`/me/${field}`, { [field]: address, veri_code: server.sent.at(-1)?.code, password }, as);
}
const notices = () => {
	const sent = server.sent.filter(({ purpose }) => purpose === 'notice');
	return sent.map(({ channel, to, code, text }) => [channel, to, code, text.includes(GOOD_FORM.username)]);
};

describe('the password', () => {
	test('HT41 with the old one: 204, the other sessions are over and this one goes on', async () => {
		const elsewhere = (await signIn(GOOD_FORM.username)).cookies;
		expect(await put('/me/password', { old: password, password: 'new456' })).toMatchObject({ status: 204, text: '' });
		expect([await statusAs(cookies), await statusAs(elsewhere)]).toEqual([200, 401]);
		const statuses = [await signIn(GOOD_FORM.username), await signIn(GOOD_FORM.username, 'new456')];
		expect(statuses.map(({ status }) => status)).toEqual([401, 200]);
	});

	test.each<[object, number, string, string]>([
		[{ old: 'wrong1', password: 'new456' }, 401, 'bad-credentials', 'old'],
		[{ old: '', password: 'new456' }, 401, 'bad-credentials', 'old'],
		[{ old: password, password: 'abcdef' }, 422, 'bad-password', 'password'],
		[{ old: password }, 422, 'bad-password', 'password'],
		[{ password: 'new456' }, 400, 'bad-request', 'old'],
		[{ old: 123456, password: 'new456' }, 400, 'bad-request', 'old'],
	])('HT41 %j is refused and changes nothing', async (fields, status, code, field) => {
		const elsewhere = (await signIn(GOOD_FORM.username)).cookies;
		expect(await put('/me/password', fields)).toMatchObject({ status, json: { error: { code, field } } });
		expect([await statusAs(elsewhere), (await signIn(GOOD_FORM.username)).status]).toEqual([200, 200]);
		expect(notices()).toEqual([]);
	});

	test('HT41 of many at once with one old password one is done', async () => {
		const all = await Promise.all(
			Array.from({ length: 20 }, (_, k) => put('/me/password', { old: password, password: `new${k + 100}` })),
		);
		const good = all.flatMap(({ status }, k) => (status === 204 ? [`new${k + 100}`] : []));
		expect(good).toHaveLength(1);
		expect((await signIn(GOOD_FORM.username, good[0])).status).toBe(200);
	});

	test('LI7 ten wrong old passwords, then the right one waits too; the session goes on', async () => {
		const guess = async () => (await put('/me/password', { old: 'wrong1', password: 'new456' })).status;
		const statuses = [];
		for (let k = 0; k < 11; k++) statuses.push(await guess());
		expect(statuses).toEqual([...Array(10).fill(401), 429]);
		expect((await put('/me/password', { old: password, password: 'new456' })).status).toBe(429);
		expect(await statusAs(cookies)).toBe(200);
	});
});

describe('codes for a new phone or e-mail address', () => {
	test.each(['phone', 'email'] as const)(
		'HT42 one for %s needs a session and goes to the new address',
		async (field) => {
			expect(await askCode(field, NEW[field], '')).toMatchObject({
				status: 401,
				json: { error: { code: 'no-session' } },
			});
			expect(server.sent.filter(({ purpose }) => purpose === field)).toEqual([]);
			expect(await askCode(field)).toMatchObject({ status: 202, json: { delivery: 'outbox', wait: CODE_WAIT_MS } });
			const to = field === 'phone' ? '+8613900000001' : 'san@example.org';
			expect(server.sent.at(-1)).toMatchObject({ purpose: field, to, code: expect.stringMatching(/^\d{6}$/) });
			expect((await askCode(field)).status).toBe(429);
		},
	);

	test('HT42 what is somebody’s is answered as what is nobody’s', async () => {
		await signUp(server, { username: '李四', phone: '13700000000' });
		const [theirs, free] = [await askCode('phone', '13700000000'), await askCode('phone', '13700000001')];
		expect([theirs.status, theirs.text]).toEqual([free.status, free.text]);
	});

	test.each([
		[{ purpose: 'phone' }, 422, 'bad-phone'],
		[{ purpose: 'phone', email: 'a@example.com' }, 422, 'bad-phone'],
		[{ purpose: 'email', phone: '13900000001' }, 422, 'bad-email'],
	])('HT42 %j is refused', async (fields, status, code) => {
		const answer = await server.post('/verify/code', fields, { Cookie: cookies });
		expect(answer).toMatchObject({ status, json: { error: { code } } });
	});
});

describe('phone and e-mail address', () => {
	test('HT42 a new phone serves at once, the old one no more', async () => {
		expect(await change('phone')).toMatchObject({ status: 204, text: '' });
		expect((await server.get('/me', { Cookie: cookies })).json).toMatchObject({ account: { phone: '+8613900000001' } });
		expect([(await signIn(NEW.phone)).status, (await signIn(GOOD_FORM.phone)).status]).toEqual([200, 401]);
		await server.post('/verify/password_reset', { phone: GOOD_FORM.phone });
		await server.post('/verify/password_reset', { phone: NEW.phone });
		expect(server.sent.slice(-2).map(({ code }) => code !== null)).toEqual([false, true]);
	});

	test('HT42 an e-mail address that was proved serves at once, the one of the sign-up once it is proved', async () => {
		expect((await signIn(GOOD_FORM.email)).status).toBe(401);
		expect((await change('email', GOOD_FORM.email)).status).toBe(204);
		expect((await signIn(GOOD_FORM.email)).status).toBe(200);
		expect((await change('email')).status).toBe(204);
		expect([(await signIn(NEW.email)).status, (await signIn(GOOD_FORM.email)).status]).toEqual([200, 401]);
		const { account } = (await server.get('/me', { Cookie: cookies })).json;
		expect(account).toMatchObject({ email: 'san@example.org', emailVerified: true });
	});

	test.each(['phone', 'email'] as const)(
		'HT42 of two people with one %s the second is told that it is taken',
		async (field) => {
			const other = await signUp(server, { username: '李四', phone: '13700000000', email: 'li@example.com' });
			expect((await change(field)).status).toBe(204);
			server.engine.pass(CODE_WAIT_MS);
			const answer = await change(field, NEW[field], other.cookies);
			expect(answer).toMatchObject({ status: 409, json: { error: { code: `${field}-taken`, field } } });
		},
	);

	test.each<[string, object, number, string, string]>([
		['a wrong code', { veri_code: '000000' }, 422, 'bad-code', 'veri_code'],
		['no code', { veri_code: undefined }, 422, 'bad-code', 'veri_code'],
		['a wrong password', { password: 'wrong1' }, 401, 'bad-credentials', 'password'],
		['no password', { password: undefined }, 400, 'bad-request', 'password'],
		['a malformed phone', { phone: '110' }, 422, 'bad-phone', 'phone'],
		['another phone than the code’s', { phone: '13900000002' }, 422, 'bad-code', 'veri_code'],
	])('HT42 %s is refused, and the right code outlives it', async (_, changes, status, code, field) => {
		await askCode('phone');
		const fields = { phone: NEW.phone, veri_code: server.sent.at(-1)?.code, password };
		expect(await put('/me/phone', { ...fields, ...changes })).toMatchObject({
			status,
			json: { error: { code, field } },
		});
		expect((await signIn(NEW.phone)).status).toBe(401);
		expect((await put('/me/phone', fields)).status).toBe(204);
	});

	test('HT42 a code for the phone is none for the e-mail address, nor one for signing in', async () => {
		await askCode('phone', GOOD_FORM.phone);
		const veri_code = server.sent.at(-1)?.code;
		expect((await server.post('/verify/signin', { phone: GOOD_FORM.phone, veri_code })).status).toBe(401);
	});
});

describe('notices', () => {
	test('HT43 a change is told where one could be reached before it', async () => {
		const old = '+8613800000000';
		await put('/me/password', { old: password, password: 'new456' });
		expect(notices()).toEqual([['sms', old, null, true]]);
		await put('/me/password', { old: 'new456', password });
		await change('email');
		await change('email', 'li@example.com');
		await change('phone');
		const mail = (to: string) => ['mail', to, null, true];
		expect(notices().slice(2)).toEqual([
			['sms', old, null, true],
			...[['sms', old, null, true], mail('san@example.org')],
			...[['sms', old, null, true], mail('li@example.com')],
		]);
	});

	test('HT43 a reset is told, to an address that is somebody’s alone', async () => {
		for (const phone of [GOOD_FORM.phone, '13700000000']) {
			await server.post('/verify/password_reset', { phone });
			const veri_code = server.sent.at(-1)?.code ?? '000000';
			await server.post('/verify/password_reset2', { phone, veri_code, password: 'new456' });
		}
		expect(notices()).toEqual([['sms', '+8613800000000', null, true]]);
	});

	test('HT43 a provider that takes no notice keeps nobody from changing, and is noted without the address', async () => {
		const notes: unknown[] = [];
		const refusing: Sender = { delivery: 'sms', send: async () => 'refused' };
		const beside = await startHttpServer({}, { sms: refusing, note: (...noted) => notes.push(noted) }, server);
		const headers = { 'Content-Type': 'application/json', Cookie: cookies };
		const body = JSON.stringify({ old: password, password: 'new456' });
		expect((await beside.request('/me/password', { method: 'PUT', headers, body })).status).toBe(204);
		expect(notes).toEqual([['warn', 'notice.not-sent', { account: expect.any(String), key: 'password-changed' }]]);
		await beside.stop();
	});
});

test('HT16 changing all of it leaves no secret in events, notes or refusals', async () => {
	const codes = new Set<string>();
	await change('phone');
	await change('email');
	for (const { code } of server.sent) if (code !== null) codes.add(code);
	const refused = await put('/me/password', { old: 'wrong1', password: 'new456' });
	await put('/me/password', { old: password, password: 'new456' });
	const leaks = [JSON.stringify(await server.engine.events()), server.notes.join('\n'), refused.text].join('\n');
	for (const secret of [...codes, password, 'wrong1', 'new456', NEW.phone, 'san@example.org'])
		expect(leaks).not.toContain(secret);
});
