import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId } from '../../../core/ids.ts';
import type { PasswordHasher } from '../../../core/vault/password.ts';
import { showPassword } from '../../../transports/http/own-password.ts';
import { fetchCode, GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

const MINUTE_MS = 60_000;
const BEHIND_PROXY = { trustProxy: { kind: 'hops', hops: 1 } } as const;
const LOOPBACK = '127.0.0.1';
const NAME = GOOD_FORM.username;
const RIGHT = GOOD_FORM.password;
const WRONG = 'abc124';

let server: HttpServer;
beforeEach(async () => {
	server = await startHttpServer(BEHIND_PROXY);
});
afterEach(() => server.stop());

interface From {
	readonly address?: string;
	readonly cookie?: string;
	readonly at?: HttpServer;
}

function post(path: string, fields: object, { address = LOOPBACK, cookie = '', at = server }: From = {}) {
	return at.post(path, fields, { 'X-Forwarded-For': address, Cookie: cookie });
}

async function signIn(username: string, password: string, from?: From): Promise<number> {
	return (await post('/verify/signin', { username, password }, from)).status;
}

/** Sign-ins that find a place at once. */
const PLACES = 64;

/** How often each status comes of so many, as many at once as find a place. */
async function many(times: number, ask: (k: number) => Promise<number>): Promise<ReadonlyMap<number, number>> {
	const statuses: number[] = [];
	while (statuses.length < times) {
		const round = Math.min(PLACES, times - statuses.length);
		statuses.push(...(await Promise.all(Array.from({ length: round }, (_, k) => ask(statuses.length + k)))));
	}
	return new Map([...new Set(statuses)].map((status) => [status, statuses.filter((each) => each === status).length]));
}

/** An address of a network that nobody else has. */
const network = (k: number) => `198.51.${Math.floor(k / 250)}.${k % 250}`;
/** The cookie that says which accounts the device knows. */
const deviceOf = (cookies: string) => /webchat_device=[^;]*/.exec(cookies)?.[0] ?? 'none';

describe('one name', () => {
	test('LI2 from one network fails ten times in a quarter of an hour; elsewhere its owner is not kept waiting', async () => {
		await signUp(server);
		const from = { address: '192.0.2.1' };
		expect(await many(50, () => signIn(NAME, WRONG, from))).toEqual(
			new Map([
				[401, 10],
				[429, 40],
			]),
		);
		const late = await post('/verify/signin', { username: NAME, password: RIGHT }, from);
		expect(late).toMatchObject({ status: 429, json: { error: { code: 'too-often' } } });
		const seconds = Number(late.headers.get('Retry-After'));
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(15 * 60);
		expect(await signIn('somebody', RIGHT, from)).toBe(401);
		expect(await signIn(NAME, RIGHT, { address: '192.0.2.2' })).toBe(200);
		server.engine.pass(15 * MINUTE_MS);
		expect(await signIn(NAME, RIGHT, from)).toBe(200);
	});

	test('LI2 from many networks fails fifty times in an hour, from loopback too', async () => {
		await signUp(server);
		const spread = (k: number) => (k % 2 === 0 ? { address: network(k) } : {});
		expect(await many(60, (k) => signIn(NAME, WRONG, spread(k)))).toEqual(
			new Map([
				[401, 50],
				[429, 10],
			]),
		);
		expect(await signIn(NAME, RIGHT, { address: '192.0.2.1' })).toBe(429);
		server.engine.pass(60 * MINUTE_MS);
		expect(await signIn(NAME, RIGHT, { address: '192.0.2.1' })).toBe(200);
	});

	test('LI2 counts in whatever way it is written', async () => {
		await signUp(server, { username: 'Wang' });
		const ways = ['Wang', 'wang', 'ＷＡＮＧ', 'WANG'];
		const statuses = await many(60, (k) => signIn(ways[k % 4] ?? '', WRONG));
		expect(statuses.get(401)).toBe(50);
		const phones = ['13800000000', '+8613800000000'];
		expect((await many(60, (k) => signIn(phones[k % 2] ?? '', WRONG))).get(401)).toBe(50);
	});

	test('LI2 counts whether or not it is somebody’s, and the answers are the same', async () => {
		await signUp(server);
		const answers = [];
		for (const username of [NAME, '没有人']) {
			await many(50, () => signIn(username, WRONG));
			answers.push(await post('/verify/signin', { username, password: WRONG }));
		}
		const [known, unknown] = answers.map(({ status, json }) => [status, Object.keys(json.error as object)]);
		expect(known).toEqual(unknown);
		expect(known?.[0]).toBe(429);
	});
});

describe('one network', () => {
	test('LI2, HT15 fails a hundred times in ten minutes; others do not wait, loopback is none', async () => {
		await signUp(server);
		const from = { address: '2001:db8::1' };
		expect((await many(110, (k) => signIn(`u${k}`, WRONG, from))).get(401)).toBe(100);
		expect(await signIn(NAME, RIGHT, { address: '2001:db8::2' })).toBe(429);
		expect(await signIn(NAME, RIGHT, { address: '2001:db8:0:1::1' })).toBe(200);
		expect((await many(110, (k) => signIn(`v${k}`, WRONG))).get(401)).toBe(110);
		server.engine.pass(10 * MINUTE_MS);
		expect(await signIn(NAME, RIGHT, from)).toBe(200);
	});

	test('LI2 passwords and codes count together, what is right does not', async () => {
		await signUp(server);
		const from = { address: '192.0.2.1' };
		expect((await many(50, () => signIn(NAME, RIGHT, from))).get(200)).toBe(50);
		await many(60, (k) => signIn(`u${k}`, WRONG, from));
		const guess = async (k: number) =>
			(await post('/verify/signin', { phone: `139000000${k + 10}`, veri_code: '000000' }, from)).status;
		expect((await many(60, guess)).get(401)).toBe(40);
	});

	test('LI4 signs up in vain two hundred times in an hour', async () => {
		await signUp(server);
		const from = { address: '192.0.2.1' };
		const form = (k: number) => {
			const free = { ...GOOD_FORM, username: `u${k}`, phone: `1390000${k + 1000}`, veri_code: '000000' };
			return k % 2 === 0 ? free : { ...free, username: NAME };
		};
		const statuses = await many(210, async (k) => (await post('/verify/signup', form(k), from)).status);
		expect((statuses.get(422) ?? 0) + (statuses.get(409) ?? 0)).toBe(200);
		expect(statuses.get(429)).toBe(10);
	});

	test('LI4 resets in vain a hundred times in ten minutes', async () => {
		const from = { address: '192.0.2.1' };
		const guess = async (k: number) => {
			const fields = { phone: `1390000${k + 1000}`, veri_code: '000000', password: RIGHT };
			return (await post('/verify/password_reset2', fields, from)).status;
		};
		expect(await many(110, guess)).toEqual(
			new Map([
				[422, 100],
				[429, 10],
			]),
		);
	});

	test('LI1 what is malformed, or fails for want of room on our side, counts nowhere', async () => {
		let full = true;
		const hasher: PasswordHasher = {
			hash: async () => ({ state: 'unavailable' }),
			verify: async () => (full ? { state: 'unavailable' } : { state: 'done', right: false }),
		};
		const busy = await startHttpServer(BEHIND_PROXY, { hasher });
		const from = { address: '192.0.2.1', at: busy };
		expect(await many(110, () => signIn(NAME, WRONG, from))).toEqual(new Map([[503, 110]]));
		full = false;
		for (let k = 0; k < 110; k++) expect((await post('/verify/signin', { username: NAME }, from)).status).toBe(400);
		expect(await signIn(NAME, WRONG, from)).toBe(401);
		await busy.stop();
	});
});

describe('the owner', () => {
	test('LI3 goes on whatever fails under their name', async () => {
		const { cookies } = await signUp(server);
		await many(60, () => signIn(NAME, WRONG));
		expect((await server.get('/me', { Cookie: cookies })).status).toBe(200);
		expect((await server.post('/verify/signout', {}, { Cookie: cookies })).status).toBe(204);
	});

	test('LI3 gets in on a device that knows the account, although name and network are used up', async () => {
		const cookie = deviceOf((await signUp(server)).cookies);
		const address = '192.0.2.1';
		await many(60, (k) => signIn(NAME, WRONG, { address: network(k) }));
		await many(110, (k) => signIn(`u${k}`, WRONG, { address }));
		expect(await signIn(NAME, RIGHT, { address })).toBe(429);
		expect(await signIn(NAME, RIGHT, { address, cookie })).toBe(200);
		expect(await many(20, () => signIn(NAME, WRONG, { address, cookie }))).toEqual(
			new Map([
				[401, 10],
				[429, 10],
			]),
		);
	});

	test('LI3 all devices that know an account fail fifty times in an hour together', async () => {
		await signUp(server);
		const devices: string[] = [];
		for (let k = 0; k < 6; k++) {
			const { cookies } = await post('/verify/signin', { username: NAME, password: RIGHT });
			devices.push(deviceOf(cookies));
		}
		expect(new Set(devices).size).toBe(6);
		const statuses = await many(60, (k) => signIn(NAME, WRONG, { cookie: devices[k % 6] ?? '' }));
		expect(statuses.get(401)).toBe(50);
	});

	test('LI3 gets in with a code, although the name is used up', async () => {
		await signUp(server);
		await many(60, () => signIn(NAME, WRONG));
		const veri_code = await fetchCode(server, GOOD_FORM.phone, 'signin');
		const address = '192.0.2.1';
		expect((await post('/verify/signin', { phone: GOOD_FORM.phone, veri_code }, { address })).status).toBe(200);
	});

	test('LI3 has codes although somebody else used those of the day up', async () => {
		const cookie = deviceOf((await signUp(server)).cookies);
		const ask = async (from?: From) => {
			server.engine.pass(MINUTE_MS);
			return (await post('/verify/code', { purpose: 'reset', phone: GOOD_FORM.phone }, from)).status;
		};
		const strangers: number[] = [];
		for (let k = 0; k < 12; k++) strangers.push(await ask());
		expect(strangers.slice(-2)).toEqual([429, 429]);
		const own: number[] = [];
		for (let k = 0; k < 11; k++) own.push(await ask({ cookie }));
		expect(own).toEqual([...Array<number>(10).fill(202), 429]);
	});

	test.each([
		['another account’s', (cookie: string) => cookie, '李四'],
		['changed', (cookie: string) => cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), NAME],
		['cut', (cookie: string) => cookie.slice(0, -2), NAME],
		['without a proof', (cookie: string) => cookie.split('.')[0] ?? '', NAME],
		['endless', (cookie: string) => `${cookie}${'.x'.repeat(200)}`, NAME],
	])('LI3 a device’s cookie that is %s is worth nothing', async (_what, changed, name) => {
		const cookie = changed(deviceOf((await signUp(server)).cookies));
		await signUp(server, { username: '李四', phone: '13800000001' });
		await many(60, () => signIn(name, WRONG));
		expect(await signIn(name, RIGHT, { cookie })).toBe(429);
	});

	test('LI3 of a device that several people use each is known, and who does not want to be remembered is not', async () => {
		let cookie = '';
		const people = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'];
		for (const [k, username] of people.entries()) {
			await signUp(server, { username, phone: `1380000010${k}` });
			const { cookies } = await post('/verify/signin', { username, password: RIGHT }, { cookie });
			cookie = deviceOf(cookies);
		}
		const forgotten = { username: 'u6', password: RIGHT, remember: false };
		cookie = deviceOf((await post('/verify/signin', forgotten, { cookie })).cookies);
		for (const username of people) await many(60, () => signIn(username, WRONG));
		const statuses: number[] = [];
		for (const username of people) statuses.push(await signIn(username, RIGHT, { cookie }));
		expect(statuses).toEqual([429, 200, 200, 200, 200, 429]);
	});
});

