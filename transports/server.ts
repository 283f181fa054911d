/** The server put together: log, node, HTTP, sockets, sender and client behind one front door. */
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Clock } from '../core/clock.ts';
import { openLog } from '../core/log/open.ts';
import { forgetExpired } from '../core/vault/forget.ts';
import { createPasswordHasher } from '../core/vault/password.ts';
import { createSeal, installationSecret } from '../core/vault/seal.ts';
import { createSessionLookup } from '../core/vault/session-lookup.ts';
import { buildClient, TEXTS } from '../web/build.ts';
import { createAround } from './around.ts';
import type { Config } from './config.ts';
import { furnishDemo } from './demo/furnish.ts';
import { createErasure } from './erasure.ts';
import { openDiskStore } from './files/disk-store.ts';
import { createHeadMaker } from './files/heads.ts';
import { sweepFiles } from './files/sweep.ts';
import { createUpload } from './files/upload.ts';
import { createFrontDoor, FRONT_DOOR_LIMITS, type FrontDoor } from './front-door/front-door.ts';
import type { Upgrade } from './front-door/upgrade.ts';
import { createHttpListener, type HttpListener } from './http/app.ts';
import { createAttempts } from './http/attempts.ts';
import { peerNetwork } from './http/client.ts';
import { createPages } from './http/pages/pages.ts';
import type { HttpPorts } from './http/ports.ts';
import { refusalOf } from './http/refusal.ts';
import { createSessionCheck } from './http/session-check.ts';
import { createSocketRoute } from './http/socket-route.ts';
import { createVisits } from './http/visits.ts';
import { keepSessions } from './keep-sessions.ts';
import { keepNode } from './kept-node.ts';
import type { Locate } from './locate.ts';
import { operatorLine } from './messages.ts';
import { type NodePorts, startNode } from './node.ts';
import { createOutside } from './outside/outside.ts';
import { createSalts } from './salts.ts';
import { createSenders } from './senders/create-senders.ts';

const FILES_FOLDER = 'files';
/** How often the vault forgets what is over, and files that nobody needs are swept. */
const SWEEP_MS = 60 * 60_000;

export interface ServerPorts {
	readonly config: Config;
	readonly clock: Clock;
	readonly note: NodePorts['note'];
	/** Whether people rely on it: nothing that is for trying it out happens unasked. */
	readonly production: boolean;
	/** In which city addresses are, where a database tells. */
	readonly locate?: Locate;
	/** Prints a line on the console. */
	readonly print: (line: string) => void;
	/** PEM, where the front door speaks TLS. */
	readonly tls?: { readonly cert: string; readonly key: string };
}

export type Started =
	| { readonly state: 'running'; readonly server: RunningServer }
	| { readonly state: 'port-taken'; readonly free: number | undefined }
	| { readonly state: 'cannot-listen'; readonly code: string };

export interface RunningServer {
	readonly port: number;
	/** Resolves when the log turned out to hold what this version does not understand. */
	readonly incomprehensible: Promise<void>;
	/** Accepts nobody any more, closes WebSockets with 1012, finishes what was accepted, closes the log. */
	stop(): Promise<void>;
}

/** What the front door's visitors meet: at first that it is still starting, then the whole product. */
interface Inside {
	readonly http: HttpListener;
	readonly upgrade: (upgrade: Upgrade) => void;
}

/**
 * Takes the port first, so that a second start fails before it does anything; until all is ready visitors get 503.
 * Rejects with `LogError` when the log cannot be opened, and with whatever else keeps it from starting.
 */
export async function startServer(ports: ServerPorts): Promise<Started> {
	const { config, clock, note, tls } = ports;
	let inside = STARTING;
	const door = createFrontDoor({
		http: (request, response) => inside.http(request, response),
		onUpgrade: (upgrade) => inside.upgrade(upgrade),
		limits: { ...FRONT_DOOR_LIMITS, connectionsPerNetwork: config.limits.connectionsPerIp },
		networkOf: (address) => peerNetwork(address, config.trustProxy),
		clock,
		onFault: (error) => note('error', 'front-door.fault', { error }),
		...(tls === undefined ? {} : { tls }),
	});
	const listening = await door.listen(config.host, config.port);
	if (listening.state === 'failed') {
		if (listening.code !== 'EADDRINUSE') return { state: 'cannot-listen', code: listening.code };
		return { state: 'port-taken', free: await freePort(ports) };
	}
	try {
		const engine = await startEngine(ports);
		inside = engine.inside;
		const server = { port: listening.port, incomprehensible: engine.incomprehensible, stop: () => engine.stop(door) };
		return { state: 'running', server };
	} catch (error) {
		await door.close();
		throw error;
	}
}

