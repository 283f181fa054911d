import { expect, test } from 'vitest';
import { simulate } from '../sim/simulate.ts';

/** Seeds that `npm test` does not try, with longer histories. */
const FIRST = 100_000;
const COUNT = 2000;
const AT_ONCE = 50;
const STEPS = 400;

test.each(Array.from({ length: COUNT / AT_ONCE }, (_, k) => FIRST + k * AT_ONCE))(
	'SM1 every check holds in long histories: fifty seeds from %i',
	async (first) => {
		const violated: Record<number, readonly string[]> = {};
		for (let seed = first; seed < first + AT_ONCE; seed++) {
			const { violations } = await simulate({ seed, steps: STEPS });
			if (violations.length > 0) violated[seed] = violations.map(String);
		}
		expect(violated).toEqual({});
	},
);
