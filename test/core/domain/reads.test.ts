import { expect, test } from 'vitest';
import { decodeEvent, redactedData } from '../../../core/domain/codec.ts';
import type { LogEvent, Proposal } from '../../../core/domain/events.ts';
import { knownPoint, pointAt, type ReadPoint, readConversation, versionToResolve } from '../../../core/domain/reads.ts';
import type { Rejection } from '../../../core/domain/rejection.ts';
import { type AccountId, type ConversationId, type EventId, pairId, selfId } from '../../../core/ids.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	BEN,
	CAI,
	casesOf,
	created,
	decide,
	friends,
	GROUP,
	joined,
	left,
	read,
	registered,
	removed,
	requested,
	sent,
} from './people.ts';

const PAIR = pairId(ANN, BEN);
/** Versions 1–2 the friendship, 3–5 the messages 1–3. */
const talk = [...friends(ANN, BEN), sent(ANN, PAIR), sent(BEN, PAIR), sent(ANN, PAIR)];
/** Version 1 the group, 2 BEN joins, 3 a message, 4 BEN leaves, 5–6 messages. */
const leftGroup = [created(ANN), joined(ANN, [BEN]), sent(ANN, GROUP), left(BEN), sent(ANN, GROUP), sent(ANN, GROUP)];

type Asked = readonly [by: AccountId, conversation: ConversationId, version: number, point: ReadPoint];
type Row = readonly [string, readonly Proposal[], Asked, readonly Proposal[] | Rejection];

const START: ReadPoint = { version: 0, n: 0 };
const table: readonly Row[] = [
	['MS6 the end is read', talk, [BEN, PAIR, 5, { version: 5, n: 3 }], [read(BEN, PAIR, 5, 3)]],
	['MS6 an earlier version is read', talk, [BEN, PAIR, 4, { version: 4, n: 2 }], [read(BEN, PAIR, 4, 2)]],
	['MS6 a version between messages is read', talk, [BEN, PAIR, 2, { version: 2, n: 0 }], [read(BEN, PAIR, 2, 0)]],
	['MS6 beyond the end is the end', talk, [BEN, PAIR, 99, START], [read(BEN, PAIR, 5, 3)]],
	[
		'MS6 the end is that of the decision, with its own ordinal',
		[...talk, sent(ANN, PAIR)],
		[BEN, PAIR, 6, { version: 5, n: 3 }],
		[read(BEN, PAIR, 6, 4)],
	],
	[
		'MS6 what grew past the version asked for leaves the mark at what was looked up',
		[...talk, sent(ANN, PAIR), sent(ANN, PAIR)],
		[BEN, PAIR, 6, { version: 5, n: 3 }],
		[read(BEN, PAIR, 5, 3)],
	],
	['MS7 a mark never goes back', [...talk, read(BEN, PAIR, 5, 3)], [BEN, PAIR, 4, { version: 4, n: 2 }], []],
	['MS7 nor stays to be recorded again', [...talk, read(BEN, PAIR, 5, 3)], [BEN, PAIR, 5, { version: 5, n: 3 }], []],
	['MS7 nor is zero recorded', talk, [BEN, PAIR, 0, START], []],
	[
		'MS7 the other one has their own',
		[...talk, read(ANN, PAIR, 5, 3)],
		[BEN, PAIR, 99, START],
		[read(BEN, PAIR, 5, 3)],
	],
	[
		'MS8 a former friend reads what is there',
		[...talk, removed(ANN, BEN)],
		[BEN, PAIR, 99, START],
		[read(BEN, PAIR, 6, 3)],
	],
	['MS8 who was asked reads the request', [requested(ANN, BEN)], [BEN, PAIR, 1, START], [read(BEN, PAIR, 1, 0)]],
	['MS8 others read nothing of a pair', talk, [CAI, PAIR, 5, START], { code: 'not-found', field: 'conversation' }],
	['MS8 strangers have nothing to read', [], [ANN, PAIR, 5, START], { code: 'not-found', field: 'conversation' }],
	[
		'MS8 notes are read by their owner',
		[sent(ANN, selfId(ANN))],
		[ANN, selfId(ANN), 1, START],
		[read(ANN, selfId(ANN), 1, 1)],
	],
	[
		'MS8 and nobody else',
		[sent(ANN, selfId(ANN))],
		[BEN, selfId(ANN), 1, START],
		{ code: 'not-found', field: 'conversation' },
	],
	['MS8 a group is read by its members', leftGroup, [ANN, GROUP, 6, START], [read(ANN, GROUP, 6, 3)]],
	[
		'MS8 who left reads up to their leaving',
		leftGroup,
		[BEN, GROUP, 99, { version: 4, n: 1 }],
		[read(BEN, GROUP, 4, 1)],
	],
	[
		'MS8 who left between look-up and decision asks again',
		leftGroup,
		[BEN, GROUP, 99, { version: 5, n: 2 }],
		{ code: 'unavailable' },
	],
	[
		'MS8 others read nothing of a group',
		leftGroup,
		[CAI, GROUP, 3, START],
		{ code: 'not-found', field: 'conversation' },
	],
];

