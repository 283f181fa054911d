/** A signed-in device: the product's headless client over simulated lines, with a tap on each of them. */
import type { AccountId, SessionId } from '../../core/ids.ts';
import { type Client, createClient } from '../../web/client/client.ts';
import type { ClientSocket, ClientSocketHandlers } from '../../web/client/socket.ts';
import type { SimClock } from '../support/sim-clock.ts';
import type { SimLink } from '../support/sim-link.ts';
import type { SimRandom } from '../support/sim-random.ts';
import { simWebSocket } from '../support/sim-web-socket.ts';
import type { NodeSlot } from './node-slot.ts';
import { type Acknowledged, type Stretch, WireTap } from './wire-tap.ts';

export interface SignIn {
	readonly account: AccountId;
	readonly session: SessionId;
	readonly token: string;
}

export interface DevicePorts {
	readonly clock: SimClock;
	readonly random: SimRandom;
	readonly slots: readonly NodeSlot[];
	acknowledged(one: Acknowledged): void;
	note(what: string, ...details: readonly (string | number)[]): void;
	violated(what: string): void;
	/** What becomes of a frame on its way to the device; undefined: it is lost. For tests of the checks themselves. */
	readonly tamper?: (text: string) => string | undefined;
}

/** How long a refused connection takes, ms. */
const REFUSED_MS_MAX = 100;

export class Device {
	readonly name: string;
	readonly signIn: SignIn;
	readonly client: Client;
	readonly #taps: WireTap[] = [];
	readonly #ports: DevicePorts;
	#link: SimLink | undefined;

	constructor(name: string, signIn: SignIn, ports: DevicePorts) {
		this.name = name;
		this.signIn = signIn;
		this.#ports = ports;
		const { clock, random } = ports;
		this.client = createClient({
			clock,
			random: random.fraction,
			newId: () => random.uuid(clock.now()),
			openSocket: (handlers) => this.#open(handlers),
		});
		this.client.start();
	}

	get account(): AccountId {
		return this.signIn.account;
	}

	/** Everything it was given, connection by connection. */
	get stretches(): readonly Stretch[] {
		return this.#taps.flatMap((tap) => tap.stretches);
	}

	get online(): boolean {
		return this.client.state.connection.name === 'online';
	}

	get ended(): boolean {
		return this.client.state.connection.name === 'ended';
	}

	/** It was closed by its owner, who may come back. */
	get away(): boolean {
		return this.client.state.connection.name === 'stopped';
	}

	goAway(): void {
		this.client.stop();
	}

	comeBack(): void {
		this.client.start();
	}

	/** The line breaks: both sides hear of it, or neither does. */
	cut(how: 'reset' | 'dead'): void {
		if (how === 'reset') this.#link?.reset();
		else if (this.#link !== undefined) this.#link.dead = true;
	}

	/** The line holds everything back for a while. */
	stall(ms: number): void {
		if (this.#link !== undefined) this.#link.stalledUntil = this.#ports.clock.now() + ms;
	}

	/** The device stops reading for a while. */
	sleep(ms: number): void {
		const link = this.#link;
		link?.device.pause();
		this.#ports.clock.after(ms, () => link?.device.resume());
	}

	#open(handlers: ClientSocketHandlers): ClientSocket {
		const { clock, random, slots } = this.#ports;
		const link = random.pick(slots)?.connect(this.signIn.token);
		this.#link = link;
		if (link === undefined) {
			clock.after(random.between(1, REFUSED_MS_MAX), () => handlers.onClosed(1006, ''));
			return { send() {}, close() {} };
		}
		const { acknowledged, note, violated, tamper } = this.#ports;
		const reset = () => note('reset', this.name);
		const tap = new WireTap({ account: this.account, device: this.name, acknowledged, reset, violated });
		this.#taps.push(tap);
		const socket = simWebSocket(link.device, random, clock, {
			onText: (sent) => {
				const text = tamper === undefined ? sent : tamper(sent);
				if (text === undefined) return;
				tap.heard(text);
				handlers.onText(text);
			},
			onClosed: handlers.onClosed,
		});
		return {
			send: (text) => {
				tap.asked(text);
				socket.send(text);
			},
			close: socket.close,
		};
	}
}
