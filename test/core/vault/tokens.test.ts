import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccountId, SessionId } from '../../../core/ids.ts';
import { BOTS_MAX, createBot } from '../../../core/vault/bots.ts';
import { rowsOf } from '../../../core/vault/rows.ts';
import { hashToken } from '../../../core/vault/seal.ts';
import { createSessionLookup } from '../../../core/vault/session-lookup.ts';
import { overdueRead, sweep } from '../../../core/vault/session-sweep.ts';
import {
	closeSession,
	expireSession,
	SESSION_IDLE_MS,
	SESSION_LIFE_MS,
	SESSIONS_MAX,
} from '../../../core/vault/sessions.ts';
import { openSessionByPassword } from '../../../core/vault/signin.ts';
import { makeToken, NEVER, newBearer, revokeToken, TOKENS_MAX, type TokenWish } from '../../../core/vault/tokens.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, HASH, newSession, refusedAs, register } from './vault.ts';

const DAY_MS = 24 * 60 * 60_000;

let engine: Engine;
let owner: AccountId;
beforeEach(async () => {
	engine = await startEngine();
	owner = (await register(engine)).account;
});
afterEach(() => engine.stop());

/** What the server does now and then with sessions whose time is over. */
async function sweepSessions(): Promise<void> {
	const [rows] = await engine.log.select([overdueRead(engine.clock.now())]);
	const { expired, writes } = sweep(rowsOf('sessions', rows));
	for (const { account, session } of expired) done(await engine.execute(expireSession(account, session)));
	await engine.log.write(writes);
}

const lookUp = (token: string) => createSessionLookup(engine.log, engine.clock)(token);

function wish(token: string, changes: Partial<TokenWish> = {}): TokenWish {
	const session = v7() as SessionId;
	return { session, account: owner, owner, hash: hashToken(token), name: 'cron', expires: NEVER, ...changes };
}

async function made(changes: Partial<TokenWish> = {}) {
	const token = newBearer();
	const wanted = wish(token, changes);
	done(await engine.execute(makeToken(wanted)));
	return { token, ...wanted };
}

async function bot(username = 'robot', by = owner): Promise<AccountId> {
	const account = v7() as AccountId;
	done(await engine.execute(createBot({ account, owner: by, username, folded: username, nickname: username })));
	return account;
}

test('OP2 a token is 256 random bits behind a word, and the vault holds its hash alone', async () => {
	const { token, session } = await made();
	expect(token).toMatch(/^webchat_[A-Za-z0-9_-]{43}$/);
	expect(await lookUp(token)).toMatchObject({ state: 'good', account: owner, session, kind: 'token' });
	const kept = [
		...(await engine.rows('sessions', 'session', session)),
		...(await engine.rows('tokens', 'session', session)),
	];
	expect(JSON.stringify(kept)).not.toContain(token.slice('webchat_'.length));
	expect(kept).toMatchObject([{ token: hashToken(token) }, { name: 'cron', owner }]);
});

test('OP4 a token without an end outlives any session, used or not, and is not moved by use', async () => {
	const { token, session } = await made();
	for (let age = 0; age < 3 * SESSION_LIFE_MS; age += SESSION_IDLE_MS + DAY_MS) {
		expect((await lookUp(token)).state).toBe('good');
		engine.pass(SESSION_IDLE_MS + DAY_MS);
	}
	const [row] = await engine.rows('sessions', 'session', session);
	expect(row?.expires).toBe(NEVER);
});

test('OP4 a token ends at its own end, however it is used', async () => {
	const expires = engine.clock.now() + 2 * DAY_MS;
	const { token, session } = await made({ expires });
	engine.pass(DAY_MS);
	expect((await lookUp(token)).state).toBe('good');
	engine.pass(DAY_MS);
	expect(await lookUp(token)).toEqual({ state: 'bad', reason: 'expired', unclosed: { account: owner, session } });
});

test('OP4 the first use of a token is written down at once, later ones once an hour', async () => {
	const { token, session } = await made();
	const seen = async () => (await engine.rows('sessions', 'session', session))[0]?.seen;
	const created = await seen();
	engine.pass(1_000);
	await lookUp(token);
	const first = await seen();
	expect(first).toBeGreaterThan(Number(created));
	engine.pass(1_000);
	await lookUp(token);
	expect(await seen()).toBe(first);
	engine.pass(60 * 60_000);
	await lookUp(token);
	expect(await seen()).toBeGreaterThan(Number(first));
});

test('OP4 an end that is over is refused', async () => {
	const outcome = await engine.execute(makeToken(wish(newBearer(), { expires: engine.clock.now() })));
	expect(outcome).toMatchObject({ rejection: { code: 'bad-request', field: 'expires' } });
});

