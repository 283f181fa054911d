import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../../core/domain/codec.ts';
import { createMemoryStore, openMemoryLog } from '../../core/log/memory.ts';
import type { EventLog } from '../../core/log/port.ts';
import { rebuild } from '../../projections/rebuild.ts';
import { createViews, type Views } from '../../projections/views.ts';
import { HISTORY_START_MS, History } from '../support/events.ts';

/** More than a page of the rebuild. */
const MESSAGES = 5_500;
const BATCH = 1_000;

describe('rebuild', () => {
	test('PJ18 views are rebuilt from the log up to any position, equal to those that followed it', async () => {
		const history = new History();
		const [ann, bob] = [history.register('ann'), history.register('bob')];
		const pair = history.befriend(ann, bob);
		for (let n = 0; n < MESSAGES; n++) history.say(pair, n % 3 === 0 ? ann : bob, '');
		history.read(ann, pair, 2_000);
		const log = logWith();
		const followed = createViews();
		const early = await follow(log, followed, history.events.slice(0, 10));
		const whole = await follow(log, followed, history.events.slice(10));

		expect((await rebuild(log)).digests()).toEqual(whole);
		expect((await rebuild(log, 10)).digests()).toEqual(early);
		expect((await rebuild(log, 1e9)).applied).toBe(history.position);
		expect((await rebuild(log, 0)).applied).toBe(0);
		expect(whole).not.toEqual(early);
		await log.close();
	});

	test('PJ18 the views of an empty log are empty', async () => {
		const log = logWith();
		const views = await rebuild(log);
		expect(views.applied).toBe(0);
		expect(views.digests()).toEqual(createViews().digests());
		await log.close();
	});
});

function logWith(): EventLog {
	const epoch = '018bcfe5-9000-7000-8000-000000000001';
	return openMemoryLog(createMemoryStore({ epoch, now: () => HISTORY_START_MS }));
}

/** Records the events, applies them as they were recorded, and returns the digests then. */
async function follow(log: EventLog, views: Views, events: History['events']) {
	for (let from = 0; from < events.length; from += BATCH) {
		const transaction = await log.begin();
		const stored = events
			.slice(from, from + BATCH)
			.map((event) => ({ ...event, at: transaction.now, data: JSON.stringify(event.data) }));
		await transaction.append(stored, []);
		await transaction.commit();
		for (const each of stored) views.apply(decodeEvent(each));
	}
	return views.digests();
}
