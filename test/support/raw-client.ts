import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';

/** A TCP client that keeps every byte it gets and lets a test wait for them. */
export class RawClient {
	readonly socket: net.Socket;
	#chunks: Buffer[] = [];
	receivedBytes = 0;
	#waiting: (() => void)[] = [];
	closed = false;
	/** The code of the socket's error, if it had one. */
	error: string | undefined;

	constructor(socket: net.Socket) {
		this.socket = socket;
		socket.on('data', (bytes: Buffer) => {
			this.#chunks.push(bytes);
			this.receivedBytes += bytes.length;
			this.#wake();
		});
		socket.on('error', (error: NodeJS.ErrnoException) => {
			this.error = error.code;
		});
		socket.on('close', () => {
			this.closed = true;
			this.#wake();
		});
	}

	static async connect(port: number, options: { allowHalfOpen?: boolean } = {}): Promise<RawClient> {
		const socket = net.connect({ host: '127.0.0.1', port, noDelay: true, ...options });
		const client = new RawClient(socket);
		await once(socket, 'connect');
		return client;
	}

	static async connectTls(port: number, ca: string): Promise<RawClient> {
		const socket = tls.connect({ host: '127.0.0.1', port, ca, servername: 'localhost' });
		const client = new RawClient(socket);
		await once(socket, 'secureConnect');
		return client;
	}

	/** Everything that came. Joined at each call: wait for many megabytes by `receivedBytes`. */
	get received(): Buffer {
		this.#chunks = [Buffer.concat(this.#chunks)];
		return this.#chunks[0] ?? Buffer.alloc(0);
	}

	get text(): string {
		return this.received.toString('latin1');
	}

	/** Bytes after the first empty line. */
	get body(): Buffer {
		const { received } = this;
		const end = received.indexOf('\r\n\r\n');
		return end === -1 ? Buffer.alloc(0) : received.subarray(end + 4);
	}

	write(bytes: string | Uint8Array): void {
		this.socket.write(bytes);
	}

	/** Resolves when `holds` of what came so far; rejects when the socket closes before. */
	async until(holds: (client: RawClient) => boolean): Promise<void> {
		while (!holds(this)) {
			if (this.closed) throw new Error(`closed before it held; received ${JSON.stringify(this.text.slice(0, 500))}`);
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	/** Resolves when the socket is closed, in peace or by a reset (`error`). */
	async end(): Promise<void> {
		while (!this.closed) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	reset(): void {
		this.socket.resetAndDestroy();
	}

	#wake(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
}

/** A good opening handshake; `more` are further header lines. */
export function upgradeRequest(path = '/ws', more = ''): string {
	return (
		`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
		`Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`
	);
}

/** Resolves when `holds`; looks again after every turn of the event loop. The test's own time limit ends it. */
export async function eventually(holds: () => boolean): Promise<void> {
	while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
