import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OwnMessages } from '../../projections/own-messages.ts';

describe('own messages above the mark', () => {
	test('PJ16 are counted as a set of ordinals would, for any sending and reading', () => {
		const step = fc.record({ seat: fc.nat(2), skip: fc.integer({ min: 1, max: 70 }), read: fc.nat(99) });
		fc.assert(
			fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
				const own = new OwnMessages();
				const expected = [new Set<number>(), new Set<number>(), new Set<number>()];
				let n = 0;
				for (const { seat, skip, read } of steps) {
					const set = expected[seat] as Set<number>;
					n += skip > 40 ? skip : 1;
					own.add(seat, n);
					set.add(n);
					if (read < 30) {
						const mark = Math.floor((n * read) / 29);
						own.dropTo(seat, mark);
						for (const each of set) if (each <= mark) set.delete(each);
					}
					expect([0, 1, 2].map((each) => own.count(each))).toEqual(expected.map((each) => each.size));
				}
			}),
		);
	});
});
