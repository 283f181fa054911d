import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import { removeMember } from '../../../core/domain/group-members.ts';
import { dissolveGroup } from '../../../core/domain/group-roles.ts';
import { inviteToGroup, leaveGroup } from '../../../core/domain/groups.ts';
import type { Rejection } from '../../../core/domain/rejection.ts';
import type { AccountId, EventId } from '../../../core/ids.ts';
import type { Outcome } from '../../../core/loop/command.ts';
import { forgetExpired } from '../../../core/vault/forget.ts';
import { joinGroup, linkGroup, unlinkGroup } from '../../../core/vault/group-links.ts';
import { hashToken } from '../../../core/vault/seal.ts';
import { LINK_LIFE_MS, LINK_LIFE_MS_MAX } from '../../../core/wire.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { ANN, BEN, CAI, created, DAN, friends, GROUP, joined, left, promoted, registered } from '../domain/people.ts';
import { seal } from './vault.ts';

let engine: Engine;
beforeEach(async () => {
	engine = await startEngine();
	// Ann owns the group, Ben is an admin, Cai a member; Dan is outside.
	await record(...registered, created(ANN), joined(ANN, [BEN, CAI], 'create'), promoted(BEN));
});
afterEach(() => engine.stop());

const TOKEN = 'AAAAAAAAAAAAAAAAAAAAAA';
const OTHER = 'BBBBBBBBBBBBBBBBBBBBBB';

const record = async (...events: readonly Proposal[]) =>
	expect(await engine.execute({ keys: [], decide: () => ({ events }) })).toMatchObject({ state: 'done' });
const link = (
	by: AccountId,
	{ token = TOKEN, uses = 0, expires }: { token?: string; uses?: number; expires?: number } = {},
) => engine.execute(linkGroup(by, { conversation: GROUP, uses, ...(expires !== undefined && { expires }) }, token));
const unlink = (by: AccountId) => engine.execute(unlinkGroup(by, { conversation: GROUP }));
const join = (by: AccountId, token = TOKEN, { at = engine, max = 0 } = {}) =>
	at.execute(joinGroup(by, { token }, GROUP, max));
const rows = () => engine.rows('group_links', 'conversation', GROUP);

/** What came of it: the types that were recorded, or the refusal. */
function told(outcome: Outcome): readonly string[] | Rejection {
	return outcome.state === 'done' ? outcome.events.map(({ type }) => type) : outcome.rejection;
}
const notFound = { code: 'not-found', field: 'token' };

test('GR33 owner and admins make a link; of its token the vault keeps the hash, the log nothing', async () => {
	const [now, expires] = [engine.clock.now(), engine.clock.now() + 60_000];
	expect(told(await link(BEN, { uses: 3, expires }))).toEqual(['InviteLinkChanged']);
	expect(engine.node.views.facts.link(GROUP)).toEqual({ expires, uses: 3, used: 0 });
	expect(await rows()).toEqual([{ conversation: GROUP, token: hashToken(TOKEN), expires }]);
	await link(ANN);
	const made = engine.node.views.facts.link(GROUP);
	expect(made).toEqual({ expires: expect.any(Number), uses: 0, used: 0 });
	expect(made!.expires - LINK_LIFE_MS - now).toBeLessThan(60_000);
	expect(JSON.stringify(await engine.events())).not.toMatch(new RegExp(`${TOKEN}|${hashToken(TOKEN)}`));
});

test.each([
	['a member', () => link(CAI), { code: 'not-allowed', field: 'conversation' }],
	['a stranger', () => link(DAN), { code: 'not-found', field: 'conversation' }],
	['a member who takes it back', () => unlink(CAI), { code: 'not-allowed', field: 'conversation' }],
	['a stranger who takes it back', () => unlink(DAN), { code: 'not-found', field: 'conversation' }],
	['one that is over', () => link(ANN, { expires: 1 }), { code: 'bad-request', field: 'expires' }],
	[
		'one for too long',
		() => link(ANN, { expires: engine.clock.now() + LINK_LIFE_MS_MAX + 60_000 }),
		{ code: 'too-large', field: 'expires', max: LINK_LIFE_MS_MAX },
	],
] as const)('GR33 no link: %s', async (_, act, refusal) => {
	expect(told(await act())).toEqual(refusal);
	expect(await rows()).toEqual([]);
});

test('GR33 the token of a link is 128 bits, and follows from its command for its maker alone', () => {
	const [one, other] = ['a', 'b'] as EventId[];
	const token = seal.invitation(ANN, one!);
	expect(Buffer.from(token, 'base64url')).toHaveLength(16);
	expect(seal.invitation(ANN, one!)).toBe(token);
	expect(new Set([token, seal.invitation(BEN, one!), seal.invitation(ANN, other!)]).size).toBe(3);
});

test('GR34 whoever has the link comes in, once', async () => {
	await link(ANN);
	const outcome = await join(DAN);
	expect(outcome).toMatchObject({
		events: [{ type: 'MemberJoined', by: DAN, data: { accounts: [DAN], via: 'link' } }],
	});
	expect(engine.node.views.facts.membership(GROUP, DAN)).toMatchObject({ current: true, role: 'member' });
	expect(told(await join(DAN))).toEqual([]);
	expect(engine.node.views.facts.link(GROUP)).toMatchObject({ used: 1 });
});

