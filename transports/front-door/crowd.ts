import type net from 'node:net';

/** Where `onGone`, one function for all sockets, finds what a socket is counted in, and as what. */
const CROWD = Symbol('crowd');
const NETWORK = Symbol('network');
type Counted = net.Socket & { [CROWD]?: Crowd; [NETWORK]?: string | undefined };

/** The sockets of a front door as accepted (over TLS, the ones below), and how many of them come from each network. */
export class Crowd {
	readonly sockets = new Set<net.Socket>();
	/** Called when the last one is gone. */
	onEmpty: (() => void) | undefined;
	readonly #networks = new Map<string, number>();

	get size(): number {
		return this.sockets.size;
	}

	/** Must run before anything else for each socket. `network` undefined: counted as nobody's. */
	add(socket: Counted, network: string | undefined): void {
		socket.on('error', onResetBelow);
		socket.on('close', onGone);
		socket[CROWD] = this;
		socket[NETWORK] = network;
		this.sockets.add(socket);
		if (network !== undefined) this.#networks.set(network, this.from(network) + 1);
	}

	/** How many are open from a network. */
	from(network: string | undefined): number {
		return network === undefined ? 0 : (this.#networks.get(network) ?? 0);
	}

	leave(socket: net.Socket, network: string | undefined): void {
		this.sockets.delete(socket);
		if (network !== undefined) {
			const others = this.from(network) - 1;
			if (others > 0) this.#networks.set(network, others);
			else this.#networks.delete(network);
		}
		if (this.sockets.size === 0) this.onEmpty?.();
	}
}

function onGone(this: Counted): void {
	this[CROWD]?.leave(this, this[NETWORK]);
}

/** Without a listener one reset ends the process; `close` follows and tells whoever has to know. */
function onResetBelow(): void {}
