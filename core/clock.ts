/** Time and timers as a port: real in the product, simulated in `test/sim`. Nothing below `transports/main.ts` reads a clock by itself. */
export interface Clock {
	/** Milliseconds since 1970 UTC. Never decides an order: positions do. */
	now(): number;
	/** Calls `run` once, `ms` milliseconds from now. Returns what `clear` takes. */
	after(ms: number, run: () => void): Timer;
	clear(timer: Timer): void;
}

export type Timer = { readonly __timer: true } | ReturnType<typeof setTimeout>;
