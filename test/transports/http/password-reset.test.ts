import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AccountId } from '../../../core/ids.ts';
import { CODE_WAIT_MS } from '../../../core/vault/codes.ts';
import { createPasswordHasher, type PasswordHasher } from '../../../core/vault/password.ts';
import { fetchCode, GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

const { phone } = GOOD_FORM;
const OTHER_PHONE = '13800000001';

let server: HttpServer;
beforeEach(async () => {
	server = await startHttpServer();
});
afterEach(() => server.stop());

const ask = (fields: object) => server.post('/verify/password_reset', fields);
const reset = (fields: object) => server.post('/verify/password_reset2', fields);
const signIn = async (password: string) =>
	(await server.post('/verify/signin', { username: GOOD_FORM.username, password })).status;
/** Everything of an answer but what counts up by itself. */
const told = async (answer: Promise<Awaited<ReturnType<typeof ask>>>) => {
	const { status, text, headers } = await answer;
	const kept = [...headers].filter(([name]) => name !== 'date').sort();
	return JSON.stringify([status, text, kept]);
};
const codeSent = () => server.sent.at(-1)?.code ?? 'none';

async function verifyEmail(email: string): Promise<void> {
	const [account] = await server.engine.rows('contacts', 'phone', `+86${phone}`);
	const where = { account: account?.account as AccountId };
	await server.engine.log.write([{ do: 'update', table: 'contacts', where, set: { email_verified: email } }]);
}

describe('asking for a code', () => {
	test('HT25 password_reset answers as the code route does, and sends the same', async () => {
		await signUp(server);
		expect(await ask({ phone })).toMatchObject({ status: 202, json: { delivery: 'outbox', wait: 60_000 } });
		server.engine.pass(CODE_WAIT_MS);
		const same = await server.post('/verify/code', { purpose: 'reset', phone });
		expect(same).toMatchObject({ status: 202, json: { delivery: 'outbox', wait: 60_000 } });
		const [first, second] = server.sent.slice(-2);
		expect([first?.purpose, first?.to, first?.channel]).toEqual(['reset', '+8613800000000', 'sms']);
		expect([second?.purpose, second?.to, second?.channel]).toEqual(['reset', '+8613800000000', 'sms']);
		expect(second?.text).toContain(second?.code);
	});

	test('HT25 whether somebody has the phone or address shows in the message alone', async () => {
		await signUp(server);
		await verifyEmail('zhang@example.com');
		const known = [await told(ask({ phone })), await told(ask({ email: 'zhang@EXAMPLE.com' }))];
		const unknown = [await told(ask({ phone: OTHER_PHONE })), await told(ask({ email: 'li@example.com' }))];
		expect(unknown).toEqual(known);
		expect(server.sent.slice(-4).map(({ channel, to, code }) => [channel, to, code !== null])).toEqual([
			['sms', '+8613800000000', true],
			['mail', 'zhang@example.com', true],
			['sms', '+8613800000001', false],
			['mail', 'li@example.com', false],
		]);
	});

	test('HT25 who asks again within the minute is answered alike, and has the code of the first time', async () => {
		await signUp(server);
		const before = server.sent.length;
		for (const address of [phone, OTHER_PHONE]) {
			await ask({ phone: address });
			server.engine.pass(20_000);
			const again = [await ask({ phone: address }), await ask({ phone: address })];
			for (const answer of again) expect(answer).toMatchObject({ status: 202, json: { delivery: 'outbox' } });
			expect(again.every(({ json }) => Number(json.wait) > 35_000 && Number(json.wait) <= 40_000)).toBe(true);
			expect((await server.post('/verify/code', { purpose: 'reset', phone: address })).status).toBe(429);
		}
		expect(server.sent.slice(before).map(({ to }) => to)).toEqual(['+8613800000000', '+8613800000001']);
		const veri_code = server.sent[before]?.code;
		expect((await reset({ phone, veri_code, password: 'new456' })).status).toBe(204);
	});

	test('HT25 past a cap it says when to come again, for an unknown phone too', async () => {
		await signUp(server);
		for (const address of [phone, OTHER_PHONE]) {
			for (let k = 0; k < 11; k++) {
				const answer = await ask({ phone: address });
				if (k < 9) expect(answer.status).toBe(202);
				server.engine.pass(CODE_WAIT_MS);
			}
			expect((await ask({ phone: address })).status).toBe(429);
		}
	});

	test('HT25 an address that was never verified is nobody’s', async () => {
		await signUp(server);
		expect((await ask({ email: 'zhang@example.com' })).status).toBe(202);
		expect(server.sent.at(-1)?.code).toBeNull();
	});
});

describe('setting the new password', () => {
	test('HT26 with the code: 204, the old password and every session are worth nothing', async () => {
		const { cookies } = await signUp(server);
		const veri_code = await fetchCode(server, phone, 'reset');
		const answer = await reset({ phone, veri_code, password: 'new456' });
		expect(answer).toMatchObject({ status: 204, text: '' });
		expect((await server.get('/me', { Cookie: cookies })).status).toBe(401);
		expect([await signIn('abc123'), await signIn('new456')]).toEqual([401, 200]);
		const types = (await server.engine.events()).map(({ type }) => type);
		expect(types).toEqual(['AccountRegistered', 'SessionOpened', 'PasswordChanged', 'SessionClosed', 'SessionOpened']);
	});

	test('HT26 by a verified e-mail address', async () => {
		await signUp(server);
		await verifyEmail('zhang@example.com');
		const email = 'zhang@Example.com';
		await ask({ email });
		expect((await reset({ email, veri_code: codeSent(), password: 'new456' })).status).toBe(204);
		expect(await signIn('new456')).toBe(200);
	});

	test.each<[string, object, number, string, string]>([
		['a wrong code', { veri_code: '000000' }, 422, 'bad-code', 'veri_code'],
		['no code', { veri_code: undefined }, 422, 'bad-code', 'veri_code'],
		['a code that is a number', { veri_code: 123456 }, 422, 'bad-code', 'veri_code'],
		['no phone', { phone: undefined }, 422, 'bad-phone', 'phone'],
		['a malformed e-mail address', { phone: undefined, email: '@' }, 422, 'bad-email', 'email'],
		['a weak password', { password: 'abcdef' }, 422, 'bad-password', 'password'],
		['somebody else’s phone', { phone: OTHER_PHONE }, 422, 'bad-code', 'veri_code'],
	])('HT26 %s is refused and changes nothing', async (_what, changes, status, code, field) => {
		const { cookies } = await signUp(server);
		const veri_code = await fetchCode(server, phone, 'reset');
		const fields = { phone, veri_code, password: 'new456' };
		expect(await reset({ ...fields, ...changes })).toMatchObject({ status, json: { error: { code, field } } });
		expect(await signIn('abc123')).toBe(200);
		expect((await server.get('/me', { Cookie: cookies })).status).toBe(200);
		expect((await reset(fields)).status).toBe(204);
	});

	test('HT26 an unknown phone and a wrong code are refused alike to the byte', async () => {
		await signUp(server);
		await ask({ phone });
		await ask({ phone: OTHER_PHONE });
		const attempt = { veri_code: '000000', password: 'new456' };
		expect(await told(reset({ ...attempt, phone: OTHER_PHONE }))).toBe(await told(reset({ ...attempt, phone })));
	});

	test('HT26 the same is done for an unknown phone as for a known one', async () => {
		await signUp(server);
		const work: string[] = [];
		const watch = (name: 'select' | 'begin' | 'write') => {
			const real = server.engine.log[name].bind(server.engine.log) as (...args: unknown[]) => unknown;
			vi.spyOn(server.engine.log, name).mockImplementation(((...args: unknown[]) => {
				work.push(name);
				return real(...args);
			}) as never);
		};
		for (const name of ['select', 'begin', 'write'] as const) watch(name);
		const workOf = async (run: () => Promise<unknown>) => {
			work.length = 0;
			await run();
			return [...work];
		};
		const attempt = { veri_code: '000000', password: 'new456' };
		const known = [await workOf(() => ask({ phone })), await workOf(() => reset({ ...attempt, phone }))];
		const unknown = [
			await workOf(() => ask({ phone: OTHER_PHONE })),
			await workOf(() => reset({ ...attempt, phone: OTHER_PHONE })),
		];
		expect(unknown).toEqual(known);
		expect(known.every((steps) => steps.includes('begin') && steps.includes('select'))).toBe(true);
	});

	test('HT26 a password is hashed for nobody’s phone too', async () => {
		const hashed: string[] = [];
		const { hash, verify } = createPasswordHasher(async () => Buffer.alloc(32));
		const hasher: PasswordHasher = {
			verify,
			hash(password) {
				hashed.push(password);
				return hash(password);
			},
		};
		const watched = await startHttpServer({}, { hasher });
		await watched.post('/verify/password_reset2', { phone, veri_code: '000000', password: 'new456' });
		expect(hashed).toEqual(['new456']);
		await watched.stop();
	});

	test('HT26 a hundred at once with one code: one succeeds', async () => {
		await signUp(server);
		const veri_code = await fetchCode(server, phone, 'reset');
		const passwords = Array.from({ length: 100 }, (_, k) => `abc${k + 100}`);
		// As many as may wait for their hash at once; nobody is refused for want of room.
		const answers: { status: number; password: string }[] = [];
		await Promise.all(
			[passwords.slice(0, 50), passwords.slice(50)].map(async (half) => {
				for (const part of [half.slice(0, 25), half.slice(25)]) {
					const done = part.map(async (password) => ({
						password,
						status: (await reset({ phone, veri_code, password })).status,
					}));
					answers.push(...(await Promise.all(done)));
				}
			}),
		);
		const good = answers.filter(({ status }) => status === 204);
		expect(good).toHaveLength(1);
		expect(answers.filter(({ status }) => status === 422)).toHaveLength(99);
		expect(await signIn(good[0]!.password)).toBe(200);
	});

	test('HT15 one network may fail a hundred times; then it waits', async () => {
		const limited = await startHttpServer({ trustProxy: { kind: 'hops', hops: 1 } });
		const attempt = () =>
			limited.post(
				'/verify/password_reset2',
				{ phone, veri_code: '000000', password: 'new456' },
				{ 'X-Forwarded-For': '192.0.2.1' },
			);
		const statuses: number[] = [];
		for (let k = 0; k < 101; k++) statuses.push((await attempt()).status);
		expect(statuses).toEqual([...Array<number>(100).fill(422), 429]);
		await limited.stop();
	});

	test('HT16 a reset leaves no secret in events, notes or refusals', async () => {
		await signUp(server);
		const veri_code = await fetchCode(server, phone, 'reset');
		const refused = await reset({ phone, veri_code: '000000', password: 'new456' });
		await reset({ phone, veri_code, password: 'new456' });
		const leaks = [JSON.stringify(await server.engine.events()), server.notes.join('\n'), refused.text].join('\n');
		for (const secret of [veri_code, 'new456', phone]) expect(leaks).not.toContain(secret);
	});
});
