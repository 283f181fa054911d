import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteColumn, countColumn, positionColumn, Rows } from '../../projections/columns.ts';
import { HashIndex, mix, NONE } from '../../projections/hash-index.ts';
import { TEXT_COLUMN_BYTES_MAX, TextColumn } from '../../projections/text-column.ts';

describe('columns', () => {
	test.each([
		['bytes', byteColumn, 255],
		['counts', countColumn, 2 ** 32 - 1],
		['positions', positionColumn, Number.MAX_SAFE_INTEGER],
	] as const)('PJ4 a column of %s keeps what was set at any index and is 0 elsewhere', (_, make, max) => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 0, max }))), (entries) => {
				const column = make();
				const expected = new Map(entries);
				for (const [index, value] of entries) column.set(index, value);
				for (const [index, value] of expected) {
					expect(column.get(index)).toBe(value);
					expect(column.get(index + 1)).toBe(expected.get(index + 1) ?? 0);
				}
				expect(column.get(1_000_000)).toBe(0);
			}),
		);
	});

	test('PJ4 rows given back are handed out again first', () => {
		const rows = new Rows();
		expect([rows.take(), rows.take(), rows.take()]).toEqual([0, 1, 2]);
		rows.release(1);
		expect([rows.take(), rows.take(), rows.end]).toEqual([1, 3, 4]);
	});

	test('PJ4 a text column keeps texts in any writing, replaced ones too', () => {
		const entry = fc.tuple(fc.nat(50), fc.string({ unit: 'grapheme', maxLength: 40 }));
		fc.assert(
			fc.property(fc.array(entry), (entries) => {
				const column = new TextColumn();
				for (const [index, text] of entries) column.set(index, text);
				const expected = new Map(entries);
				for (let index = 0; index <= 51; index++) expect(column.get(index)).toBe(expected.get(index) ?? '');
			}),
		);
	});

	test('PJ4 texts survive that the room of replaced ones is taken back', () => {
		const column = new TextColumn();
		const long = '字'.repeat(10_000);
		for (let index = 0; index < 20; index++) column.set(index, `kept ${index}`);
		for (let round = 0; round < 200; round++) column.set(20 + (round % 3), `${round}${long}`);
		expect(Array.from({ length: 20 }, (_, index) => column.get(index))).toEqual(
			Array.from({ length: 20 }, (_, index) => `kept ${index}`),
		);
		expect([column.get(20), column.get(21), column.get(22)]).toEqual([`198${long}`, `199${long}`, `197${long}`]);
		expect(() => column.set(0, 'x'.repeat(TEXT_COLUMN_BYTES_MAX + 1))).toThrow();
	});

	test('PJ4 a hash index finds the rows that are in it and no others, after any inserting and removing', () => {
		const step = fc.tuple(fc.boolean(), fc.nat(60));
		fc.assert(
			fc.property(fc.array(step, { maxLength: 300, size: 'max' }), fc.constantFrom(0, 3, 0xffffffff), (steps, bits) => {
				// Few bits of the hash make many rows collide.
				const hashOf = (row: number) => mix(row) & bits;
				const index = new HashIndex<number>(hashOf, (row, key) => row === key);
				const rows = new Set<number>();
				for (const [add, row] of steps) {
					if (add && !rows.has(row)) index.insert(row);
					if (!add && rows.has(row)) index.remove(row);
					if (add) rows.add(row);
					else rows.delete(row);
				}
				for (let row = 0; row <= 60; row++) expect(index.find(hashOf(row), row)).toBe(rows.has(row) ? row : NONE);
			}),
		);
	});
});
