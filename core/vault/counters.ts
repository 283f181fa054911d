/** Counters of limits over fixed windows of time, such as codes sent to one address in a day. */
import type { Rejection } from '../domain/rejection.ts';
import type { RowOf } from './rows.ts';
import type { VaultWrite } from './tables.ts';

export interface CountedLimit {
	/** Name of the counter, without anything readable of whom it counts (`Seal.counter`). */
	readonly counter: string;
	readonly windowMs: number;
	/** How many are let through in a window. */
	readonly max: number;
}

/** Counts one more at `now` under every limit, or refuses, and then counts nothing. `rows` are the counters' rows. */
export function countOne(
	limits: readonly CountedLimit[],
	rows: readonly RowOf<'counters'>[],
	now: number,
): { readonly rejection: Rejection } | { readonly writes: readonly VaultWrite[] } {
	const writes: VaultWrite[] = [];
	for (const { counter, windowMs, max } of limits) {
		const window = now - (now % windowMs);
		const expires = window + windowMs;
		const count = rows.find((row) => row.name === counter && row.window === window)?.count ?? 0;
		if (count >= max) return { rejection: { code: 'too-often', retryAfterMs: expires - now } };
		writes.push({ do: 'put', table: 'counters', row: { name: counter, window, count: count + 1, expires } });
	}
	return { writes };
}
