import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId, SessionId } from '../../../core/ids.ts';
import { changePassword } from '../../../core/vault/change-password.ts';
import { CODE_WAIT_MS, issueCode } from '../../../core/vault/codes.ts';
import { type Contact, changeContact } from '../../../core/vault/contact.ts';
import { closeSession } from '../../../core/vault/sessions.ts';
import { openSessionByPassword } from '../../../core/vault/signin.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, HASH, newSession, refusedAs, register, seal } from './vault.ts';

let engine: Engine;
let account: AccountId;
let session: SessionId;
beforeEach(async () => {
	engine = await startEngine();
	const registered = await register(engine);
	account = registered.account;
	session = registered.session.session;
});
afterEach(() => engine.stop());

const NEW_HASH = `${HASH}2`;
const hashOf = async () => (await engine.rows('credentials', 'account', account))[0]?.hash;
const sessionRows = () => engine.rows('sessions', 'account', account);

describe('the password', () => {
	const change = (verified = HASH) =>
		engine.execute(changePassword({ account, session, verified, passwordHash: NEW_HASH }));
	const signInElsewhere = async () => {
		const made = newSession();
		done(await engine.execute(openSessionByPassword(account, HASH, made)));
		return made.session;
	};

	test('VA20 is changed and every other session ended, in one transaction; this one goes on', async () => {
		const [second, third] = [await signInElsewhere(), await signInElsewhere()];
		const before = (await engine.events()).length;
		done(await change());
		const events = (await engine.events()).slice(before);
		const reason = 'password-changed';
		expect(events.map(({ type, stream, by, data }) => [type, stream, by, JSON.parse(data)])).toEqual([
			['PasswordChanged', account, account, {}],
			['SessionClosed', account, account, { session: second, reason }],
			['SessionClosed', account, account, { session: third, reason }],
		]);
		expect(await hashOf()).toBe(NEW_HASH);
		const ends = new Map((await sessionRows()).map((row) => [row.session, row.bad]));
		expect(ends).toEqual(
			new Map([
				[session, null],
				[second, reason],
				[third, reason],
			] as const),
		);
		expect(engine.node.views.facts.sessions(account)).toEqual([session]);
	});

	test('VA20 sessions that ended before keep their reason', async () => {
		const second = await signInElsewhere();
		done(await engine.execute(closeSession(account, second, 'revoked')));
		done(await change());
		expect((await sessionRows()).find((row) => row.session === second)?.bad).toBe('revoked');
	});

	test('VA20 of many changes at once on one old password one is done', async () => {
		const outcomes = await Promise.all(Array.from({ length: 50 }, () => change()));
		expect(outcomes.map(refusedAs).toSorted()).toEqual([...Array(49).fill('bad-credentials'), undefined]);
	});

	test('VA20 a session that is over changes nothing, and stays over', async () => {
		await signInElsewhere();
		const outcomes = await Promise.all([engine.execute(closeSession(account, session, 'revoked')), change()]);
		expect(outcomes.map(refusedAs)).toEqual([undefined, 'no-session']);
		expect(await hashOf()).toBe(HASH);
		expect((await sessionRows()).filter(({ bad }) => bad === null)).toHaveLength(1);
	});

	test('VA20 a session that is being opened with the old password meanwhile is refused or ended', async () => {
		const open = () => engine.execute(openSessionByPassword(account, HASH, newSession()));
		const ten = () => Array.from({ length: 10 }, open);
		const outcomes = await Promise.all([...ten(), change(), ...ten()]);
		expect(outcomes[10]?.state).toBe('done');
		expect(outcomes.slice(11).map(refusedAs)).toEqual(Array(10).fill('bad-credentials'));
		expect(engine.node.views.facts.sessions(account)).toEqual([session]);
	});
});

const PHONE: Contact = { column: 'phone', address: '+8613900000001' };
const MAIL: Contact = { column: 'email_verified', address: 'li@example.org' };

