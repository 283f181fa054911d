/** A client's end of a socket in memory: speaks `/ws`, answers pings and keeps all that the server said. */
import type { HelloFrame, PublicEvent, StateFrame, WireError } from '../../core/wire.ts';
import { OPCODE } from '../../transports/ws/encoder.ts';
import { clientClose, clientPong, clientText, splitServerFrames } from './client-frames.ts';
import { FakeSocket } from './fake-socket.ts';

export interface Frame {
	readonly hello?: HelloFrame['hello'];
	readonly re?: number;
	readonly ok?: Readonly<Record<string, unknown>>;
	readonly error?: WireError;
	readonly events?: readonly PublicEvent[];
	readonly position?: number;
	readonly signal?: string;
	readonly changes?: readonly { readonly account: string; readonly online: boolean }[];
	readonly state?: StateFrame['state'];
}

export class ChatSocket extends FakeSocket {
	readonly frames: Frame[] = [];
	readonly answers = new Map<number, Frame>();
	/** Size of the largest frame's payload. */
	largest = 0;
	closeCode: number | undefined;
	closeReason: string | undefined;
	#re = 0;

	override write(bytes: Uint8Array): number {
		this.#kept = Buffer.concat([this.#kept, bytes]);
		this.#parse();
		return super.write(bytes);
	}
	#kept: Buffer = Buffer.alloc(0);

	override get written(): Buffer {
		return Buffer.concat(this.writes);
	}

	get hello(): HelloFrame['hello'] | undefined {
		return this.frames[0]?.hello;
	}
	/** All events, in the order they came, pushed or in answers. */
	get events(): PublicEvent[] {
		return this.frames.flatMap((frame) => frame.events ?? []);
	}
	get positions(): number[] {
		return this.events.map((event) => event.position);
	}
	/** Texts of the messages that came as events. */
	get texts(): unknown[] {
		return this.events
			.filter((event) => event.type === 'MessageSent')
			.map((event) => (event.data.body as { text: unknown }).text);
	}
	/** Presence as told by signals: the last word on each account. */
	get presence(): ReadonlyMap<string, boolean> {
		const changes = this.frames.flatMap((frame) => frame.changes ?? []);
		return new Map(changes.map(({ account, online }) => [account, online]));
	}
	/** The items of a part of the state, from all its frames. */
	part(name: StateFrame['state']['part']): unknown[] {
		return this.frames.flatMap((frame) => (frame.state?.part === name ? [...frame.state.items] : []));
	}

	/** Sends a request; returns its `re`. */
	request(command: string, fields: object = {}): number {
		this.#re += 1;
		this.text(JSON.stringify({ re: this.#re, do: command, ...fields }));
		return this.#re;
	}
	text(text: string): void {
		this.receive(clientText(text));
	}
	/** Takes leave as a client does, and is gone. */
	leave(): void {
		if (!this.closed) this.receive(clientClose(1000));
		this.close();
	}

	#parse(): void {
		const { frames, rest } = splitServerFrames(this.#kept);
		this.#kept = rest;
		for (const { opcode, payload } of frames) {
			this.largest = Math.max(this.largest, payload.length);
			if (opcode === OPCODE.text) this.#take(JSON.parse(payload.toString()) as Frame);
			if (opcode === OPCODE.ping) queueMicrotask(() => this.#pong());
			if (opcode === OPCODE.close) {
				this.closeCode = payload.readUInt16BE(0);
				this.closeReason = payload.subarray(2).toString();
			}
		}
	}

	#pong(): void {
		if (!this.closed && !this.blocked) this.receive(clientPong());
	}

	#take(frame: Frame): void {
		this.frames.push(frame);
		if (frame.re !== undefined) this.answers.set(frame.re, frame);
	}
}
