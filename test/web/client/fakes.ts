/** Sockets driven by the test, and the frames of a server that says what it is told. */
import type { AccountId, ConversationId, EventId, SessionId, StreamId } from '../../../core/ids.ts';
import {
	CONTRACT,
	type HelloFrame,
	type PublicEvent,
	type RequestFrame,
	type ServerFrame,
} from '../../../core/wire.ts';
import type { ClientSocketHandlers, SocketFactory } from '../../../web/client/socket.ts';

export const ME = '00000000-0000-7000-8000-00000000000a' as AccountId;
export const BEA = '00000000-0000-7000-8000-00000000000b' as AccountId;
export const CAI = '00000000-0000-7000-8000-00000000000c' as AccountId;
/** Who runs the installation. */
export const OPERATOR = '00000000-0000-5000-8000-0000000000ff' as AccountId;
export const PAIR = '00000000-0000-5000-8000-0000000000ab' as ConversationId;
export const GROUP = '00000000-0000-7000-8000-0000000000f0' as ConversationId;

export interface FakeSocket {
	/** What the client sent and the test has not taken yet. */
	readonly sent: RequestFrame[];
	closed: boolean;
	say(frame: ServerFrame): void;
	end(code: number, reason?: string): void;
	/** The oldest frame sent and not taken yet. */
	take(): RequestFrame;
}

/** Sockets in the order opened. */
export function fakeSockets(): { readonly open: SocketFactory; readonly sockets: FakeSocket[] } {
	const sockets: FakeSocket[] = [];
	const open = (handlers: ClientSocketHandlers) => {
		const socket: FakeSocket = {
			sent: [],
			closed: false,
			say: (frame) => handlers.onText(JSON.stringify(frame)),
			end: (code, reason = '') => handlers.onClosed(code, reason),
			take() {
				const frame = socket.sent.shift();
				if (frame === undefined) throw new Error('the client has sent nothing more');
				return frame;
			},
		};
		sockets.push(socket);
		return {
			send: (text: string) => void socket.sent.push(JSON.parse(text)),
			close: () => {
				socket.closed = true;
			},
		};
	};
	return { open, sockets };
}

export function hello(openRequests = 100): HelloFrame {
	return {
		hello: {
			contract: CONTRACT,
			log: 'epoch',
			account: ME,
			session: 'session' as SessionId,
			position: 0,
			now: 0,
			heartbeat: 25_000,
			operator: OPERATOR,
			limits: {
				frame: 65_536,
				text: 8192,
				openRequests,
				syncEvents: 10_000,
				fileBytes: 1000,
				groupMembers: 5000,
				messagesPerSecond: 50,
			},
		},
	};
}

/** Hello and an answered sync that missed nothing. */
export function greet(socket: FakeSocket, openRequests = 100): void {
	socket.say(hello(openRequests));
	socket.say({ re: socket.take().re, ok: { position: 0, online: [] } });
}

let events = 0;
/** An event of the pair unless told otherwise; ids count up. */
export function event(fields: Partial<PublicEvent> & Pick<PublicEvent, 'position' | 'type'>): PublicEvent {
	events += 1;
	return {
		stream: PAIR as StreamId,
		version: fields.position,
		id: `00000000-0000-7000-8000-${events.toString(16).padStart(12, '0')}` as EventId,
		at: 1000 + fields.position,
		by: BEA,
		data: {},
		...fields,
	};
}
