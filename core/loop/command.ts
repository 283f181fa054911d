/**
 * A command as the write loop takes it: what it depends on, what it wants to know, how it is decided, whom to answer.
 * `core/domain` makes the deciding part; gateways and HTTP wrap it with author, connection and answer.
 */

import type { LogEvent, Proposal } from '../domain/events.ts';
import type { Facts } from '../domain/facts.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { AccountId, EventId } from '../ids.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';

/** Something a decision depends on, such as `name:<folded>`, `conversation:<id>`, `read:<account>:<conversation>`. */
export interface Key {
	readonly name: string;
	/** Shared holders may stand in one batch; an exclusive one stands alone with the key. */
	readonly mode: 'shared' | 'exclusive';
}

/** What a decider answers. A rejection may still write to the vault (a wrong code counts). No events and no rejection: true already. */
export type Decision =
	| { readonly events: readonly Proposal[]; readonly vault?: readonly VaultWrite[] }
	| { readonly rejection: Rejection; readonly vault?: readonly VaultWrite[] };

/** The pure part. `now` is the batch's `at`; `rows` answer `reads`, in their order, read under the head lock. */
export interface Decidable {
	readonly keys: readonly Key[];
	readonly reads?: readonly VaultRead[];
	decide(facts: Facts, now: number, rows: readonly VaultRow[][]): Decision;
}

export interface Command extends Decidable {
	/** For logs and metrics: `message.send`. */
	readonly name: string;
	readonly author: AccountId | null;
	/** Made by the client: the first event recorded gets it. */
	readonly id?: EventId;
	/** What a repeat must agree in: SHA-256 (hex) over the name and the fields. Present when `id` is. */
	readonly digest?: string;
	/** Commands with the same `order` (a connection) are recorded in the order submitted. */
	readonly order?: object;
	/** Called once, synchronously, in the order recorded, right after the command's own events were applied. Must not throw. */
	settle(outcome: Outcome): void;
}

export type Outcome =
	/** Durable. `events` is what it recorded, now or (`repeated`) under its id before; empty when it was true already. */
	| {
			readonly state: 'done';
			readonly events: readonly LogEvent[];
			readonly repeated: boolean;
			readonly position: number;
	  }
	| { readonly state: 'rejected'; readonly rejection: Rejection };
