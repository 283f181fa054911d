/**
 * A sender that does not give up at the first trouble: what failed is tried again after a while, what was refused never.
 * Whoever waits for it waits a limited time, and however slow a provider is, it is asked for a few messages at once.
 */
import type { Clock } from '../../core/clock.ts';
import type { NodePorts } from '../node.ts';
import type { Attempt, Delivery, OutgoingMessage, Sender } from './sender.ts';

/** Messages that are with the provider at once; the next ones wait. */
const AT_ONCE_MAX = 8;
/** Messages that wait; one more is refused at once. */
const WAITING_MAX = 256;
const TRIES_MAX = 3;
/** Before the second try, doubled before each further one, and half of it more or less. */
const PAUSE_MS = 500;
/** No try begins later than this after the message came, so that with the last one it is over in fifteen seconds. */
const BEGIN_MS_MAX = 10_000;

export interface PatiencePorts {
	readonly clock: Clock;
	/** In [0, 1). */
	readonly random: () => number;
	readonly newId: () => string;
	readonly note: NodePorts['note'];
}

export function createPatientSender(
	delivery: Delivery,
	attempt: Attempt,
	{ clock, random, newId, note }: PatiencePorts,
): Sender {
	const waiting: (() => void)[] = [];
	let underWay = 0;

	return {
		delivery,
		async send(message) {
			const beginUntil = clock.now() + BEGIN_MS_MAX;
			if (!(await place())) return refused('too many wait');
			try {
				return await deliver(message, beginUntil);
			} catch (error) {
				note('error', 'sender.failed', { delivery, error });
				return 'refused';
			} finally {
				leave();
			}
		},
	};

	async function deliver(message: OutgoingMessage, beginUntil: number): Promise<'sent' | 'refused'> {
		if (clock.now() > beginUntil) return refused('too late');
		const id = newId();
		for (let tries = 1; ; tries += 1) {
			const tried = await attempt(message, id);
			switch (tried.state) {
				case 'sent':
					return 'sent';
				case 'refused':
					return refused(tried.why);
				case 'failed': {
					const pause = PAUSE_MS * 2 ** (tries - 1) * (0.5 + random());
					if (tries === TRIES_MAX || clock.now() + pause > beginUntil) return refused(tried.why);
					await new Promise<void>((resolve) => clock.after(pause, resolve));
					break;
				}
				default:
					return tried satisfies never;
			}
		}
	}

	function refused(why: string): 'refused' {
		note('warn', 'sender.not-sent', { delivery, why });
		return 'refused';
	}

	/** A place at the provider, at once or when one is left; false when too many wait for one. */
	async function place(): Promise<boolean> {
		if (underWay < AT_ONCE_MAX) {
			underWay += 1;
			return true;
		}
		if (waiting.length >= WAITING_MAX) return false;
		await new Promise<void>((resolve) => waiting.push(resolve));
		return true;
	}

	/** Hands the place on, or gives it up. */
	function leave(): void {
		const next = waiting.shift();
		if (next === undefined) underWay -= 1;
		else next();
	}
}
