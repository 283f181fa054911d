/** Jobs that run one after the other. One that needs no waiting runs at once when nothing is before it. */
export class Lane {
	readonly #jobs: (() => Promise<void> | undefined)[] = [];
	#busy = false;

	/** Adds a job; what it returns is waited for. It must not fail. */
	add(job: () => Promise<void> | undefined): void {
		this.#jobs.push(job);
		if (!this.#busy) this.#run();
	}

	#run(): void {
		for (;;) {
			const job = this.#jobs.shift();
			if (job === undefined) return;
			const waiting = job();
			if (waiting === undefined) continue;
			this.#busy = true;
			void waiting.finally(() => {
				this.#busy = false;
				this.#run();
			});
			return;
		}
	}
}
