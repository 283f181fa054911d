import { expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import { changeRole, dissolveGroup, leftForGood, transferGroup } from '../../../core/domain/group-roles.ts';
import { leaveGroup } from '../../../core/domain/groups.ts';
import { sendMessage } from '../../../core/domain/messages.ts';
import type { Rejection, RejectionCode } from '../../../core/domain/rejection.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { GROUP_ADMINS_MAX } from '../../../core/wire.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	BEN,
	CAI,
	casesOf,
	created,
	DAN,
	decide,
	dissolved,
	GROUP,
	joined,
	left,
	NOBODY,
	promoted,
	registered,
	transferred,
} from './people.ts';

type Row = readonly [string, readonly Proposal[], Decidable, readonly Proposal[] | Rejection];

const promote = (by: AccountId, account: AccountId) => changeRole(by, { conversation: GROUP, account }, 'admin');
const demote = (by: AccountId, account: AccountId) => changeRole(by, { conversation: GROUP, account }, 'member');
const transfer = (by: AccountId, account: AccountId) => transferGroup(by, { conversation: GROUP, account });
const dissolve = (by: AccountId) => dissolveGroup(by, { conversation: GROUP });
const leave = (by: AccountId) => leaveGroup(by, { conversation: GROUP });
const say = (by: AccountId) => sendMessage(by, { conversation: GROUP, body: { type: 'text', text: 'hi' } });

/** Ann owns it, Ben is an admin, Cai a member, Dan was one. */
const group = [created(ANN), joined(ANN, [BEN, CAI, DAN], 'create'), promoted(BEN), left(DAN)];
const handedOn = [...group, transferred(ANN, CAI)];
const over = [...group, dissolved(ANN)];

const table: readonly Row[] = [
	['GR20 the owner makes a member an admin', group, promote(ANN, CAI), [promoted(CAI)]],
	['GR20 who is one already stays one', group, promote(ANN, BEN), []],
	['GR20 and a member again', group, demote(ANN, BEN), [promoted(BEN, ANN, 'member')]],
	['GR20 who is none stays none', group, demote(ANN, CAI), []],
	['GR20 not an admin', group, promote(BEN, CAI), refused('not-allowed')],
	['GR20 not an admin about oneself', group, demote(BEN, BEN), refused('not-allowed')],
	['GR20 not a member', group, promote(CAI, CAI), refused('not-allowed')],
	['GR20 not who left', group, promote(DAN, CAI), refused('not-member')],
	['GR20 not a stranger', group.slice(0, 1), promote(CAI, ANN), refused('not-found')],
	['GR20 the owner stays what they are', group, demote(ANN, ANN), refused('not-allowed', 'account')],
	['GR20 nobody who left', group, promote(ANN, DAN), refused('not-member', 'account')],
	['GR20 nobody who never was in it', group, promote(ANN, NOBODY), refused('not-found', 'account')],
	['GR20 who comes back is a member', [...group, left(BEN), joined(ANN, [BEN])], demote(ANN, BEN), []],

	['GR21 the owner hands the group on', group, transfer(ANN, CAI), [transferred(ANN, CAI)]],
	['GR21 having it already records nothing', group, transfer(ANN, ANN), []],
	['GR21 nobody else does', group, transfer(BEN, BEN), refused('not-allowed')],
	['GR21 not to who left', group, transfer(ANN, DAN), refused('not-member', 'account')],
	['GR21 not to who never was in it', group, transfer(ANN, NOBODY), refused('not-found', 'account')],
	['GR21 the new owner owns', handedOn, promote(CAI, BEN), []],
	['GR21 the former one is an admin', handedOn, demote(CAI, ANN), [promoted(ANN, CAI, 'member')]],
	['GR21 and owns no more', handedOn, dissolve(ANN), refused('not-allowed')],
	['GR21 and may leave', handedOn, leave(ANN), [left(ANN)]],
	['GR21 and the new one may not', handedOn, leave(CAI), { code: 'owner-must-transfer' }],

	['GR22 the owner ends the group', group, dissolve(ANN), [dissolved(ANN)]],
	['GR22 ending it again records nothing', over, dissolve(ANN), []],
	['GR22 an admin does not', group, dissolve(BEN), refused('not-allowed')],
	['GR22 nor anybody after the end', over, dissolve(BEN), refused('not-member')],
	['GR22 nor a lone owner who left', [created(ANN), left(ANN)], dissolve(ANN), refused('not-member')],
	['GR22 nor a stranger', [created(ANN)], dissolve(BEN), refused('not-found')],
	['GR22 after the end nobody writes', over, say(ANN), refused('not-member')],
	['GR22 after the end all have left', over, leave(CAI), []],
];

