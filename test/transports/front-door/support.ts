import type http from 'node:http';
import { afterEach, expect } from 'vitest';
import type { Clock } from '../../../core/clock.ts';
import { createFrontDoor, type FrontDoor, type FrontDoorLimits } from '../../../transports/front-door/front-door.ts';
import type { Upgrade } from '../../../transports/front-door/upgrade.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { Connection, type Receiver } from '../../../transports/ws/connection.ts';
import { textFrame } from '../../../transports/ws/encoder.ts';
import { Wheel } from '../../../transports/ws/wheel.ts';
import { eventually, RawClient } from '../../support/raw-client.ts';

/** node:http's limits so short that a test can wait for them. */
export const LIMITS: FrontDoorLimits = {
	connections: 100,
	connectionsPerNetwork: 0,
	headMs: 10_000,
	http: { headersMs: 60_000, requestMs: 60_000, keepAliveMs: 60_000, checkMs: 20 },
};
/** For tests of what comes too slowly; anything else would meet these limits on a busy machine. */
export const HASTY: Partial<FrontDoorLimits> = { http: { ...LIMITS.http, headersMs: 150, requestMs: 300 } };

export interface Opened {
	readonly door: FrontDoor;
	readonly port: number;
	readonly faults: unknown[];
	readonly connections: Set<Connection>;
	connect(): Promise<RawClient>;
}

const opened: Opened[] = [];

afterEach(async () => {
	for (const { door, connections, faults } of opened.splice(0)) {
		for (const connection of connections) connection.close(1001);
		await door.close();
		expect(door.connections).toBe(0);
		expect(faults).toEqual([]);
	}
});

/** Answers with the whole body, and with the path in a header. */
const echoHttp: http.RequestListener = (request, response) => {
	const body: Buffer[] = [];
	request.on('data', (chunk: Buffer) => body.push(chunk));
	request.on('end', () => response.setHeader('X-Path', request.url ?? '').end(Buffer.concat(body)));
};

/** A front door on a free port that echoes over HTTP and WebSocket; closed after the test, which must leave no fault. */
export async function openDoor(
	own: {
		onUpgrade?: (upgrade: Upgrade) => void;
		http?: http.RequestListener;
		tls?: { cert: string; key: string };
		limits?: Partial<FrontDoorLimits>;
		clock?: Clock;
		networkOf?: (address: string) => string | undefined;
	} = {},
): Promise<Opened> {
	const faults: unknown[] = [];
	const connections = new Set<Connection>();
	const wheel = new Wheel(systemClock);
	const receiver: Receiver = {
		onText: (connection, text) => connection.send(textFrame(text)),
		onDrained: () => {},
		onClosed: (connection) => connections.delete(connection),
	};
	const serve = (upgrade: Upgrade) => {
		const options = { receiver, maxMessageBytes: 65_536, wheel, onFault: (error: unknown) => faults.push(error) };
		connections.add(new Connection(upgrade.accept(), options));
	};
	const door = createFrontDoor({
		onUpgrade: own.onUpgrade ?? serve,
		http: own.http ?? echoHttp,
		limits: { ...LIMITS, ...own.limits },
		clock: own.clock ?? systemClock,
		onFault: (error) => faults.push(error),
		...(own.tls === undefined ? {} : { tls: own.tls }),
		...(own.networkOf === undefined ? {} : { networkOf: own.networkOf }),
	});
	const listening = await door.listen('127.0.0.1', 0);
	if (listening.state !== 'listening') throw new Error(listening.code);
	const { port } = listening;
	const result = { door, port, faults, connections, connect: () => RawClient.connect(port) };
	opened.push(result);
	return result;
}

/** Resolves when every connection of the door is gone. */
export const empty = (door: FrontDoor) => eventually(() => door.connections === 0);
