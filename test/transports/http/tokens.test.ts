import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchCode, GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

let server: HttpServer;
let owner: Readonly<Record<string, string>>;
beforeEach(async () => {
	server = await startHttpServer();
	owner = { Cookie: (await signUp(server)).cookies };
});
afterEach(() => server.stop());

const bearer = (token: unknown) => ({ Authorization: `Bearer ${token}` });

async function made(fields: object = {}, by = owner) {
	const { status, json } = await server.post('/me/tokens', { name: 'cron', ...fields }, by);
	expect(status).toBe(201);
	return { token: String(json.token), id: String(json.id) };
}

async function bot(username = 'robot') {
	const { json } = await server.post('/me/bots', { username, nickname: 'Robot' }, owner);
	return json.account as { readonly id: string };
}

const listed = async (by = owner) => (await server.get('/me/tokens', by)).json.tokens;
const revoke = (id: string, by = owner) => server.request(`/me/tokens/${id}`, { method: 'DELETE', headers: by });

test('OP1 a token acts for its account', async () => {
	const { token } = await made();
	const { status, json } = await server.get('/me', bearer(token));
	expect(status).toBe(200);
	expect(json.account).toMatchObject({ username: '张三' });
	expect((await server.get('/', bearer(token))).status).toBe(200);
	expect((await server.get('/me', { Authorization: `bearer   ${token}` })).status).toBe(200);
});

test('OP1 a token signs itself out', async () => {
	const { token } = await made();
	expect((await server.post('/verify/signout', {}, bearer(token))).status).toBe(204);
	expect((await server.get('/me', bearer(token))).status).toBe(401);
	expect(await listed()).toEqual([]);
	expect((await server.get('/me', owner)).status).toBe(200);
});

test('OP1 no code for another phone or address is had with a token', async () => {
	const { token } = await made();
	for (const asked of [
		{ purpose: 'phone', phone: '13900000000' },
		{ purpose: 'email', email: 'a@example.org' },
	]) {
		expect((await server.post('/verify/code', asked, bearer(token))).json.error).toMatchObject({ code: 'not-allowed' });
	}
	expect(server.sent.filter(({ purpose }) => purpose !== 'signup')).toEqual([]);
});

test('OP5 tokens are no devices: they are not listed among them, nor ended with all others', async () => {
	const { token, id } = await made();
	const { sessions } = (await server.get('/me/sessions', owner)).json;
	expect(sessions).toMatchObject([{ current: true }]);
	expect((await server.request('/me/sessions', { method: 'DELETE', headers: owner })).status).toBe(204);
	expect((await server.get('/me', bearer(token))).status).toBe(200);
	expect(await listed()).toMatchObject([{ id }]);
});

test('OP2 a token in the cookie lets nobody in, nor does a session’s secret as Bearer', async () => {
	const { token } = await made();
	expect((await server.get('/me', { Cookie: `webchat_session=${token}` })).status).toBe(401);
	const secret = /webchat_session=([^;]+)/.exec(owner.Cookie ?? '')?.[1];
	expect((await server.get('/me', bearer(secret))).status).toBe(401);
});

