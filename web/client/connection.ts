/**
 * One lasting connection over many sockets: hello, sync from the cursor, then live; when a socket is lost, the next
 * one after a back-off, until the session itself is over. It knows frames and nothing of what they mean.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import {
	CLOSE,
	type ErrorFrame,
	type EventsFrame,
	HEARTBEAT_MS,
	type HelloFrame,
	type OkFrame,
	type ServerFrame,
	type SignalFrame,
	type StateFrame,
} from '../../core/wire.ts';
import { backOffMs, RESTART_ATTEMPT } from './back-off.ts';
import { createRequests, encode, type Fields, type Reply } from './requests.ts';
import type { ClientSocket, SocketFactory } from './socket.ts';

/** From opening a socket to the end of its sync. */
export const CONNECT_MS_MAX = 20_000;
/** From a ping to any sign of life. */
export const PONG_MS_MAX = 10_000;
/** The same where somebody just came back to the page and waits for it. */
export const WAKE_PONG_MS_MAX = 5_000;
/** A connection that lasted as long starts the back-off anew. */
export const STABLE_MS = 5_000;

export type Phase =
	| { readonly name: 'stopped' }
	| { readonly name: 'connecting' }
	| { readonly name: 'syncing' }
	| { readonly name: 'online' }
	/** Tries again at `until` (ms since 1970 UTC). */
	| { readonly name: 'waiting'; readonly until: number }
	/** Signed out, by whatever reason; only `resume` brings it back. */
	| { readonly name: 'ended'; readonly reason: string };

/** The reason of an end because somebody else signed in: the page is not theirs. */
export const OTHER_ACCOUNT = 'other-account';

export interface ConnectionPorts {
	readonly openSocket: SocketFactory;
	readonly clock: Clock;
	/** A number in [0, 1). */
	readonly random: () => number;
}

/** What a connection tells, synchronously and in the order received. */
export interface ConnectionHooks {
	/** Whether the person whom the server greets is the one whose connection this is; else it ends with `other-account`. */
	accepts(hello: HelloFrame['hello']): boolean;
	/** Where to resume, asked at each hello; `undefined`: from nothing. */
	cursor(hello: HelloFrame['hello']): { readonly since: number; readonly log: string } | undefined;
	onPhase(phase: Phase): void;
	onEvents(frame: EventsFrame): void;
	onState(frame: StateFrame): void;
	onSignal(frame: SignalFrame): void;
	/** The sync was answered, with this: everything missed has been told. */
	onSynced(ok: Fields): void;
}

export interface Connection {
	readonly phase: Phase;
	start(): void;
	/** Closes the socket; what was asked stays asked, until the next `start`. */
	stop(): void;
	/** Something may have changed (network back, page shown): tries now instead of later, or looks whether the line is alive. */
	wake(): void;
	/** Ends it as the server would: closes the socket and refuses every request. */
	end(reason: string): void;
	/** Somebody signed in after the end: connects anew. */
	resume(): void;
	ask(name: string, fields: Fields): Promise<Reply>;
}

