import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountId } from '../../../core/ids.ts';
import { reduce } from '../../../web/client/reduce.ts';
import { essence } from '../../../web/client/select.ts';
import { type Action, type ChatState, EMPTY } from '../../../web/client/state.ts';
import { STEPS, type Step, World } from './world.ts';

type Move =
	| { readonly do: 'step'; readonly step: Step }
	/** The next events arrive, together with some that came before. */
	| { readonly do: 'deliver'; readonly count: number; readonly again: number }
	| { readonly do: 'reset' }
	/** Looks up one of the conversations or the people that are wanted; the answer is of now and arrives later. */
	| { readonly do: 'ask' }
	| { readonly do: 'answer' };

const moves = fc.array(
	fc.oneof(
		{
			weight: 8,
			arbitrary: fc
				.record({ kind: fc.constantFrom(...STEPS), a: fc.nat(5), b: fc.nat(11) })
				.map((step): Move => ({ do: 'step', step })),
		},
		{ weight: 4, arbitrary: fc.record({ do: fc.constant('deliver'), count: fc.nat(6), again: fc.nat(9) }) },
		{ weight: 1, arbitrary: fc.constant<Move>({ do: 'reset' }) },
		{ weight: 3, arbitrary: fc.constant<Move>({ do: 'ask' }) },
		{ weight: 3, arbitrary: fc.constant<Move>({ do: 'answer' }) },
	) satisfies fc.Arbitrary<Move>,
	{ minLength: 20, maxLength: 120 },
);

/** Once failed: an answer asked for before a reset came after it, and was taken for the answer to a wish of later. */
const LATE_ANSWER: Move[] = [
	{ do: 'step', step: { kind: 'group', a: 0, b: 0 } },
	{ do: 'step', step: { kind: 'say', a: 3, b: 0 } },
	{ do: 'step', step: { kind: 'ask', a: 0, b: 0 } },
	{ do: 'answer' },
	{ do: 'step', step: { kind: 'ask', a: 0, b: 0 } },
	{ do: 'step', step: { kind: 'ask', a: 0, b: 0 } },
	{ do: 'deliver', count: 1, again: 0 },
	{ do: 'step', step: { kind: 'ask', a: 0, b: 0 } },
	{ do: 'answer' },
	{ do: 'ask' },
	{ do: 'step', step: { kind: 'say', a: 3, b: 0 } },
	{ do: 'reset' },
	{ do: 'step', step: { kind: 'ask', a: 0, b: 0 } },
	{ do: 'step', step: { kind: 'read', a: 0, b: 0 } },
	{ do: 'step', step: { kind: 'ask', a: 0, b: 0 } },
	{ do: 'deliver', count: 0, again: 0 },
	{ do: 'ask' },
	{ do: 'deliver', count: 1, again: 0 },
	{ do: 'answer' },
	{ do: 'answer' },
];

test('CL9 a device that came through repeats, resets and late answers agrees with a fresh one', () => {
	fc.assert(
		fc.property(moves, (list) => {
			const { device, world } = play(list);
			expect(essence(device)).toBe(essence(resetTo(EMPTY, world)));
		}),
		{ numRuns: 500, examples: [[LATE_ANSWER]] },
	);
});

test('CL10 unread is N − n(read) − own above the mark, whatever way it was followed', () => {
	fc.assert(
		fc.property(moves, (list) => {
			const { device, world } = play(list);
			const unread = [...device.conversations.values()].map((head) => [head.id, head.unread]);
			const told = world.parts().conversations.map((head) => [head.id, head.unread]);
			expect(unread.sort()).toEqual(told.sort());
		}),
		{ numRuns: 200 },
	);
});

/** Plays the moves, then delivers and answers whatever is left. */
function play(list: readonly Move[]): { readonly device: ChatState; readonly world: World } {
	const world = new World();
	let device = resetTo(EMPTY, world);
	let onTheWay: Action | undefined;
	const deliver = (count: number, again: number) => {
		const next = world.seen.filter((event) => event.position > device.position);
		const before = world.seen.filter((event) => event.position <= device.position).slice(0, again);
		const events = [...next.slice(0, count), ...before];
		const position = next.length <= count ? world.position : (next[count - 1]?.position ?? device.position);
		device = reduce(device, { type: 'events', events, position: Math.max(position, device.position) });
	};
	const ask = () => {
		onTheWay ??= wantedConversation(device, world) ?? wantedPeople(device, world);
	};
	const answer = () => {
		if (onTheWay !== undefined) device = reduce(device, onTheWay);
		onTheWay = undefined;
	};
	for (const move of list) {
		if (move.do === 'step') world.step(move.step);
		else if (move.do === 'deliver') deliver(move.count, move.again);
		else if (move.do === 'reset') device = resetTo(device, world);
		else if (move.do === 'ask') ask();
		else answer();
	}
	deliver(Number.POSITIVE_INFINITY, 3);
	answer();
	// Each answer settles one wish for good, as nothing happens any more.
	for (let left = device.wanted.conversations.size + 1; left > 0; left--) {
		ask();
		answer();
	}
	expect([device.wanted.conversations.size, device.wanted.accounts.size]).toEqual([0, 0]);
	return { device, world };
}

function wantedConversation({ wanted }: ChatState, world: World): Action | undefined {
	const [asked] = wanted.conversations.keys();
	if (asked === undefined) return undefined;
	const told = world.conversation(asked);
	return told === undefined
		? { type: 'unknown-conversation', conversation: asked }
		: { type: 'learned-conversation', conversation: told };
}

function wantedPeople({ wanted }: ChatState, world: World): Action | undefined {
	const asked = [...wanted.accounts];
	if (asked.length === 0) return undefined;
	return { type: 'learned-accounts', asked, profiles: asked.map((id) => world.profile(id)) };
}

function resetTo(device: ChatState, world: World): ChatState {
	const online: AccountId[] = [];
	return reduce(device, { type: 'reset', log: 'epoch', position: world.position, online, parts: world.parts() });
}
