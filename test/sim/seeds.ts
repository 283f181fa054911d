/** Runs of seeds for the tests: each test a stretch of them, so that a failure names few. */
import { simulate } from './simulate.ts';

const STEPS = 120;
const SEEDS_PER_TEST = 15;

/** The first seed of each test from `first` to `last`. */
export function stretches(first: number, last: number): readonly { readonly from: number; readonly to: number }[] {
	const count = Math.ceil((last - first + 1) / SEEDS_PER_TEST);
	return Array.from({ length: count }, (_, i) => {
		const from = first + i * SEEDS_PER_TEST;
		return { from, to: Math.min(from + SEEDS_PER_TEST - 1, last) };
	});
}

/** What did not hold, by seed: `npm run sim -- --seed N --steps 120 --trace` shows the history. */
export async function violationsOf(from: number, to: number): Promise<Record<number, readonly string[]>> {
	const found: Record<number, readonly string[]> = {};
	for (let seed = from; seed <= to; seed++) {
		const { violations } = await simulate({ seed, steps: STEPS });
		if (violations.length > 0) found[seed] = violations;
	}
	return found;
}
