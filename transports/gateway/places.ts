/** Jobs that wait for one of a few places, first come first served: reads of the database by those who fell behind. */
export class Places {
	#free: number;
	#waiting: (() => void)[] = [];

	constructor(places: number) {
		this.#free = places;
	}

	/** Runs the job once a place is free; its outcome is passed on. */
	async run<T>(job: () => Promise<T>): Promise<T> {
		if (this.#free > 0) this.#free -= 1;
		else await new Promise<void>((resolve) => this.#waiting.push(resolve));
		try {
			return await job();
		} finally {
			const next = this.#waiting.shift();
			if (next === undefined) this.#free += 1;
			else next();
		}
	}
}
