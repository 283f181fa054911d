/**
 * A TCP proxy before a MySQL server that breaks connections where it is told to. It reads the client's packets
 * (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html: three bytes of length, one of
 * sequence, the command), so that a break comes before or after a certain statement, not somewhere near it.
 */
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/**
 * `cut-before`: the statement never reaches the server. `pass-and-cut`: it is on its way there. `cut-after`: the server has
 * answered it, the client never hears. `freeze-after`: the same, and the connection stays open. `pass`: nothing breaks.
 */
export type Fate = 'pass' | 'cut-before' | 'pass-and-cut' | 'cut-after' | 'freeze-after';

export interface TcpProxy {
	readonly host: string;
	readonly port: number;
	/** Connections open now. */
	readonly connections: number;
	/** Once, for the next command whose bytes contain `part`. Resolves when it has happened. */
	on(part: string, fate: Fate): Promise<void>;
	/** Once, within the connection that gets there first: cuts after `bytes` further bytes from the client. Resolves when it has happened. */
	cutAfter(bytes: number): Promise<void>;
	/** Cuts every connection. */
	cut(): void;
	/** Connections are taken and nothing goes through them, either way, until `thaw`. */
	freeze(): void;
	thaw(): void;
	stop(): Promise<void>;
}

const HEADER_BYTES = 4;

interface Trap {
	readonly part: Buffer;
	readonly fate: Fate;
	readonly sprung: () => void;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
	const proxy = new BreakingProxy(target);
	await proxy.listen();
	return proxy;
}

class BreakingProxy implements TcpProxy {
	readonly host = '127.0.0.1';
	readonly #target: { readonly host: string; readonly port: number };
	readonly #server: Server;
	readonly #links = new Set<Link>();
	readonly traps = new Set<Trap>();
	budget: { bytes: number; readonly spent: () => void } | null = null;
	isFrozen = false;

	constructor(target: { readonly host: string; readonly port: number }) {
		this.#target = target;
		this.#server = createServer((client) => this.#link(client));
	}

	get port(): number {
		const address = this.#server.address();
		return address !== null && typeof address === 'object' ? address.port : 0;
	}

	get connections(): number {
		return this.#links.size;
	}

	listen(): Promise<void> {
		return new Promise((resolve) => this.#server.listen(0, this.host, resolve));
	}

	on(part: string, fate: Fate): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.traps.add({ part: Buffer.from(part), fate, sprung: resolve });
		return promise;
	}

	cutAfter(bytes: number): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.budget = { bytes, spent: resolve };
		return promise;
	}

	cut(): void {
		for (const link of this.#links) link.cut();
	}

	freeze(): void {
		this.isFrozen = true;
	}

	thaw(): void {
		this.isFrozen = false;
		for (const link of this.#links) link.flow();
	}

	async stop(): Promise<void> {
		this.cut();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	#link(client: Socket): void {
		const link = new Link(this, client, createConnection({ ...this.#target, noDelay: true }));
		this.#links.add(link);
		client.once('close', () => this.#links.delete(link));
	}
}

/** One connection through the proxy. */
class Link {
	readonly #proxy: BreakingProxy;
	readonly #client: Socket;
	readonly #server: Socket;
	#fromClient: Buffer = Buffer.alloc(0);
	#fromServer: Buffer[] = [];
	/** Of a statement that was let through to be answered to nobody. */
	#unanswered: Trap | null = null;
	#isStuck = false;

	constructor(proxy: BreakingProxy, client: Socket, server: Socket) {
		this.#proxy = proxy;
		this.#client = client;
		this.#server = server;
		client.setNoDelay(true);
		client.on('data', (bytes: Buffer) => {
			this.#fromClient = Buffer.concat([this.#fromClient, bytes]);
			this.flow();
		});
		server.on('data', (bytes: Buffer) => {
			this.#fromServer.push(bytes);
			this.flow();
		});
		for (const socket of [client, server]) {
			socket.on('error', () => this.cut());
			socket.once('close', () => {
				if (!this.#proxy.isFrozen && !this.#isStuck) this.flow();
				this.cut();
			});
		}
	}

	/** The client sees a reset; the server an end, after all that was passed on to it. */
	cut(): void {
		this.#client.resetAndDestroy();
		this.#server.end();
		this.#server.destroySoon();
	}

	/** Passes on what may be passed on now. */
	flow(): void {
		if (this.#proxy.isFrozen || this.#isStuck) return;
		for (let packet = this.#nextPacket(); packet !== null; packet = this.#nextPacket()) {
			if (!this.#forward(packet)) return;
		}
		this.#answer();
	}

	#nextPacket(): Buffer | null {
		if (this.#fromClient.length < HEADER_BYTES) return null;
		const end = HEADER_BYTES + this.#fromClient.readUIntLE(0, 3);
		if (this.#fromClient.length < end) return null;
		const packet = this.#fromClient.subarray(0, end);
		this.#fromClient = this.#fromClient.subarray(end);
		return packet;
	}

	/** False when nothing more goes this way. */
	#forward(packet: Buffer): boolean {
		const trap = [...this.#proxy.traps].find(({ part }) => packet.includes(part));
		if (trap !== undefined) {
			this.#proxy.traps.delete(trap);
			if (trap.fate === 'cut-before') {
				this.#spring(trap);
				return false;
			}
			if (trap.fate === 'pass-and-cut') {
				this.#server.write(packet, () => this.#spring(trap));
				return false;
			}
			if (trap.fate === 'pass') trap.sprung();
			else this.#unanswered = trap;
		}
		return this.#spend(packet);
	}

	#spend(packet: Buffer): boolean {
		const { budget } = this.#proxy;
		if (budget === null || packet.length <= budget.bytes) {
			if (budget !== null) budget.bytes -= packet.length;
			this.#server.write(packet);
			return true;
		}
		this.#proxy.budget = null;
		this.#server.write(packet.subarray(0, budget.bytes), () => {
			this.cut();
			budget.spent();
		});
		return false;
	}

	#answer(): void {
		if (this.#fromServer.length === 0) return;
		if (this.#unanswered !== null) {
			this.#spring(this.#unanswered);
			return;
		}
		for (const bytes of this.#fromServer.splice(0)) this.#client.write(bytes);
	}

	#spring(trap: Trap): void {
		this.#isStuck = true;
		if (trap.fate !== 'freeze-after') this.cut();
		trap.sprung();
	}
}
