/** Seeded chance: the same seed gives the same numbers for ever (sfc32, seeded by splitmix32). */
export class SimRandom {
	readonly #state: Uint32Array;

	constructor(seed: number) {
		let mixed = seed | 0;
		this.#state = Uint32Array.from({ length: 4 }, () => {
			mixed = (mixed + 0x9e3779b9) | 0;
			let t = mixed ^ (mixed >>> 16);
			t = Math.imul(t, 0x21f0aaad);
			t ^= t >>> 15;
			t = Math.imul(t, 0x735a2d97);
			return t ^ (t >>> 15);
		});
		for (let i = 0; i < 12; i++) this.uint32();
	}

	uint32(): number {
		const s = this.#state;
		const t = (s[0]! + s[1]! + s[3]!) >>> 0;
		s[3] = s[3]! + 1;
		s[0] = s[1]! ^ (s[1]! >>> 9);
		s[1] = s[2]! + (s[2]! << 3);
		s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + t;
		return t;
	}

	/** A number in [0, 1). */
	readonly fraction = (): number => this.uint32() / 2 ** 32;

	/** A whole number in [0, limit). */
	below(limit: number): number {
		return Math.floor(this.fraction() * limit);
	}

	/** A whole number in [least, most]. */
	between(least: number, most: number): number {
		return least + this.below(most - least + 1);
	}

	chance(probability: number): boolean {
		return this.fraction() < probability;
	}

	/** One of the items; undefined when there are none. */
	pick<T>(items: readonly T[]): T | undefined {
		return items[this.below(items.length)];
	}

	/** One of the choices, each as often as its weight says. */
	weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
		let left = this.below(choices.reduce((sum, [weight]) => sum + weight, 0));
		for (const [weight, choice] of choices) {
			left -= weight;
			if (left < 0) return choice;
		}
		throw new Error('weights without a sum');
	}

	/** As many random bytes, in hex. */
	hex(bytes: number): string {
		let text = '';
		for (let i = 0; i < bytes; i++) text += (this.uint32() & 0xff).toString(16).padStart(2, '0');
		return text;
	}

	/** A UUIDv7 of the time `now` (ms). */
	uuid(now: number): string {
		const time = now.toString(16).padStart(12, '0');
		const tail = this.hex(10);
		return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6, 18)}`;
	}
}
