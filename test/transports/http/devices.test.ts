import { afterEach, beforeEach, expect, test } from 'vitest';
import { SESSION_IDLE_MS } from '../../../core/vault/sessions.ts';
import type { Session } from '../../../core/wire.ts';
import { GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

let server: HttpServer;
let cookies: string;
beforeEach(async () => {
	server = await startHttpServer();
	({ cookies } = await signUp(server));
});
afterEach(() => server.stop());

const signIn = async (device: string, cookie = '') => {
	const fields = { username: GOOD_FORM.username, password: GOOD_FORM.password };
	return (await server.post('/verify/signin', fields, { 'User-Agent': device, Cookie: cookie })).cookies;
};
const list = async (as = cookies) => {
	const { json } = await server.get('/me/sessions', { Cookie: as });
	return json.sessions as readonly Session[];
};
const end = (path: string, as = cookies) =>
	server.request(`/me/sessions${path}`, { method: 'DELETE', headers: { Cookie: as } });
const statusAs = async (as: string) => (await server.get('/me', { Cookie: as })).status;
const tokenOf = (as: string) => /webchat_session=([^;]+)/.exec(as)?.[1];

test('HT44 the devices are told, the one that asks first, then as they were used, without their tokens', async () => {
	server.engine.pass(1_000);
	const phone = await signIn('Phone');
	server.engine.pass(1_000);
	await signIn('L'.repeat(300));
	const told = await server.get('/me/sessions', { Cookie: phone });
	const sessions = told.json.sessions as readonly Session[];
	expect(sessions.map(({ device, current }) => [device.slice(0, 5), current])).toEqual([
		['Phone', true],
		['LLLLL', false],
		['node', false],
	]);
	expect(sessions.every(({ opened, seen }) => seen >= opened && seen <= server.engine.clock.now())).toBe(true);
	expect(Object.keys(sessions[0]!).sort()).toEqual(['current', 'device', 'id', 'opened', 'seen']);
	expect(sessions[1]?.device).toHaveLength(200);
	expect(told.text).not.toContain(tokenOf(phone));
});

test('HT44 one is ended, again without a word, and no longer told', async () => {
	const phone = await signIn('Phone');
	const id = (await list()).find(({ device }) => device === 'Phone')?.id;
	expect(await end(`/${id}`)).toMatchObject({ status: 204, text: '', cookies: '' });
	expect([await statusAs(phone), await statusAs(cookies)]).toEqual([401, 200]);
	expect((await end(`/${id}`)).status).toBe(204);
	expect((await list()).map(({ current }) => current)).toEqual([true]);
	const closed = (await server.engine.events()).filter(({ type }) => type === 'SessionClosed');
	expect(closed.map(({ data }) => JSON.parse(data))).toEqual([{ session: id, reason: 'revoked' }]);
});

test('HT44 ending one’s own is signing out', async () => {
	const id = (await list())[0]?.id;
	const answer = await end(`/${id}`);
	expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([
		204,
		expect.stringContaining('webchat_session=;'),
	]);
	expect(await statusAs(cookies)).toBe(401);
	const closed = (await server.engine.events()).filter(({ type }) => type === 'SessionClosed');
	expect(closed.map(({ data }) => JSON.parse(data).reason)).toEqual(['signed-out']);
});

test('HT44 all others are ended at once', async () => {
	const others = [await signIn('Phone'), await signIn('Laptop')];
	expect(await end('')).toMatchObject({ status: 204, text: '' });
	expect(await Promise.all(others.map(statusAs))).toEqual([401, 401]);
	expect((await list()).map(({ current }) => current)).toEqual([true]);
	expect((await end('')).status).toBe(204);
});

test.each(['/019a0000-0000-7000-8000-000000000000', '/nonsense', '/%00', '/'])(
	'HT44 %s is nobody’s session',
	async (path) => {
		expect(await end(path)).toMatchObject({ status: 404, json: { error: { code: 'not-found' } } });
	},
);

test('HT44 a session of somebody else is not found, and goes on', async () => {
	const other = await signUp(server, { username: '李四', phone: '13700000000' });
	const id = (await list(other.cookies))[0]?.id;
	expect((await end(`/${id}`)).status).toBe(404);
	expect(await statusAs(other.cookies)).toBe(200);
});

test('HT44 what is over is not told', async () => {
	server.engine.pass(SESSION_IDLE_MS - 1_000);
	const fresh = await signIn('Phone');
	server.engine.pass(2_000);
	expect((await list(fresh)).map(({ device }) => device)).toEqual(['Phone']);
});

test('HT45 signing in with a session gives another one', async () => {
	const again = await signIn('Phone', cookies);
	expect(tokenOf(again)).not.toBe(tokenOf(cookies));
	expect(new Set((await list(again)).map(({ id }) => id)).size).toBe(2);
	const planted = await signIn('Phone', `webchat_session=${'A'.repeat(43)}`);
	expect(tokenOf(planted)).not.toBe('A'.repeat(43));
	expect(await statusAs(`webchat_session=${'A'.repeat(43)}`)).toBe(401);
});
