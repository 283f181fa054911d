/**
 * The server's frames as bytes. Events arrive here already encoded and are only copied into place; everything else is
 * small and goes through `JSON.stringify`. No frame is larger than `SERVER_FRAME_BYTES_MAX`.
 */
import type { ErrorFrame, HelloFrame, PresenceChange, SignalFrame, StateFrame, WireError } from '../../core/wire.ts';
import { SERVER_FRAME_BYTES_MAX } from '../../core/wire.ts';
import { textFrame } from '../ws/encoder.ts';

/** An event's public shape as JSON, made once, whoever gets it. Once the event is redacted its content is taken out of here (`encode.ts`). */
export interface Encoded {
	readonly position: number;
	json: Buffer;
}

/** What stands around the events of a frame: keys, brackets, two numbers. */
const ENVELOPE_BYTES_MAX = 128;
/** Changes of presence in one frame: about 130 bytes each. */
const SIGNAL_CHANGES_MAX = 1000;
const COMMA = 0x2c;

/** The events as one frame, or several where one would be too large; the last one carries `position`, the others that of their last event. */
export function eventsFrames(events: readonly Encoded[], position: number): Buffer[] {
	const parts = split(events, (event) => event.json.length);
	return parts.map((part, k) => {
		const upTo = k === parts.length - 1 ? position : part[part.length - 1]!.position;
		return textFrame(joined('{"events":[', part, `],"position":${upTo}}`));
	});
}

/** "You have seen everything up to here": moves the cursor of a quiet connection. */
export function cursorFrame(position: number): Buffer {
	return textFrame(`{"events":[],"position":${position}}`);
}

/** The answer to a request; `ok` is what it asked for, `events` what it caused for this account, in position order. */
export function okFrame(re: number, ok: object, events: readonly Encoded[]): Buffer {
	const head = `{"re":${re},"ok":${JSON.stringify(ok)}`;
	const last = events[events.length - 1];
	if (last === undefined) return textFrame(`${head}}`);
	return textFrame(joined(`${head},"events":[`, events, `],"position":${last.position}}`));
}

export function errorFrame(re: number, error: WireError): Buffer {
	return textFrame(JSON.stringify({ re, error } satisfies ErrorFrame));
}

export function helloFrame(hello: HelloFrame['hello']): Buffer {
	return textFrame(JSON.stringify({ hello } satisfies HelloFrame));
}

export function presenceFrames(changes: readonly PresenceChange[]): Buffer[] {
	const frames: Buffer[] = [];
	for (let k = 0; k < changes.length; k += SIGNAL_CHANGES_MAX) {
		const some = changes.slice(k, k + SIGNAL_CHANGES_MAX);
		frames.push(textFrame(JSON.stringify({ signal: 'presence', changes: some } satisfies SignalFrame)));
	}
	return frames;
}

/**
 * One part of a reset, in as many frames as it needs; one when there is nothing in it. `asNow` tells an item as it stands
 * when its frame is made, which is when that is asked for.
 */
export function* stateFrames<T extends object>(
	part: StateFrame['state']['part'],
	items: readonly T[],
	asNow: (item: T) => T = (item) => item,
): Generator<Buffer> {
	let next = 0;
	do {
		const pieces: { readonly json: Buffer }[] = [];
		let room = SERVER_FRAME_BYTES_MAX - ENVELOPE_BYTES_MAX;
		for (; next < items.length; next++) {
			const json = Buffer.from(JSON.stringify(asNow(items[next]!)));
			room -= json.length + 1;
			if (room < 0 && pieces.length > 0) break;
			pieces.push({ json });
		}
		yield textFrame(joined(`{"state":{"part":"${part}","items":[`, pieces, ']}}'));
	} while (next < items.length);
}

/** Cuts a list into runs whose bytes fit a frame. An item alone is never too large: texts and lists have limits of their own. */
function split<T>(items: readonly T[], bytes: (item: T) => number): T[][] {
	const runs: T[][] = [];
	let room = 0;
	for (const item of items) {
		const size = bytes(item) + 1;
		if (size > room || runs.length === 0) {
			runs.push([]);
			room = SERVER_FRAME_BYTES_MAX - ENVELOPE_BYTES_MAX;
		}
		runs[runs.length - 1]!.push(item);
		room -= size;
	}
	return runs;
}

/** `head`, the pieces with commas between them, `tail`, copied once into one buffer. */
function joined(head: string, pieces: readonly { readonly json: Buffer }[], tail: string): Buffer {
	const headBytes = Buffer.byteLength(head);
	let size = headBytes + Buffer.byteLength(tail) + Math.max(0, pieces.length - 1);
	for (const piece of pieces) size += piece.json.length;
	const out = Buffer.allocUnsafe(size);
	let at = out.write(head, 0);
	for (let k = 0; k < pieces.length; k++) {
		if (k > 0) out[at++] = COMMA;
		at += pieces[k]!.json.copy(out, at);
	}
	out.write(tail, at);
	return out;
}
