import { describe, expect, test } from 'vitest';
import { block, unblock } from '../../../core/domain/blocks.ts';
import type { Proposal } from '../../../core/domain/events.ts';
import {
	acceptFriend,
	declineFriend,
	remarkFriend,
	removeFriend,
	requestFriend,
} from '../../../core/domain/friends.ts';
import type { RejectionCode } from '../../../core/domain/rejection.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	accepted,
	BEN,
	blocked,
	CAI,
	casesOf,
	DAN,
	decide,
	declined,
	exFriends,
	friends,
	NOBODY,
	registered,
	remarked,
	removed,
	requested,
	unblocked,
} from './people.ts';

type Then = readonly Proposal[] | { readonly code: RejectionCode; readonly field?: string };
type Row = readonly [title: string, given: readonly Proposal[], when: Decidable, then: Then];

const request = (to = BEN, note = '') => requestFriend(ANN, { to, note });
const accept = (from = BEN) => acceptFriend(ANN, { from });
const decline = (from = BEN) => declineFriend(ANN, { from });
const remove = (account = BEN) => removeFriend(ANN, { account });
const remark = (remark: string, account = BEN) => remarkFriend(ANN, { account, remark });

const table: readonly Row[] = [
	['FR1 a stranger is asked, with a note', [], request(BEN, 'hello'), [requested(ANN, BEN, 'hello')]],
	['FR1 who declined may be asked again', [requested(ANN, BEN), declined(ANN, BEN)], request(), [requested(ANN, BEN)]],
	['FR1 a former friend may be asked again', exFriends(ANN, BEN), request(), [requested(ANN, BEN)]],
	['FR1 who removed the friend may ask again', exFriends(BEN, ANN), request(), [requested(ANN, BEN)]],
	['FR2 nobody asks themselves', [], request(ANN), { code: 'not-allowed', field: 'to' }],
	['FR2 an account that is not there is not found', [], request(NOBODY), { code: 'not-found', field: 'to' }],
	['FR2 a friend is not asked again', friends(ANN, BEN), request(), { code: 'already-friends', field: 'to' }],
	['FR3 repeating a pending request records nothing', [requested(ANN, BEN)], request(), []],
	['FR3 also with another note', [requested(ANN, BEN, 'a')], request(BEN, 'b'), []],
	['FR4 two requests that cross are a friendship', [requested(BEN, ANN)], request(), [acceptedBy(ANN, BEN)]],
	['FR5 who was asked accepts', [requested(BEN, ANN)], accept(), [acceptedBy(ANN, BEN)]],
	['FR5 accepting a friend records nothing', friends(BEN, ANN), accept(), []],
	['FR5 who asked cannot accept', [requested(ANN, BEN)], accept(), { code: 'no-request', field: 'from' }],
	['FR5 without a request nothing is accepted', [], accept(), { code: 'no-request', field: 'from' }],
	['FR5 nor from oneself', [], accept(ANN), { code: 'no-request', field: 'from' }],
	['FR5 nor from an account that is not there', [], accept(NOBODY), { code: 'no-request', field: 'from' }],
	[
		'FR5 nor after declining',
		[requested(BEN, ANN), declined(BEN, ANN)],
		accept(),
		{ code: 'no-request', field: 'from' },
	],
	['FR5 nor of a former friend', exFriends(BEN, ANN), accept(), { code: 'no-request', field: 'from' }],
	['FR6 who was asked declines', [requested(BEN, ANN)], decline(), [declined(BEN, ANN)]],
	['FR6 who asked cannot decline', [requested(ANN, BEN)], decline(), { code: 'no-request', field: 'from' }],
	['FR6 without a request nothing is declined', [], decline(), { code: 'no-request', field: 'from' }],
	['FR6 nor from a friend', friends(BEN, ANN), decline(), { code: 'no-request', field: 'from' }],
	['FR6 nor from oneself', [], decline(ANN), { code: 'no-request', field: 'from' }],
	['FR7 a friendship is ended by either', friends(BEN, ANN), remove(), [removed(ANN, BEN)]],
	['FR7 strangers have none to end', [], remove(), { code: 'not-friends', field: 'account' }],
	['FR7 nor former friends', exFriends(ANN, BEN), remove(), { code: 'not-friends', field: 'account' }],
	['FR7 nor oneself', [], remove(ANN), { code: 'not-friends', field: 'account' }],
	['FR7 nor while a request waits', [requested(ANN, BEN)], remove(), { code: 'not-friends', field: 'account' }],
	['FR8 a friend gets a remark', friends(ANN, BEN), remark('deskmate'), [remarked(ANN, BEN, 'deskmate')]],
	[
		'FR8 the same remark records nothing',
		[...friends(ANN, BEN), remarked(ANN, BEN, 'deskmate')],
		remark('deskmate'),
		[],
	],
	['FR8 nor taking away what is not there', friends(ANN, BEN), remark(''), []],
	['FR8 a remark is taken away', [...friends(ANN, BEN), remarked(ANN, BEN, 'x')], remark(''), [remarked(ANN, BEN, '')]],
	[
		'FR8 the remarks of others do not count',
		[...friends(ANN, BEN), remarked(BEN, ANN, 'x')],
		remark('x'),
		[remarked(ANN, BEN, 'x')],
	],
	['FR8 a stranger gets none', [], remark('x'), { code: 'not-friends', field: 'account' }],
	['FR8 nor a former friend', exFriends(ANN, BEN), remark('x'), { code: 'not-friends', field: 'account' }],
	['FR9 a request to who blocked me is not delivered', [blocked(BEN, ANN)], request(), undelivered('to')],
	['FR9 also where requests would cross', [requested(BEN, ANN), blocked(BEN, ANN)], request(), undelivered('to')],
	[
		'FR9 nor is accepting',
		[requested(BEN, ANN), blocked(BEN, ANN)],
		accept(),
		{ code: 'not-delivered', field: 'from' },
	],
	['FR9 the blocker is told so', [blocked(ANN, BEN)], request(), { code: 'blocked', field: 'to' }],
	['FR9 also who both blocks and is blocked', [blocked(ANN, BEN), blocked(BEN, ANN)], request(), isBlocked('to')],
	['FR9 also when accepting', [requested(BEN, ANN), blocked(ANN, BEN)], accept(), { code: 'blocked', field: 'from' }],
	['FR9 declining is free', [requested(BEN, ANN), blocked(ANN, BEN)], decline(), [declined(BEN, ANN)]],
	['FR9 unblocked, they ask again', [blocked(ANN, BEN), unblocked(ANN, BEN)], request(), [requested(ANN, BEN)]],
	['FR10 anybody there can be blocked', [], block(ANN, { account: BEN }), [blocked(ANN, BEN)]],
	['FR10 a friend stays a friend', friends(ANN, BEN), block(ANN, { account: BEN }), [blocked(ANN, BEN)]],
	['FR10 blocking again records nothing', [blocked(ANN, BEN)], block(ANN, { account: BEN }), []],
	['FR10 a block is one-sided', [blocked(BEN, ANN)], block(ANN, { account: BEN }), [blocked(ANN, BEN)]],
	['FR10 not oneself', [], block(ANN, { account: ANN }), { code: 'not-allowed', field: 'account' }],
	['FR10 nor who is not there', [], block(ANN, { account: NOBODY }), { code: 'not-found', field: 'account' }],
	['FR10 a block is taken away', [blocked(ANN, BEN)], unblock(ANN, { account: BEN }), [unblocked(ANN, BEN)]],
	['FR10 where none is, nothing is recorded', [blocked(BEN, ANN)], unblock(ANN, { account: BEN }), []],
];