test('LI7 a session guesses ten passwords in a quarter of an hour, and goes on all the same', async () => {
	const { cookies, json } = await signUp(server);
	const account = (json.account as { readonly id: AccountId }).id;
	const wrong = { code: 'bad-password', field: 'old' } as const;
	const show = async (password: string) => {
		const shown = await showPassword(server.ports, account, password, wrong);
		return 'rejection' in shown ? shown.rejection.code : 'right';
	};
	expect(await show(RIGHT)).toBe('right');
	const guesses = await Promise.all(Array.from({ length: 30 }, () => show(WRONG)));
	expect(guesses.filter((code) => code === 'bad-password')).toHaveLength(10);
	expect(await show(RIGHT)).toBe('too-often');
	expect((await server.get('/me', { Cookie: cookies })).status).toBe(200);
	expect(await signIn(NAME, RIGHT)).toBe(200);
	server.engine.pass(15 * MINUTE_MS);
	expect(await show(RIGHT)).toBe('right');
});

describe('several nodes', () => {
	test('LI1 count together, and a new one goes on where they were', async () => {
		await signUp(server);
		const other = await startHttpServer(BEHIND_PROXY, {}, server);
		const statuses = await many(60, (k) => signIn(NAME, WRONG, { at: k % 2 === 0 ? server : other }));
		expect(statuses.get(401)).toBe(50);
		await other.stop();
		const later = await startHttpServer(BEHIND_PROXY, {}, server);
		expect(await signIn(NAME, RIGHT, { at: later })).toBe(429);
		await later.stop();
	});
});

