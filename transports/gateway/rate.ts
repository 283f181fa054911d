/** How often an account may record something: a token bucket each, on the clock, with a second's worth as its depth. */
import type { Clock } from '../../core/clock.ts';
import type { AccountId } from '../../core/ids.ts';

/** Buckets kept; beyond it those that are full again are forgotten, for they are as good as new. */
const BUCKETS_KEPT = 10_000;

interface Bucket {
	tokens: number;
	at: number;
}

export class Rate {
	readonly #perSecond: number;
	readonly #clock: Clock;
	readonly #buckets = new Map<AccountId, Bucket>();
	#prunedAt = BUCKETS_KEPT;

	/** `perSecond` 0: no limit. */
	constructor(perSecond: number, clock: Clock) {
		this.#perSecond = perSecond;
		this.#clock = clock;
	}

	/** Takes one: 0 when there was one, otherwise after how many ms there will be. */
	take(account: AccountId): number {
		if (this.#perSecond === 0) return 0;
		const now = this.#clock.now();
		const bucket = this.#bucket(account, now);
		// A clock that goes back adds nothing.
		bucket.tokens = Math.min(this.#perSecond, bucket.tokens + (Math.max(0, now - bucket.at) * this.#perSecond) / 1000);
		bucket.at = now;
		if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 1000) / this.#perSecond);
		bucket.tokens -= 1;
		return 0;
	}

	#bucket(account: AccountId, now: number): Bucket {
		let bucket = this.#buckets.get(account);
		if (bucket === undefined) {
			if (this.#buckets.size >= this.#prunedAt) this.#prune(now);
			bucket = { tokens: this.#perSecond, at: now };
			this.#buckets.set(account, bucket);
		}
		return bucket;
	}

	#prune(now: number): void {
		for (const [account, bucket] of this.#buckets) if (now - bucket.at >= 1000) this.#buckets.delete(account);
		this.#prunedAt = Math.max(BUCKETS_KEPT, this.#buckets.size * 2);
	}
}