test.each(casesOf(table, 'FR1'))('FR1 %s', prove);
test.each(casesOf(table, 'FR2'))('FR2 %s', prove);
test.each(casesOf(table, 'FR3'))('FR3 %s', prove);
test.each(casesOf(table, 'FR4'))('FR4 %s', prove);
test.each(casesOf(table, 'FR5'))('FR5 %s', prove);
test.each(casesOf(table, 'FR6'))('FR6 %s', prove);
test.each(casesOf(table, 'FR7'))('FR7 %s', prove);
test.each(casesOf(table, 'FR8'))('FR8 %s', prove);
test.each(casesOf(table, 'FR9'))('FR9 %s', prove);
test.each(casesOf(table, 'FR10'))('FR10 %s', prove);

function prove(_: string, given: readonly Proposal[], when: Decidable, then: Then) {
	const decision = decide(when, factsOf([...registered, ...given]));
	expect(decision).toEqual('code' in then ? { rejection: then } : { events: then });
}

test.each([
	['a request to it is not delivered', [], request(), undelivered('to')],
	['its request is not accepted', [requested(BEN, ANN)], accept(), undelivered('from')],
] satisfies Row[])('FR11 %s', (_, given, when, then) => {
	const facts = factsOf([...registered, ...given]);
	facts.close(BEN);
	expect(decide(when, facts)).toEqual({ rejection: then });
});

