/** How often one may fail, or succeed, at proving who one is, or at changing it: counted in the vault, for all nodes and over restarts. */
import type { Rejection } from '../../core/domain/rejection.ts';
import type { AccountId } from '../../core/ids.ts';
import type { Command, Outcome } from '../../core/loop/command.ts';
import { type AttemptLimits, limitedAttempt, wrongAttempt } from '../../core/vault/attempts.ts';
import { type CountedLimit, countersRead, spent } from '../../core/vault/counters.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import { createWaits, type Waits } from '../waits.ts';
import { networkOf } from './client.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask } from './route.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** In a window of so many ms; beyond it: `too-often`, which says when the window ends. Loopback is no network. */
export const ATTEMPTS = {
	'failed-sign-ins-of-network': { max: 100, windowMs: 10 * MINUTE_MS },
	'failed-sign-ins-of-name-and-network': { max: 10, windowMs: 15 * MINUTE_MS },
	'failed-sign-ins-of-name': { max: 50, windowMs: HOUR_MS },
	/** Instead of the three above, for a device that knows the account, and for all such devices of the account together. */
	'failed-sign-ins-of-device': { max: 10, windowMs: 15 * MINUTE_MS },
	'failed-sign-ins-of-devices': { max: 50, windowMs: HOUR_MS },
	'sign-ins-of-account': { max: 1_000, windowMs: HOUR_MS },
	'failed-sign-ups-of-network': { max: 200, windowMs: HOUR_MS },
	/** Each is told to everybody who has to do with the account. */
	'profile-changes-of-account': { max: 100, windowMs: HOUR_MS },
	'tokens-of-account': { max: 100, windowMs: HOUR_MS },
	'avatar-changes-of-account': { max: 30, windowMs: HOUR_MS },
	'failed-resets-of-network': { max: 100, windowMs: 10 * MINUTE_MS },
	'wrong-passwords-of-account': { max: 10, windowMs: 15 * MINUTE_MS },
} as const satisfies Record<string, { readonly max: number; readonly windowMs: number }>;
type AttemptLimit = keyof typeof ATTEMPTS;

export interface Attempts {
	readonly waits: Waits;
	/**
	 * Why there is no use in trying, before anything is done for it. Of a counter that is used up that is remembered, so
	 * that whoever goes on trying costs nothing more. Rejects with `LogError` when the log cannot be reached.
	 */
	refusal(limits: AttemptLimits): Promise<Rejection | undefined>;
	/** Has an attempt decided under its limits, which have the last word. */
	execute(command: Omit<Command, 'settle' | 'order'>, limits: AttemptLimits): Promise<Outcome>;
	/** Counts an attempt that is known to be wrong. Answers `rejection`, or the limit's where that is used up. */
	refuse(name: string, rejection: Rejection, limits: AttemptLimits): Promise<Refused>;
}
type Refused = { readonly rejection: Rejection };

export function createAttempts({ node, log, clock }: Pick<HttpPorts, 'node' | 'log' | 'clock'>): Attempts {
	const waits = createWaits(clock);
	const execute: Attempts['execute'] = (command, limits) =>
		node().execute({ ...command, ...limitedAttempt(limits, command) });
	return {
		waits,
		execute,
		async refusal({ failures, successes }) {
			const limits = [...failures, ...successes];
			if (limits.length === 0) return undefined;
			const known = Math.max(...limits.map(({ counter }) => waits.left(counter)));
			if (known > 0) return { code: 'too-often', retryAfterMs: known };
			const [rows] = await log.select([countersRead(limits)]);
			const counters = rowsOf('counters', rows);
			const now = clock.now();
			for (const limit of limits) {
				const { retryAfterMs = 0 } = spent([limit], counters, now) ?? {};
				if (retryAfterMs > 0) waits.add(limit.counter, retryAfterMs);
			}
			return spent(limits, counters, now);
		},
		async refuse(name, rejection, limits) {
			if (limits.failures.length === 0) return { rejection };
			const outcome = await execute({ name, author: null, ...wrongAttempt(rejection) }, limits);
			return outcome.state === 'rejected' ? outcome : { rejection };
		},
	};
}

/** Who wants to be let in, as far as it is counted. */
export interface Entrant {
	/** What was typed for a name, in its canonical form; absent where a code is shown instead of a password. */
	readonly name?: string;
	/** Whose it is, if anybody's. */
	readonly account: string | undefined;
	/** The device's id, where it knows the account. */
	readonly device: string | undefined;
}

/**
 * A name is counted whether or not it is somebody's, so that the answer tells nothing. A device that knows the account is
 * counted by itself: whoever else fails under the name, or from the same network, does not keep its owner out.
 */
export function signInLimits(ports: HttpPorts, ask: Ask, { name, account, device }: Entrant): AttemptLimits {
	if (ports.settings.attempts === 'free') return NO_LIMITS;
	const limit = counterOf(ports);
	const successes = account === undefined ? [] : [limit('sign-ins-of-account', account)];
	if (account !== undefined && device !== undefined) {
		const failures = [
			limit('failed-sign-ins-of-device', account, device),
			limit('failed-sign-ins-of-devices', account),
		];
		return { failures, successes };
	}
	const failures = ofNetwork(ports, ask, 'failed-sign-ins-of-network');
	if (name === undefined) return { failures, successes };
	return {
		failures: [
			limit('failed-sign-ins-of-name', name),
			...failures,
			...ofNetwork(ports, ask, 'failed-sign-ins-of-name-and-network', name),
		],
		successes,
	};
}

/** Passwords that somebody shows who is signed in to the account already. */
export function passwordLimits(ports: Pick<HttpPorts, 'seal' | 'settings'>, account: AccountId): AttemptLimits {
	if (ports.settings.attempts === 'free') return NO_LIMITS;
	return { failures: [counterOf(ports)('wrong-passwords-of-account', account)], successes: [] };
}

/** Failures of the asker's network at one thing. */
export function networkLimits(ports: HttpPorts, ask: Ask, name: AttemptLimit): AttemptLimits {
	return ports.settings.attempts === 'free' ? NO_LIMITS : { failures: ofNetwork(ports, ask, name), successes: [] };
}

/** What an account may do so often. */
export function accountLimits(ports: HttpPorts, account: string, name: AttemptLimit): AttemptLimits {
	if (ports.settings.attempts === 'free') return NO_LIMITS;
	return { failures: [], successes: [counterOf(ports)(name, account)] };
}

const NO_LIMITS: AttemptLimits = { failures: [], successes: [] };

function ofNetwork(ports: HttpPorts, { client }: Ask, name: AttemptLimit, ...who: string[]): CountedLimit[] {
	return client.loopback ? [] : [counterOf(ports)(name, ...who, networkOf(client.address))];
}

function counterOf({ seal }: Pick<HttpPorts, 'seal'>) {
	return (name: AttemptLimit, ...who: string[]): CountedLimit => {
		return { counter: seal.counter(name, ...who), ...ATTEMPTS[name] };
	};
}