test.each([
	['nobody’s', 'Bearer webchat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
	['empty', 'Bearer'],
	['of another kind', 'Bearer abc'],
	['far too long', `Bearer webchat_${'A'.repeat(1_000)}`],
])('OP3 beside a Bearer that is %s no cookie counts', async (_what, Authorization) => {
	expect((await server.get('/me', { ...owner, Authorization })).status).toBe(401);
});

test('OP3 what is shown to a proxy in front is not meant for us', async () => {
	expect((await server.get('/me', { ...owner, Authorization: 'Basic YTpi' })).status).toBe(200);
});

test('OP3 who asks with a token is asked for no origin, who asks with a cookie is', async () => {
	const { token } = await made();
	const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
	const change = (headers: object) =>
		server.request('/me', {
			method: 'PATCH',
			headers: { 'Content-Type': 'application/json', ...foreign, ...headers },
			body: '{"city":"X"}',
		});
	expect((await change(owner)).status).toBe(403);
	expect((await change({ ...bearer(token), ...owner })).status).toBe(200);
	// A form that would sign a browser in is no program's.
	const signIn = { username: GOOD_FORM.username, password: GOOD_FORM.password };
	expect((await server.post('/verify/signin', signIn, { ...foreign, ...bearer(token) })).status).toBe(403);
});

test('OP4 the list tells everything but the token', async () => {
	const expires = Date.now() + 60_000;
	const { token, id } = await made();
	const account = (await bot()).id;
	const forBot = await made({ name: 'echo', bot: account, expires });
	await server.get('/me', bearer(token));
	const tokens = await listed();
	expect(tokens).toEqual([
		{ id, name: 'cron', bot: null, created: expect.any(Number), lastUsed: expect.any(Number), expires: null },
		{ id: forBot.id, name: 'echo', bot: account, created: expect.any(Number), lastUsed: null, expires },
	]);
	expect(JSON.stringify(tokens)).not.toContain('webchat_');
});

test('OP4 who made a token ends it, once and for all', async () => {
	const { token, id } = await made();
	expect((await revoke(id)).status).toBe(204);
	expect((await server.get('/me', bearer(token))).status).toBe(401);
	expect((await revoke(id)).status).toBe(404);
	expect((await revoke('nonsense')).status).toBe(404);
});

test('OP4 a new password ends the tokens of the account, not those of its bots', async () => {
	const own = await made();
	const forBot = await made({ bot: (await bot()).id });
	const { phone } = GOOD_FORM;
	const veri_code = await fetchCode(server, phone, 'reset');
	const { status } = await server.post('/verify/password_reset2', { phone, veri_code, password: 'newpass1' });
	expect(status).toBe(204);
	expect((await server.get('/me', bearer(own.token))).status).toBe(401);
	expect((await server.get('/me', bearer(forBot.token))).status).toBe(200);
});

test.each([
	['without a name', { name: '' }, 'name'],
	['with a name of two lines', { name: 'a\nb' }, 'name'],
	['that ends at no time', { expires: 'tomorrow' }, 'expires'],
	['that ended', { expires: 1 }, 'expires'],
	['for no account', { bot: 'robot' }, 'bot'],
])('OP4 a token %s is refused', async (_what, fields, field) => {
	const { status, json } = await server.post('/me/tokens', { name: 'cron', ...fields }, owner);
	expect(status).toBe(400);
	expect(json.error).toMatchObject({ code: 'bad-request', field });
});

test('OP5 past the limits a sentence says so', async () => {
	for (let k = 0; k < 20; k++) await made();
	const { status, json } = await server.post('/me/tokens', { name: 'one more' }, { ...owner, 'Accept-Language': 'en' });
	expect(status).toBe(409);
	expect(json.error).toEqual({ code: 'too-many', message: expect.stringMatching(/^There are/), max: 20 });
});

test('OP6 a bot is made and listed; nobody signs in as it, and it makes nothing itself', async () => {
	const { id } = await bot();
	expect((await server.get('/me/bots', owner)).json.bots).toMatchObject([{ id, username: 'robot', bot: true }]);
	const { token } = await made({ bot: id });
	expect((await server.get('/me', bearer(token))).json.account).toMatchObject({
		id,
		bot: true,
		phone: null,
		email: null,
	});
	const signIn = await server.post('/verify/signin', { username: 'robot', password: 'abc123' });
	expect(signIn.json.error).toMatchObject({ code: 'bad-credentials' });
	expect((await server.post('/me/bots', { username: 'sub' }, bearer(token))).status).toBe(403);
});

test('OP6 a bot’s names keep the rules of names; without a nickname the user name serves', async () => {
	const refused = async (fields: object) => (await server.post('/me/bots', fields, owner)).json.error;
	expect(await refused({ username: '1' })).toMatchObject({ code: 'bad-username' });
	expect(await refused({ username: 'robot', nickname: ' ' })).toMatchObject({ code: 'bad-nickname' });
	expect(await refused({ username: GOOD_FORM.username })).toMatchObject({ code: 'username-taken' });
	const { json } = await server.post('/me/bots', { username: 'plain' }, owner);
	expect(json.account).toMatchObject({ username: 'plain', nickname: 'plain' });
});

test('OP7 others’ tokens and bots are not found', async () => {
	const other = { Cookie: (await signUp(server, { username: '李四', phone: '13900000000' })).cookies };
	const { id } = await made();
	const robot = (await bot()).id;
	expect((await revoke(id, other)).status).toBe(404);
	expect(await listed(other)).toEqual([]);
	expect((await server.get('/me/bots', other)).json.bots).toEqual([]);
	const stolen = await server.post('/me/tokens', { name: 'mine', bot: robot }, other);
	expect(stolen.json.error).toMatchObject({ code: 'not-found', field: 'bot' });
});

test('OP2 neither events nor notes hold a token', async () => {
	const { token } = await made();
	await server.get('/me', bearer(token));
	await server.get('/nothing', bearer(token));
	expect(JSON.stringify([await server.engine.events(), server.notes])).not.toContain(token.slice('webchat_'.length));
});
