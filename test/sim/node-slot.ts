/** A place where a node runs: started, crashed, frozen and restarted without any of it being asked. */
import { createSeal } from '../../core/vault/seal.ts';
import { createSessionLookup, type SessionLookup } from '../../core/vault/session-lookup.ts';
import { type Bus, type ChatNode, type NodePorts, startNode } from '../../transports/node.ts';
import type { SimClock } from '../support/sim-clock.ts';
import { SimLink } from '../support/sim-link.ts';
import type { SimRandom } from '../support/sim-random.ts';
import { type Database, SIMULATED } from './database.ts';
import { NodeClock } from './node-clock.ts';
import type { Trace } from './trace.ts';

const RETRY_MS = 500;
/** The hints of the bus: so many are lost, the others take up to so long. */
const HINT_LOSS = 0.3;
const HINT_MS_MAX = 50;

/** Syncs with more missed events than this are resets: small, so that both happen. */
const SYNC_EVENTS = 40;

export interface SlotPorts {
	readonly clock: SimClock;
	readonly random: SimRandom;
	readonly trace: Trace;
	readonly database: Database;
	/** The other places' buses. */
	readonly buses: Set<Bus>;
	violated(what: string): void;
}

/** One life of a process. */
interface Life {
	readonly clock: NodeClock;
	readonly ports: NodePorts;
	readonly bus: Bus;
	readonly lookUp: SessionLookup;
	readonly links: Set<SimLink>;
	node: ChatNode | undefined;
}

export class NodeSlot {
	readonly name: string;
	readonly #ports: SlotPorts;
	#life: Life | undefined;

	constructor(name: string, ports: SlotPorts) {
		this.name = name;
		this.#ports = ports;
	}

	/** The node, while it runs and has not been told to stop. */
	get node(): ChatNode | undefined {
		return this.#life?.node;
	}

	get frozen(): boolean {
		return this.#life?.clock.frozen ?? false;
	}

	start(): void {
		const life = this.#newLife();
		this.#life = life;
		this.#note('starts');
		startNode(life.ports).then(
			(node) => {
				if (this.#life !== life) return;
				life.node = node;
				this.#note('runs');
				void node.ended.then((why) => this.#ended(life, why));
			},
			(error: unknown) => {
				if (this.#life !== life) return;
				this.#note('start-failed', String(error));
				this.#kill(life);
				this.#restart(RETRY_MS);
			},
		);
	}

	/** kill -9: nothing of it runs on, its connections break, what it sent to the database stays sent. */
	crash(downMs: number): void {
		const life = this.#life;
		if (life === undefined) return;
		this.#note('crashes');
		this.#kill(life);
		this.#restart(downMs);
	}

	/** SIGSTOP: nothing of it runs for a while. */
	freeze(ms: number): void {
		if (this.#life === undefined) return;
		this.#note('freezes', ms);
		this.#life.clock.frozenUntil = this.#ports.clock.now() + ms;
	}

	thaw(): void {
		if (this.#life !== undefined) this.#life.clock.frozenUntil = 0;
	}

	/** SIGTERM, then started again. */
	stop(): void {
		const life = this.#life;
		const node = life?.node;
		if (life === undefined || node === undefined) return;
		this.#note('stops');
		life.node = undefined;
		void node.stop().then(() => {
			if (this.#life !== life) return;
			this.#note('stopped');
			this.#kill(life);
			this.#restart(RETRY_MS);
		});
	}

	/** A device connects: its end of the line, or undefined when nobody listens. */
	connect(token: string): SimLink | undefined {
		const life = this.#life;
		if (life?.node === undefined) return undefined;
		const { clock, random, trace } = this.#ports;
		const link = new SimLink({
			random,
			serverClock: life.clock,
			deviceClock: clock,
			arrived: (side, bytes) => trace.bytes(clock.now(), `to-${side}`, bytes),
		});
		life.links.add(link);
		life.clock.after(random.between(1, 20), () => {
			if (life.node === undefined) return link.reset();
			const check = async () => {
				const found = await life.lookUp(token);
				return found.state === 'good' ? found : { state: 'bad' as const, reason: found.reason };
			};
			life.node.attach(link.server, { check, language: random.chance(0.5) ? 'zh' : 'en' });
		});
		return link;
	}

	#ended(life: Life, why: string): void {
		if (this.#life !== life) return;
		this.#note('ended', why);
		if (why === 'incomprehensible') this.#ports.violated(`${this.name} met an event that it does not understand`);
		life.node = undefined;
		// A moment for its connections to hear the end, then a new process.
		life.clock.after(RETRY_MS, () => {
			this.#kill(life);
			this.#restart(RETRY_MS);
		});
	}

	#restart(ms: number): void {
		this.#ports.clock.after(ms, () => {
			if (this.#life === undefined) this.start();
		});
	}

	#kill(life: Life): void {
		life.clock.dead = true;
		life.node = undefined;
		this.#ports.buses.delete(life.bus);
		for (const link of life.links) link.serverDied();
		void life.ports.log.close();
		if (this.#life === life) this.#life = undefined;
	}

	#newLife(): Life {
		const { clock: worldClock, random, database, buses } = this.#ports;
		const clock = new NodeClock(worldClock);
		const bus = this.#newBus(clock);
		buses.add(bus);
		const log = database.open(this.name, clock);
		const ports: NodePorts = {
			log,
			clock,
			newId: () => random.uuid(worldClock.now()),
			newSalt: () => random.hex(16),
			invitation: createSeal('c2VjcmV0').invitation,
			random: random.fraction,
			limits: { messagesPerSecond: 0, groupMembers: 0, syncEvents: SYNC_EVENTS, fileBytes: 0 },
			note: (level, what, fields) => {
				if (clock.dead) return;
				this.#note(what, JSON.stringify(fields ?? {}));
				if (level === 'error' && !isOwnFault(fields))
					this.#ports.violated(`${this.name}: ${what} ${JSON.stringify(fields)}`);
			},
			bus,
		};
		return { clock, ports, bus, lookUp: createSessionLookup(log, clock), links: new Set(), node: undefined };
	}

	#newBus(clock: NodeClock): Bus {
		const { random, buses } = this.#ports;
		const bus: Bus = {
			onHint: undefined,
			publish: (hint) => {
				for (const other of buses) {
					if (other === bus || random.chance(HINT_LOSS)) continue;
					clock.after(random.below(HINT_MS_MAX), () => other.onHint?.(hint));
				}
			},
			close: () => void buses.delete(bus),
		};
		return bus;
	}

	#note(what: string, ...details: readonly (string | number)[]): void {
		this.#ports.trace.note(this.#ports.clock.now(), this.name, what, ...details);
	}
}

/** A command that the simulated database failed again and again is reported like one that the database cannot take. */
function isOwnFault(fields: Readonly<Record<string, unknown>> | undefined): boolean {
	const error = String(fields?.error);
	return error.includes(SIMULATED) || error.includes('the connection broke in COMMIT');
}
