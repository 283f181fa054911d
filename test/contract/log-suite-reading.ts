/** The ways to read a log. */

import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { NodeId } from '../../core/ids.ts';
import type { StoredEvent } from '../../core/log/port.ts';
import { newEventId, newStream, numbered, record, series } from '../support/log-events.ts';
import type { Subject } from './log-suite.ts';

export function reading(given: () => Subject): void {
	test('EL5 a new log is empty and has a name for ever', async () => {
		const { store, log } = given();
		const head = await log.head();
		expect(head).toEqual({ position: 0, at: 0, epoch: expect.stringMatching(/^[0-9a-f-]{36}$/) });
		await record(log, series(newStream(), 1));
		const other = await store.open();
		expect((await other.head()).epoch).toBe(head.epoch);
		expect(await log.read({ after: 0, upTo: 0, limit: 10 })).toEqual([]);
	});

	test('EL5 every field comes back as it was recorded', async () => {
		const { log } = given();
		const stream = newStream();
		const data = JSON.stringify({ text: `👩‍👩‍👧 𠮷 ${'\u0000\u001f\u2028'} ${'很长'.repeat(20_000)}` });
		const events = await record(log, [
			{ stream, version: 1, type: 'A', schema: 32_767, by: null, data },
			{ stream, version: 2, type: `B${'b'.repeat(39)}`, schema: 1, data: '{}' },
		]);
		expect(await log.read({ after: 0, limit: 10 })).toEqual(events);
		expect(await log.findIds(events.map(({ id }) => id))).toEqual(events);
	});

	test('EL5 reading by position begins after one, ends with another, and keeps to its limit', async () => {
		const { log } = given();
		await record(log, series(newStream(), 10));
		const positions = async (after: number, limit: number, upTo?: number) =>
			(await log.read(upTo === undefined ? { after, limit } : { after, limit, upTo })).map(({ position }) => position);
		expect(await positions(0, 3)).toEqual([1, 2, 3]);
		expect(await positions(7, 100)).toEqual([8, 9, 10]);
		expect(await positions(2, 100, 5)).toEqual([3, 4, 5]);
		expect(await positions(2, 2, 5)).toEqual([3, 4]);
		expect(await positions(10, 100)).toEqual([]);
		expect(await positions(99, 100)).toEqual([]);
	});

	test('EL5 a long read comes whole, in pages or not', async () => {
		const { log } = given();
		const stream = newStream();
		for (let k = 0; k < 3; k += 1) await record(log, series(stream, 1_000, 1 + k * 1_000));
		expect((await log.read({ after: 0, limit: 2_500 })).map(({ position }) => position)).toEqual(count(1, 2_500));
		expect((await log.readStream(stream, { after: 499, limit: 10_000 })).map(({ version }) => version)).toEqual(
			count(500, 3_000),
		);
		const back = await log.readStream(stream, { before: 3_001, limit: 2_001 });
		expect(back.map(({ version }) => version)).toEqual(count(1_000, 3_000).reverse());
		expect(await log.readStreams([stream, newStream()], { after: 1, upTo: 2_999, limit: 10_000 })).toHaveLength(2_998);
	});

	test('EL5 one stream is read forward and backward by version', async () => {
		const { log } = given();
		const [stream, other] = [newStream(), newStream()];
		for (let k = 1; k <= 6; k += 1) await record(log, [...series(stream, 1, k), ...series(other, 1, k)]);
		const versions = (events: StoredEvent[]) => events.map(({ version }) => version);
		expect(versions(await log.readStream(stream, { after: 0, limit: 4 }))).toEqual([1, 2, 3, 4]);
		expect(versions(await log.readStream(stream, { after: 4, limit: 4 }))).toEqual([5, 6]);
		expect(versions(await log.readStream(stream, { before: 7, limit: 2 }))).toEqual([6, 5]);
		expect(versions(await log.readStream(stream, { before: 3, limit: 9 }))).toEqual([2, 1]);
		expect(await log.readStream(newStream(), { after: 0, limit: 9 })).toEqual([]);
		const found = await log.readStream(stream, { after: 0, limit: 9 });
		expect(new Set(found.map((event) => event.stream))).toEqual(new Set([stream]));
	});

	test('EL5 several streams are read together by position, however many are asked for', async () => {
		const { log } = given();
		const streams = Array.from({ length: 1_500 }, newStream);
		const asked = streams.filter((_, k) => k % 2 === 0);
		for (const part of [streams.slice(0, 1_000), streams.slice(1_000), streams.slice(0, 700)]) {
			const version = part.length === 700 ? 2 : 1;
			await record(
				log,
				part.map((stream) => ({ stream, version })),
			);
		}
		const all = await log.readStreams([...asked, ...asked, newStream()], { after: 0, limit: 10_000 });
		expect(all.map(({ position }) => position)).toEqual(count(1, 2_200).filter((position) => position % 2 === 1));
		const some = await log.readStreams(asked, { after: 5, upTo: 1_601, limit: 10 });
		expect(some.map(({ position }) => position)).toEqual([7, 9, 11, 13, 15, 17, 19, 21, 23, 25]);
		expect(await log.readStreams([], { after: 0, limit: 10 })).toEqual([]);
	});

	test('EL5 ids are found by position, unknown ones left out', async () => {
		const { log } = given();
		const events = await record(log, series(newStream(), 600));
		const ids = events.map(({ id }) => id).reverse();
		expect(await log.findIds([newEventId(), ...ids, ids[0]!])).toEqual(events);
		expect(await log.findIds([newEventId()])).toEqual([]);
		expect(await log.findIds([])).toEqual([]);
	});

	test('EL7 amendments are found by what they amend and by their types, by position', async () => {
		const { log } = given();
		const stream = newStream();
		const [first, second, third] = await record(log, series(stream, 3));
		const amend = async (type: string, subjects: readonly StoredEvent[], version: number) => {
			const [event] = await record(log, [{ stream, version, type }], ([recorded]) =>
				subjects.map(({ id }) => ({ subject: id, position: recorded!.position })),
			);
			return event!;
		};
		const edit = await amend('Edited', [first!], 4);
		const both = await amend('Edited', [second!, first!], 5);
		const mark = await amend('Marked', [first!], 6);
		expect(await log.amendments([first!.id, first!.id], ['Edited'])).toEqual([
			{ subject: first!.id, event: edit },
			{ subject: first!.id, event: both },
		]);
		const all = await log.amendments([first!.id, second!.id], ['Marked', 'Edited', 'Other']);
		expect(all.map(({ event }) => event.position)).toEqual([4, 5, 5, 6]);
		expect(new Set(all.slice(1, 3).map(({ subject }) => subject))).toEqual(new Set([first!.id, second!.id]));
		expect(await log.amendments([first!.id], ['Marked'])).toEqual([{ subject: first!.id, event: mark }]);
		expect(await log.amendments([third!.id, newEventId()], ['Edited'])).toEqual([]);
		expect(await log.amendments([first!.id], [])).toEqual([]);
		expect(await log.amendments([], ['Edited'])).toEqual([]);
	});

	test('EL7 a transaction finds those that it added, as redacted as they are', async () => {
		const { log } = given();
		const stream = newStream();
		const [first] = await record(log, series(stream, 1));
		const transaction = await log.begin();
		const [edit] = numbered(transaction, [{ stream, version: 2, type: 'Edited' }]);
		await transaction.append([edit!], [{ subject: first!.id, position: 2 }]);
		expect(await transaction.amendments([first!.id], ['Edited'])).toEqual([{ subject: first!.id, event: edit }]);
		await transaction.redact([{ position: 2, data: '{}' }]);
		const redacted = { ...edit, data: '{}' };
		expect(await transaction.amendments([first!.id], ['Edited'])).toEqual([{ subject: first!.id, event: redacted }]);
		await transaction.commit();
		expect(await log.amendments([first!.id], ['Edited'])).toEqual([{ subject: first!.id, event: redacted }]);
	});

	test('EL10 a node that beats is told how long every other has been silent, until it is forgotten', async () => {
		const { log } = given();
		const [a, b] = [v7() as NodeId, v7() as NodeId];
		expect((await log.beat(a)).map(({ node }) => node)).toEqual([a]);
		const both = await log.beat(b);
		expect(new Set(both.map(({ node }) => node))).toEqual(new Set([a, b]));
		for (const { silentMs } of both) expect(silentMs).toBeGreaterThanOrEqual(0);
		await log.beat(a);
		await log.forget(b);
		expect((await log.beat(a)).map(({ node }) => node)).toEqual([a]);
	});
}

function count(from: number, to: number): number[] {
	return Array.from({ length: to - from + 1 }, (_, k) => from + k);
}
