/**
 * From committed events to sockets: applies each event to the views, finds who may see it, and gives it to their live
 * connections. All that one turn of the loop has for a connection leaves in one write; equal lists are framed once.
 */
import { isRedacted, type LogEvent, redactedBy } from '../../core/domain/events.ts';
import type { AccountId } from '../../core/ids.ts';
import type { PresenceChange } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { Encode } from './encode.ts';
import { cursorFrame, type Encoded, presenceFrames } from './frames.ts';
import type { Recipient } from './recipient.ts';
import { SharedList } from './shared-list.ts';
import type { Tail } from './tail.ts';

export interface DeliveryPorts {
	readonly views: Pick<
		Views,
		'applied' | 'apply' | 'audience' | 'takePresenceChanges' | 'presenceAudience' | 'online' | 'lastSeen'
	>;
	readonly tail: Tail;
	readonly encode: Encode;
	/** ms since 1970 UTC. */
	now(): number;
	/** Makes a reader of a recipient that does not take what it is sent; its cursor is set. */
	read(recipient: Recipient): void;
	/** Called at the end of each turn that applied something, after everything was sent. */
	turnOver(): void;
}

export class Delivery {
	readonly #ports: DeliveryPorts;
	readonly #byAccount = new Map<AccountId, Set<Recipient>>();
	/** Who was given something in this turn. */
	readonly #touched = new Set<Recipient>();
	/** Pairs that became friends in this turn: from now on each is shown the other's presence. */
	#befriended: (readonly [AccountId, AccountId])[] = [];
	#root = SharedList.root<Encoded>();
	#inTurn = false;

	constructor(ports: DeliveryPorts) {
		this.#ports = ports;
	}

	join(recipient: Recipient): void {
		const others = this.#byAccount.get(recipient.account);
		if (others === undefined) this.#byAccount.set(recipient.account, new Set([recipient]));
		else others.add(recipient);
	}

	leave(recipient: Recipient): void {
		const others = this.#byAccount.get(recipient.account);
		if (others === undefined) return;
		others.delete(recipient);
		if (others.size === 0) this.#byAccount.delete(recipient.account);
	}

	/**
	 * Takes committed events in position order. `origin` is the connection whose command caused them, while its answer is
	 * still to come: it gets them in there.
	 */
	apply(events: readonly LogEvent[], origin: Recipient | null): void {
		const { views, tail, encode } = this.#ports;
		for (const event of events) {
			views.apply(event);
			const encoded = encode(event);
			tail.push({ event, encoded });
			for (const position of redactedBy(event)) tail.redact(position);
			if (encoded !== null && this.#byAccount.size > 0) this.#hand(event, encoded, origin);
			if (event.type === 'FriendAccepted' && !isRedacted(event.data)) {
				this.#befriended.push([event.data.from as AccountId, event.data.to as AccountId]);
			}
		}
		this.#begin();
	}

	/** To be called after anything else was sent to a live recipient: a slow one becomes a reader. */
	sent(recipient: Recipient): void {
		if (!recipient.outlet.overLimit) return;
		recipient.pause();
		if (recipient.mode !== 'live') return;
		recipient.cursor = this.#ports.views.applied;
		this.#ports.read(recipient);
	}

	/** Tells these of everything applied, where they were not told already. */
	moveCursors(recipients: Iterable<Recipient>): void {
		const { applied } = this.#ports.views;
		const frame = cursorFrame(applied);
		for (const recipient of recipients) {
			if (recipient.mode !== 'live' || recipient.told >= applied) continue;
			recipient.send(frame);
			recipient.told = applied;
			this.sent(recipient);
		}
	}

	/** Tells a recipient that is live again of the friends whose presence changed meanwhile. */
	catchUpPresence(recipient: Recipient): void {
		if (recipient.stale.size === 0) return;
		const changes = [...recipient.stale].map((account) => this.#presenceOf(account));
		recipient.stale.clear();
		for (const frame of presenceFrames(changes)) recipient.send(frame);
	}

	#hand(event: LogEvent, encoded: Encoded, origin: Recipient | null): void {
		for (const account of this.#ports.views.audience(event)) {
			const recipients = this.#byAccount.get(account);
			if (recipients === undefined) continue;
			for (const recipient of recipients) {
				if (recipient.mode !== 'live') continue;
				if (recipient === origin) recipient.keep(encoded);
				else {
					recipient.push(encoded, this.#root);
					this.#touched.add(recipient);
				}
			}
		}
	}

	#begin(): void {
		if (this.#inTurn) return;
		this.#inTurn = true;
		queueMicrotask(() => this.#end());
	}

	#end(): void {
		this.#inTurn = false;
		this.#root = SharedList.root();
		this.#signalPresence();
		const touched = [...this.#touched];
		this.#touched.clear();
		for (const recipient of touched) {
			recipient.flush();
			this.sent(recipient);
		}
		this.#ports.turnOver();
	}

	/** Sends what flipped, and new friends' presence, behind the events of this turn. */
	#signalPresence(): void {
		const { views } = this.#ports;
		const lists = new Map<Recipient, SharedList<PresenceChange>>();
		const root = SharedList.root<PresenceChange>();
		const tell = (account: AccountId, change: PresenceChange) => {
			for (const recipient of this.#byAccount.get(account) ?? []) {
				if (recipient.mode !== 'live') recipient.stale.add(change.account);
				else lists.set(recipient, (lists.get(recipient) ?? root).extend(change));
			}
		};
		for (const change of views.takePresenceChanges()) {
			for (const account of views.presenceAudience(change.account)) tell(account, change);
		}
		for (const [one, other] of this.#befriended) {
			tell(one, this.#presenceOf(other));
			tell(other, this.#presenceOf(one));
		}
		this.#befriended = [];
		for (const [recipient, list] of lists) {
			for (const frame of list.frames(presenceFrames)) recipient.send(frame);
			this.#touched.add(recipient);
		}
	}

	#presenceOf(account: AccountId): PresenceChange {
		const { views, now } = this.#ports;
		const online = views.online(account);
		return { account, online, state: online ? 'online' : 'offline', at: views.lastSeen(account) ?? now() };
	}
}
