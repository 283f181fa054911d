import { expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import { createGroup, inviteToGroup, leaveGroup } from '../../../core/domain/groups.ts';
import type { Rejection } from '../../../core/domain/rejection.ts';
import { type AccountId, type EventId, groupIdOf, pairId } from '../../../core/ids.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	BEN,
	blocked,
	CAI,
	casesOf,
	created,
	DAN,
	decide,
	exFriends,
	friends,
	GROUP,
	joined,
	left,
	NOBODY,
	registered,
	requested,
} from './people.ts';

type Row = readonly [string, readonly Proposal[], Decidable, readonly Proposal[] | Rejection];

const create = (members: readonly AccountId[], max = 0) => createGroup(ANN, { name: 'Class 3', members }, GROUP, max);
const invite = (accounts: readonly AccountId[], max = 0, by = ANN) =>
	inviteToGroup(by, { conversation: GROUP, accounts }, max);
const leave = (by: AccountId, conversation = GROUP) => leaveGroup(by, { conversation });

const circle = [...friends(ANN, BEN), ...friends(CAI, ANN), ...friends(DAN, ANN)];
const group = [...circle, created(ANN), joined(ANN, [BEN], 'create')];

const table: readonly Row[] = [
	[
		'GR1 a group is made with friends in it',
		circle,
		create([BEN, CAI]),
		[created(ANN), joined(ANN, [BEN, CAI], 'create')],
	],
	['GR1 or alone', [], create([]), [created(ANN)]],
	[
		'GR1 each counts once, the maker goes without saying',
		circle,
		create([BEN, ANN, BEN]),
		[created(ANN), joined(ANN, [BEN], 'create')],
	],
	['GR1 nobody but friends', circle.slice(0, 2), create([BEN, CAI]), { code: 'not-friends', field: 'members' }],
	['GR1 not who was asked', [requested(ANN, BEN)], create([BEN]), { code: 'not-friends', field: 'members' }],
	['GR1 not a former friend', exFriends(ANN, BEN), create([BEN]), { code: 'not-friends', field: 'members' }],
	['GR1 not who is not there', [], create([NOBODY]), { code: 'not-friends', field: 'members' }],
	[
		'GR2 not a friend who blocked the maker',
		[...circle, blocked(BEN, ANN)],
		create([BEN]),
		{ code: 'not-delivered', field: 'members' },
	],
	[
		'GR2 nor one the maker blocked',
		[...circle, blocked(ANN, BEN)],
		create([BEN]),
		{ code: 'blocked', field: 'members' },
	],
	['GR3 the maker counts too', circle, create([BEN, CAI], 2), { code: 'group-full', max: 2 }],
	['GR3 up to the limit', circle, create([BEN, CAI], 3), [created(ANN), joined(ANN, [BEN, CAI], 'create')]],
	['GR4 a group that is there is not made again', group, create([BEN]), { code: 'id-taken' }],

	['GR5 a member brings friends', group, invite([CAI, DAN]), [joined(ANN, [CAI, DAN])]],
	['GR5 who is there already is passed over', group, invite([BEN, CAI, CAI, ANN]), [joined(ANN, [CAI])]],
	['GR5 when all are, nothing is recorded', group, invite([BEN, ANN]), []],
	['GR5 who left comes back', [...group, left(BEN)], invite([BEN]), [joined(ANN, [BEN])]],
	['GR5 any member may', [...group, ...friends(BEN, DAN)], invite([DAN], 0, BEN), [joined(BEN, [DAN])]],
	['GR5 only friends', group, invite([CAI], 0, BEN), { code: 'not-friends', field: 'accounts' }],
	['GR5 a member need not be a friend', [...group, joined(ANN, [CAI])], invite([CAI], 0, BEN), []],
	[
		'GR2 not who blocked the inviting one',
		[...group, blocked(CAI, ANN)],
		invite([CAI]),
		{ code: 'not-delivered', field: 'accounts' },
	],
	['GR3 an invitation stops at the limit', group, invite([CAI, DAN], 3), { code: 'group-full', max: 3 }],
	['GR3 who is there already does not count again', group, invite([BEN, CAI], 3), [joined(ANN, [CAI])]],
	['GR6 a group is not there for who was never in it', group, invite([ANN], 0, CAI), notFound()],
	[
		'GR6 who left is told so',
		[...group, left(BEN)],
		invite([DAN], 0, BEN),
		{ code: 'not-member', field: 'conversation' },
	],
	[
		'GR6 a pair is no group',
		circle,
		inviteToGroup(ANN, { conversation: pairId(ANN, BEN), accounts: [CAI] }, 0),
		notFound(),
	],

	['GR7 a member leaves', group, leave(BEN), [left(BEN)]],
	['GR7 leaving again records nothing', [...group, left(BEN)], leave(BEN), []],
	['GR7 the owner hands it on first', group, leave(ANN), { code: 'owner-must-transfer' }],
	['GR7 a lone owner leaves', [...group, left(BEN)], leave(ANN), [left(ANN)]],
	['GR7 nobody leaves what they were never in', group, leave(CAI), notFound()],
	['GR7 nor what is not there', [], leave(ANN), notFound()],
	['GR7 nor a pair', friends(ANN, BEN), leave(ANN, pairId(ANN, BEN)), notFound()],
];

test.each(casesOf(table, 'GR1'))('GR1 %s', prove);
test.each(casesOf(table, 'GR2'))('GR2 %s', prove);
test.each(casesOf(table, 'GR3'))('GR3 %s', prove);
test.each(casesOf(table, 'GR4'))('GR4 %s', prove);
test.each(casesOf(table, 'GR5'))('GR5 %s', prove);
test.each(casesOf(table, 'GR6'))('GR6 %s', prove);
test.each(casesOf(table, 'GR7'))('GR7 %s', prove);

function prove(_: string, given: readonly Proposal[], when: Decidable, then: readonly Proposal[] | Rejection) {
	const decision = decide(when, factsOf([...registered, ...given]));
	expect(decision).toEqual('code' in then ? { rejection: then } : { events: then });
}

test('GR2 a closed account is not brought in', () => {
	const facts = factsOf([...registered, ...circle]);
	facts.close(BEN);
	expect(decide(create([BEN]), facts)).toEqual({ rejection: { code: 'not-delivered', field: 'members' } });
});

test('GR4 a client-made id means one group: of its author', () => {
	const id = '018f0000-0000-7000-8000-00000000ffff' as EventId;
	expect(groupIdOf(ANN, id)).toBe(groupIdOf(ANN, id));
	expect(groupIdOf(ANN, id)).not.toBe(groupIdOf(BEN, id));
	expect(groupIdOf(ANN, id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
});

test('GR5 an event names at most 500 of those who join', () => {
	const many = Array.from(
		{ length: 1001 },
		(_, k) => `018f0000-0000-7000-9000-${k.toString(16).padStart(12, '0')}` as AccountId,
	);
	const people = many.map(
		(account, k): Proposal => ({
			stream: account,
			type: 'AccountRegistered',
			by: account,
			data: { username: `many${k}`, nickname: 'x' },
		}),
	);
	const facts = factsOf([...registered, created(ANN), ...people, ...many.flatMap((other) => friends(ANN, other))]);
	const decision = decide(invite(many), facts);
	const events = 'events' in decision ? decision.events : [];
	expect(events.map(({ data }) => ('accounts' in data ? data.accounts.length : 0))).toEqual([500, 500, 1]);
	expect(events.flatMap(({ data }) => ('accounts' in data ? data.accounts : []))).toEqual(many);
});

function notFound(): Rejection {
	return { code: 'not-found', field: 'conversation' };
}