describe.each([
	{ contact: PHONE, purpose: 'phone', taken: 'phone-taken', event: ['PhoneChanged', { phone: '139****0001' }] },
	{ contact: MAIL, purpose: 'email', taken: 'email-taken', event: ['EmailChanged', { email: 'l***@example.org' }] },
] as const)('the $purpose', ({ contact, purpose, taken, event }) => {
	const issue = async (code = '123456') =>
		done(await engine.execute(issueCode(seal.code(purpose, contact.address, code), [])));
	const change = (code = '123456', verified = HASH) =>
		engine.execute(
			changeContact({ contact, account, session, verified, code: seal.code(purpose, contact.address, code) }),
		);
	const row = async () => (await engine.rows('contacts', 'account', account))[0];
	const recorded = async () => {
		const events = (await engine.events()).slice(2).filter(({ stream }) => stream === account);
		return events.map(({ type, data }) => {
			const { salt: _, ...said } = JSON.parse(data);
			return [type, said];
		});
	};

	test('VA21 is changed with a code and the password, and only its mask is told', async () => {
		await issue();
		done(await change());
		const { address: email } = contact;
		expect(await row()).toMatchObject(purpose === 'phone' ? { phone: email } : { email, email_verified: email });
		expect(await recorded()).toEqual([event]);
		expect(JSON.stringify(await engine.events())).not.toContain(contact.address);
	});

	test('VA21 a hundred at once with one code: one is recorded, and the code is used up', async () => {
		await issue();
		const outcomes = await Promise.all(Array.from({ length: 100 }, () => change()));
		expect(outcomes.map(refusedAs).filter((code) => code === undefined)).toHaveLength(1);
		expect(new Set(outcomes.map(refusedAs))).toEqual(new Set([undefined, 'bad-code']));
		expect(await recorded()).toEqual([event]);
	});

	test('VA21 a hundred guesses at once count as a hundred: the code is dead', async () => {
		await issue();
		const guesses = await Promise.all(Array.from({ length: 100 }, (_, k) => change(String(200_000 + k))));
		expect(new Set(guesses.map(refusedAs))).toEqual(new Set(['bad-code']));
		expect(refusedAs(await change())).toBe('bad-code');
	});

	test('VA21 that another account has it learns only who has the code, which outlives that', async () => {
		const set = { [contact.column]: contact.address };
		const { account: other } = await register(engine, { username: '李四', phone: '+8613700000000' });
		await engine.log.write([{ do: 'update', table: 'contacts', where: { account: other }, set }]);
		await issue();
		expect(refusedAs(await change('000000'))).toBe('bad-code');
		expect([refusedAs(await change()), refusedAs(await change())]).toEqual([taken, taken]);
		expect(await recorded()).toEqual([]);
	});

	test('VA21 what is so already records nothing, and uses the code up', async () => {
		await issue();
		done(await change());
		engine.pass(CODE_WAIT_MS);
		await issue();
		done(await change());
		expect(refusedAs(await change())).toBe('bad-code');
		expect(await recorded()).toEqual([event]);
	});

	test.each([
		['another password by now', async () => change('123456', `${HASH}x`), 'bad-credentials'],
		[
			'a session that is over',
			async () => {
				done(await engine.execute(closeSession(account, session, 'revoked')));
				return change();
			},
			'no-session',
		],
		['no code', async () => change('123457'), 'bad-code'],
	])('VA21 with %s it is refused', async (_, attempt, code) => {
		await issue();
		const before = await row();
		expect(refusedAs(await attempt())).toBe(code);
		expect(await row()).toEqual(before);
	});

	test('VA21 of two accounts that want it at once one gets it', async () => {
		const other = await register(engine, { username: '李四', phone: '+8613700000000' });
		await issue();
		const theirs = changeContact({
			...{ contact, account: other.account, session: other.session.session, verified: HASH },
			code: seal.code(purpose, contact.address, '123456'),
		});
		const outcomes = await Promise.all([change(), engine.execute(theirs)]);
		expect(outcomes.map(refusedAs)).toEqual([undefined, 'bad-code']);
	});
});

test('VA21 an e-mail address that somebody else left unverified is nobody’s', async () => {
	await register(engine, { username: '李四', phone: '+8613700000000', email: MAIL.address });
	const code = seal.code('email', MAIL.address, '123456');
	done(await engine.execute(issueCode(code, [])));
	done(await engine.execute(changeContact({ contact: MAIL, account, session, verified: HASH, code })));
});
