import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AccountId, operatorId } from '../../../core/ids.ts';
import { forgetExpired } from '../../../core/vault/forget.ts';
import { makeInvite, newInvite, parseInvite } from '../../../core/vault/invites.ts';
import { type Registration, registerAccount } from '../../../core/vault/register.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, refusedAs, registration, seal } from './vault.ts';

const DAY_MS = 24 * 60 * 60_000;

let engine: Engine;
beforeEach(async () => {
	engine = await startEngine();
});
afterEach(() => engine.stop());

/** An invitation that was made, as people are told it and as the vault keeps it. */
async function made(uses: number, days = 1) {
	const text = newInvite();
	const hash = hashOf(text);
	const { epoch } = await engine.log.head();
	const operator = operatorId(epoch);
	const expires = engine.clock.now() + days * DAY_MS;
	done(await engine.execute(makeInvite({ hash, by: operator, operator, uses, expires })));
	return { text, hash, operator };
}

function hashOf(text: string): string {
	const parsed = parseInvite(text, 'invite');
	if ('rejection' in parsed) throw new Error('no invitation');
	return parsed.ok;
}

let people = 0;
/** Somebody new with this invitation. */
function somebody(hash: string, changes: Partial<Registration> = {}) {
	people += 1;
	const phone = `+86138${String(people).padStart(8, '0')}`;
	const common = registration({ username: `u${people}`, phone, account: v7() as AccountId });
	const contacts = { phone: seal.address(phone), email: seal.address(common.email) };
	const proof = { proves: 'nothing', code: undefined, invite: { hash, field: 'veri_code' } } as const;
	return engine.execute(registerAccount({ ...common, contacts, ...proof, ...changes }));
}

test('OP11 an invitation is 128 random bits, and the vault and the log hold no more than its hash', async () => {
	const { text, hash } = await made(2);
	expect(text).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){5}[0-9a-hjkmnp-tv-z]$/);
	expect(new Set(Array.from({ length: 1_000 }, newInvite)).size).toBe(1_000);
	const kept = JSON.stringify([await engine.rows('invites', 'hash', hash), await engine.events()]);
	expect(kept).toContain(hash);
	expect(kept).not.toContain(text.slice(0, 11));
});

test('OP11 an invitation is read in whatever way it was typed; what can be none is refused', () => {
	const text = '01ab2-cdefg-hjkmn-pqrst-vwxyz-0';
	for (const typed of [
		'01AB2CDEFGHJKMNPQRSTVWXYZ0',
		' oIab2 cdefg hjkmn pqrst vwxyz O\n',
		'OLab2cdefghjkmnpqrstvwxyz0',
	]) {
		expect(hashOf(typed)).toBe(hashOf(text));
	}
	for (const wrong of ['', undefined, 7, `${text}1`, text.replace('a', 'u'), '0'.repeat(10_000)]) {
		expect(parseInvite(wrong, 'invite')).toEqual({ rejection: { code: 'bad-invite', field: 'invite' } });
	}
});

test('OP11 however many come at once, as many get in as it is for', async () => {
	const { hash } = await made(3);
	const outcomes = await Promise.all(Array.from({ length: 20 }, () => somebody(hash)));
	expect(outcomes.map(refusedAs).filter((code) => code === undefined)).toHaveLength(3);
	expect(outcomes.map(refusedAs).filter((code) => code === 'bad-invite')).toHaveLength(17);
	expect(await engine.rows('invites', 'hash', hash)).toMatchObject([{ uses: 0 }]);
});

test('OP11 an invitation that is over, and one that nobody made, let nobody in; the first is forgotten', async () => {
	const { hash } = await made(3);
	expect(refusedAs(await somebody(hashOf(newInvite())))).toBe('bad-invite');
	engine.pass(DAY_MS);
	expect(refusedAs(await somebody(hash))).toBe('bad-invite');
	engine.pass(1_000);
	await engine.log.write(forgetExpired(engine.clock.now()));
	expect(await engine.rows('invites', 'hash', hash)).toEqual([]);
});

test('OP11 a right invitation outlives a refusal', async () => {
	const { hash } = await made(1);
	const first = await made(1);
	done(await somebody(first.hash, { username: 'Taken', folded: 'taken', phone: '+8613700000000' }));
	expect(refusedAs(await somebody(hash, { folded: 'taken' }))).toBe('username-taken');
	expect(refusedAs(await somebody(hash, { phone: '+8613700000000' }))).toBe('phone-taken');
	done(await somebody(hash));
});

test('OP11 that it was made is an event of the operator’s, which nobody is told', async () => {
	const { operator } = await made(4);
	const [event] = (await engine.events()).filter(({ type }) => type === 'InvitationMade');
	expect(event).toMatchObject({ stream: operator, by: operator });
	expect(JSON.parse(event?.data ?? '')).toMatchObject({ uses: 4 });
	expect(engine.node.views.facts.account(operator)).toBeUndefined();
});
