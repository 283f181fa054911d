/** The weather of any city: from the first source that knows it, kept for a while. */
import { type BreakerPorts, createBreaker } from '../outside/breaker.ts';
import { createKept, type Got, type Kept, type Loaded } from '../outside/kept.ts';
import type { Weather, WeatherSource } from './source.ts';

const MINUTE_MS = 60_000;
const LIMITS = {
	freshMs: 20 * MINUTE_MS,
	keepMs: 12 * 60 * MINUTE_MS,
	nothingMs: 30 * MINUTE_MS,
	keysMax: 500,
	loadsMax: 16,
};

export interface Reading extends Weather {
	readonly source: string;
}

/** What is asked for is what is kept: a city under another name is another one. */
export function createWeather(sources: readonly WeatherSource[], ports: BreakerPorts): Kept<Reading> {
	const guarded = sources.map((source) => ({ source, breaker: createBreaker(ports) }));
	return createKept(load, LIMITS, ports);

	/** In order. Whoever fails is left out; there is no such city when nobody knows it and nobody failed. */
	async function load(city: string): Promise<Loaded<Reading>> {
		let failed = sources.length === 0;
		for (const { source, breaker } of guarded) {
			const read = await breaker.run(() => source.read(city));
			if (read === 'failed') failed = true;
			else if (read !== 'nothing') return { value: { ...read, source: source.name } };
		}
		return failed ? 'failed' : 'nothing';
	}
}

export type GotWeather = Got<Reading>;