test.each(casesOf(table, 'MS6'))('MS6 %s', prove);
test.each(casesOf(table, 'MS7'))('MS7 %s', prove);
test.each(casesOf(table, 'MS8'))('MS8 %s', prove);

function prove(
	_: string,
	given: readonly Proposal[],
	[by, conversation, version, point]: Asked,
	then: readonly Proposal[] | Rejection,
) {
	const facts = factsOf([...registered, ...given]);
	const decision = decide(readConversation(by, { conversation, version }, point), facts);
	expect(decision).toEqual('code' in then ? { rejection: then } : { events: then });
}

test('MS9 the point at the end is known without reading; an earlier one is not', () => {
	const facts = factsOf([...registered, ...talk, ...leftGroup]);
	expect(knownPoint(facts, BEN, PAIR, 5)).toEqual({ version: 5, n: 3 });
	expect(knownPoint(facts, BEN, PAIR, 99)).toEqual({ version: 5, n: 3 });
	expect(knownPoint(facts, BEN, PAIR, 4)).toBeUndefined();
	expect(versionToResolve(facts, BEN, PAIR, 4)).toBe(4);
	expect(knownPoint(facts, BEN, GROUP, 99)).toBeUndefined();
	expect(versionToResolve(facts, BEN, GROUP, 99)).toBe(4);
	expect(versionToResolve(facts, BEN, GROUP, 3)).toBe(3);
	expect(knownPoint(facts, ANN, GROUP, 6)).toEqual({ version: 6, n: 3 });
});

test.each([
	['the message there', [message(5, 3), message(4, 2)], { version: 5, n: 3 }],
	['the message before it', [other(6), other(5), message(4, 2)], { version: 6, n: 2 }],
	['redacted messages counted', [redacted(7), other(6), redacted(5), message(4, 2)], { version: 7, n: 4 }],
	['the beginning', [other(2), other(1)], { version: 2, n: 0 }],
	['redacted ones from the beginning', [redacted(2), redacted(1)], { version: 2, n: 2 }],
	['not enough rows', [redacted(7), other(6)], undefined],
	['no rows', [], undefined],
])('MS9 an earlier point is found in the rows up to it: %s', (_, rows, point) => {
	expect(pointAt(rows)).toEqual(point);
});

function message(version: number, n: number): LogEvent {
	return row(version, 'MessageSent', `{"n":${n},"body":{"type":"text","text":"hi"}}`);
}
function redacted(version: number): LogEvent {
	return row(version, 'MessageSent', redactedData('x'));
}
function other(version: number): LogEvent {
	return row(version, 'MemberLeft', `{"account":"${BEN}"}`);
}
function row(version: number, type: string, data: string): LogEvent {
	const id = '018f0000-0000-7000-8000-0000000000ee' as EventId;
	return decodeEvent({ position: version, stream: PAIR, version, id, type, schema: 1, at: 1, by: ANN, data });
}
