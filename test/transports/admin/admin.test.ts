/** `npm run admin` as operators use it: processes of its own, beside a server that runs or on the log of one that does not. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parsePassword } from '../../../core/domain/password.ts';
import { operatorId, pairId } from '../../../core/ids.ts';
import { openLog } from '../../../core/log/open.ts';
import { type AdminOptions, type AdminRun, admin } from '../../support/admin.ts';
import { connect, isOnline, makeGroup, PASSWORD, type Person, signUp, until } from '../../support/people.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';

/** Several processes start in each test. */
const WHOLE_MS_MAX = 60_000;

let server: ServerProcess;
beforeEach(async () => {
	server = await startServer();
});
afterEach(() => server.remove());

function run(...args: readonly string[]): Promise<AdminRun> {
	return admin({ data: server.data }, ...args);
}

/** What a run told once, in its own sentence. */
function told({ out }: AdminRun): string {
	return /Password, told this once: (\S+)|New password, told this once: (\S+)|Invitation, told this once: (\S+)/
		.exec(out)!
		.slice(1)
		.find((part) => part !== undefined)!;
}

async function post(path: string, body: object): Promise<{ readonly status: number; readonly code?: string }> {
	const headers = { 'Content-Type': 'application/json' };
	const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
	const { error } = (await response.json()) as { error?: { code: string } };
	return { status: response.status, ...(error && { code: error.code }) };
}

const signIn = (username: string, password = PASSWORD) => post('/verify/signin', { username, password });

async function isLetIn({ cookie }: Person): Promise<boolean> {
	return (await fetch(`${server.url}/me`, { headers: { Cookie: cookie } })).status === 200;
}

/** All that is recorded, by type and author. */
async function recorded() {
	const { log } = await openLog('sqlite:', { dataFolder: server.data });
	const [events, { epoch }] = [await log.read({ after: 0, limit: 10_000 }), await log.head()];
	await log.close();
	return { events, operator: operatorId(epoch) };
}

test(
	'OP13 an account that an operator makes signs in with the password told, beside a running server and after it',
	async () => {
		const made = await run('create', '王小明', '--nickname', '小明', '--phone', '13812345678');
		expect([made.code, made.err]).toEqual([0, '']);
		const password = told(made);
		expect(parsePassword(password)).toEqual({ ok: password });
		expect(await signIn('王小明', password)).toEqual({ status: 200 });
		expect(await signIn('13812345678', password)).toEqual({ status: 200 });
		expect(await run('create', '王小明')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('taken') });
		expect((await run('create', '1x')).err).toContain('A user name has 2–10');
		await server.stop();
		const env = { THEIRS: 'abc12345' };
		const more = await admin({ data: server.data, env }, 'create', 'second', '--password-env', 'THEIRS');
		expect([more.code, more.out]).toEqual([0, expect.not.stringContaining('abc12345')]);
		await server.restart();
		expect(await signIn('second', 'abc12345')).toEqual({ status: 200 });
		const { events, operator } = await recorded();
		const registered = events.filter(({ type }) => type === 'AccountRegistered');
		expect(registered.map(({ by }) => by)).toEqual([operator, operator]);
		expect(JSON.stringify(events)).not.toContain(password);
	},
	WHOLE_MS_MAX,
);

test(
	'OP14 who is disabled is out at once, their bots too, and lets in nobody until enabled; who does not know the password learns nothing',
	async () => {
		const person = await signUp(server, 'pupil');
		const headers = { 'Content-Type': 'application/json', Cookie: person.cookie };
		const ask = async (path: string, body: object) => {
			const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
			return (await response.json()) as { account: { id: string }; token: string };
		};
		const bot = await ask('/me/bots', { username: 'robot' });
		const { token } = await ask('/me/tokens', { name: 'bot', bot: bot.account.id });
		const client = connect(person, server);
		await until(client, isOnline);
		expect(await run('disable', 'pupil')).toMatchObject({ code: 0 });
		const { connection } = await until(client, (state) => state.connection.name === 'ended');
		expect(connection).toMatchObject({ reason: 'revoked' });
		client.stop();
		expect(await isLetIn(person)).toBe(false);
		const asBot = await fetch(`${server.url}/me`, { headers: { Authorization: `Bearer ${token}` } });
		expect(asBot.status).toBe(401);
		expect(await signIn('pupil')).toEqual({ status: 403, code: 'account-disabled' });
		expect(await signIn('pupil', 'wrong123')).toEqual({ status: 401, code: 'bad-credentials' });
		expect(await signIn('nobody', PASSWORD)).toEqual({ status: 401, code: 'bad-credentials' });
		expect((await run('disable', 'PUPIL')).out).toContain('was disabled already');
		expect(await run('enable', person.id)).toMatchObject({ code: 0 });
		expect(await signIn('pupil')).toEqual({ status: 200 });
		const { events, operator } = await recorded();
		const own = events.filter(({ stream, by }) => stream === person.id && by === operator);
		expect(own.map(({ type }) => type)).toEqual(['AccountDisabled', 'SessionClosed', 'AccountEnabled']);
	},
	WHOLE_MS_MAX,
);

