import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeOnce } from '../../../transports/gateway/encode.ts';
import { Tail } from '../../../transports/gateway/tail.ts';
import { CONVERSATION, message, OTHER_CONVERSATION } from './fakes.ts';

test('SY8 the tail never holds more bytes than its limit, and covers exactly what it holds', () => {
	const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 300 });
	fc.assert(
		fc.property(sizes, fc.integer({ min: 0, max: 50_000 }), (texts, limit) => {
			const tail = new Tail(0, limit);
			const all = texts.map((size, k) => message(k + 1, CONVERSATION, 'x'.repeat(size)));
			for (const event of all) {
				tail.push({ event, encoded: encodeOnce(event) });
				expect(tail.bytes).toBeLessThanOrEqual(limit);
			}
			const covered = Array.from({ length: all.length + 1 }, (_, cursor) => tail.covers(cursor));
			expect(covered).toEqual(covered.toSorted());
			expect(covered.at(-1)).toBe(true);
			const oldest = covered.indexOf(true);
			const page = tail.page(oldest, () => true);
			expect(page.events.map(({ position }) => position)).toEqual(
				Array.from({ length: page.upTo - oldest }, (_, k) => oldest + k + 1),
			);
		}),
	);
});

test('SY8 a page holds what may be seen, and reaches over what may not', () => {
	const tail = new Tail(10);
	for (let position = 11; position <= 20; position++) {
		const event = message(position, position % 2 === 0 ? CONVERSATION : OTHER_CONVERSATION);
		tail.push({ event, encoded: position === 20 ? null : encodeOnce(event) });
	}
	expect(tail.covers(9)).toBe(false);
	const page = tail.page(12, (event) => event.stream === CONVERSATION);
	expect(page.events.map(({ position }) => position)).toEqual([14, 16, 18]);
	expect(page.upTo).toBe(20);
	expect(tail.page(20, () => true)).toEqual({ events: [], upTo: 20 });
});

test('SY8 pages of a long tail are of bounded size, and together they are everything', () => {
	const tail = new Tail(0);
	for (let position = 1; position <= 1000; position++) {
		const event = message(position, CONVERSATION, 'x'.repeat(4000));
		tail.push({ event, encoded: encodeOnce(event) });
	}
	const positions: number[] = [];
	for (let cursor = 0; cursor < 1000; ) {
		const page = tail.page(cursor, () => true);
		expect(page.events.reduce((sum, { json }) => sum + json.length, 0)).toBeLessThan(300_000);
		positions.push(...page.events.map(({ position }) => position));
		cursor = page.upTo;
	}
	expect(positions).toEqual(Array.from({ length: 1000 }, (_, k) => k + 1));
});
