/** The database of the simulation: one memory store, with trouble on the way to it and back. */
import {
	createMemoryStore,
	type FaultPoint,
	LateCommit,
	type MemoryStore,
	openMemoryLog,
} from '../../core/log/memory.ts';
import { type EventLog, LogError } from '../../core/log/port.ts';
import type { SimClock } from '../support/sim-clock.ts';
import type { SimRandom } from '../support/sim-random.ts';
import type { NodeClock } from './node-clock.ts';
import type { Trace } from './trace.ts';

/** How long the database waits for a node that went silent in a transaction, then it rolls back. */
const SILENT_WRITER_MS = 10_000;
/** What follows a COMMIT whose answer was lost: at most this much later it is made, or rolled back. */
const LATE_MS_MAX = 700;

/** What the errors say that are made here. */
export const SIMULATED = 'simulated trouble';

/** Probabilities of trouble at each point that a node reaches. */
export interface Weather {
	readonly slow: number;
	readonly transient: number;
	readonly lost: number;
	/** Of a COMMIT whose outcome the node does not learn. */
	readonly unknown: number;
}

export const FAIR: Weather = { slow: 0, transient: 0, lost: 0, unknown: 0 };

export class Database {
	readonly store: MemoryStore;
	readonly #clock: SimClock;
	readonly #random: SimRandom;
	readonly #trace: Trace;
	weather: Weather = FAIR;
	/** It answers nobody before (ms since 1970). */
	awayUntil = 0;

	constructor(clock: SimClock, random: SimRandom, trace: Trace) {
		this.#clock = clock;
		this.#random = random;
		this.#trace = trace;
		this.store = createMemoryStore({ epoch: random.uuid(clock.now()), now: () => clock.now() });
	}

	/** A node's connections. */
	open(name: string, nodeClock: NodeClock): EventLog {
		return openMemoryLog(this.store, { name, faults: (point) => this.#reach(point, name, nodeClock) });
	}

	async #reach(point: FaultPoint, name: string, nodeClock: NodeClock): Promise<void> {
		const { weather } = this;
		const random = this.#random;
		if (random.chance(weather.slow)) await this.#wait(random.between(1, 200));
		await this.#thaw(point, nodeClock);
		if (this.#clock.now() < this.awayUntil) this.#fail(point === 'committed' ? 'unknown' : 'lost', point, name);
		if (point === 'committed') {
			this.#trace.note(this.#clock.now(), 'committed', name, this.store.events.length);
			if (random.chance(weather.unknown)) this.#fail('unknown', point, name);
			return;
		}
		if (point === 'commit' && random.chance(weather.unknown)) this.#breakCommit(name);
		if (random.chance(weather.transient)) this.#fail('transient', point, name);
		if (random.chance(weather.lost)) this.#fail('lost', point, name);
	}

	/** A frozen process does not go on; one that holds the lock for long loses its transaction. */
	async #thaw(point: FaultPoint, nodeClock: NodeClock): Promise<void> {
		const since = this.#clock.now();
		while (nodeClock.frozen && !nodeClock.dead) {
			await this.#wait(100);
			const holdsLock = point === 'append' || point === 'vault' || point === 'commit';
			if (holdsLock && this.#clock.now() - since > SILENT_WRITER_MS) this.#fail('lost', point, 'frozen');
		}
	}

	#breakCommit(name: string): never {
		const made = this.#random.chance(0.5);
		this.#trace.note(this.#clock.now(), 'commit-breaks', name, String(made));
		const lands = this.#wait(this.#random.between(0, LATE_MS_MAX)).then(() => {
			if (!made) throw new Error('rolled back');
			this.#trace.note(this.#clock.now(), 'commit-lands', name);
		});
		throw new LateCommit(lands);
	}

	#fail(kind: 'lost' | 'transient' | 'unknown', point: FaultPoint, name: string): never {
		this.#trace.note(this.#clock.now(), 'log-fault', kind, point, name);
		throw new LogError(kind, SIMULATED);
	}

	#wait(ms: number): Promise<void> {
		return new Promise((resolve) => this.#clock.after(ms, resolve));
	}
}