test('GR34 who is in already stays in, also when the link is used up', async () => {
	await link(ANN, { uses: 1 });
	await join(DAN);
	expect(told(await join(DAN))).toEqual([]);
	expect(told(await join(CAI))).toEqual([]);
});

test('GR35 a link that is unknown, over, taken back or replaced leads nowhere, all alike', async () => {
	expect(told(await join(DAN))).toEqual(notFound);
	await link(ANN, { expires: engine.clock.now() + 60_000 });
	expect(told(await join(DAN, OTHER))).toEqual(notFound);
	expect(told(await engine.execute(joinGroup(DAN, { token: TOKEN }, undefined, 0)))).toEqual(notFound);
	expect(
		told(await engine.execute(joinGroup(DAN, { token: TOKEN }, engine.node.id as string as typeof GROUP, 0))),
	).toEqual(notFound);
	engine.pass(61_000);
	expect(told(await join(DAN))).toEqual(notFound);
	expect(told(await unlink(BEN))).toEqual([]);
	await link(ANN, { token: OTHER });
	expect(told(await join(DAN))).toEqual(notFound);
	expect(told(await unlink(BEN))).toEqual(['InviteLinkChanged']);
	expect([engine.node.views.facts.link(GROUP), await rows()]).toEqual([undefined, []]);
	expect(told(await unlink(BEN))).toEqual([]);
	expect(told(await join(DAN, OTHER))).toEqual(notFound);
});

test('GR35 neither does the link of a group that is over, or that everybody has left', async () => {
	await link(ANN);
	await engine.execute(dissolveGroup(ANN, { conversation: GROUP }));
	expect(told(await join(DAN))).toEqual(notFound);
});

test('GR35 nor that of a group that its owner left last', async () => {
	await record(left(BEN), left(CAI));
	await link(ANN);
	await engine.execute(leaveGroup(ANN, { conversation: GROUP }));
	expect(told(await join(DAN))).toEqual(notFound);
});

test('GR35 links that are over are forgotten', async () => {
	await link(ANN, { expires: engine.clock.now() + 60_000 });
	await engine.log.write(forgetExpired(engine.clock.now()));
	expect(await rows()).toHaveLength(1);
	engine.pass(61_000);
	await engine.log.write(forgetExpired(engine.clock.now()));
	expect(await rows()).toEqual([]);
});

test('GR36 who was put out does not come back by a link, who left does, and a full group takes nobody', async () => {
	await link(ANN);
	expect(told(await join(DAN, TOKEN, { max: 3 }))).toEqual({ code: 'group-full', max: 3 });
	await join(DAN);
	await engine.execute(leaveGroup(DAN, { conversation: GROUP }));
	expect(told(await join(DAN))).toEqual(['MemberJoined']);
	await engine.execute(removeMember(BEN, { conversation: GROUP, account: DAN }));
	expect(told(await join(DAN))).toEqual({ code: 'not-allowed', field: 'token' });
	await record(...friends(ANN, DAN));
	await engine.execute(inviteToGroup(ANN, { conversation: GROUP, accounts: [DAN] }, 0));
	expect(told(await join(DAN))).toEqual([]);
});

test('GR37 one link for one, ten people at once on two nodes: exactly one comes in', async () => {
	const beside = await engine.beside();
	try {
		const ten = Array.from(
			{ length: 10 },
			(_, k) => `018f0000-0000-7000-9000-${k.toString(16).padStart(12, '0')}` as AccountId,
		);
		await record(
			...ten.map((account, k): Proposal => {
				return { stream: account, type: 'AccountRegistered', by: account, data: { username: `t${k}`, nickname: 't' } };
			}),
		);
		for (const uses of [1, 3]) {
			await link(ANN, { uses });
			const out = ten.filter((account) => engine.node.views.facts.membership(GROUP, account)?.current !== true);
			const outcomes = await Promise.all(
				out.map((account, k) => join(account, TOKEN, { at: k % 2 ? engine : beside })),
			);
			expect(outcomes.filter(({ state }) => state === 'done')).toHaveLength(uses);
			for (const outcome of outcomes) if (outcome.state === 'rejected') expect(told(outcome)).toEqual(notFound);
			await engine.node.follow();
			expect(engine.node.views.facts.link(GROUP)).toMatchObject({ uses, used: uses });
		}
	} finally {
		await beside.stop();
	}
});

test('GR37 a join and a removal, a join and a taking back: the earlier position decides', async () => {
	const beside = await engine.beside();
	try {
		for (let round = 0; round < 10; round++) {
			await link(ANN);
			const [came, taken] = await Promise.all([join(DAN, TOKEN, { at: beside }), unlink(BEN)]);
			await engine.node.follow();
			const isIn = engine.node.views.facts.membership(GROUP, DAN)?.current === true;
			expect([came.state === 'done', taken.state]).toEqual([isIn, 'done']);
			const events = (await engine.events()).slice(-2).map(({ type }) => type);
			if (isIn) expect(events).toEqual(['MemberJoined', 'InviteLinkChanged']);
			if (isIn) await engine.execute(leaveGroup(DAN, { conversation: GROUP }));
		}
	} finally {
		await beside.stop();
	}
});
