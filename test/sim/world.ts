/** The whole simulated world: time, chance, one database, the nodes on it, people with their devices, and what went wrong. */
import { accountKey, exclusive, sessionsKey } from '../../core/domain/keys.ts';
import { changeProfile } from '../../core/domain/profile.ts';
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { Decision } from '../../core/loop/command.ts';
import { hashToken } from '../../core/vault/seal.ts';
import { closeSession, openSession } from '../../core/vault/sessions.ts';
import type { ProfileDetails } from '../../core/wire.ts';
import type { Bus } from '../../transports/node.ts';
import { rest, SimClock } from '../support/sim-clock.ts';
import { SimRandom } from '../support/sim-random.ts';
import { Database } from './database.ts';
import { Device, type SignIn } from './device.ts';
import { NodeSlot } from './node-slot.ts';
import { Trace } from './trace.ts';
import type { Acknowledged } from './wire-tap.ts';

/** Timers that may run in one go; more means that something runs in circles. */
const STEPS_MAX = 500_000;

export interface WorldOptions {
	readonly seed: number;
	readonly print?: (line: string) => void;
	/** Between a node and a device, for tests of the checks themselves. */
	readonly tamper?: (text: string) => string | undefined;
}

export class World {
	readonly clock = new SimClock();
	readonly random: SimRandom;
	readonly trace: Trace;
	readonly database: Database;
	readonly slots: readonly NodeSlot[];
	readonly devices: Device[] = [];
	readonly accounts: AccountId[] = [];
	readonly violations: string[] = [];
	/** By id, the first answer that each recording command got. */
	readonly acknowledged = new Map<string, Acknowledged>();
	readonly #tamper: WorldOptions['tamper'];
	#steps = 0;

	constructor({ seed, print, tamper }: WorldOptions) {
		this.random = new SimRandom(seed);
		this.trace = new Trace(print);
		this.database = new Database(this.clock, this.random, this.trace);
		this.#tamper = tamper;
		const buses = new Set<Bus>();
		const { clock, random, trace, database } = this;
		const violated = (what: string) => this.violated(what);
		const count = random.chance(0.6) ? 2 : 1;
		this.slots = Array.from(
			{ length: count },
			(_, i) => new NodeSlot(`node${i}`, { clock, random, trace, database, buses, violated }),
		);
	}

	/** Nodes, people and their first devices, in fair weather. */
	async begin(people: number): Promise<void> {
		for (const slot of this.slots) slot.start();
		await this.until(() => this.slots.every((slot) => slot.node !== undefined));
		for (let i = 0; i < people; i++) await this.#signUp(`person${i}`);
		await this.until(() => this.devices.every((device) => device.online));
	}

	/** Lets the world run for so long. */
	async run(ms: number): Promise<void> {
		const end = this.clock.now() + ms;
		await rest();
		while ((this.clock.next() ?? Number.POSITIVE_INFINITY) <= end) await this.#step();
		this.clock.advance(end - this.clock.now());
	}

	/** Lets the world run until `done`; false when that takes longer than `ms`. */
	async until(done: () => boolean, ms = 600_000): Promise<boolean> {
		const end = this.clock.now() + ms;
		await rest();
		while (!done()) {
			if ((this.clock.next() ?? Number.POSITIVE_INFINITY) > end) return false;
			await this.#step();
		}
		return true;
	}

	/** Another device of an account signs in; it is there once a node has recorded that. */
	async signIn(account: AccountId, username?: string): Promise<void> {
		const { random, clock } = this;
		const session = random.uuid(clock.now()) as SessionId;
		const signIn: SignIn = { account, session, token: random.hex(16) };
		const node = this.slots.find((slot) => slot.node !== undefined && !slot.frozen)?.node;
		const outcome = await node?.execute({
			name: 'sim.sign-in',
			author: account,
			keys: [exclusive(accountKey(account)), exclusive(sessionsKey(account))],
			decide: (facts, now): Decision => {
				const made = { session, token: hashToken(signIn.token), device: 'sim' };
				const { events, vault } = openSession(facts, account, made, now);
				const data = { username: username ?? '', nickname: username ?? '' };
				return {
					events: [
						...(username === undefined
							? []
							: [{ stream: account, type: 'AccountRegistered', by: account, data } as const]),
						...events,
					],
					vault,
				};
			},
		});
		if (outcome?.state !== 'done') return;
		if (username !== undefined) this.accounts.push(account);
		this.#addDevice(signIn);
	}

	/** A session is closed from outside. */
	async signOut(device: Device): Promise<void> {
		const { account, session } = device.signIn;
		const node = this.slots.find((slot) => slot.node !== undefined && !slot.frozen)?.node;
		await node?.execute({ name: 'sim.sign-out', author: account, ...closeSession(account, session, 'signed-out') });
	}

	/** Somebody says something else of themselves. */
	async changeProfile(account: AccountId, wanted: Partial<ProfileDetails>): Promise<void> {
		await this.random.pick(this.slots)?.node?.execute({
			name: 'sim.profile',
			author: account,
			...changeProfile(account, wanted),
		});
	}

	violated(what: string): void {
		this.violations.push(`${this.clock.now()}: ${what}`);
		this.note('VIOLATION', what);
	}

	note(what: string, ...details: readonly (string | number)[]): void {
		this.trace.note(this.clock.now(), what, ...details);
	}

	async #signUp(username: string): Promise<void> {
		const account = this.random.uuid(this.clock.now()) as AccountId;
		const before = this.devices.length;
		void this.signIn(account, username);
		await this.until(() => this.devices.length > before);
	}

	#addDevice(signIn: SignIn): void {
		const { clock, random, slots } = this;
		const name = `device${this.devices.length}`;
		const ports = {
			clock,
			random,
			slots,
			violated: (what: string) => this.violated(what),
			note: (what: string, ...details: readonly (string | number)[]) => this.note(what, ...details),
			acknowledged: (one: Acknowledged) => this.#acknowledged(one),
			...(this.#tamper === undefined ? {} : { tamper: this.#tamper }),
		};
		this.devices.push(new Device(name, signIn, ports));
		this.note('signs-in', name, signIn.account);
	}

	/** The same id gets the same answer, whenever and wherever it is asked; another command never gets it. */
	#acknowledged(one: Acknowledged): void {
		const id = one.request.id!;
		this.note('acknowledged', one.request.do, id, JSON.stringify(one.ok));
		const first = this.acknowledged.get(id);
		if (first === undefined) {
			this.acknowledged.set(id, one);
			return;
		}
		if (asked(first) !== asked(one)) this.violated(`${id} was done for two commands: ${asked(first)}, ${asked(one)}`);
		if (JSON.stringify(first.ok) !== JSON.stringify(one.ok)) {
			this.violated(`${id} got two answers: ${JSON.stringify(first.ok)}, ${JSON.stringify(one.ok)}`);
		}
	}

	async #step(): Promise<void> {
		this.#steps += 1;
		if (this.#steps > STEPS_MAX) throw new Error('the simulation runs in circles');
		this.clock.step();
		await rest();
	}
}

/** Who asked for what, apart from the number of the request. */
function asked({ account, request }: Acknowledged): string {
	const { re: _, ...fields } = request;
	return JSON.stringify([account, Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
