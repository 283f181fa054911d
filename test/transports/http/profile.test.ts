import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

/** As the rule says. */
const CHANGES_PER_HOUR = 100;

let server: HttpServer;
let signedUp: Answer;
beforeEach(async () => {
	server = await startHttpServer();
	signedUp = await signUp(server);
});
afterEach(() => server.stop());

const change = (fields: unknown, headers = {}) =>
	server.request('/me', {
		method: 'PATCH',
		headers: { 'Content-Type': 'application/json', Cookie: signedUp.cookies, ...headers },
		body: JSON.stringify(fields),
	});
const changes = async () => {
	const events = (await server.engine.events()).filter(({ type }) => type === 'ProfileChanged');
	return events.map(({ data }) => {
		const { salt: _, ...said } = JSON.parse(data);
		return said;
	});
};

test('HT40 what is named changes and the rest stays, told whole', async () => {
	const { account } = signedUp.json as { account: object };
	const first = await change({ gender: 'female', city: ' 杭州 ', signature: '今天也要加油' });
	const said = { gender: 'female', city: '杭州', signature: '今天也要加油' };
	expect(first).toMatchObject({ status: 200, json: { account: { ...account, ...said, version: 3 } } });
	const second = await change({ nickname: '阿三', city: '' });
	expect(second.json).toEqual({ account: { ...account, ...said, nickname: '阿三', city: '', version: 4 } });
	expect((await server.get('/me', { Cookie: signedUp.cookies })).json).toEqual(second.json);
	expect(await changes()).toEqual([said, { nickname: '阿三', city: '' }]);
});

test('HT40 what is so already records nothing, at once or again', async () => {
	const answers = await Promise.all(Array.from({ length: 20 }, () => change({ city: '杭州' })));
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
	expect((await change({})).status).toBe(200);
	expect(await changes()).toEqual([{ city: '杭州' }]);
});

test.each<[unknown, number, string, string | undefined]>([
	[{ nickname: ' ' }, 422, 'bad-nickname', 'nickname'],
	[{ gender: 'f' }, 400, 'bad-request', 'gender'],
	[{ city: 'x'.repeat(51) }, 413, 'too-large', 'city'],
	[{ signature: 'x'.repeat(101) }, 413, 'too-large', 'signature'],
	[{ city: '杭州', phone: '13900000000' }, 400, 'bad-request', 'phone'],
	['杭州', 400, 'bad-request', undefined],
])('HT40 %j is refused and changes nothing', async (fields, status, code, field) => {
	expect(await change(fields)).toMatchObject({ status, json: { error: { code, ...(field && { field }) } } });
	expect(await changes()).toEqual([]);
});

test('HT40 an account changes a hundred times an hour; what was refused does not count', async () => {
	for (let k = 0; k < CHANGES_PER_HOUR; k++) {
		expect((await change({ city: `c${k}` })).status).toBe(200);
		expect((await change({ nickname: '' })).status).toBe(422);
	}
	const refused = await change({ city: 'one more' });
	expect(refused).toMatchObject({ status: 429, json: { error: { code: 'too-often' } } });
	expect(Number(refused.headers.get('Retry-After'))).toBeLessThanOrEqual(60 * 60);
	server.engine.pass(60 * 60_000);
	expect((await change({ city: 'one more' })).status).toBe(200);
});

test('HT40 where limits are off there is none', async () => {
	const free = await startHttpServer({ attempts: 'free' });
	const { cookies } = await signUp(free);
	const statuses = new Set<number>();
	for (let k = 0; k <= CHANGES_PER_HOUR; k++) {
		const headers = { 'Content-Type': 'application/json', Cookie: cookies };
		statuses.add((await free.request('/me', { method: 'PATCH', headers, body: `{"city":"c${k}"}` })).status);
	}
	expect(statuses).toEqual(new Set([200]));
	await free.stop();
});
