import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountId } from '../../core/ids.ts';
import { Dense, NONE } from '../../projections/dense.ts';

const uuid = fc.uuid().map((id) => id as AccountId);

describe('dense numbers', () => {
	test('PJ3 ids get the numbers 0, 1, 2 … in the order in which they come and are read back as they were', () => {
		fc.assert(
			fc.property(fc.uniqueArray(uuid, { maxLength: 200, size: 'max' }), (ids) => {
				const dense = new Dense<AccountId>();
				expect(ids.map((id) => dense.number(id))).toEqual(ids.map((_, index) => index));
				expect(ids.map((id) => dense.number(id))).toEqual(ids.map((_, index) => index));
				expect(ids.map((_, index) => dense.id(index))).toEqual(ids);
				expect(ids.map((_, index) => index).sort((a, b) => dense.compare(a, b))).toEqual(
					ids
						.map((id, index) => ({ id, index }))
						.sort((a, b) => (a.id < b.id ? -1 : 1))
						.map(({ index }) => index),
				);
			}),
		);
	});

	test('PJ3 looking for an id gives it no number', () => {
		const dense = new Dense<AccountId>();
		const id = '018bcfe5-1000-7000-8000-00000000000a' as AccountId;
		expect(dense.find(id)).toBe(NONE);
		expect(dense.find(id)).toBe(NONE);
		expect(dense.end).toBe(0);
		expect(dense.number(id)).toBe(0);
		expect(dense.find(id)).toBe(0);
	});

	test('PJ3 what is no UUID in lower case is never found and gets no number', () => {
		const dense = new Dense<AccountId>();
		dense.number('018bcfe5-1000-7000-8000-00000000000a' as AccountId);
		for (const text of [
			'',
			'018BCFE5-1000-7000-8000-00000000000A',
			'018bcfe5-1000-7000-8000-00000000000',
			'018bcfe5x1000-7000-8000-00000000000a',
			'018bcfe5-1000-7000-8000-00000000000字',
			'018bcfe510007000800000000000000a0000',
		]) {
			expect(dense.find(text)).toBe(NONE);
			expect(() => dense.number(text as AccountId)).toThrow();
		}
	});

	test('PJ3 an id let go is forgotten, and its number serves another', () => {
		const ids = Array.from(
			{ length: 5000 },
			(_, index) => `018bcfe5-1000-7000-8000-${index.toString(16).padStart(12, '0')}` as AccountId,
		);
		const dense = new Dense<AccountId>();
		for (const id of ids.slice(0, 4999)) dense.number(id);
		const [first, , third] = ids as [AccountId, AccountId, AccountId];
		expect(dense.id(2)).toBe(third);
		dense.release(2);
		expect(dense.find(third)).toBe(NONE);
		const last = ids[4999] as AccountId;
		expect(dense.number(last)).toBe(2);
		expect(dense.id(2)).toBe(last);
		expect(dense.find(first)).toBe(0);
		expect(ids.filter((id) => dense.find(id) === NONE)).toEqual([third]);
	});
});
