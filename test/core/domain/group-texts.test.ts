import { expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import { announce, changeAlias, renameGroup } from '../../../core/domain/group-texts.ts';
import type { Rejection, RejectionCode } from '../../../core/domain/rejection.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	aliased,
	announced,
	BEN,
	CAI,
	casesOf,
	created,
	DAN,
	decide,
	GROUP,
	joined,
	left,
	promoted,
	registered,
	renamed,
} from './people.ts';

type Row = readonly [string, readonly Proposal[], Decidable, readonly Proposal[] | Rejection];

const name = (by: AccountId, name: string) => renameGroup(by, { conversation: GROUP, name });
const say = (by: AccountId, text: string) => announce(by, { conversation: GROUP, text });
const alias = (by: AccountId, alias: string) => changeAlias(by, { conversation: GROUP, alias });

/** Ann owns it, Ben is an admin, Cai a member, Dan was one. */
const group = [created(ANN), joined(ANN, [BEN, CAI, DAN], 'create'), promoted(BEN), left(DAN)];

const table: readonly Row[] = [
	['GR29 the owner renames the group', group, name(ANN, 'Class 4'), [renamed(ANN, 'Class 4')]],
	['GR29 an admin too', group, name(BEN, 'Class 4'), [renamed(BEN, 'Class 4')]],
	['GR29 to what it is called', group, name(BEN, 'Class 3'), []],
	['GR29 no member', group, name(CAI, 'Class 4'), refused('not-allowed')],
	['GR29 nobody who left', group, name(DAN, 'Class 4'), refused('not-member')],
	['GR29 no stranger', [created(ANN)], name(BEN, 'Class 4'), refused('not-found')],

	['GR30 the owner announces something', group, say(ANN, 'a\nb'), [announced(ANN, 'a\nb')]],
	['GR30 an admin too', group, say(BEN, 'x'), [announced(BEN, 'x')]],
	['GR30 what is announced already', [...group, announced(ANN, 'x')], say(BEN, 'x'), []],
	['GR30 nothing any more', [...group, announced(ANN, 'x')], say(BEN, ''), [announced(BEN, '')]],
	['GR30 where nothing was', group, say(BEN, ''), []],
	['GR30 no member', group, say(CAI, 'x'), refused('not-allowed')],
	['GR30 nobody who left', group, say(DAN, 'x'), refused('not-member')],
	['GR30 no stranger', [created(ANN)], say(BEN, 'x'), refused('not-found')],

	['GR31 a member has a name in the group', group, alias(CAI, 'C'), [aliased(CAI, 'C')]],
	['GR31 the one that they have', [...group, aliased(CAI, 'C')], alias(CAI, 'C'), []],
	['GR31 none any more', [...group, aliased(CAI, 'C')], alias(CAI, ''), [aliased(CAI, '')]],
	['GR31 none as before', group, alias(CAI, ''), []],
	['GR31 not after a new coming', [...group, aliased(CAI, 'C'), left(CAI), joined(ANN, [CAI])], alias(CAI, ''), []],
	['GR31 nobody who left', group, alias(DAN, 'D'), refused('not-member')],
	['GR31 no stranger', [created(ANN)], alias(BEN, 'B'), refused('not-found')],
];

test.each(casesOf(table, 'GR29'))('GR29 %s', prove);
test.each(casesOf(table, 'GR30'))('GR30 %s', prove);
test.each(casesOf(table, 'GR31'))('GR31 %s', prove);

function prove(_: string, given: readonly Proposal[], when: Decidable, then: readonly Proposal[] | Rejection) {
	const decision = decide(when, factsOf([...registered, ...given]));
	expect(decision).toEqual('code' in then ? { rejection: then } : { events: then });
}

function refused(code: RejectionCode, field = 'conversation'): Rejection {
	return { code, field };
}
