/**
 * A simulated TCP connection: two byte sockets with latency, a bounded buffer of the system on each side, delivery in
 * pieces cut anywhere, stalls, resets, and lines that go dead without a word.
 */
import type { Clock } from '../../core/clock.ts';
import type { ByteSocket, SocketHandler } from '../../transports/socket.ts';
import type { SimRandom } from './sim-random.ts';

/** What the system takes of a side that its peer has not read yet; beyond it, bytes are unsent. */
const SYSTEM_BYTES = 16 * 1024;
const PIECE_BYTES_MAX = 64 * 1024;
const LATENCY_MS_MAX = 20;
/** Written over what a handler was given, once its call is over: keeping it is a bug that shows. */
const STALE = 0x55;

export interface LinkPorts {
	readonly random: SimRandom;
	/** The clock of each side: a frozen or dead node's does not run. */
	readonly serverClock: Clock;
	readonly deviceClock: Clock;
	/** Told what arrives where, for the trace. */
	readonly arrived: (side: Side, bytes: Uint8Array) => void;
}

export type Side = 'server' | 'device';

export class SimLink {
	readonly server: SimEnd;
	readonly device: SimEnd;
	/** Dead without a word: nothing arrives any more. */
	dead = false;
	/** Nothing arrives before (ms since 1970). */
	stalledUntil = 0;

	constructor(ports: LinkPorts) {
		this.server = new SimEnd(this, ports, 'server', ports.serverClock);
		this.device = new SimEnd(this, ports, 'device', ports.deviceClock);
	}

	peerOf(end: SimEnd): SimEnd {
		return end === this.server ? this.device : this.server;
	}

	/** A reset by the network: both sides hear of it, and what was on its way is gone. */
	reset(): void {
		this.server.lose();
		this.device.lose();
	}

	/** The server's process is gone: its side says and hears nothing more, the device gets a reset. */
	serverDied(): void {
		this.server.forget();
		this.device.lose();
	}
}

export class SimEnd implements ByteSocket {
	readonly #link: SimLink;
	readonly #ports: LinkPorts;
	readonly #side: Side;
	readonly #clock: Clock;
	#handler: SocketHandler | undefined;
	/** Written here and not arrived at the peer. */
	#chunks: Uint8Array[] = [];
	#bytes = 0;
	#state: 'open' | 'ended' | 'closed' = 'open';
	/** The peer was told that this side ended. */
	#endTold = false;
	#paused = false;
	#underWay = false;
	#over = false;

	constructor(link: SimLink, ports: LinkPorts, side: Side, clock: Clock) {
		this.#link = link;
		this.#ports = ports;
		this.#side = side;
		this.#clock = clock;
	}

	get handler(): SocketHandler {
		if (this.#handler === undefined) throw new TypeError('the socket has no handler yet');
		return this.#handler;
	}

	set handler(handler: SocketHandler) {
		const first = this.#handler === undefined;
		this.#handler = handler;
		if (!first) return;
		this.#link.peerOf(this).pump();
		if (this.#state === 'closed') this.#tellClosed();
	}

	get closed(): boolean {
		return this.#state === 'closed';
	}

	get unsentBytes(): number {
		return Math.max(0, this.#bytes - SYSTEM_BYTES);
	}

	write(bytes: Uint8Array): number {
		if (this.#state !== 'open') return 0;
		this.#chunks.push(bytes);
		this.#bytes += bytes.length;
		this.pump();
		return this.unsentBytes;
	}

	pause(): void {
		this.#paused = true;
	}

	resume(): void {
		if (!this.#paused) return;
		this.#paused = false;
		this.#link.peerOf(this).pump();
	}

	end(): void {
		if (this.#state !== 'open') return;
		this.#state = 'ended';
		this.pump();
	}

	destroy(): void {
		if (this.#state === 'closed') return;
		this.lose();
		const peer = this.#link.peerOf(this);
		peer.#clock.after(this.#latency(), () => {
			if (!this.#link.dead) peer.lose();
		});
	}

	/** It is over, and its handler hears so. */
	lose(): void {
		if (this.#state === 'closed') return;
		this.#drop();
		if (this.#handler !== undefined) this.#tellClosed();
	}

	/** It is over, and nobody is there to hear so. */
	forget(): void {
		this.#drop();
		this.#over = true;
	}

	/** Sets the next piece on its way to the peer, if there is one, the peer reads, and none is under way. */
	pump(): void {
		const peer = this.#link.peerOf(this);
		if (this.#underWay || this.#state === 'closed' || !peer.#reads()) return;
		if (this.#bytes === 0 && (this.#state === 'open' || this.#endTold)) return;
		this.#underWay = true;
		const stall = Math.max(0, this.#link.stalledUntil - peer.#clock.now());
		peer.#clock.after(stall + this.#latency(), () => this.#arrive(peer));
	}

	#reads(): boolean {
		return this.#handler !== undefined && !this.#paused && this.#state !== 'closed' && !this.#link.dead;
	}

	#arrive(peer: SimEnd): void {
		this.#underWay = false;
		if (this.#state === 'closed' || !peer.#reads()) return;
		if (this.#bytes > 0) this.#deliver(peer);
		else {
			this.#endTold = true;
			peer.handler.onEnd();
			if (peer.#endTold) for (const end of [this, peer]) end.lose();
		}
		this.pump();
	}

	#deliver(peer: SimEnd): void {
		const { random, arrived } = this.#ports;
		const most = Math.min(this.#bytes, PIECE_BYTES_MAX);
		const wasUnsent = this.unsentBytes > 0;
		const piece = this.#take(random.chance(0.3) ? random.between(1, most) : most);
		arrived(peer.#side, piece);
		peer.handler.onBytes(piece);
		piece.fill(STALE);
		if (wasUnsent && this.unsentBytes === 0) {
			this.#clock.after(0, () => {
				if (this.#state !== 'closed' && this.unsentBytes === 0) this.handler.onDrained();
			});
		}
	}

	#take(size: number): Buffer {
		const piece = Buffer.alloc(size);
		let filled = 0;
		while (filled < size) {
			const chunk = this.#chunks[0]!;
			const part = chunk.subarray(0, size - filled);
			piece.set(part, filled);
			filled += part.length;
			if (part.length === chunk.length) this.#chunks.shift();
			else this.#chunks[0] = chunk.subarray(part.length);
		}
		this.#bytes -= size;
		return piece;
	}

	#drop(): void {
		this.#state = 'closed';
		this.#chunks = [];
		this.#bytes = 0;
	}

	#tellClosed(): void {
		this.#clock.after(0, () => {
			if (this.#over) return;
			this.#over = true;
			this.handler.onClosed();
		});
	}

	#latency(): number {
		return this.#ports.random.between(1, LATENCY_MS_MAX);
	}
}
