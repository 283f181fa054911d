/** Counters of limits over fixed windows of time, such as codes sent to one address in a day. */
import { exclusive } from '../domain/keys.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { Key } from '../loop/command.ts';
import { counterKey } from './keys.ts';
import type { RowOf } from './rows.ts';
import type { VaultRead, VaultWrite } from './tables.ts';

export interface CountedLimit {
	/** Name of the counter, without anything readable of whom it counts (`Seal.counter`). */
	readonly counter: string;
	readonly windowMs: number;
	/** How many are let through in a window. */
	readonly max: number;
}

/** What a decision that counts depends on: each of its counters, alone. */
export function counterKeys(limits: readonly CountedLimit[]): Key[] {
	return limits.map(({ counter }) => exclusive(counterKey(counter)));
}

export function countersRead(limits: readonly CountedLimit[]): VaultRead {
	return { table: 'counters', column: 'name', values: limits.map(({ counter }) => counter) };
}

/** Why none may be let through at `now`: the limit whose window lasts longest of those that are used up. */
export function spent(
	limits: readonly CountedLimit[],
	rows: readonly RowOf<'counters'>[],
	now: number,
): Rejection | undefined {
	const waits = limits.flatMap((limit) => {
		const { count, expires } = current(limit, rows, now);
		return count >= limit.max ? [expires - now] : [];
	});
	return waits.length === 0 ? undefined : { code: 'too-often', retryAfterMs: Math.max(...waits) };
}

/** Counts one more at `now` under every limit. */
export function counted(
	limits: readonly CountedLimit[],
	rows: readonly RowOf<'counters'>[],
	now: number,
): VaultWrite[] {
	return limits.map((limit) => {
		const { window, count, expires } = current(limit, rows, now);
		return { do: 'put', table: 'counters', row: { name: limit.counter, window, count: count + 1, expires } };
	});
}

/** Takes back one that was counted at `at`; a window that is over stays as it is. */
export function uncounted(
	limits: readonly CountedLimit[],
	rows: readonly RowOf<'counters'>[],
	at: number,
): VaultWrite[] {
	return limits.flatMap((limit) => {
		const { window, count } = current(limit, rows, at);
		if (count === 0) return [];
		return [{ do: 'update', table: 'counters', where: { name: limit.counter, window }, set: { count: count - 1 } }];
	});
}

/** The window of time that `now` lies in, and what was counted in it. */
function current({ counter, windowMs }: CountedLimit, rows: readonly RowOf<'counters'>[], now: number) {
	const window = now - (now % windowMs);
	const count = rows.find((row) => row.name === counter && row.window === window)?.count ?? 0;
	return { window, count, expires: window + windowMs };
}
