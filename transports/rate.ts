/** How often somebody may do something: a token bucket each, on the clock, in this process alone. */
import type { Clock } from '../core/clock.ts';

/** Buckets kept; beyond it those that are full again are forgotten, for they are as good as new. */
const BUCKETS_KEPT = 10_000;

interface Bucket {
	tokens: number;
	at: number;
}

export class Rate<Who> {
	readonly #perSecond: number;
	readonly #burst: number;
	readonly #clock: Clock;
	readonly #buckets = new Map<Who, Bucket>();
	#prunedAt = BUCKETS_KEPT;

	/** `perSecond` 0: no limit. `burst`: how many at once after a pause; a second's worth unless said. */
	constructor(perSecond: number, clock: Clock, burst = perSecond) {
		this.#perSecond = perSecond;
		this.#burst = burst;
		this.#clock = clock;
	}

	/** Buckets that are kept now. */
	get size(): number {
		return this.#buckets.size;
	}

	/** Takes one: 0 when there was one, otherwise after how many ms there will be. */
	take(who: Who): number {
		if (this.#perSecond === 0) return 0;
		const now = this.#clock.now();
		const bucket = this.#bucket(who, now);
		bucket.tokens = this.#filled(bucket, now);
		bucket.at = now;
		if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 1000) / this.#perSecond);
		bucket.tokens -= 1;
		return 0;
	}

	/** What is in a bucket by now. A clock that goes back adds nothing. */
	#filled({ tokens, at }: Bucket, now: number): number {
		return Math.min(this.#burst, tokens + (Math.max(0, now - at) * this.#perSecond) / 1000);
	}

	#bucket(who: Who, now: number): Bucket {
		let bucket = this.#buckets.get(who);
		if (bucket === undefined) {
			if (this.#buckets.size >= this.#prunedAt) this.#prune(now);
			bucket = { tokens: this.#burst, at: now };
			this.#buckets.set(who, bucket);
		}
		return bucket;
	}

	#prune(now: number): void {
		for (const [who, bucket] of this.#buckets) {
			if (this.#filled(bucket, now) === this.#burst) this.#buckets.delete(who);
		}
		this.#prunedAt = Math.max(BUCKETS_KEPT, this.#buckets.size * 2);
	}
}
