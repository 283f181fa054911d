/**
 * `npm run echo -- --port N [--max-bytes N]`: a bare WebSocket echo server on the product's own front door, framer and
 * connection, on any path and without a session, for conformance suites and benches from outside.
 */
import { parseArgs } from 'node:util';
import { CLOSE } from '../core/wire.ts';
import { createFrontDoor, FRONT_DOOR_LIMITS } from './front-door/front-door.ts';
import { systemClock } from './system-clock.ts';
import { Connection, type ConnectionOptions, type Receiver } from './ws/connection.ts';
import { binaryFrame, textFrame } from './ws/encoder.ts';
import { Wheel } from './ws/wheel.ts';

/** What conformance suites send at most. */
const MESSAGE_BYTES_DEFAULT = 16 * 1024 * 1024;
const MESSAGE_BYTES_MAX = 1024 * 1024 * 1024;
const PORT_MAX = 65_535;
const HOST = '127.0.0.1';
const USAGE = `npm run echo -- --port 0-${PORT_MAX} [--max-bytes 1-${MESSAGE_BYTES_MAX} (${MESSAGE_BYTES_DEFAULT})]`;

interface Settings {
	readonly port: number;
	readonly maxBytes: number;
}

const connections = new Set<Connection>();

/** Sends everything back; stops reading a peer that does not read. */
const receiver: Receiver = {
	onText: (connection, text) => sendBack(connection, textFrame(text)),
	onBinary: (connection, bytes) => sendBack(connection, binaryFrame(bytes)),
	onDrained: (connection) => connection.resumeReading(),
	onClosed: (connection) => connections.delete(connection),
};

function sendBack(connection: Connection, frame: Uint8Array): void {
	connection.send(frame);
	if (connection.overLimit) connection.pauseReading();
}

async function serve({ port, maxBytes }: Settings): Promise<void> {
	const options: ConnectionOptions = {
		receiver,
		maxMessageBytes: maxBytes,
		wheel: new Wheel(systemClock),
		onFault: complain,
	};
	const door = createFrontDoor({
		onUpgrade: (upgrade) => connections.add(new Connection(upgrade.accept(), options)),
		http: (_request, response) => response.writeHead(426, { Upgrade: 'websocket' }).end(),
		limits: FRONT_DOOR_LIMITS,
		clock: systemClock,
		onFault: complain,
	});
	const listening = await door.listen(HOST, port);
	if (listening.state === 'failed') {
		process.stderr.write(`echo: ${HOST}:${port} ${listening.code}\n`);
		process.exitCode = 1;
		return;
	}
	const stop = () => {
		for (const connection of connections) connection.close(CLOSE.restart);
		void door.close();
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	process.stdout.write(`echo: ws://${HOST}:${listening.port}\n`);
}

function complain(error: unknown): void {
	process.stderr.write(`echo: ${error instanceof Error ? error.stack : String(error)}\n`);
}

/** Undefined when the arguments are not what `USAGE` says. */
function settings(args: readonly string[]): Settings | 'help' | undefined {
	const options = { port: { type: 'string' }, 'max-bytes': { type: 'string' }, help: { type: 'boolean' } } as const;
	try {
		const { values } = parseArgs({ args: [...args], options });
		if (values.help === true) return 'help';
		const port = wholeNumber(values.port, 0, PORT_MAX);
		const maxBytes = wholeNumber(values['max-bytes'] ?? String(MESSAGE_BYTES_DEFAULT), 1, MESSAGE_BYTES_MAX);
		return port === undefined || maxBytes === undefined ? undefined : { port, maxBytes };
	} catch {
		// An unknown flag: `parseArgs` says so by throwing.
		return undefined;
	}
}

function wholeNumber(text: string | undefined, min: number, max: number): number | undefined {
	if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
	const value = Number(text);
	return value >= min && value <= max ? value : undefined;
}

const asked = settings(process.argv.slice(2));
if (asked === 'help') process.stdout.write(`${USAGE}\n`);
else if (asked === undefined) {
	process.stderr.write(`${USAGE}\n`);
	process.exitCode = 1;
} else await serve(asked);
