import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf } from '../../support/facts.ts';
import {
	ANN,
	BEN,
	CAI,
	created,
	decide,
	friends,
	GROUP,
	joined,
	linked,
	NOW,
	promoted,
	registered,
	requested,
	sent,
} from './people.ts';
import { type Asked, queued, UNIVERSE } from './universe.ts';

const beginnings = [
	registered,
	[...registered, ...friends(ANN, BEN), ...friends(ANN, CAI), created(ANN), joined(ANN, [BEN]), sent(BEN, GROUP)],
	[...registered, created(ANN), joined(ANN, [BEN]), promoted(BEN), linked(ANN, NOW + 60_000)],
	[...registered, requested(ANN, BEN), requested(BEN, CAI), requested(CAI, ANN)],
];

test('FR12 what was accepted, asked again, records nothing or is refused, the same each time', () => {
	const accepted = new Set<string>();
	// What ends a group is rare, or there would be little to do in it.
	const [ends, others] = [UNIVERSE.filter(isEnd), UNIVERSE.filter((asked) => !isEnd(asked))];
	const command = fc.oneof(
		{ weight: 50, arbitrary: fc.constantFrom(...others) },
		{ weight: 1, arbitrary: fc.constantFrom(...ends) },
	);
	const story = fc.array(command, { maxLength: 60 });
	fc.assert(
		fc.property(fc.constantFrom(...beginnings), story, (given, commands) => {
			const facts = factsOf(given);
			for (const asked of commands) {
				const decision = decide(queued(asked, facts), facts);
				if ('rejection' in decision || decision.events.length === 0) continue;
				accepted.add(asked.request.do);
				facts.record(...decision.events);
				if (asked.request.do === 'message.send' || asked.request.do === 'group.link') continue;
				const again = decide(queued(asked, facts), facts);
				expect('rejection' in again || again.events.length === 0).toBe(true);
				expect(decide(queued(asked, facts), facts)).toEqual(again);
			}
		}),
		{ numRuns: 600, seed: 1 },
	);
	expect([...accepted].sort()).toEqual([...new Set(UNIVERSE.map(({ request }) => request.do))].sort());
});

function isEnd({ request }: Asked): boolean {
	return request.do === 'group.dissolve' || request.do === 'group.remove';
}
