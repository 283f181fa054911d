import { expect, test } from 'vitest';
import { answerOf } from '../../../core/domain/answers.ts';
import { decodeEvent, redactedData } from '../../../core/domain/codec.ts';
import type { Proposal } from '../../../core/domain/events.ts';
import { sendMessage } from '../../../core/domain/messages.ts';
import type { RejectionCode } from '../../../core/domain/rejection.ts';
import { type AccountId, type ConversationId, type EventId, pairId, selfId } from '../../../core/ids.ts';
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
	declined,
	exFriends,
	friends,
	GROUP,
	joined,
	left,
	NOBODY,
	registered,
	requested,
	sent,
	unblocked,
} from './people.ts';

const PAIR = pairId(ANN, BEN);
const group = [...friends(ANN, BEN), created(ANN), joined(ANN, [BEN])];
type Row = readonly [string, readonly Proposal[], AccountId, ConversationId, 'sent' | RejectionCode];

const table: readonly Row[] = [
	['MS1 friends write to each other', friends(ANN, BEN), BEN, PAIR, 'sent'],
	['MS1 friends again after a break', [...exFriends(ANN, BEN), ...friends(BEN, ANN)], ANN, PAIR, 'sent'],
	['MS1 strangers have no conversation', [], ANN, PAIR, 'not-found'],
	['MS1 who only asked is no friend yet', [requested(ANN, BEN)], ANN, PAIR, 'not-friends'],
	['MS1 nor who was asked', [requested(ANN, BEN)], BEN, PAIR, 'not-friends'],
	['MS1 a former friend is told so', exFriends(ANN, BEN), BEN, PAIR, 'not-friends'],
	[
		'MS1 still so when they asked again and were declined',
		[...exFriends(ANN, BEN), requested(BEN, ANN), declined(BEN, ANN)],
		BEN,
		PAIR,
		'not-friends',
	],
	[
		'MS1 who only asked and was declined is a stranger',
		[requested(ANN, BEN), declined(ANN, BEN)],
		ANN,
		PAIR,
		'not-found',
	],
	['MS1 a pair is not there for others', friends(ANN, BEN), CAI, PAIR, 'not-found'],
	['MS1 nothing is there under an unknown id', [], ANN, GROUP, 'not-found'],
	['MS1 an account is no conversation', friends(ANN, BEN), ANN, pairId(ANN, NOBODY), 'not-found'],
	['MS2 who was blocked is not delivered', [...friends(ANN, BEN), blocked(BEN, ANN)], ANN, PAIR, 'not-delivered'],
	['MS2 the blocker is told so', [...friends(ANN, BEN), blocked(ANN, BEN)], ANN, PAIR, 'blocked'],
	[
		'MS2 unblocked, they write again',
		[...friends(ANN, BEN), blocked(BEN, ANN), unblocked(BEN, ANN)],
		ANN,
		PAIR,
		'sent',
	],
	['MS2 a block between others says nothing', [...friends(ANN, BEN), blocked(CAI, ANN)], ANN, PAIR, 'sent'],
	['MS3 members write to their group', group, BEN, GROUP, 'sent'],
	['MS3 a block says nothing in a group', [...group, blocked(ANN, BEN)], BEN, GROUP, 'sent'],
	['MS3 a group is not there for who was never in it', group, CAI, GROUP, 'not-found'],
	['MS3 who left is told so', [...group, left(BEN)], BEN, GROUP, 'not-member'],
	['MS3 who came back writes again', [...group, left(BEN), joined(ANN, [BEN])], BEN, GROUP, 'sent'],
	['MS4 everybody writes to their own notes', [], ANN, selfId(ANN), 'sent'],
	['MS4 nobody to those of others', friends(ANN, BEN), BEN, selfId(ANN), 'not-found'],
];

test.each(casesOf(table, 'MS1'))('MS1 %s', prove);
test.each(casesOf(table, 'MS2'))('MS2 %s', prove);
test.each(casesOf(table, 'MS3'))('MS3 %s', prove);
test.each(casesOf(table, 'MS4'))('MS4 %s', prove);

function prove(
	_: string,
	given: readonly Proposal[],
	author: AccountId,
	conversation: ConversationId,
	then: 'sent' | RejectionCode,
) {
	const body = { type: 'text', text: 'hi' } as const;
	const decision = decide(sendMessage(author, { conversation, body }), factsOf([...registered, ...given]));
	expect(decision).toEqual(
		then === 'sent' ? { events: [sent(author, conversation)] } : { rejection: { code: then, field: 'conversation' } },
	);
}

test('MS2 a closed account is not delivered to', () => {
	const facts = factsOf([...registered, ...friends(ANN, BEN)]);
	facts.close(BEN);
	const send = sendMessage(ANN, { conversation: PAIR, body: { type: 'text', text: 'hi' } });
	expect(decide(send, facts)).toEqual({ rejection: { code: 'not-delivered', field: 'conversation' } });
});

test('MS5 a send answers from what was recorded, also once that was redacted', () => {
	const data = '{"n":4,"body":{"type":"text","text":"hi"},"salt":"000102030405060708090a0b0c0d0e0f"}';
	const row = {
		...{ position: 9, stream: PAIR, version: 6, id: DAN as string as EventId, type: 'MessageSent', schema: 1 },
		...{ at: 1_700_000_000_000, by: ANN },
	};
	const answer = { position: 9, version: 6, at: 1_700_000_000_000 };
	expect(answerOf('message.send', [decodeEvent({ ...row, data })])).toEqual({ ...answer, n: 4 });
	expect(answerOf('message.send', [decodeEvent({ ...row, data: redactedData(data) })])).toEqual(answer);
	expect(answerOf('block', [])).toEqual({});
	const name = '{"name":"x","salt":"000102030405060708090a0b0c0d0e0f"}';
	const made = decodeEvent({ ...row, type: 'GroupCreated', stream: GROUP, data: name });
	expect(answerOf('group.create', [made])).toEqual({ conversation: GROUP });
});
