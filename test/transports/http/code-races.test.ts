import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchCode, GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

const AT_ONCE = 100;

/** Two servers on one log: who is quick asks both. */
let servers: readonly [HttpServer, HttpServer];
beforeEach(async () => {
	const first = await startHttpServer();
	servers = [first, await startHttpServer({}, {}, first)];
	await signUp(first);
});
afterEach(async () => {
	for (const server of servers.toReversed()) await server.stop();
});

const { phone } = GOOD_FORM;
/** As many requests as there are codes, all under way at the same time. */
async function signIns(codes: readonly string[]): Promise<number[]> {
	const answers = codes.map((veri_code, k) =>
		servers[k % 2 === 0 ? 0 : 1].post('/verify/signin', { phone, veri_code }),
	);
	return (await Promise.all(answers)).map(({ status }) => status);
}

test('VA9 a hundred uses of a right code at once, at two servers: one succeeds', async () => {
	const code = await fetchCode(servers[0], phone, 'signin');
	const statuses = await signIns(Array(AT_ONCE).fill(code));
	expect(statuses.filter((status) => status === 200)).toHaveLength(1);
	expect(statuses.filter((status) => status === 401)).toHaveLength(AT_ONCE - 1);
});

test('VA9 a hundred guesses at once, at two servers, count as a hundred: of the right code among them too', async () => {
	const code = await fetchCode(servers[0], phone, 'signin');
	const wrong = Array.from({ length: AT_ONCE }, (_, k) => String((Number(code) + k + 1) % 1_000_000).padStart(6, '0'));
	expect(new Set(await signIns(wrong))).toEqual(new Set([401]));
	expect(await signIns([code])).toEqual([401]);
	const rows = await servers[0].engine.rows('codes', 'address', servers[0].ports.seal.address(`+86${phone}`));
	expect(rows.find(({ purpose }) => purpose === 'signin')).toMatchObject({ tries: 5 });
});

test('VA10 a hundred requests for a code at once, at two servers: one is sent', async () => {
	const before = servers.map(({ sent }) => sent.length);
	const asked = Array.from({ length: AT_ONCE }, (_, k) =>
		servers[k % 2 === 0 ? 0 : 1].post('/verify/code', { purpose: 'signin', phone }),
	);
	const statuses = (await Promise.all(asked)).map(({ status }) => status);
	expect(statuses.filter((status) => status === 202)).toHaveLength(1);
	expect(new Set(statuses)).toEqual(new Set([202, 429]));
	expect(servers.reduce((sum, { sent }, k) => sum + sent.length - before[k]!, 0)).toBe(1);
});
