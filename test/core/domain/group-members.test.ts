import { expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import { muteMember, removeMember } from '../../../core/domain/group-members.ts';
import { inviteToGroup } from '../../../core/domain/groups.ts';
import { sendMessage } from '../../../core/domain/messages.ts';
import type { Rejection, RejectionCode } from '../../../core/domain/rejection.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	BEN,
	CAI,
	casesOf,
	created,
	DAN,
	decide,
	friends,
	GROUP,
	joined,
	left,
	muted,
	NOBODY,
	NOW,
	promoted,
	putOut,
	registered,
	sent,
	transferred,
} from './people.ts';

type Row = readonly [string, readonly Proposal[], Decidable, readonly Proposal[] | Rejection];

const remove = (by: AccountId, account: AccountId) => removeMember(by, { conversation: GROUP, account });
const mute = (by: AccountId, account: AccountId, until = LATER) =>
	muteMember(by, { conversation: GROUP, account, until });
const say = (by: AccountId) => sendMessage(by, { conversation: GROUP, body: { type: 'text', text: 'hi' } });
const invite = (by: AccountId, account: AccountId) =>
	inviteToGroup(by, { conversation: GROUP, accounts: [account] }, 0);

const LATER = NOW + 60_000;
const silenced: Rejection = { code: 'muted', field: 'conversation', retryAfterMs: 60_000 };

/** Ann owns it, Ben is an admin, Cai and Dan are members. */
const group = [created(ANN), joined(ANN, [BEN, CAI, DAN], 'create'), promoted(BEN)];
const twoAdmins = [...group, promoted(CAI)];
const circle = [...friends(ANN, CAI), ...friends(DAN, CAI), ...group];

const table: readonly Row[] = [
	['GR25 an admin puts a member out', group, remove(BEN, CAI), [putOut(BEN, CAI)]],
	['GR25 the owner an admin', group, remove(ANN, BEN), [putOut(ANN, BEN)]],
	['GR25 no admin another', twoAdmins, remove(BEN, CAI), refused('not-allowed', 'account')],
	['GR25 nobody the owner', group, remove(BEN, ANN), refused('not-allowed', 'account')],
	['GR25 nobody oneself', group, remove(BEN, BEN), refused('not-allowed', 'account')],
	['GR25 the owner neither', group, remove(ANN, ANN), refused('not-allowed', 'account')],
	['GR25 no member anybody', group, remove(CAI, DAN), refused('not-allowed')],
	['GR25 nor who left', [...group, left(CAI)], remove(CAI, DAN), refused('not-member')],
	['GR25 nor a stranger', [created(ANN)], remove(BEN, ANN), refused('not-found')],
	['GR25 who is out already stays out', [...group, putOut(BEN, CAI)], remove(ANN, CAI), []],
	['GR25 who left too', [...group, left(CAI)], remove(ANN, CAI), []],
	['GR25 who never was in it is not there', group, remove(ANN, NOBODY), refused('not-found', 'account')],
	['GR25 who was put out writes no more', [...group, putOut(BEN, CAI)], say(CAI), refused('not-member')],

	[
		'GR26 who was put out is brought back by who leads',
		[...circle, putOut(BEN, CAI)],
		invite(ANN, CAI),
		[joined(ANN, [CAI])],
	],
	['GR26 not by a member', [...circle, putOut(BEN, CAI)], invite(DAN, CAI), refused('not-allowed', 'accounts')],
	['GR26 who left, by any', [...circle, left(CAI)], invite(DAN, CAI), [joined(DAN, [CAI])]],
	[
		'GR26 also who left after they were brought back',
		[...circle, putOut(BEN, CAI), joined(ANN, [CAI]), left(CAI)],
		invite(DAN, CAI),
		[joined(DAN, [CAI])],
	],

	['GR27 an admin mutes a member', group, mute(BEN, CAI), [muted(BEN, CAI, LATER)]],
	['GR27 the owner an admin', group, mute(ANN, BEN), [muted(ANN, BEN, LATER)]],
	['GR27 no admin another', twoAdmins, mute(BEN, CAI), refused('not-allowed', 'account')],
	['GR27 nobody the owner', group, mute(BEN, ANN), refused('not-allowed', 'account')],
	['GR27 no member anybody', group, mute(CAI, DAN), refused('not-allowed')],
	['GR27 nobody who is out', [...group, left(CAI)], mute(ANN, CAI), refused('not-member', 'account')],
	['GR27 nobody who never was in', group, mute(ANN, NOBODY), refused('not-found', 'account')],
	['GR27 not into the past', group, mute(ANN, CAI, NOW), refused('bad-request', 'until')],
	['GR27 so already', [...group, muted(BEN, CAI, LATER)], mute(ANN, CAI), []],
	['GR27 for longer', [...group, muted(BEN, CAI, LATER)], mute(ANN, CAI, LATER + 1), [muted(ANN, CAI, LATER + 1)]],
	['GR27 no more', [...group, muted(BEN, CAI, LATER)], mute(ANN, CAI, 0), [muted(ANN, CAI, 0)]],
	['GR27 never was', group, mute(ANN, CAI, 0), []],
	['GR27 over anyhow', [...group, muted(BEN, CAI, NOW)], mute(ANN, CAI, 0), []],

	['GR28 who is muted writes nothing', [...group, muted(BEN, CAI, LATER)], say(CAI), silenced],
	['GR28 until it is over', [...group, muted(BEN, CAI, NOW)], say(CAI), [sent(CAI, GROUP)]],
	['GR28 or taken back', [...group, muted(BEN, CAI, LATER), muted(BEN, CAI, 0)], say(CAI), [sent(CAI, GROUP)]],
	['GR28 others do', [...group, muted(BEN, CAI, LATER)], say(DAN), [sent(DAN, GROUP)]],
	[
		'GR28 leaving and coming back is no way out',
		[...group, muted(BEN, CAI, LATER), left(CAI), joined(ANN, [CAI])],
		say(CAI),
		silenced,
	],
	[
		'GR28 whoever becomes the owner writes',
		[...group, muted(ANN, BEN, LATER), transferred(ANN, BEN)],
		say(BEN),
		[sent(BEN, GROUP)],
	],
];

test.each(casesOf(table, 'GR25'))('GR25 %s', prove);
test.each(casesOf(table, 'GR26'))('GR26 %s', prove);
test.each(casesOf(table, 'GR27'))('GR27 %s', prove);
test.each(casesOf(table, 'GR28'))('GR28 %s', prove);

function prove(_: string, given: readonly Proposal[], when: Decidable, then: readonly Proposal[] | Rejection) {
	const decision = decide(when, factsOf([...registered, ...given]));
	expect(decision).toEqual('code' in then ? { rejection: then } : { events: then });
}

function refused(code: RejectionCode, field = 'conversation'): Rejection {
	return { code, field };
}
