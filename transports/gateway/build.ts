/** Puts the parts of a gateway together: delivery, readers, sync, sessions, requests, connections. */
import type { Clock } from '../../core/clock.ts';
import { isRedacted, type LogEvent } from '../../core/domain/events.ts';
import type { NewId, NodeId, SessionId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { Command } from '../../core/loop/command.ts';
import type { WriteLoop } from '../../core/loop/write-loop.ts';
import { CLOSE } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import { FriendLists } from '../brief/friend-lists.ts';
import { FriendSteps } from '../brief/friend-steps.ts';
import type { NodeLimits, NodePorts } from '../node.ts';
import { Chat } from './chat.ts';
import { Client } from './client.ts';
import { CursorRounds } from './cursor-rounds.ts';
import { Delivery } from './delivery.ts';
import { encodeOnce } from './encode.ts';
import { Gateway } from './gateway.ts';
import type { Guest } from './guest.ts';
import { Finder } from './queries/accounts.ts';
import { Conversations } from './queries/conversations.ts';
import { Reader } from './reader.ts';
import { Recording } from './recording.ts';
import { Requests } from './requests.ts';
import { Sessions } from './sessions.ts';
import { Sync } from './sync.ts';
import { Tail } from './tail.ts';

export interface GatewayBuildPorts {
	readonly node: NodeId;
	readonly log: EventLog;
	readonly views: Views;
	readonly loop: Pick<WriteLoop, 'epoch' | 'follow' | 'healthy'>;
	readonly clock: Clock;
	readonly newId: NewId;
	readonly invitation: NodePorts['invitation'];
	readonly random: () => number;
	readonly limits: NodeLimits;
	readonly note: NodePorts['note'];
	/** The newest events applied so far, ascending and without holes, for the tail to begin with. */
	readonly recent: readonly LogEvent[];
	submit(command: Command): void;
	/** The end of a turn in which something was applied, after it was handed to the sockets. */
	turnOver(): void;
}

/** A node's side towards its sockets. */
export interface BuiltGateway {
	/** Applies committed events to the views and hands them to the connections. */
	apply(events: readonly LogEvent[], command: Command | null): void;
	readonly gateway: Gateway;
	/** Those that have a socket here. */
	sessions(): SessionId[];
	/** Closes all connections with 1012, and whoever comes; records no more about sessions. */
	end(): void;
}

export function buildGateway(ports: GatewayBuildPorts): BuiltGateway {
	const { node, log, views, loop, clock, newId, invitation, random, limits, note, recent, submit, turnOver } = ports;
	const tail = new Tail(views.applied - recent.length);
	for (const event of recent) tail.push({ event, encoded: encodeOnce(event) });
	const reader = new Reader({
		log,
		views,
		tail,
		clock,
		encode: encodeOnce,
		caughtUp: (recipient) => {
			if (!sync.caughtUp(recipient)) delivery.catchUpPresence(recipient);
			delivery.sent(recipient);
		},
		failed: (recipient, error) => {
			note('error', 'reader.failed', { error: error instanceof Error ? error.stack : String(error) });
			recipient.outlet.close(CLOSE.internal, '');
		},
	});
	const delivery = new Delivery({
		views,
		tail,
		encode: encodeOnce,
		now: () => clock.now(),
		read: (recipient) => reader.start(recipient),
		turnOver,
	});
	const conversations = new Conversations({ log, views });
	const sync = new Sync({ views, loop, reader, conversations, syncEvents: limits.syncEvents });
	const sessions = new Sessions<Guest>({
		node,
		clock,
		random,
		submit: (name, decidable, settle) => submit({ name, author: null, ...decidable, settle }),
	});
	const recording = new Recording({ clock, limits, submit });
	const finder = new Finder({ log, views, clock, submit });
	const requests = new Requests({
		log,
		views,
		clock,
		newId,
		invitation,
		limits,
		note,
		delivery,
		sync,
		conversations,
		recording,
		finder,
	});
	const rounds = new CursorRounds(clock, (recipients) => delivery.moveCursors(recipients));
	const chat = new Chat({ views, loop, clock, limits, delivery, rounds, requests, sync });
	const lists = new FriendLists(views);
	const steps = new FriendSteps({ views, recording, finder, note });
	const receptions = { chat, 'friend-list': lists, 'friend-steps': steps };
	const gateway = new Gateway({ views, loop, clock, note, sessions, receptions });

	return {
		gateway,
		sessions: () => sessions.connected(),
		end() {
			rounds.stop();
			sessions.end();
			gateway.closeAll(CLOSE.restart, 'restart');
		},
		apply(events, command) {
			delivery.apply(events, command?.order instanceof Client ? command.order.recipient : null);
			lists.applied(events);
			steps.applied(events);
			for (const event of events) {
				if (event.type === 'SessionClosed' && !isRedacted(event.data)) {
					gateway.endSession(event.data.session as SessionId, event.data.reason);
				}
			}
		},
	};
}
