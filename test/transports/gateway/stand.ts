/** A delivery and its reader over the fakes, put together as a node does it. */
import type { LogEvent } from '../../../core/domain/events.ts';
import type { AccountId, StreamId } from '../../../core/ids.ts';
import { LogError } from '../../../core/log/port.ts';
import { CLOSE } from '../../../core/wire.ts';
import { Delivery } from '../../../transports/gateway/delivery.ts';
import { encodeOnce } from '../../../transports/gateway/encode.ts';
import { Reader } from '../../../transports/gateway/reader.ts';
import { Recipient } from '../../../transports/gateway/recipient.ts';
import { Tail } from '../../../transports/gateway/tail.ts';
import { rest, SimClock } from '../../support/sim-clock.ts';
import { CONVERSATION, FakeLog, FakeOutlet, FakeViews, id, message } from './fakes.ts';

export interface Stand {
	readonly clock: SimClock;
	readonly views: FakeViews;
	readonly log: FakeLog;
	readonly tail: Tail;
	readonly delivery: Delivery;
	readonly reader: Reader;
	readonly turns: { over: number };
	readonly encodings: Map<number, number>;
	readonly caughtUp: Recipient[];
	/** Joins a live recipient of the account. */
	join(account: AccountId): { recipient: Recipient; outlet: FakeOutlet };
	/** Records and applies messages, all in one turn. */
	say(count: number, options?: { stream?: StreamId; origin?: Recipient; text?: string }): LogEvent[];
	/** Lets everything that can go on go on, timers too. */
	settle(): Promise<void>;
}

export const ANNA = id<AccountId>(1);
export const BORIS = id<AccountId>(2);
export const CHEN = id<AccountId>(3);

export function createStand(
	options: { members?: ReadonlyMap<StreamId, readonly AccountId[]>; tailBytes?: number } = {},
): Stand {
	const clock = new SimClock();
	const views = new FakeViews(options.members ?? new Map([[CONVERSATION, [ANNA, BORIS, CHEN]]]));
	const log = new FakeLog();
	const tail = new Tail(0, options.tailBytes);
	const turns = { over: 0 };
	const encodings = new Map<number, number>();
	const caughtUp: Recipient[] = [];
	const encode = (event: LogEvent) => {
		encodings.set(event.position, (encodings.get(event.position) ?? 0) + 1);
		return encodeOnce(event);
	};
	const reader = new Reader({
		log,
		views,
		tail,
		clock,
		encode,
		caughtUp: (recipient) => {
			caughtUp.push(recipient);
			delivery.catchUpPresence(recipient);
		},
		failed: (recipient, error) => {
			if (!(error instanceof LogError)) throw error;
			recipient.outlet.close(CLOSE.internal, '');
		},
	});
	const delivery = new Delivery({
		views,
		tail,
		encode,
		now: () => clock.now(),
		read: (recipient) => reader.start(recipient),
		turnOver: () => {
			turns.over += 1;
		},
	});

	return {
		clock,
		views,
		log,
		tail,
		delivery,
		reader,
		turns,
		encodings,
		caughtUp,
		join(account) {
			const outlet = new FakeOutlet();
			const recipient = new Recipient(outlet, account);
			recipient.enter('live');
			delivery.join(recipient);
			return { recipient, outlet };
		},
		say(count, { stream = CONVERSATION, origin, text } = {}) {
			const events = Array.from({ length: count }, (_, k) => message(views.applied + 1 + k, stream, text));
			for (const event of events) log.record(event);
			delivery.apply(events, origin ?? null);
			return events;
		},
		async settle() {
			for (;;) {
				await rest();
				if (!clock.step()) return;
			}
		},
	};
}
