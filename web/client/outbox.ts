/**
 * Own messages on their way: each under an id made here, one at a time within a conversation, so that they are
 * recorded in the order written whatever happens in between. `unavailable` and `too-often` mean later; any other
 * refusal is final for that message, which then waits for its writer to try again or to give it up.
 */
import type { Clock } from '../../core/clock.ts';
import type { ConversationId, EventId } from '../../core/ids.ts';
import type { Body } from '../../core/wire.ts';
import { backOffMs } from './back-off.ts';
import type { Fields, Reply } from './requests.ts';
import type { OutboxEntry } from './state.ts';

/** Where entries outlive the page. Failures are the storage's own business: an outbox works without. */
export interface OutboxStorage {
	/** What was put and not removed, in the order first put. */
	load(): Promise<readonly OutboxEntry[]>;
	put(entry: OutboxEntry): void;
	remove(id: EventId): void;
}

/** Forgets with the page. */
export const memoryStorage = (): OutboxStorage => {
	const entries = new Map<EventId, OutboxEntry>();
	return {
		load: async () => [...entries.values()],
		put: (entry) => void entries.set(entry.id, entry),
		remove: (id) => void entries.delete(id),
	};
};

export interface OutboxPorts {
	ask(name: 'message.send', fields: Fields): Promise<Reply>;
	readonly storage: OutboxStorage;
	readonly clock: Pick<Clock, 'now' | 'after'>;
	readonly random: () => number;
	/** Told at every change. */
	onChange(entries: readonly OutboxEntry[]): void;
}

export interface Outbox {
	/** Takes up what an earlier page left unsent. */
	load(): Promise<void>;
	send(entry: { readonly id: EventId; readonly conversation: ConversationId; readonly body: Body }): void;
	/** Sends a failed message again, under the same id: if it was recorded after all, it is not recorded twice. */
	retry(id: EventId): void;
	/** Gives a failed message up. */
	discard(id: EventId): void;
	/** Its writer is signed in again: what could not leave without a session leaves now. */
	resume(): void;
}

export function createOutbox(ports: OutboxPorts): Outbox {
	const entries = new Map<EventId, OutboxEntry>();
	/** Conversations with a message under way or about to be sent again. */
	const busy = new Set<ConversationId>();
	/** Those of them that wait for somebody to sign in. */
	const held = new Set<ConversationId>();

	function change(entry: OutboxEntry): void {
		entries.set(entry.id, entry);
		ports.storage.put(entry);
		ports.onChange([...entries.values()]);
	}

	function remove(id: EventId): void {
		entries.delete(id);
		ports.storage.remove(id);
		ports.onChange([...entries.values()]);
	}

	function next(conversation: ConversationId): void {
		if (busy.has(conversation)) return;
		const first = [...entries.values()].find((e) => e.conversation === conversation && e.state === 'waiting');
		if (first === undefined) return;
		busy.add(conversation);
		void deliver(first, 0);
	}

	async function deliver(entry: OutboxEntry, attempt: number): Promise<void> {
		const { id, conversation, body } = entry;
		change({ id, conversation, body, at: entry.at, state: 'sending' });
		const reply = await ports.ask('message.send', { id, conversation, body });
		if (reply.state === 'done') remove(id);
		else if (reply.error.code === 'no-session') {
			// Who signs in again finds it waiting; until then the conversation stays busy.
			held.add(conversation);
			change({ ...entry, state: 'waiting' });
			return;
		} else if (reply.error.code === 'unavailable' || reply.error.code === 'too-often') {
			const wait = (reply.error.wait ?? 0) + backOffMs(attempt, ports.random);
			ports.clock.after(wait, () => void deliver(entry, attempt + 1));
			return;
		} else change({ ...entry, state: 'failed', error: reply.error });
		busy.delete(conversation);
		next(conversation);
	}

	return {
		async load() {
			for (const entry of await ports.storage.load()) {
				if (entries.has(entry.id)) continue;
				change(entry.state === 'failed' ? entry : { ...entry, state: 'waiting' });
			}
			for (const { conversation } of entries.values()) next(conversation);
		},
		send(message) {
			change({ ...message, at: ports.clock.now(), state: 'waiting' });
			next(message.conversation);
		},
		retry(id) {
			const failed = entries.get(id);
			if (failed?.state !== 'failed') return;
			const { error: _, ...entry } = failed;
			change({ ...entry, state: 'waiting' });
			next(entry.conversation);
		},
		discard(id) {
			if (entries.get(id)?.state === 'failed') remove(id);
		},
		resume() {
			const conversations = [...held];
			held.clear();
			for (const conversation of conversations) {
				busy.delete(conversation);
				next(conversation);
			}
		},
	};
}
