/**
 * `sync`: from the position that a client has to here. What it missed is read like by any connection that fell behind
 * (`reader.ts`); where that is too much, or the position means nothing here, it is given the state anew.
 */
import type { WriteLoop } from '../../core/loop/write-loop.ts';
import type { Views } from '../../projections/views.ts';
import type { Conversations } from './queries/conversations.ts';
import type { Reader } from './reader.ts';
import type { Recipient } from './recipient.ts';
import { buildState, onlineFriends, type State } from './state.ts';
import type { Page } from './tail.ts';

export interface SyncFields {
	/** The last position that the client has; absent: it has nothing. */
	readonly since?: number;
	/** The log's epoch that `since` is about; absent: this one. */
	readonly log?: string;
}

export interface SyncPorts {
	readonly views: Views;
	readonly loop: Pick<WriteLoop, 'epoch' | 'follow' | 'healthy'>;
	readonly reader: Reader;
	readonly conversations: Conversations;
	/** Missed events beyond which the state is given anew; 0: never for that. */
	readonly syncEvents: number;
}

/** Where a client is to be read on from, or the state that it is to start anew with. */
type Resume =
	| { readonly reset: true; readonly state: State }
	| { readonly reset: false; readonly since: number; readonly first?: Page };

export class Sync {
	readonly #ports: SyncPorts;
	/** The answers to come once a recipient has caught up. */
	readonly #answers = new Map<Recipient, () => void>();

	constructor(ports: SyncPorts) {
		this.#ports = ports;
	}

	/**
	 * Brings the recipient up to date and answers request `re`; one at a time for a recipient. `answered` is called right
	 * before the answer leaves. Resolves when it was answered or the connection is over: false when it cannot be done
	 * now. Throws what the log throws. Then, too, a recipient that was in sync goes on from where it was.
	 */
	async run(recipient: Recipient, re: number, fields: SyncFields, answered: () => void): Promise<boolean> {
		const { views, loop, reader } = this.#ports;
		if (fields.since !== undefined && fields.since > views.applied) {
			await loop.follow();
			if (fields.since > views.applied && !loop.healthy) return false;
		}
		const resume = await this.#prepare(recipient, fields);
		if (!recipient.outlet.open) return true;
		if (resume.reset) return this.#reset(recipient, re, resume.state, answered);
		recipient.cursor = resume.since;
		await new Promise<void>((resolve) => {
			this.#answers.set(recipient, () => {
				answered();
				this.#answer(recipient, re, { position: recipient.cursor });
				resolve();
			});
			reader.start(recipient, resume.first);
		});
		return true;
	}

	/** A recipient is live. True when that answered its `sync`. */
	caughtUp(recipient: Recipient): boolean {
		const answer = this.#answers.get(recipient);
		this.#answers.delete(recipient);
		answer?.();
		return answer !== undefined;
	}

	/** Its connection is over. */
	forget(recipient: Recipient): void {
		this.#answers.delete(recipient);
	}

	/** Nothing is pushed while it reads what the answer takes. */
	async #prepare(recipient: Recipient, fields: SyncFields): Promise<Resume> {
		const { views, reader } = this.#ports;
		const { mode } = recipient;
		if (mode === 'live') recipient.cursor = views.applied;
		recipient.enter('silent');
		try {
			return await this.#resume(recipient, fields);
		} catch (error) {
			if (mode !== 'silent') reader.start(recipient);
			throw error;
		}
	}

	async #resume(recipient: Recipient, { since, log }: SyncFields): Promise<Resume> {
		const { views, loop, reader, syncEvents } = this.#ports;
		const known = since !== undefined && since <= views.applied && (log === undefined || log === loop.epoch);
		if (!known) return this.#anew(recipient);
		if (syncEvents === 0) return { reset: false, since };
		const { tooMany, first } = await reader.missed(recipient, since, syncEvents);
		return tooMany ? this.#anew(recipient) : { reset: false, since, ...(first !== undefined && { first }) };
	}

	async #anew({ account }: Recipient): Promise<Resume> {
		const { views, conversations } = this.#ports;
		return { reset: true, state: await buildState(views, conversations, account) };
	}

	async #reset(recipient: Recipient, re: number, state: State, answered: () => void): Promise<boolean> {
		for (;;) {
			await recipient.room();
			const frame = state.frames.next();
			if (frame.done) break;
			recipient.send(frame.value);
		}
		recipient.cursor = state.position;
		answered();
		this.#answer(recipient, re, { position: state.position, reset: true });
		this.#ports.reader.start(recipient);
		return true;
	}

	#answer(recipient: Recipient, re: number, ok: { readonly position: number; readonly reset?: true }): void {
		recipient.stale.clear();
		recipient.answer(re, { ...ok, online: onlineFriends(this.#ports.views, recipient.account) });
		recipient.told = ok.position;
	}
}
