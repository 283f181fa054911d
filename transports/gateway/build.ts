/** Puts the parts of a gateway together: delivery, readers, sync, sessions, requests, connections. */
import type { Clock } from '../../core/clock.ts';
import { isRedacted, type LogEvent } from '../../core/domain/events.ts';
import type { NewId, NodeId, SessionId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { Command } from '../../core/loop/command.ts';
import type { WriteLoop } from '../../core/loop/write-loop.ts';
import { CLOSE } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { NodeLimits, NodePorts } from '../node.ts';
import { Client } from './client.ts';
import { Delivery } from './delivery.ts';
import { encodeOnce } from './encode.ts';
import { Gateway } from './gateway.ts';
import { Conversations } from './queries/conversations.ts';
import { Reader } from './reader.ts';
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
	readonly sessions: Sessions<Client>;
}

export function buildGateway(ports: GatewayBuildPorts): BuiltGateway {
	const { node, log, views, loop, clock, newId, random, limits, note, recent, submit, turnOver } = ports;
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
	const sessions = new Sessions<Client>({
		node,
		clock,
		random,
		submit: (name, decidable, settle) => submit({ name, author: null, ...decidable, settle }),
	});
	const requests = new Requests({ log, views, clock, newId, limits, note, delivery, sync, conversations, submit });
	const gateway = new Gateway({ views, loop, clock, limits, note, delivery, requests, sync, sessions });

	return {
		gateway,
		sessions,
		apply(events, command) {
			delivery.apply(events, command?.order instanceof Client ? command.order.recipient : null);
			for (const event of events) {
				if (event.type === 'SessionClosed' && !isRedacted(event.data)) {
					gateway.endSession(event.data.session as SessionId, event.data.reason);
				}
			}
		},
	};
}