test.each(casesOf(table, 'GR20'))('GR20 %s', prove);
test.each(casesOf(table, 'GR21'))('GR21 %s', prove);
test.each(casesOf(table, 'GR22'))('GR22 %s', prove);

function prove(_: string, given: readonly Proposal[], when: Decidable, then: readonly Proposal[] | Rejection) {
	const decision = decide(when, factsOf([...registered, ...given]));
	expect(decision).toEqual('code' in then ? { rejection: then } : { events: then });
}

test('GR20 a group has so many admins and no more', () => {
	const many = Array.from(
		{ length: GROUP_ADMINS_MAX + 1 },
		(_, k) => `018f0000-0000-7000-9000-${k.toString(16).padStart(12, '0')}` as AccountId,
	);
	const [last, ...admins] = many as [AccountId, ...AccountId[]];
	const facts = factsOf([...registered, created(ANN), joined(ANN, many), ...admins.map((one) => promoted(one))]);
	const full = { code: 'too-many', field: 'account', max: GROUP_ADMINS_MAX };
	expect(decide(promote(ANN, last), facts)).toEqual({ rejection: full });
	facts.record(left(admins[0]!));
	expect(decide(promote(ANN, last), facts)).toEqual({ events: [promoted(last)] });
});

test('GR21 a closed account is handed nothing', () => {
	const facts = factsOf([...registered, ...group]);
	facts.close(CAI);
	expect(decide(transfer(ANN, CAI), facts)).toEqual({ rejection: refused('not-delivered', 'account') });
});

test.each([
	['the admin who has been in it longest', [promoted(CAI), promoted(BEN)], BEN],
	['before members who have been in it longer', [promoted(DAN)], DAN],
	['without admins the member who has been in it longest', [left(BEN), joined(ANN, [BEN])], CAI],
	['of those who came together the first by id', [joined(ANN, []), left(CAI)], BEN],
] as const)('GR23 the group of an account that is closed passes on: %s', (_, given, heir) => {
	const facts = factsOf([
		...registered,
		...[created(ANN), joined(ANN, [BEN]), joined(BEN, [CAI]), joined(ANN, [DAN])],
		...given,
	]);
	expect(facts.heir(GROUP)).toBe(heir);
	expect(leftForGood(facts, ANN, GROUP)).toEqual([transferred(ANN, heir), left(ANN)]);
});

test('GR23 others just leave, an owner alone too, and who is not in it is not concerned', () => {
	const facts = factsOf([...registered, ...group]);
	expect(leftForGood(facts, BEN, GROUP)).toEqual([left(BEN)]);
	expect(leftForGood(facts, DAN, GROUP)).toEqual([]);
	expect(leftForGood(facts, NOBODY, GROUP)).toEqual([]);
	const alone = factsOf([...registered, created(ANN)]);
	expect(alone.heir(GROUP)).toBeUndefined();
	expect(leftForGood(alone, ANN, GROUP)).toEqual([left(ANN)]);
});

function refused(code: RejectionCode, field = 'conversation'): Rejection {
	return { code, field };
}
