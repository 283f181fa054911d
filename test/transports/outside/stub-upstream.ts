/** A server on loopback that answers as a test wants: kindly, or as badly as anything outside can. */
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Socket } from 'node:net';

export interface StubUpstream {
	readonly port: number;
	/** `http://127.0.0.1:<port>`. */
	readonly url: string;
	/** Connections it has taken so far. */
	readonly connections: number;
	/** Connections that are open now. */
	readonly open: number;
	stop(): Promise<void>;
}

/** Answers over HTTP. */
export async function startUpstream(answer: RequestListener): Promise<StubUpstream> {
	const http = createHttpServer(answer);
	return listening(http, (take) => http.on('connection', take));
}

/** Writes to each connection whatever it likes, once something was asked. */
export async function startRawUpstream(answer: (socket: Socket) => void): Promise<StubUpstream> {
	const tcp = createServer();
	return listening(tcp, (take) =>
		tcp.on('connection', (socket) => {
			take(socket);
			socket.once('data', () => answer(socket));
		}),
	);
}

async function listening(
	server: ReturnType<typeof createServer> | ReturnType<typeof createHttpServer>,
	onConnection: (take: (socket: Socket) => void) => void,
): Promise<StubUpstream> {
	const sockets = new Set<Socket>();
	let connections = 0;
	onConnection((socket) => {
		connections += 1;
		sockets.add(socket);
		socket.on('error', () => {});
		socket.once('close', () => sockets.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('a server without a port');
	return {
		port: address.port,
		url: `http://127.0.0.1:${address.port}`,
		get connections() {
			return connections;
		},
		get open() {
			return sockets.size;
		},
		async stop() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}
