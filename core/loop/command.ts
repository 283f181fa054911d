/**
 * A command as the write loop takes it: what it depends on, what it wants to know, how it is decided, whom to answer.
 * `core/domain` makes the deciding part; gateways and HTTP wrap it with author, connection and answer.
 */

import type { EventType, LogEvent, Proposal } from '../domain/events.ts';
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

/** A recorded event that a decision is about, and which of its amendments it wants to see. */
export interface SubjectRead {
	readonly id: EventId;
	readonly amendedBy: readonly EventType[];
}

/** Such an event as it stands under the head lock. */
export interface Subject {
	readonly event: LogEvent;
	/** By position. */
	readonly amendments: readonly LogEvent[];
}

/**
 * The pure part. `now` is the batch's `at`; `rows` answer `reads` and `subjects` what it is `about`, in their order, read
 * under the head lock; undefined stands for an event that is not there.
 */
export interface Decidable {
	readonly keys: readonly Key[];
	readonly reads?: readonly VaultRead[];
	readonly about?: readonly SubjectRead[];
	decide(facts: Facts, now: number, rows: readonly VaultRow[][], subjects: readonly (Subject | undefined)[]): Decision;
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
