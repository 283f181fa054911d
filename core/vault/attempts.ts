/**
 * Attempts that may fail only so often. They are judged and counted under the head lock, where their decision falls: so
 * however many are made at once, on however many nodes, no more than the limit learn whether they were right.
 */
import type { Rejection } from '../domain/rejection.ts';
import type { Decidable } from '../loop/command.ts';
import { type CountedLimit, counted, counterKeys, countersRead, spent } from './counters.ts';
import { rowsOf } from './rows.ts';

export interface AttemptLimits {
	/** Count what is refused. */
	readonly failures: readonly CountedLimit[];
	/** Count what is done. */
	readonly successes: readonly CountedLimit[];
}

/** Decides `attempt` unless a limit is used up, and counts how it went. */
export function limitedAttempt({ failures, successes }: AttemptLimits, attempt: Decidable): Decidable {
	const limits = [...failures, ...successes];
	if (limits.length === 0) return attempt;
	return {
		keys: [...attempt.keys, ...counterKeys(limits)],
		reads: [...(attempt.reads ?? []), countersRead(limits)],
		decide(facts, now, rows, subjects) {
			const counters = rowsOf('counters', rows.at(-1));
			const rejection = spent(limits, counters, now);
			if (rejection !== undefined) return { rejection };
			const decision = attempt.decide(facts, now, rows.slice(0, -1), subjects);
			const writes = counted('rejection' in decision ? failures : successes, counters, now);
			return { ...decision, vault: [...(decision.vault ?? []), ...writes] };
		},
	};
}

/** Nothing but to be counted, as done. */
export const COUNTED: Decidable = { keys: [], decide: () => ({ events: [] }) };

/** An attempt that is known to be wrong before it is decided. */
export function wrongAttempt(rejection: Rejection): Decidable {
	return { keys: [], decide: () => ({ rejection }) };
}
