import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventId } from '../../../../core/ids.ts';
import type { HistoryItem } from '../../../../core/wire.ts';
import {
	canGrow,
	follow,
	moveDown,
	moveUp,
	openAt,
	ROWS_KEPT,
	ROWS_MAX,
	rangeOf,
	type Slice,
} from '../../../../web/elements/webchat-messages/slice.ts';
import { BEA, GROUP } from '../../client/fakes.ts';

/** Versions with holes, as a client has them. */
const history = (from: number, count: number): HistoryItem[] =>
	Array.from({ length: count }, (_, k) => {
		const version = from + 2 * k;
		const line = { id: `e${version}` as EventId, conversation: GROUP, version, position: version, at: 0 };
		return { ...line, by: BEA, system: { type: 'MemberJoined', data: {} } };
	});

const size = (items: readonly HistoryItem[], slice: Slice) => {
	const { start, end } = rangeOf(items, slice);
	return end - start;
};

test('CL28 a history opens at its end, or a little before what was not read', () => {
	const items = history(1, 1000);
	expect(rangeOf(items, openAt(items))).toEqual({ start: 1000 - ROWS_KEPT, end: 1000 });
	expect(rangeOf(items, openAt(items, items[999]!.version))).toEqual({ start: 1000 - ROWS_KEPT, end: 1000 });
	const { start, end } = rangeOf(items, openAt(items, items[300]!.version));
	expect([start < 300, end > 300, end - start]).toEqual([true, true, ROWS_MAX]);
	expect(rangeOf([], openAt([]))).toEqual({ start: 0, end: 0 });
});

test('CL28 wherever one goes, no more than so many rows stand there, and every row can be reached', () => {
	const steps = fc.array(fc.constantFrom('up', 'down', 'arrive', 'older'), { maxLength: 60 });
	fc.assert(
		fc.property(steps, fc.integer({ min: 1, max: 1500 }), (all, count) => {
			let items = history(100_001, count);
			let slice = openAt(items);
			for (const step of all) {
				if (step === 'up') slice = moveUp(items, slice);
				else if (step === 'down') slice = moveDown(items, slice);
				else if (step === 'arrive') {
					const atEnd = slice.to === 'newest';
					items = [...items, ...history(items.at(-1)!.version + 2, 30)];
					slice = follow(items, slice, atEnd);
				} else items = [...history(items[0]!.version - 200, 100), ...items];
				expect(size(items, slice)).toBeLessThanOrEqual(ROWS_MAX);
				expect(size(items, slice)).toBeGreaterThan(0);
			}
			for (let k = 0; k < 100; k++) slice = moveUp(items, slice);
			expect(rangeOf(items, slice).start).toBe(0);
			expect(moveUp(items, slice)).toBe(slice);
			for (let k = 0; k < 100; k++) slice = moveDown(items, slice);
			expect([rangeOf(items, slice).end, slice.to]).toEqual([items.length, 'newest']);
			expect(moveDown(items, slice)).toBe(slice);
		}),
	);
});

test('CL28 older messages that are loaded move nothing, and what arrives is followed only at the end', () => {
	const items = history(1001, 300);
	const up = moveUp(items, openAt(items));
	const before = rangeOf(items, up);
	const more = [...history(801, 100), ...items];
	expect(rangeOf(more, up)).toEqual({ start: before.start + 100, end: before.end + 100 });
	const later = [...items, ...history(1601, 200)];
	expect(rangeOf(later, follow(later, up, true)).end).toBe(500);
	const { start, end } = rangeOf(later, follow(later, up, false));
	expect([start, end]).toEqual([before.start, before.start + ROWS_MAX]);
});

test('CL28 a view that is higher than all that may be drawn is told so', () => {
	const items = history(1, 1000);
	const opened = openAt(items);
	expect(canGrow(items, opened)).toBe(true);
	expect(canGrow(items, moveUp(items, moveUp(items, opened)))).toBe(false);
});