test.each([
	['ended by who made it', (token: TokenWish) => revokeToken(token)],
	['ended as a session', (token: TokenWish) => closeSession(token.account, token.session, 'revoked')],
])('OP4 a token that was %s lets nobody in, and a month later nothing is left of it', async (_how, end) => {
	const token = await made();
	done(await engine.execute(end(token)));
	expect(await lookUp(token.token)).toEqual({ state: 'bad', reason: 'revoked' });
	expect(await engine.rows('tokens', 'owner', owner)).toEqual([]);
	engine.pass(31 * DAY_MS);
	await sweepSessions();
	expect(await engine.rows('sessions', 'session', token.session)).toEqual([]);
});

test('OP4 a token that nobody shows ends in its time all the same, and is forgotten', async () => {
	const { session } = await made({ expires: engine.clock.now() + DAY_MS });
	engine.pass(2 * DAY_MS);
	await sweepSessions();
	expect(engine.node.views.facts.sessionOpen(session)).toBe(false);
	expect(await engine.rows('tokens', 'owner', owner)).toEqual([]);
});

test('OP5 of many tokens asked for at once there are no more than the limit; one that ended makes room', async () => {
	const outcomes = await Promise.all(
		Array.from({ length: 2 * TOKENS_MAX }, () => engine.execute(makeToken(wish(newBearer())))),
	);
	expect(outcomes.map(refusedAs).filter((code) => code === 'too-many')).toHaveLength(TOKENS_MAX);
	const [first] = await engine.rows('tokens', 'owner', owner);
	done(await engine.execute(revokeToken({ session: first?.session as SessionId, account: owner, owner })));
	await made({ expires: engine.clock.now() + DAY_MS });
	expect(refusedAs(await engine.execute(makeToken(wish(newBearer()))))).toBe('too-many');
	engine.pass(2 * DAY_MS);
	await made();
});

test('OP5 tokens are none of the hundred sessions, and no sign-in ends one', async () => {
	const { token } = await made();
	for (let k = 0; k <= SESSIONS_MAX; k++) {
		done(await engine.execute(openSessionByPassword(owner, HASH, newSession())));
	}
	expect(engine.node.views.facts.sessions(owner)).toHaveLength(SESSIONS_MAX + 1);
	expect((await lookUp(token)).state).toBe('good');
});

test('OP5 an owner has at most ten bots, however many are asked for at once', async () => {
	const asked = Array.from({ length: 2 * BOTS_MAX }, (_, k) => {
		const account = v7() as AccountId;
		return engine.execute(createBot({ account, owner, username: `b${k}`, folded: `b${k}`, nickname: 'Bot' }));
	});
	expect((await Promise.all(asked)).map(refusedAs).filter((code) => code === 'too-many')).toHaveLength(BOTS_MAX);
	expect(engine.node.views.facts.bots(owner)).toHaveLength(BOTS_MAX);
});

test('OP6 a bot has no password, no phone and no bots, and its profile says that it is one', async () => {
	const account = await bot();
	expect(await engine.rows('credentials', 'account', account)).toEqual([]);
	expect(await engine.rows('contacts', 'account', account)).toEqual([]);
	expect(engine.node.views.profile(account)).toMatchObject({ username: 'robot', bot: true });
	expect(engine.node.views.profile(owner)).not.toHaveProperty('bot');
	expect(engine.node.views.facts.account(account)?.owner).toBe(owner);
	const another = { account: v7() as AccountId, owner: account, username: 'sub', folded: 'sub', nickname: 'sub' };
	expect(refusedAs(await engine.execute(createBot(another)))).toBe('not-allowed');
});

test('OP6 a bot’s name is nobody else’s', async () => {
	await bot();
	const again = { account: v7() as AccountId, owner, username: 'Robot', folded: 'robot', nickname: 'R' };
	expect(await engine.execute(createBot(again))).toMatchObject({
		rejection: { code: 'username-taken', field: 'username' },
	});
});

test('OP7 a token for a bot lets in the bot; another’s account and another’s bot are not found', async () => {
	const account = await bot();
	const { token, session } = await made({ account });
	expect(await lookUp(token)).toMatchObject({ state: 'good', account, session });
	const [opened] = (await engine.events()).filter(({ type, stream }) => type === 'SessionOpened' && stream === account);
	expect(opened?.by).toBe(owner);
	const other = (await register(engine, { username: '李四', phone: '+8613900000000' })).account;
	for (const whom of [owner, account]) {
		const stolen = wish(newBearer(), { account: whom, owner: other });
		expect(await engine.execute(makeToken(stolen))).toMatchObject({ rejection: { code: 'not-found', field: 'bot' } });
	}
});
