import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filledUp, hexOf, inFixedSizes, STATEMENT_ITEMS_MAX, uuidOf } from '../../../core/log/sql.ts';

const isPowerOfTwo = (n: number) => n > 0 && (n & (n - 1)) === 0;
const anyItems = fc.array(fc.integer(), { maxLength: 2_000 });

test('EL20 rows are cut into few sizes, in their order, none left out', () => {
	fc.assert(
		fc.property(anyItems, (items) => {
			const pieces = inFixedSizes(items);
			expect(pieces.flat()).toEqual(items);
			for (const { length } of pieces) expect(isPowerOfTwo(length) && length <= STATEMENT_ITEMS_MAX).toBe(true);
		}),
	);
	expect(inFixedSizes(Array.from({ length: 1_024 })).map(({ length }) => length)).toEqual([512, 512]);
	expect(inFixedSizes([1, 2, 3, 4, 5, 6, 7]).map(({ length }) => length)).toEqual([4, 2, 1]);
});

test('EL20 what is looked for is filled up to few sizes, with nothing new', () => {
	fc.assert(
		fc.property(anyItems, (items) => {
			const pieces = filledUp(items);
			expect(pieces).toHaveLength(Math.ceil(items.length / STATEMENT_ITEMS_MAX));
			expect(new Set(pieces.flat())).toEqual(new Set(items));
			for (const { length } of pieces) expect(isPowerOfTwo(length)).toBe(true);
		}),
	);
	expect(filledUp([1, 2, 3])).toEqual([[1, 2, 3, 3]]);
});

test('EL5 a UUID goes into 16 bytes and back', () => {
	fc.assert(
		fc.property(fc.uuid(), (id) => {
			expect(uuidOf(hexOf(id).toUpperCase())).toBe(id);
		}),
	);
});
