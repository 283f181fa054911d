import { afterEach, beforeEach, expect, test } from 'vitest';
import { CODE_WAIT_MS, issueCode } from '../../../core/vault/codes.ts';
import { registerAccount } from '../../../core/vault/register.ts';
import { closeSession } from '../../../core/vault/sessions.ts';
import { openSessionByCode, openSessionByPassword } from '../../../core/vault/signin.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, HASH, newSession, PHONE, refusedAs, register, registration, seal } from './vault.ts';

let engine: Engine;
beforeEach(async () => {
	engine = await startEngine();
});
afterEach(() => engine.stop());

const types = async () => (await engine.events()).map((event) => event.type);

test('VA12 registering records two events and keeps the secrets in the vault', async () => {
	const { account, session } = await register(engine);
	const events = await engine.events();
	expect(events.map(({ type, stream, by, version }) => ({ type, stream, by, version }))).toEqual([
		{ type: 'AccountRegistered', stream: account, by: account, version: 1 },
		{ type: 'SessionOpened', stream: account, by: account, version: 2 },
	]);
	expect(await engine.rows('credentials', 'account', account)).toMatchObject([{ hash: HASH }]);
	expect(await engine.rows('contacts', 'account', account)).toMatchObject([
		{ phone: PHONE, email: 'zhang@example.com', email_verified: null },
	]);
	expect(await engine.rows('sessions', 'token', session.token)).toMatchObject([{ account, bad: null }]);
	expect(JSON.stringify(events)).not.toMatch(/argon2|1380000|example|123456/);
});

test('VA12 a taken name is refused first, in whatever case it is written', async () => {
	await register(engine, { username: 'Wang' });
	expect(refusedAs(await engine.execute(registerAccount(registration({ username: 'wANG', veriCode: 'no' }))))).toBe(
		'username-taken',
	);
});

test('VA11, VA12 a taken phone is told only to whoever has the right code, which is not used up by that', async () => {
	await register(engine);
	engine.pass(CODE_WAIT_MS);
	done(await engine.execute(issueCode(seal.code('signup', PHONE, '222222'), [])));
	const again = (veriCode: string) => engine.execute(registerAccount(registration({ username: '李四', veriCode })));
	expect(refusedAs(await again('333333'))).toBe('bad-code');
	expect(refusedAs(await again('222222'))).toBe('phone-taken');
	// The code outlives that refusal too.
	expect(refusedAs(await again('222222'))).toBe('phone-taken');
});

test('VA12 of two who want one name at once one gets it, of two with one phone too', async () => {
	const phones = Array.from({ length: 10 }, (_, k) => `+861380000001${k}`);
	for (const phone of phones) done(await engine.execute(issueCode(seal.code('signup', phone, '123456'), [])));
	const outcomes = await Promise.all(
		phones.map((phone) => engine.execute(registerAccount(registration({ username: 'Same', phone })))),
	);
	expect(outcomes.filter((outcome) => outcome.state === 'done')).toHaveLength(1);
	expect(new Set(outcomes.map(refusedAs))).toEqual(new Set([undefined, 'username-taken']));
});

test('VA11 a right code outlives a refusal of the request', async () => {
	await register(engine, { username: 'Taken' });
	const phone = '+8613800000001';
	done(await engine.execute(issueCode(seal.code('signup', phone, '123456'), [])));
	for (let k = 0; k < 10; k++) {
		const taken = registerAccount(registration({ username: 'Taken', phone }));
		expect(refusedAs(await engine.execute(taken))).toBe('username-taken');
	}
	expect(refusedAs(await engine.execute(registerAccount(registration({ username: 'Free', phone }))))).toBeUndefined();
	expect(refusedAs(await engine.execute(registerAccount(registration({ username: 'More', phone }))))).toBe('bad-code');
});

test('VA13 a session is opened while the verified hash is the one that is kept', async () => {
	const { account } = await register(engine);
	const session = newSession();
	expect(refusedAs(await engine.execute(openSessionByPassword(account, `${HASH}x`, session)))).toBe('bad-credentials');
	expect(refusedAs(await engine.execute(openSessionByPassword(account, HASH, session)))).toBeUndefined();
	await engine.log.write([{ do: 'update', table: 'credentials', where: { account }, set: { hash: 'changed' } }]);
	expect(refusedAs(await engine.execute(openSessionByPassword(account, HASH, newSession())))).toBe('bad-credentials');
	expect(await types()).toEqual(['AccountRegistered', 'SessionOpened', 'SessionOpened']);
});

test('VA11 a session opened by code uses the code up; for nobody a guess counts all the same', async () => {
	const { account } = await register(engine);
	done(await engine.execute(issueCode(seal.code('signin', PHONE, '123456'), [])));
	const open = (code: string, whose = true) => {
		const shown = seal.code('signin', PHONE, code);
		return engine.execute(openSessionByCode(PHONE, whose ? account : undefined, shown, newSession()));
	};
	expect(refusedAs(await open('123456', false))).toBe('bad-credentials');
	for (let k = 0; k < 2; k++) expect(refusedAs(await open('000000', k === 0))).toBe('bad-credentials');
	expect(await engine.rows('codes', 'address', seal.address(PHONE))).toEqual(
		expect.arrayContaining([expect.objectContaining({ purpose: 'signin', tries: 2 })]),
	);
	expect(refusedAs(await open('123456'))).toBeUndefined();
	expect(refusedAs(await open('123456'))).toBe('bad-credentials');
});

test('VA6 opening and closing is one event and one row each, closing again nothing', async () => {
	const { account, session } = await register(engine);
	const close = () => engine.execute(closeSession(account, session.session, 'signed-out'));
	const outcomes = await Promise.all([close(), close(), close()]);
	expect(outcomes.map(refusedAs)).toEqual([undefined, undefined, undefined]);
	expect(await types()).toEqual(['AccountRegistered', 'SessionOpened', 'SessionClosed']);
	expect(await engine.rows('sessions', 'session', session.session)).toMatchObject([{ bad: 'signed-out' }]);
	expect(engine.node.views.facts.sessionOpen(session.session)).toBe(false);
});
