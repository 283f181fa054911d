import { afterEach, describe, expect, test } from 'vitest';
import { operatorId } from '../../../core/ids.ts';
import { makeInvite, newInvite, parseInvite } from '../../../core/vault/invites.ts';
import type { SignUpMode } from '../../../transports/http/sign-up-mode.ts';
import en from '../../../web/messages/en.json' with { type: 'json' };
import zh from '../../../web/messages/zh.json' with { type: 'json' };
import { GOOD_FORM, type HttpServer, startHttpServer } from '../../support/http-server.ts';

let server: HttpServer;
afterEach(() => server.stop());

async function start(signup: SignUpMode['signup'], verify: SignUpMode['verify']): Promise<void> {
	server = await startHttpServer({ signup, verify });
}

const signUp = (fields: object) => server.post('/verify/signup', { ...GOOD_FORM, ...fields });
const code = (fields: object) => server.post('/verify/code', { purpose: 'signup', ...fields });
const lastCode = () => String(server.sent.at(-1)?.code);
const EMAIL = 'zhang@example.com';

async function invitation(uses = 1): Promise<string> {
	const text = newInvite();
	const parsed = parseInvite(text, '');
	if ('rejection' in parsed) throw new Error('no invitation');
	const operator = operatorId((await server.engine.log.head()).epoch);
	const made = { hash: parsed.ok, by: operator, operator, uses, expires: server.engine.clock.now() + 60_000 };
	await server.engine.execute(makeInvite(made));
	return text;
}

describe('by mail', () => {
	test('OP9 the code goes to the e-mail address, which is verified at once', async () => {
		await start('open', 'mail');
		expect((await code({ phone: GOOD_FORM.phone })).json.error).toMatchObject({ code: 'bad-email', field: 'email' });
		expect((await code({ email: GOOD_FORM.email })).status).toBe(202);
		expect(server.sent).toMatchObject([{ channel: 'mail', to: EMAIL }]);
		const { status, json } = await signUp({ veri_code: lastCode() });
		expect([status, json.account]).toMatchObject([201, { email: EMAIL, emailVerified: true }]);
		const signIn = await server.post('/verify/signin', { username: EMAIL, password: GOOD_FORM.password });
		expect(signIn.status).toBe(200);
	});

	test('OP9 an address is one account’s; whoever reads it is told in the message, the one who asks is not', async () => {
		await start('open', 'mail');
		await code({ email: EMAIL });
		await signUp({ veri_code: lastCode() });
		server.engine.pass(60_000);
		const known = await code({ email: EMAIL });
		expect([known.status, server.sent.at(-1)?.code]).toEqual([202, null]);
		const unknown = await code({ email: 'other@example.com' });
		expect(unknown.json).toEqual(known.json);
	});

	test('OP9 a code that went to the phone is worth nothing here', async () => {
		await start('open', 'mail');
		await server.post('/verify/code', { purpose: 'signin', phone: GOOD_FORM.phone });
		expect((await signUp({ veri_code: '123456' })).json.error).toMatchObject({ code: 'bad-code', field: 'veri_code' });
	});
});

