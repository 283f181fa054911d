import { expect, test } from 'vitest';
import { COMMANDS } from '../../../core/domain/commands.ts';
import type { Proposal } from '../../../core/domain/events.ts';
import { sendMessage } from '../../../core/domain/messages.ts';
import { connectSession, startNode, stopNode } from '../../../core/domain/presence.ts';
import { pairId, selfId } from '../../../core/ids.ts';
import type { Decidable, Decision } from '../../../core/loop/command.ts';
import { resetPassword } from '../../../core/vault/reset.ts';
import { closeSession } from '../../../core/vault/sessions.ts';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	BEN,
	blocked,
	CAI,
	created,
	decide,
	exFriends,
	friends,
	GROUP,
	joined,
	left,
	linked,
	muted,
	NODE,
	NOW,
	promoted,
	putOut,
	registered,
	remarked,
	requested,
	SESSION,
	sent,
} from './people.ts';
import { type Asked, queued, UNIVERSE } from './universe.ts';

const states: readonly (readonly [string, readonly Proposal[]])[] = [
	['strangers', []],
	['requests that wait', [requested(ANN, BEN), requested(CAI, ANN), requested(BEN, CAI)]],
	['friends', [...friends(ANN, BEN), ...friends(ANN, CAI), ...friends(CAI, BEN), remarked(ANN, BEN, 'x')]],
	['friends with blocks', [...friends(ANN, BEN), ...friends(ANN, CAI), blocked(ANN, BEN), blocked(CAI, ANN)]],
	['former friends', [...exFriends(ANN, BEN), ...friends(ANN, CAI), requested(BEN, ANN)]],
	['a group of one', [...friends(ANN, BEN), ...friends(ANN, CAI), created(ANN), sent(ANN, GROUP)]],
	['a group of two', [...friends(ANN, BEN), ...friends(BEN, CAI), created(ANN), joined(ANN, [BEN]), sent(BEN, GROUP)]],
	[
		'a group with an admin',
		[
			...friends(ANN, BEN),
			...friends(BEN, CAI),
			created(ANN),
			joined(ANN, [BEN]),
			promoted(BEN),
			sent(ANN, GROUP),
			sent(BEN, GROUP),
		],
	],
	[
		'a group with somebody muted, and somebody put out',
		[
			...[...friends(ANN, BEN), ...friends(BEN, CAI), created(ANN), joined(ANN, [BEN, CAI]), promoted(BEN)],
			...[putOut(BEN, CAI), muted(ANN, BEN, NOW + 30_000), sent(ANN, GROUP), sent(ANN, GROUP)],
		],
	],
	[
		'a group with a link',
		[
			...[...friends(ANN, BEN), created(ANN), joined(ANN, [BEN]), promoted(BEN), sent(ANN, GROUP), sent(BEN, GROUP)],
			linked(ANN, NOW + 60_000, 1),
		],
	],
	['a group that was left', [...friends(ANN, BEN), created(ANN), joined(ANN, [BEN, CAI]), sent(CAI, GROUP), left(BEN)]],
];

test('EV10 everything that can be recorded is among what is tried', () => {
	const recording = Object.entries(COMMANDS).filter(([, { kind }]) => kind === 'recording');
	expect(new Set(UNIVERSE.map(({ request }) => request.do))).toEqual(new Set(recording.map(([name]) => name)));
});

/** A message that is there in any case, so that no command of these is about one that is just being sent. */
const first = [...registered, sent(ANN, selfId(ANN))];

test.each(states)('EV10 whatever changes what another command decides waits for it: %s', (_, given) => {
	const before = factsOf([...first, ...given]);
	const decisions = UNIVERSE.map((asked) => decide(queued(asked, before), before));
	const breaches: string[] = [];
	let changes = 0;
	for (const one of UNIVERSE) {
		const decision = decide(queued(one, before), before);
		if ('rejection' in decision || decision.events.length === 0) continue;
		const after = factsOf([...first, ...given]);
		after.record(...decision.events);
		for (const [k, second] of UNIVERSE.entries()) {
			const decidable = queued(second, before);
			if (!differ(second, decisions[k]!, decide(decidable, after))) continue;
			changes++;
			if (!conflict(queued(one, before), decidable)) breaches.push(`${name(one)} / ${name(second)}`);
		}
	}
	expect(changes).toBeGreaterThan(0);
	expect(breaches).toEqual([]);
});

const text = { type: 'text', text: 'hi' } as const;
const send = (author = ANN, conversation = GROUP) => sendMessage(author, { conversation, body: text });

test.each([
	['two messages to a group', send(ANN), send(BEN)],
	['messages in two conversations', send(ANN), send(ANN, pairId(ANN, BEN))],
	['a message and a mark', send(ANN), read(BEN)],
	['the marks of two people', read(ANN), read(BEN)],
	[
		'two sessions of a node',
		connectSession(NODE, SESSION, ANN),
		connectSession(NODE, NODE as string as typeof SESSION, BEN),
	],
])('EV10 %s do not wait for each other', (_, one, other) => {
	expect(conflict(one, other)).toBe(false);
});

test.each([
	['the marks of one person in a conversation', read(ANN), read(ANN)],
	['a session that connects and its node that stops', connectSession(NODE, SESSION, ANN), stopNode(NODE)],
	['a session that connects twice', connectSession(NODE, SESSION, ANN), connectSession(NODE, SESSION, ANN)],
	['a session that connects and is closed', connectSession(NODE, SESSION, ANN), closeSession(ANN, SESSION, 'revoked')],
	[
		'a session that connects and a password that is reset',
		connectSession(NODE, SESSION, ANN),
		resetPassword({
			contact: { column: 'phone', address: '+8613800000000' },
			account: ANN,
			code: { purpose: 'reset', address: 'a', code: 'c' },
			passwordHash: 'h',
		}),
	],
	['a node that starts and stops', startNode(NODE), stopNode(NODE)],
])('EV10 %s wait for each other', (_, one, other) => {
	expect(conflict(one, other)).toBe(true);
});

/** A mark at the end stays right when the end moves on, so of marks only the refusals are compared. */
function differ({ request }: Asked, before: Decision, after: Decision): boolean {
	const compared = (decision: Decision) =>
		request.do === 'conversation.read' && 'events' in decision ? 'marked' : decision;
	return JSON.stringify(compared(before)) !== JSON.stringify(compared(after));
}

function conflict(one: Decidable, other: Decidable): boolean {
	return one.keys.some((a) =>
		other.keys.some((b) => a.name === b.name && (a.mode === 'exclusive' || b.mode === 'exclusive')),
	);
}

function name({ author, request }: Asked): string {
	return `${author.at(-1)} ${request.do} ${JSON.stringify(request.fields)}`;
}

function read(author: typeof ANN): Decidable {
	const request = { re: 1, do: 'conversation.read', fields: { conversation: GROUP, version: 1 } } as const;
	return queued({ author, request }, factsOf([]));
}
