import { expect, test } from 'vitest';
import type { EventId } from '../../../../core/ids.ts';
import { RECALL_MS_MAX } from '../../../../core/wire.ts';
import { type About, messageMenu, reasonMenu } from '../../../../web/elements/webchat-messages/message-menu.ts';
import type { Intent } from '../../../../web/shared/intents.ts';
import { PAIR } from '../../client/fakes.ts';

const MESSAGE = 'm' as EventId;
const about = (changes: Partial<About>): About => {
	return { conversation: PAIR, message: MESSAGE, own: true, at: 0, now: 0, leads: false, ...changes };
};
/** What each entry does, run one after the other. */
function entries(one: About): unknown[] {
	const done: unknown[] = [];
	const groups = messageMenu(
		one,
		(intent) => done.push(intent.do),
		() => done.push('why'),
	);
	for (const { items } of groups) for (const item of items) item.run();
	return done;
}

test('RE14 own messages can be taken back for two minutes, those of others reported, and whoever leads takes back any', () => {
	expect(entries(about({ now: RECALL_MS_MAX }))).toEqual(['recall']);
	expect(entries(about({ now: RECALL_MS_MAX + 1 }))).toEqual([]);
	expect(entries(about({ own: false }))).toEqual(['why']);
	expect(entries(about({ own: false, leads: true, now: RECALL_MS_MAX * 9 }))).toEqual(['recall', 'why']);
});

test("RE14 a report says why, in the reader's own words", () => {
	const intents: Intent[] = [];
	for (const { items } of reasonMenu(about({ own: false }), (intent) => intents.push(intent)))
		for (const item of items) item.run();
	expect(intents.length).toBeGreaterThan(3);
	for (const intent of intents)
		expect(intent).toEqual({ do: 'report', conversation: PAIR, message: MESSAGE, reason: expect.stringMatching(/./) });
});
