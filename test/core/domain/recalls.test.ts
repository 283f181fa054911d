import { expect, test } from 'vitest';
import type { LogEvent, Proposal } from '../../../core/domain/events.ts';
import { recallMessage, removeMessage } from '../../../core/domain/recalls.ts';
import type { RejectionCode } from '../../../core/domain/rejection.ts';
import { reportMessage } from '../../../core/domain/reports.ts';
import { type AccountId, type ConversationId, type EventId, pairId, selfId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/loop/command.ts';
import { RECALL_MS_MAX } from '../../../core/wire.ts';
import { createViews } from '../../../projections/create-views.ts';
import { History } from '../../support/events.ts';
import {
	ANN,
	BEN,
	blocked,
	CAI,
	casesOf,
	created,
	decide,
	exFriends,
	friends,
	GROUP,
	joined,
	left,
	registered,
	sent,
} from './people.ts';

const PAIR = pairId(ANN, BEN);
const OTHER = '018f0000-0000-7000-8000-0000000000f1' as EventId;
const inPair = [...friends(ANN, BEN), sent(ANN, PAIR)];
const inGroup = [created(ANN), joined(ANN, [BEN, CAI]), sent(BEN, GROUP)];

/** The message that was sent last in a history, and how things stand since. */
function after(given: readonly Proposal[]) {
	const history = new History();
	const views = createViews();
	for (const proposal of [...registered, ...given]) views.apply(history.propose(proposal));
	const message = history.events.findLast(({ type }) => type === 'MessageSent');
	if (message === undefined) throw new Error('nobody said anything');
	return { facts: views.facts, history, message, subject: { event: message, amendments: [] } };
}

type Row = readonly [
	string,
	readonly Proposal[],
	AccountId,
	ConversationId,
	number,
	'recalled' | RejectionCode,
	string | undefined,
];

const table: readonly Row[] = [
	['RE4 one recalls what one wrote', inPair, ANN, PAIR, RECALL_MS_MAX, 'recalled', undefined],
	['RE4 not later than after two minutes', inPair, ANN, PAIR, RECALL_MS_MAX + 1, 'too-late', 'message'],
	['RE4 nor what the other wrote', inPair, BEN, PAIR, 0, 'not-allowed', 'message'],
	["RE4 one recalls one's own notes", [sent(ANN, selfId(ANN))], ANN, selfId(ANN), 5, 'recalled', undefined],
	['RE4 a pair is not there for others', inPair, CAI, PAIR, 0, 'not-found', 'conversation'],
	['RE4 a message of another conversation is not there', inPair, ANN, selfId(ANN), 0, 'not-found', 'message'],
	[
		'RE4 a former friend is told so',
		[...inPair, ...exFriends(ANN, BEN).slice(2)],
		ANN,
		PAIR,
		0,
		'not-friends',
		'conversation',
	],
	[
		'RE4 who was blocked is not delivered',
		[...inPair, blocked(BEN, ANN)],
		ANN,
		PAIR,
		0,
		'not-delivered',
		'conversation',
	],
	['RE4 a member recalls their own', inGroup, BEN, GROUP, RECALL_MS_MAX, 'recalled', undefined],
	["RE4 but not somebody else's", inGroup, CAI, GROUP, 0, 'not-allowed', 'message'],
	['RE4 who left is told so', [...inGroup, left(BEN)], BEN, GROUP, 0, 'not-member', 'conversation'],
	[
		"RE5 the owner recalls anybody's, whenever it was sent",
		inGroup,
		ANN,
		GROUP,
		RECALL_MS_MAX * 1000,
		'recalled',
		undefined,
	],
	[
		'RE5 and their own after two minutes',
		[...inGroup, sent(ANN, GROUP)],
		ANN,
		GROUP,
		RECALL_MS_MAX + 1,
		'recalled',
		undefined,
	],
];

test.each(casesOf(table, 'RE4'))('RE4 %s', prove);
test.each(casesOf(table, 'RE5'))('RE5 %s', prove);

function prove(
	_: string,
	given: readonly Proposal[],
	author: AccountId,
	conversation: ConversationId,
	later: number,
	then: 'recalled' | RejectionCode,
	field: string | undefined,
) {
	const { facts, message, subject } = after(given);
	const fields = { conversation, message: message.id };
	const decision = decide(recallMessage(author, fields), facts, [subject], message.at + later);
	expect(decision).toEqual(
		then === 'recalled'
			? { events: [recalled(author, message)] }
			: { rejection: { code: then, ...(field === undefined ? {} : { field }) } },
	);
}

function recalled(by: AccountId | null, { id, stream }: LogEvent, redacts = [id]) {
	return { stream, type: 'MessageRecalled', by, data: { message: id }, amends: [id], redacts };
}

test('RE4 what is no message is not there', () => {
	const { facts, history } = after(inPair);
	const fields = { conversation: PAIR, message: OTHER };
	const notFound = { rejection: { code: 'not-found', field: 'message' } };
	expect(decide(recallMessage(ANN, fields), facts, [undefined])).toEqual(notFound);
	const request = history.events.find(({ type }) => type === 'FriendRequested')!;
	expect(decide(recallMessage(ANN, fields), facts, [{ event: request, amendments: [] }])).toEqual(notFound);
});

test('RE5 who leads a group recalls what they can see of it', () => {
	const before = after([created(ANN), joined(ANN, [BEN]), sent(BEN, GROUP)]);
	const { facts, message, subject } = before;
	const unseen = { ...facts, saw: () => false };
	const recall = recallMessage(ANN, { conversation: GROUP, message: message.id });
	expect(decide(recall, unseen, [subject])).toEqual({ rejection: { code: 'not-found', field: 'message' } });
	expect(decide(recall, facts, [subject])).toMatchObject({ events: [{ type: 'MessageRecalled' }] });
	const admin: typeof facts = {
		...facts,
		membership: () => ({ current: true, role: 'admin', mutedUntil: 0, alias: '', since: 1 }),
	};
	const theirs = recallMessage(BEN, { conversation: GROUP, message: message.id });
	expect(decide(theirs, admin, [subject], message.at + RECALL_MS_MAX + 1)).toMatchObject({ events: [{ by: BEN }] });
});

test('RE6 what was recalled stays so: nothing is recorded, however late and by whomever it was', () => {
	const { facts, message } = after(inPair);
	const subject: Subject = { event: redacted(message), amendments: [] };
	const fields = { conversation: PAIR, message: message.id };
	const late = message.at + RECALL_MS_MAX + 1;
	expect(decide(recallMessage(ANN, fields), facts, [subject], late)).toEqual({ events: [] });
	expect(decide(removeMessage(null, message.id), facts, [subject], late)).toEqual({ events: [] });
});

test('RE7 an operator removes any message, whenever it was sent', () => {
	const { facts, message, subject, history } = after(inPair);
	const remove = removeMessage(null, message.id);
	expect(decide(remove, facts, [subject], message.at + 10 ** 9)).toEqual({ events: [recalled(null, message)] });
	expect(decide(removeMessage(CAI, message.id), facts, [subject])).toEqual({ events: [recalled(CAI, message)] });
	const notFound = { rejection: { code: 'not-found', field: 'message' } };
	expect(decide(remove, facts, [undefined])).toEqual(notFound);
	expect(decide(remove, facts, [{ event: history.events[0]!, amendments: [] }])).toEqual(notFound);
});

test('RE8 what amends a message in its conversation goes with it, what is said elsewhere stays', () => {
	const { facts, message } = after(inPair);
	const amending = (id: EventId, stream: LogEvent['stream']) => ({ ...message, id, stream });
	const [edit, report] = [amending(OTHER, PAIR), amending(ANN as string as EventId, BEN)];
	const subject: Subject = { event: message, amendments: [edit, report] };
	const both = recalled(ANN, message, [message.id, edit.id]);
	const recall = recallMessage(ANN, { conversation: PAIR, message: message.id });
	expect(decide(recall, facts, [subject], message.at)).toEqual({ events: [both] });
	expect(decide(removeMessage(null, message.id), facts, [subject])).toEqual({ events: [{ ...both, by: null }] });
});

const REASON = 'spam';
const reports: readonly (readonly [
	string,
	readonly Proposal[],
	AccountId,
	ConversationId,
	'reported' | RejectionCode,
	string | undefined,
])[] = [
	['RE9 one reports what somebody else wrote', inPair, BEN, PAIR, 'reported', undefined],
	['RE9 also a former friend', [...inPair, ...exFriends(ANN, BEN).slice(2)], BEN, PAIR, 'reported', undefined],
	['RE9 also who was blocked', [...inPair, blocked(ANN, BEN)], BEN, PAIR, 'reported', undefined],
	['RE9 also who left, of what they saw', [...inGroup, left(CAI)], CAI, GROUP, 'reported', undefined],
	[
		'RE9 not what was said after they left',
		[...inGroup, left(CAI), sent(BEN, GROUP)],
		CAI,
		GROUP,
		'not-found',
		'message',
	],
	[
		'RE9 nor before they came',
		[created(ANN), sent(ANN, GROUP), joined(ANN, [CAI])],
		CAI,
		GROUP,
		'not-found',
		'message',
	],
	["RE9 not one's own", inPair, ANN, PAIR, 'not-allowed', 'message'],
	['RE9 a pair is not there for others', inPair, CAI, PAIR, 'not-found', 'conversation'],
	['RE9 a message of another conversation is not there', inPair, BEN, selfId(BEN), 'not-found', 'message'],
];

test.each(casesOf(reports, 'RE9'))('RE9 %s', (_, given, author, conversation, then, field) => {
	const { facts, message, subject } = after(given);
	const fields = { conversation, message: message.id, reason: REASON };
	const data = { conversation, message: message.id, reason: REASON };
	expect(decide(reportMessage(author, fields), facts, [subject])).toEqual(
		then === 'reported'
			? { events: [{ stream: author, type: 'MessageReported', by: author, data, amends: [message.id] }] }
			: { rejection: { code: then, field } },
	);
});

test('RE9 a recalled message is reported too; the same report again records nothing, another reason does', () => {
	const { facts, message, history } = after(inPair);
	const data = { conversation: PAIR, message: message.id, reason: REASON };
	const report = history.record('MessageReported', BEN, BEN, data) as LogEvent;
	const about: Subject = { event: redacted(message), amendments: [report] };
	const again = (author: AccountId, reason: string, subject: Subject) =>
		decide(reportMessage(author, { ...data, reason }), { ...facts, saw: () => true }, [subject]);
	expect(again(BEN, REASON, about)).toEqual({ events: [] });
	expect(again(BEN, 'worse', about)).toMatchObject({ events: [{ data: { reason: 'worse' } }] });
	expect(again(BEN, REASON, { ...about, amendments: [{ ...report, by: CAI }] })).toMatchObject({
		events: [{ by: BEN }],
	});
	expect(again(BEN, REASON, { ...about, amendments: [redacted(report)] })).toMatchObject({ events: [{ by: BEN }] });
});

function redacted<E extends LogEvent>(event: E): E {
	return { ...event, data: { redacted: true, digest: '0'.repeat(64) } };
}