test(
	'OP15 a password that an operator resets is told once; every session ends',
	async () => {
		const person = await signUp(server, 'pupil');
		const password = told(await run('reset-password', 'pupil'));
		expect(await isLetIn(person)).toBe(false);
		expect(await signIn('pupil')).toEqual({ status: 401, code: 'bad-credentials' });
		expect(await signIn('pupil', password)).toEqual({ status: 200 });
		expect(await run('reset-password', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
	},
	WHOLE_MS_MAX,
);

test(
	'OP16 an invitation of an operator lets in as many as it says',
	async () => {
		await server.remove();
		server = await startServer({ env: { WEBCHAT_SIGNUP: 'invite', WEBCHAT_VERIFY: 'invite' } });
		const invited = await admin({ data: server.data, env: { WEBCHAT_URL: 'https://chat.example' } }, 'invite');
		expect(invited.out).toContain('https://chat.example/signup.html');
		const veri_code = told(invited);
		const signUpAs = (username: string, phone: string) =>
			post('/verify/signup', { username, password: PASSWORD, phone, email: `${username}@example.org`, veri_code });
		expect(await signUpAs('first', '13800000001')).toEqual({ status: 201 });
		expect(await signUpAs('second', '13800000002')).toEqual({ status: 422, code: 'bad-invite' });
		expect(await run('invite', '--uses', '0')).toMatchObject({ code: 1, out: '' });
	},
	WHOLE_MS_MAX,
);

test(
	'OP17 what people report is listed with its text, and taken away by its id: for those who look at it, and from the log',
	async () => {
		const [anna, boris] = [await signUp(server, 'anna'), await signUp(server, 'boris')];
		const [a, b] = [connect(anna, server), connect(boris, server)];
		await Promise.all([until(a, isOnline), until(b, isOnline)]);
		const group = await makeGroup([a, b], [anna, boris]);
		for (const client of [a, b]) client.openConversation(group);
		await until(b, (state) => state.windows.has(group));
		a.sendText(group, 'something rude');
		const isThere = ({ windows }: typeof b.state) =>
			windows.get(group)?.items.find((item) => 'n' in item && item.body?.type === 'text');
		const message = isThere(await until(b, (state) => isThere(state) !== undefined))!;
		await b.reportMessage(group, message.id, 'rude');
		const listed = await run('reports');
		expect(listed.out).toContain(`boris reports message ${message.id} of anna: "something rude", because: rude`);
		expect(await run('remove-message', message.id)).toMatchObject({ code: 0 });
		const state = await until(b, (seen) => isThere(seen) === undefined);
		const [gone] = state.windows.get(group)!.items.filter(({ id }) => id === message.id);
		expect(gone).toMatchObject({ recalled: true, recalledBy: state.operator });
		expect((await run('reports')).out).toContain('(removed)');
		expect((await run('remove-message', message.id)).out).toContain('gone already');
		expect(await run('remove-message', pairId(anna.id, boris.id))).toMatchObject({ code: 1, out: '' });
		for (const client of [a, b]) client.stop();
		const { events, operator } = await recorded();
		expect(JSON.stringify(events)).not.toContain('something rude');
		expect(events.findLast(({ type }) => type === 'MessageRecalled')?.by).toBe(operator);
	},
	WHOLE_MS_MAX,
);

const PUPILS = 30;

function table(name: string, content: string | Uint8Array): string {
	const path = join(server.data, name);
	writeFileSync(path, content);
	return path;
}

/** The lines of people that a run printed: user name, password, result. */
function lines({ out }: AdminRun): readonly (readonly string[])[] {
	return out
		.split('\n')
		.slice(1, -1)
		.map((line) => line.split(','));
}

test(
	'OP18 a table is imported whole, each with a password that works; killed in between and run again, nobody is lost or doubled',
	async () => {
		const pupils = Array.from({ length: PUPILS }, (_, k) => `p${k},学生${k},,138000${String(10_000 + k)},`);
		const path = table('pupils.csv', `\uFEFFusername,nickname,password,phone,email\r\n${pupils.join('\r\n')}\r\n`);
		expect(await run('import', path, '--dry-run')).toMatchObject({ code: 0, out: expect.stringContaining('make: 30') });
		const killed = await admin(killedAfter(10), 'import', path);
		expect(killed.code).toBe(null);
		const again = await run('import', path);
		expect([again.code, again.err]).toEqual([0, expect.stringContaining('refused: 0')]);
		const results = lines(again);
		expect(results.map(([username]) => username)).toEqual(Array.from({ length: PUPILS }, (_, k) => `p${k}`));
		const there = results.filter(([, , result]) => result === 'there').length;
		expect(there).toBeGreaterThanOrEqual(9);
		expect(there).toBeLessThan(PUPILS);
		const [first, last] = [lines(killed)[0]!, results.at(-1)!];
		expect(await signIn(first[0]!, first[1]!)).toEqual({ status: 200 });
		expect(await signIn(last[0]!, last[1]!)).toEqual({ status: 200 });
		const { events } = await recorded();
		expect(events.filter(({ type }) => type === 'AccountRegistered')).toHaveLength(PUPILS);
	},
	WHOLE_MS_MAX,
);

/** Kills the import once it has told of so many people. */
function killedAfter(people: number): AdminOptions {
	return {
		data: server.data,
		onPrinted(text, kill) {
			if (text.split('\n').length > people) kill();
		},
	};
}

test(
	'OP18 a table that is wrong anywhere imports nobody, and says where; one of Excel in Chinese is understood',
	async () => {
		const wrong = [
			['用户名,密码\n王五,abc\n张三,\n', 'line 2: A password has'],
			['username\nsame\nother\nSAME\n', 'line 4: same stands in line 2 already'],
			['username,shoe\nanna,38\n', 'no column called shoe'],
			['nickname\nanna\n', 'one of them username'],
			['username,phone\nanna\n', 'line 2 cannot be read as CSV'],
			['', 'one of them username'],
			['x'.repeat(5 * 1024 * 1024), '4 MiB'],
		] as const;
		for (const [content, said] of wrong) {
			const refused = await run('import', table('wrong.csv', content));
			expect([refused.code, refused.out]).toEqual([1, '']);
			expect(refused.err).toContain(said);
			expect(refused.err).toContain('Nothing was imported');
		}
		expect((await run('import', join(server.data, 'none.csv'))).err).toContain('cannot be read');
		// 用户名\n张三\n in GB 18030.
		const chinese = Buffer.from([0xd3, 0xc3, 0xbb, 0xa7, 0xc3, 0xfb, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x0a]);
		const made = await run('import', table('excel.csv', chinese));
		expect(lines(made).map(([username, , result]) => [username, result])).toEqual([['张三', 'made']]);
	},
	WHOLE_MS_MAX,
);

test('OP13 what is not understood does nothing and says how it is used', async () => {
	for (const args of [[], ['crate'], ['create'], ['create', 'a', 'b'], ['enable', 'anna', '--uses', '1'], ['--no']]) {
		const { code, out, err } = await run(...args);
		expect([args, code, out]).toEqual([args, 2, '']);
		expect(err).toContain('Usage: npm run admin');
	}
	expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('reset-password'), err: '' });
	const bad = await admin({ data: server.data, env: { WEBCHAT_LOG: 'oracle:' } }, 'reports');
	expect(bad).toMatchObject({ code: 2, out: '', err: expect.stringContaining('WEBCHAT_LOG') });
});