const STARTING: Inside = {
	http(_request, response) {
		const { status, headers, body } = refusalOf({ code: 'unavailable' }, 'zh');
		response.writeHead(status, headers).end(body);
	},
	upgrade(upgrade) {
		const { status, headers, body } = refusalOf({ code: 'unavailable' }, 'zh');
		upgrade.refuse(status, headers, body);
	},
};

async function startEngine(ports: ServerPorts) {
	const { config, clock, note } = ports;
	const [files, { log, warnings }] = await Promise.all([
		buildClient(),
		openLog(config.log, { dataFolder: config.data }),
	]);
	for (const warning of warnings) note('warn', 'log.unsafe', { warning });
	const seal = createSeal(await installationSecret(log));
	const { messagesPerSecond, groupMembers, syncEvents, fileBytes, quotaBytes } = config.limits;
	const newSalt = createSalts();
	const kept = await keepNode(
		() =>
			startNode({
				log,
				clock,
				newId: v7,
				newSalt,
				invitation: seal.invitation,
				random: Math.random,
				limits: { messagesPerSecond, groupMembers, syncEvents, fileBytes },
				note,
			}),
		clock,
		note,
	);
	const node = () => kept.current;
	const store = await openDiskStore(join(config.data, FILES_FOLDER));
	const erasure = createErasure({ log, store, clock, node, note });
	const outside = createOutside({ clock, allowPrivate: config.allowPrivate });
	const sending = { outside, clock, random: Math.random, newId: v7, note, print: ports.print };
	const onBug = (error: unknown) => note('error', 'around.failed', { error });
	const http: HttpPorts = {
		node,
		log,
		clock,
		newId: v7,
		seal,
		hasher: createPasswordHasher(),
		checkSession: createSessionCheck(createSessionLookup(log, clock), node),
		visits: createVisits(config.limits.requestsPerIpSecond, clock),
		makeHeads: createHeadMaker(),
		attempts: createAttempts({ node, log, clock }),
		...createSenders(config, ports.production, sending),
		around: createAround(config, outside, { ...sending, onBug }, ports.locate),
		upload: createUpload({ store, node, clock, newId: v7, limits: { fileBytes, quotaBytes } }),
		erase: () => void erasure.run(),
		store,
		files,
		pages: createPages(files, TEXTS, config),
		settings: {
			signup: config.signup,
			verify: config.verify,
			trustProxy: config.trustProxy,
			origins: { known: [...config.origins, ...(config.url === undefined ? [] : [config.url])] },
			limits: config.limits,
			attempts: config.limits.off ? 'free' : 'limited',
		},
		note,
	};
	if (config.demo === 'on') {
		for (const signIn of await furnishDemo(http)) ports.print(operatorLine('demo-sign-in', { ...signIn }));
	}
	const sweeper = sweepNowAndThen(clock, note, async () => {
		await log.write(forgetExpired(clock.now()));
		await sweepFiles({ store, log, clock, node });
		await erasure.run();
	});
	// What was under way when the process ended before.
	http.erase();
	const keeper = keepSessions({ log, clock, node, note });
	return {
		inside: { http: createHttpListener(http), upgrade: createSocketRoute(http) },
		incomprehensible: kept.incomprehensible,
		async stop(door: FrontDoor): Promise<void> {
			sweeper.stop();
			keeper.stop();
			erasure.stop();
			// The door waits for the sockets that the node closes.
			await Promise.all([door.close(), kept.stop()]);
			await log.close();
		},
	};
}

function sweepNowAndThen(clock: Clock, note: NodePorts['note'], work: () => Promise<void>): { stop(): void } {
	const sweep = async () => {
		timer = clock.after(SWEEP_MS, sweep);
		try {
			await work();
		} catch (error) {
			note('warn', 'sweep.failed', { error });
		}
	};
	let timer = clock.after(SWEEP_MS, sweep);
	return { stop: () => clock.clear(timer) };
}

/** Ports tried after a taken one. */
const PORTS_TRIED_MAX = 100;
const PORT_MAX = 65_535;

/** The next port that could be listened on a moment ago. */
async function freePort({ config, clock, note }: ServerPorts): Promise<number | undefined> {
	const last = Math.min(config.port + PORTS_TRIED_MAX, PORT_MAX);
	for (let port = config.port + 1; port <= last; port++) {
		const probe = createFrontDoor({
			...STARTING,
			onUpgrade: STARTING.upgrade,
			limits: FRONT_DOOR_LIMITS,
			clock,
			onFault: (error) => note('error', 'front-door.fault', { error }),
		});
		const listening = await probe.listen(config.host, port);
		if (listening.state === 'failed') continue;
		await probe.close();
		return port;
	}
	return undefined;
}
