import { expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import type { Rejection } from '../../../core/domain/rejection.ts';
import { setConversation } from '../../../core/domain/settings.ts';
import { type AccountId, type ConversationId, pairId, selfId } from '../../../core/ids.ts';
import type { ConversationSettings } from '../../../core/wire.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	BEN,
	CAI,
	created,
	decide,
	exFriends,
	friends,
	GROUP,
	joined,
	left,
	registered,
	requested,
	settled,
} from './people.ts';

const PAIR = pairId(ANN, BEN);
const OFF: ConversationSettings = { mute: false, pin: false, hide: false };
const MUTED = { ...OFF, mute: true };
const NOT_FOUND = { code: 'not-found', field: 'conversation' } as const;
const inGroup = [created(ANN), joined(ANN, [BEN])];

type Asked = readonly [by: AccountId, conversation: ConversationId, wanted: Partial<ConversationSettings>];

const table: readonly (readonly [string, readonly Proposal[], Asked, readonly Proposal[] | Rejection])[] = [
	['one is set, the others stay off', friends(ANN, BEN), [ANN, PAIR, { mute: true }], [settled(ANN, PAIR, MUTED)]],
	[
		'what is not named stays',
		[...friends(ANN, BEN), settled(ANN, PAIR, MUTED)],
		[ANN, PAIR, { pin: true }],
		[settled(ANN, PAIR, { ...MUTED, pin: true })],
	],
	[
		'one is taken back',
		[...friends(ANN, BEN), settled(ANN, PAIR, { ...MUTED, hide: true })],
		[ANN, PAIR, { hide: false }],
		[settled(ANN, PAIR, MUTED)],
	],
	['the same again', [...friends(ANN, BEN), settled(ANN, PAIR, MUTED)], [ANN, PAIR, { mute: true }], []],
	['what is off already', friends(ANN, BEN), [ANN, PAIR, OFF], []],
	['nothing is named', friends(ANN, BEN), [ANN, PAIR, {}], []],
	[
		'the other one has their own',
		[...friends(ANN, BEN), settled(BEN, PAIR, MUTED)],
		[ANN, PAIR, { mute: true }],
		[settled(ANN, PAIR, MUTED)],
	],
	['of one’s own notes', [], [ANN, selfId(ANN), { pin: true }], [settled(ANN, selfId(ANN), { ...OFF, pin: true })]],
	['while a request waits', [requested(ANN, BEN)], [BEN, PAIR, { mute: true }], [settled(BEN, PAIR, MUTED)]],
	['of a former friend', exFriends(ANN, BEN), [ANN, PAIR, { mute: true }], [settled(ANN, PAIR, MUTED)]],
	['of a group', inGroup, [BEN, GROUP, { mute: true }], [settled(BEN, GROUP, MUTED)]],
	['of a group that was left', [...inGroup, left(BEN)], [BEN, GROUP, { mute: true }], [settled(BEN, GROUP, MUTED)]],
	['of a group one never was in', inGroup, [CAI, GROUP, { mute: true }], NOT_FOUND],
	['of other people’s pair', friends(ANN, BEN), [CAI, PAIR, { mute: true }], NOT_FOUND],
	['of other people’s notes', [], [BEN, selfId(ANN), { mute: true }], NOT_FOUND],
	['of strangers', [], [ANN, PAIR, { mute: true }], NOT_FOUND],
	['of nothing', [], [ANN, GROUP, {}], NOT_FOUND],
];

test.each(table)('MS11 settings: %s', (_, given, [by, conversation, wanted], then) => {
	const facts = factsOf([...registered, ...given]);
	const decision = decide(setConversation(by, { conversation, ...wanted }), facts);
	expect(decision).toEqual('code' in then ? { rejection: then } : { events: then });
});
