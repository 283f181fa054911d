/** What must hold after any crash: asked of the log itself and of what every device was given. */
import { expect } from 'vitest';
import { openLog } from '../../core/log/open.ts';
import type { EventLog, StoredEvent } from '../../core/log/port.ts';
import type { Talk } from './talkers.ts';

const PAGE = 5000;

/** Positions without a gap; everything acknowledged recorded once; every device given all of it once, in the log's order. */
export async function proveTalk(talk: Talk, url: string, dataFolder: string): Promise<void> {
	const { log } = await openLog(url, { dataFolder });
	try {
		const events = await readAll(log);
		expect(events.map((event) => event.position)).toEqual(events.map((_, k) => k + 1));
		const recorded = events.filter(
			(event) => event.type === 'MessageSent' && String(event.stream) === String(talk.group),
		);
		const ids = recorded.map((event) => event.id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const talker of talk.talkers) {
			expect([...talker.acknowledged].filter((id) => !ids.includes(id))).toEqual([]);
			expect(talker.given.map((message) => message.id)).toEqual(ids);
			expect(talker.given.map((message) => message.position)).toEqual(recorded.map((event) => event.position));
		}
		expect(ids.length).toBe(talk.talkers.reduce((sum, talker) => sum + talker.sent.length, 0));
	} finally {
		await log.close();
	}
}

export async function readAll(log: EventLog): Promise<StoredEvent[]> {
	const events: StoredEvent[] = [];
	for (;;) {
		const page = await log.read({ after: events.length, limit: PAGE });
		events.push(...page);
		if (page.length < PAGE) return events;
	}
}