export function createConnection(ports: ConnectionPorts, hooks: ConnectionHooks): Connection {
	const { clock } = ports;
	const requests = createRequests();
	let phase: Phase = { name: 'stopped' };
	let socket: ClientSocket | undefined;
	/** Names the socket of now: what earlier ones still say is not heard. */
	let generation = 0;
	let attempt = 0;
	let timer: Timer | undefined;
	let heardAt = 0;
	let onlineAt = 0;
	let silenceMs = 2 * HEARTBEAT_MS;
	let syncRe = 0;
	let openMax = 0;

	function become(next: Phase): void {
		phase = next;
		hooks.onPhase(next);
	}

	function arm(ms: number, run: () => void): void {
		disarm();
		timer = clock.after(ms, run);
	}

	function disarm(): void {
		if (timer !== undefined) clock.clear(timer);
		timer = undefined;
	}

	function open(): void {
		generation += 1;
		const mine = generation;
		become({ name: 'connecting' });
		arm(CONNECT_MS_MAX, drop);
		socket = ports.openSocket({
			onText: (text) => {
				if (mine === generation) hear(text);
			},
			onClosed: (code, reason) => {
				if (mine === generation) lost(code, reason);
			},
		});
	}

	/** Gives the socket up without waiting for its end. */
	function drop(): void {
		generation += 1;
		socket?.close();
		lost(1006, '');
	}

	function lost(code: number, reason: string): void {
		generation += 1;
		socket = undefined;
		requests.pause();
		disarm();
		if (code === CLOSE.sessionEnded) {
			ended(reason);
			return;
		}
		const lasted = phase.name === 'online' && clock.now() - onlineAt >= STABLE_MS;
		attempt = lasted ? 0 : attempt + 1;
		const spread = code === CLOSE.restart || code === CLOSE.tryLater ? RESTART_ATTEMPT : 0;
		const wait = backOffMs(Math.max(attempt, spread), ports.random);
		arm(wait, open);
		become({ name: 'waiting', until: clock.now() + wait });
	}

	function ended(reason: string): void {
		requests.end({ code: 'no-session' });
		become({ name: 'ended', reason });
	}

	function end(reason: string): void {
		generation += 1;
		disarm();
		socket?.close(CLOSE.normal, '');
		socket = undefined;
		requests.pause();
		ended(reason);
	}

	function hear(text: string): void {
		heardAt = clock.now();
		const frame: ServerFrame = JSON.parse(text);
		if ('hello' in frame) greet(frame);
		else if ('re' in frame) answered(frame);
		else if ('events' in frame) hooks.onEvents(frame);
		else if ('state' in frame) hooks.onState(frame);
		// Signals that this client does not know, and frames of a later contract, are ignored.
		else if ('signal' in frame && frame.signal === 'presence') hooks.onSignal(frame);
	}

	function greet({ hello }: HelloFrame): void {
		if (!hooks.accepts(hello)) {
			end(OTHER_ACCOUNT);
			return;
		}
		silenceMs = 2 * hello.heartbeat;
		openMax = hello.limits.openRequests;
		become({ name: 'syncing' });
		syncRe = requests.nextRe();
		socket?.send(encode(syncRe, 'sync', hooks.cursor(hello) ?? {}));
	}

	function answered(frame: OkFrame | ErrorFrame): void {
		// The facts first, then the answer: whoever waits for it finds them in the state.
		if ('ok' in frame && frame.events !== undefined && frame.position !== undefined)
			hooks.onEvents({ events: frame.events, position: frame.position });
		if (frame.re === syncRe) synced(frame);
		else requests.answer(frame);
	}

	function synced(frame: OkFrame | ErrorFrame): void {
		if ('error' in frame || socket === undefined) {
			drop();
			return;
		}
		const [now, mine] = [socket, generation];
		hooks.onSynced(frame.ok);
		if (mine !== generation) return;
		onlineAt = clock.now();
		arm(silenceMs, listen);
		become({ name: 'online' });
		requests.begin((text) => now.send(text), openMax);
	}

	/** Silence for two heartbeats: asks whether anybody is there. */
	function listen(): void {
		const silent = clock.now() - heardAt;
		if (silent < silenceMs) arm(silenceMs - silent, listen);
		else ping(PONG_MS_MAX);
	}

	function ping(answerMs: number): void {
		const askedAt = clock.now();
		socket?.send(encode(requests.nextRe(), 'ping', {}));
		arm(answerMs, () => {
			if (heardAt < askedAt) drop();
			else arm(silenceMs, listen);
		});
	}

	return {
		get phase() {
			return phase;
		},
		start() {
			if (phase.name !== 'stopped') return;
			attempt = 0;
			open();
		},
		stop() {
			if (phase.name === 'ended') return;
			generation += 1;
			disarm();
			requests.pause();
			socket?.close(CLOSE.normal, '');
			socket = undefined;
			become({ name: 'stopped' });
		},
		wake() {
			if (phase.name === 'waiting') open();
			else if (phase.name === 'online') ping(WAKE_PONG_MS_MAX);
		},
		end,
		resume() {
			if (phase.name !== 'ended') return;
			requests.reopen();
			attempt = 0;
			open();
		},
		ask: requests.ask,
	};
}