describe('by invitation', () => {
	test('OP9 an invitation stands in place of a code, under either name', async () => {
		await start('open', 'invite');
		expect((await code({ phone: GOOD_FORM.phone })).json.error).toMatchObject({ code: 'not-allowed' });
		expect(server.sent).toEqual([]);
		const bad = { code: 'bad-invite', field: 'veri_code' };
		expect((await signUp({ veri_code: '123456' })).json.error).toMatchObject(bad);
		expect((await signUp({})).json.error).toMatchObject(bad);
		const text = await invitation(2);
		const first = await signUp({ veri_code: text });
		expect([first.status, first.json.account]).toMatchObject([201, { emailVerified: false }]);
		const other = { username: '李四', phone: '13900000000', invite: text.toUpperCase() };
		expect((await signUp(other)).status).toBe(201);
		expect((await signUp({ ...other, username: '王五', phone: '13700000000' })).json.error).toMatchObject(bad);
	});

	test('OP10 where signing up takes an invitation, it is shown beside the code', async () => {
		await start('invite', 'sms');
		const text = await invitation();
		await code({ phone: GOOD_FORM.phone });
		const veri_code = lastCode();
		const bad = { code: 'bad-invite', field: 'invite' };
		expect((await signUp({ veri_code })).json.error).toMatchObject(bad);
		expect((await signUp({ veri_code, invite: newInvite() })).json.error).toMatchObject(bad);
		expect((await signUp({ veri_code: 'no', invite: text })).json.error).toMatchObject({ code: 'bad-code' });
		expect((await signUp({ veri_code, invite: text })).status).toBe(201);
	});

	test('OP11 no event and no note holds an invitation', async () => {
		await start('open', 'invite');
		const text = await invitation();
		await signUp({ veri_code: text });
		const told = JSON.stringify([await server.engine.events(), server.notes]);
		expect(told).not.toContain(text);
	});
});

test('OP10 where sign-up is closed nobody signs up, and no code is sent', async () => {
	await start('closed', 'sms');
	expect((await code({ phone: GOOD_FORM.phone })).json.error).toMatchObject({ code: 'signup-closed' });
	expect((await signUp({ veri_code: '123456' })).json.error).toMatchObject({ code: 'signup-closed' });
	expect(await server.engine.events()).toEqual([]);
});

const FIELDS: readonly (readonly [SignUpMode['signup'], SignUpMode['verify'], readonly string[]])[] = [
	['open', 'sms', ['username', 'nickname', 'password', 'email', 'phone*', 'veri_code']],
	['open', 'mail', ['username', 'nickname', 'password', 'phone', 'email*', 'veri_code']],
	['open', 'invite', ['username', 'nickname', 'password', 'email', 'phone', 'veri_code']],
	['invite', 'sms', ['invite', 'username', 'nickname', 'password', 'email', 'phone*', 'veri_code']],
	['invite', 'mail', ['invite', 'username', 'nickname', 'password', 'phone', 'email*', 'veri_code']],
	['invite', 'invite', ['username', 'nickname', 'password', 'email', 'phone', 'veri_code']],
	['closed', 'sms', []],
];

test.each(FIELDS)(
	'OP12 the form without script of %s, %s asks for these; * has a code sent',
	async (signup, verify, fields) => {
		await start(signup, verify);
		const { text } = await server.get('/verify/signup');
		const shown = text.split('<div class="field">').slice(1);
		expect(
			shown.map((field) => {
				const [, name = ''] = /<input id="([^"]*)"/.exec(field) ?? [];
				return field.includes('formaction="/verify/code"') ? `${name}*` : name;
			}),
		).toEqual(fields);
		// What the element that takes the page over is told.
		expect(text).toContain(`<webchat-signup signup="${signup}" verify="${verify}">`);
		const english = (await server.get('/verify/signup', { 'Accept-Language': 'en' })).text;
		const invited = signup === 'invite' || verify === 'invite';
		for (const [page, texts] of [
			[text, zh],
			[english, en],
		] as const) {
			expect(page.includes(texts['field.invite-hint'])).toBe(invited);
			expect(page.includes(texts['signup.closed'])).toBe(signup === 'closed');
		}
	},
);

test('OP12 a form without script signs up by mail, and by invitation', async () => {
	await start('invite', 'mail');
	const invite = await invitation();
	const asked = await server.postForm('/verify/code', { ...GOOD_FORM, invite, purpose: 'signup' });
	expect([asked.status, asked.text.includes(invite)]).toEqual([202, true]);
	const refused = await server.postForm('/verify/signup', { ...GOOD_FORM, invite: 'x', veri_code: lastCode() });
	expect([refused.status, refused.text.includes('id="invite-error"')]).toEqual([422, true]);
	const done = await server.postForm('/verify/signup', { ...GOOD_FORM, invite, veri_code: lastCode() });
	expect([done.status, done.headers.get('Location')]).toEqual([303, '/']);
});
