/**
 * Requests without an answer yet. At most as many as the server allows are under way; the rest wait in the order
 * asked. What was under way when a connection was lost is asked again on the next one, in the same order, with the
 * same fields: recording commands carry an id, so that nothing is recorded twice, and queries change nothing.
 */
import {
	CLIENT_FRAME_BYTES_MAX,
	type ErrorFrame,
	type OkFrame,
	OPEN_REQUESTS_MAX,
	type WireError,
} from '../../core/wire.ts';

/** Requests that may wait besides those under way; beyond it they are refused with `too-often`. */
export const WAITING_REQUESTS_MAX = 1000;

export type Fields = Readonly<Record<string, unknown>>;
export type Refusal = Omit<WireError, 'message'> & { readonly message?: string };
export type Reply =
	| { readonly state: 'done'; readonly ok: Fields; readonly position?: number }
	| { readonly state: 'refused'; readonly error: Refusal };

interface Request {
	readonly name: string;
	readonly fields: Fields;
	readonly settle: (reply: Reply) => void;
}

export interface Requests {
	/** Resolves when the server has answered, over however many connections; a refusal is an answer too. */
	ask(name: string, fields: Fields): Promise<Reply>;
	/** A connection is ready: sends what was under way before, then what waits. `openMax`: what the server allows. */
	begin(send: (text: string) => void, openMax: number): void;
	/** The connection is gone. */
	pause(): void;
	/** Settles the request that the frame answers; one that nobody waits for is ignored. */
	answer(frame: OkFrame | ErrorFrame): void;
	/** Refuses everything, now and from now on, until they are opened again. */
	end(error: Refusal): void;
	reopen(): void;
	/** A number that no open request has. */
	nextRe(): number;
}

export function createRequests(): Requests {
	const open = new Map<number, Request>();
	const waiting: Request[] = [];
	let send: ((text: string) => void) | undefined;
	let openMax = OPEN_REQUESTS_MAX;
	let ended: Refusal | undefined;
	let lastRe = 0;

	function fill(): void {
		while (send !== undefined && open.size < openMax) {
			const request = waiting.shift();
			if (request === undefined) return;
			lastRe += 1;
			open.set(lastRe, request);
			send(encode(lastRe, request.name, request.fields));
		}
	}

	return {
		ask(name, fields) {
			const refusal = ended ?? refuse(name, fields, waiting.length);
			if (refusal !== undefined) return Promise.resolve({ state: 'refused', error: refusal });
			return new Promise((settle) => {
				waiting.push({ name, fields, settle });
				fill();
			});
		},
		begin(sendNow, max) {
			send = sendNow;
			openMax = max;
			for (const [re, request] of open) sendNow(encode(re, request.name, request.fields));
			fill();
		},
		pause() {
			send = undefined;
		},
		answer(frame) {
			const request = open.get(frame.re);
			if (request === undefined) return;
			open.delete(frame.re);
			request.settle(toReply(frame));
			fill();
		},
		end(error) {
			ended = error;
			const left = [...open.values(), ...waiting];
			open.clear();
			waiting.length = 0;
			for (const request of left) request.settle({ state: 'refused', error });
		},
		reopen() {
			ended = undefined;
		},
		nextRe() {
			lastRe += 1;
			return lastRe;
		},
	};
}

export function encode(re: number, name: string, fields: Fields): string {
	return JSON.stringify({ ...fields, re, do: name });
}

function refuse(name: string, fields: Fields, waiting: number): Refusal | undefined {
	if (waiting >= WAITING_REQUESTS_MAX) return { code: 'too-often', max: WAITING_REQUESTS_MAX };
	// A frame beyond the limit would end the connection, and be sent again on the next one, for ever.
	const bytes = new TextEncoder().encode(encode(Number.MAX_SAFE_INTEGER, name, fields)).length;
	return bytes > CLIENT_FRAME_BYTES_MAX ? { code: 'too-large', max: CLIENT_FRAME_BYTES_MAX } : undefined;
}

function toReply(frame: OkFrame | ErrorFrame): Reply {
	if ('error' in frame) return { state: 'refused', error: frame.error };
	return { state: 'done', ok: frame.ok, ...(frame.position === undefined ? {} : { position: frame.position }) };
}
