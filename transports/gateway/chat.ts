/** Who speaks the contract of `/ws`: greeted with `hello`, pushed to by the delivery, heard by the requests. */
import type { Clock } from '../../core/clock.ts';
import { type AccountId, operatorId, type SessionId } from '../../core/ids.ts';
import type { WriteLoop } from '../../core/loop/write-loop.ts';
import {
	CLIENT_FRAME_BYTES_MAX,
	CONTRACT,
	HEARTBEAT_MS,
	type Limits,
	OPEN_REQUESTS_MAX,
	TEXT_BYTES_MAX,
} from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { NodeLimits } from '../node.ts';
import { Client } from './client.ts';
import type { CursorRounds } from './cursor-rounds.ts';
import type { Delivery } from './delivery.ts';
import { helloFrame } from './frames.ts';
import type { Admitted, Guest, Line, Reception } from './guest.ts';
import type { Requests } from './requests.ts';
import type { Sync } from './sync.ts';

export interface ChatPorts {
	readonly views: Pick<Views, 'applied'>;
	readonly loop: Pick<WriteLoop, 'epoch'>;
	readonly clock: Clock;
	readonly limits: NodeLimits;
	readonly delivery: Delivery;
	readonly rounds: CursorRounds;
	readonly requests: Requests;
	readonly sync: Sync;
}

export class Chat implements Reception {
	readonly #ports: ChatPorts;

	constructor(ports: ChatPorts) {
		this.#ports = ports;
	}

	greet(line: Line, who: Admitted): Guest {
		const { views, loop, clock, delivery, rounds } = this.#ports;
		const client = new Client(line, who);
		delivery.join(client.recipient);
		rounds.join(client.recipient);
		line.send(
			helloFrame({
				contract: CONTRACT,
				log: loop.epoch,
				account: who.account,
				session: who.session,
				position: views.applied,
				now: clock.now(),
				heartbeat: HEARTBEAT_MS,
				operator: operatorId(loop.epoch),
				limits: this.#limits(),
			}),
		);
		return new ChatGuest(this.#ports, client);
	}

	#limits(): Limits {
		const { syncEvents, groupMembers, messagesPerSecond, fileBytes } = this.#ports.limits;
		return {
			frame: CLIENT_FRAME_BYTES_MAX,
			text: TEXT_BYTES_MAX,
			openRequests: OPEN_REQUESTS_MAX,
			syncEvents,
			groupMembers,
			messagesPerSecond,
			fileBytes,
		};
	}
}

class ChatGuest implements Guest {
	readonly #ports: ChatPorts;
	readonly #client: Client;

	constructor(ports: ChatPorts, client: Client) {
		this.#ports = ports;
		this.#client = client;
	}

	get account(): AccountId {
		return this.#client.account;
	}

	get session(): SessionId {
		return this.#client.session;
	}

	take(text: string): void {
		this.#ports.requests.take(this.#client, text);
	}

	drained(): void {
		this.#client.recipient.wake();
	}

	close(code: number, reason: string): void {
		const { recipient } = this.#client;
		recipient.flush();
		recipient.outlet.close(code, reason);
	}

	left(): void {
		const { recipient } = this.#client;
		this.#ports.delivery.leave(recipient);
		this.#ports.rounds.leave(recipient);
		this.#ports.sync.forget(recipient);
		recipient.wake();
	}
}