describe('as many as there may be', () => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, k) => `018f0000-0000-7000-9000-${String(k).padStart(12, '0')}` as AccountId);
	/** As the rules say. */
	const [full, half] = [many(5_000), many(2_500)];
	const tooMany = { rejection: { code: 'too-many', field: 'to', max: 5_000 } };

	test('FR13 friends and waiting requests of one’s own together', () => {
		const [first] = full;
		const facts = factsOf([
			...registered,
			...half.flatMap((friend) => friends(friend, ANN)),
			...full.slice(half.length + 1).map((asked) => requested(ANN, asked)),
			requested(ANN, DAN),
			requested(BEN, ANN),
		]);
		expect(decide(request(CAI), facts)).toEqual(tooMany);
		// Two that would cross, or be accepted.
		expect(decide(request(BEN), facts)).toEqual(tooMany);
		expect(decide(accept(BEN), facts)).toEqual({ rejection: { ...tooMany.rejection, field: 'from' } });
		expect(decide(decline(BEN), facts)).toEqual({ events: [declined(BEN, ANN)] });
		// Others go on asking; what was asked is accepted; and what is so already stays so.
		expect(decide(requestFriend(CAI, { to: ANN, note: '' }), facts)).toEqual({ events: [requested(CAI, ANN)] });
		expect(decide(acceptFriend(DAN, { from: ANN }), facts)).toEqual({ events: [accepted(ANN, DAN)] });
		expect(decide(request(DAN), facts)).toEqual({ events: [] });
		facts.record(removed(first!, ANN));
		expect(decide(request(CAI), facts)).toEqual({ events: [requested(ANN, CAI)] });
	});

	test('FR13 two of one person’s own wait for each other, so none slips through', () => {
		const keys = (decidable: Decidable) => decidable.keys.filter(({ mode }) => mode === 'exclusive');
		const shared = keys(request(BEN)).filter(({ name }) => keys(accept(CAI)).some((key) => key.name === name));
		expect(shared).toHaveLength(1);
		const others = keys(requestFriend(BEN, { to: CAI, note: '' })).map(({ name }) => name);
		expect(keys(request(BEN)).filter(({ name }) => others.includes(name))).toEqual([]);
	});

	test('FR13 a thousand accounts are blocked, not more', () => {
		const facts = factsOf([...registered, ...many(1_000).map((account) => blocked(ANN, account))]);
		const rejection = { code: 'too-many', field: 'account', max: 1_000 };
		expect(decide(block(ANN, { account: BEN }), facts)).toEqual({ rejection });
		facts.record(unblocked(ANN, many(1)[0]!));
		expect(decide(block(ANN, { account: BEN }), facts)).toEqual({ events: [blocked(ANN, BEN)] });
	});
});

/** `by` accepts the request of `from`. */
function acceptedBy(by: typeof ANN, from: typeof ANN): Proposal {
	return accepted(from, by);
}

function undelivered(field: string) {
	return { code: 'not-delivered', field } as const;
}

function isBlocked(field: string) {
	return { code: 'blocked', field } as const;
}
