/** Work of which only so much may be under way at once. */
import type { Rejection } from '../../core/domain/rejection.ts';

type Refused = { readonly rejection: Rejection };

/** Runs `work` while there is a place for it; with all of `max` taken the answer is `unavailable` at once. */
export function createPlaces(max: number): <T>(work: () => Promise<T>) => Promise<T | Refused> {
	let taken = 0;
	return async (work) => {
		if (taken >= max) return { rejection: { code: 'unavailable' } };
		taken++;
		try {
			return await work();
		} finally {
			taken--;
		}
	};
}