test('LI12 of five hundred sign-ins at once 64 are served, 436 told at once to come again, at no cost', async () => {
	const cheap = server.ports.hasher;
	const held = Promise.withResolvers<void>();
	const hasher: PasswordHasher = {
		...cheap,
		async verify(hash, password) {
			await held.promise;
			return cheap.verify(hash, password);
		},
	};
	const busy = await startHttpServer(BEHIND_PROXY, { hasher });
	const { cookies } = await signUp(busy);
	let refused = 0;
	const all = Promise.withResolvers<void>();
	const signIns = Array.from({ length: 500 }, async () => {
		const answer = await post('/verify/signin', { username: NAME, password: RIGHT }, { at: busy });
		if (answer.status === 503 && ++refused === 436) all.resolve();
		return answer;
	});
	await all.promise;
	// Nothing else waits for them.
	expect((await busy.get('/me', { Cookie: cookies })).status).toBe(200);
	const veri_code = await fetchCode(busy, GOOD_FORM.phone, 'signin');
	expect((await post('/verify/signin', { phone: GOOD_FORM.phone, veri_code }, { at: busy })).status).toBe(200);
	held.resolve();
	const answers = await Promise.all(signIns);
	const of = (status: number) => answers.filter((answer) => answer.status === status);
	expect([of(503).length, of(200).length]).toEqual([436, 64]);
	expect(new Set(of(503).map(({ headers }) => headers.get('Retry-After')))).toEqual(new Set(['5']));
	// And there is room again.
	expect(await signIn(NAME, RIGHT, { at: busy })).toBe(200);
	await busy.stop();
});

test('LI4 an account is signed in to a thousand times in an hour, not more', async () => {
	await signUp(server);
	for (let k = 0; k < 20; k++) await many(50, () => signIn(NAME, RIGHT));
	expect(await signIn(NAME, RIGHT)).toBe(429);
});

test('LI5 who was told to wait and goes on asking costs the log nothing', async () => {
	await signUp(server);
	await post('/verify/code', { purpose: 'signin', phone: '13900000000' });
	await many(60, () => signIn(NAME, WRONG));
	const asks = [
		() => signIn(NAME, WRONG),
		async () => (await post('/verify/code', { purpose: 'signin', phone: '13900000000' })).status,
	];
	// The first is told by the log.
	for (const ask of asks) expect(await ask()).toBe(429);
	await server.engine.node.stop();
	for (const ask of asks) expect((await many(20, ask)).get(429)).toBe(20);
});

test('LI1 where limits are off nobody has to wait', async () => {
	const free = await startHttpServer({ ...BEHIND_PROXY, attempts: 'free' });
	const from = { address: '192.0.2.1', at: free };
	expect((await many(120, () => signIn(NAME, WRONG, from))).get(401)).toBe(120);
	await free.stop();
});
