/**
 * Own messages on their way: each under an id made here, one at a time within a conversation, so that they are
 * recorded in the order written whatever happens in between. `unavailable` and `too-often` mean later; any other
 * refusal is final for that message, which then waits for its writer to try again or to give it up. A file is brought
 * to the server first; what is written meanwhile does not wait for it.
 */
import type { Clock } from '../../core/clock.ts';
import type { ConversationId, EventId } from '../../core/ids.ts';
import type { Body, SentBody } from '../../core/wire.ts';
import { backOffMs } from './back-off.ts';
import type { Fields, Reply } from './requests.ts';
import type { OutboxEntry } from './state.ts';
import { type BringFile, createUploads, type Uploaded, type UploadedFile } from './uploads.ts';

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
	readonly bring: BringFile;
	/** Told at every change. */
	onChange(entries: readonly OutboxEntry[]): void;
}

export interface Outbox {
	/** Takes up what an earlier page left unsent. */
	load(): Promise<void>;
	send(entry: Written): void;
	/** Sends a file; `body` shows it until the server says what it is. */
	sendFile(entry: Written & { readonly body: Exclude<Body, { readonly type: 'text' }> }, bytes: Blob): void;
	/** Sends a failed message again, under the same id: if it was recorded after all, it is not recorded twice. */
	retry(id: EventId): void;
	/** Gives up a message that failed, or whose file is still being brought. */
	discard(id: EventId): void;
	/** Its writer is signed in again: what could not leave without a session leaves now. */
	resume(): void;
}

interface Written {
	readonly id: EventId;
	readonly conversation: ConversationId;
	readonly body: Body;
}

export function createOutbox(ports: OutboxPorts): Outbox {
	const entries = new Map<EventId, OutboxEntry>();
	/** Conversations with a message under way or about to be sent again. */
	const busy = new Set<ConversationId>();
	/** Those of them that wait for somebody to sign in. */
	const held = new Set<ConversationId>();

	const uploads = createUploads({ ...ports, onSent: progress, onEnd: uploaded });

	function change(entry: OutboxEntry): void {
		ports.storage.put(entry);
		show(entry);
	}

	function show(entry: OutboxEntry): void {
		entries.set(entry.id, entry);
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
		const reply = await ports.ask('message.send', { id, conversation, body: sentBody(body) });
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

	function bring(entry: OutboxEntry, bytes: Blob): void {
		change({ ...entry, state: 'uploading', upload: { bytes, sent: 0 } });
		uploads.add(entry.id, bytes, entry.body.type === 'text' ? '' : entry.body.name);
	}

	function progress(id: EventId, sent: number): void {
		const entry = entries.get(id);
		if (entry?.upload !== undefined) show({ ...entry, upload: { ...entry.upload, sent } });
	}

	function uploaded(id: EventId, result: Uploaded): void {
		const entry = entries.get(id);
		if (entry === undefined) return;
		const { upload: _, ...rest } = entry;
		if (result.state === 'refused') change({ ...entry, state: 'failed', error: result.error });
		else change({ ...rest, body: bodyOf(result.file, entry.body), state: 'waiting' });
		next(entry.conversation);
	}

	return {
		async load() {
			for (const entry of await ports.storage.load()) {
				if (entries.has(entry.id)) continue;
				if (entry.state === 'failed') change(entry);
				else if (entry.upload === undefined) change({ ...entry, state: 'waiting' });
				else bring(entry, entry.upload.bytes);
			}
			for (const { conversation } of entries.values()) next(conversation);
		},
		send(message) {
			change({ ...message, at: ports.clock.now(), state: 'waiting' });
			next(message.conversation);
		},
		sendFile(message, bytes) {
			bring({ ...message, at: ports.clock.now(), state: 'uploading' }, bytes);
		},
		retry(id) {
			const failed = entries.get(id);
			if (failed?.state !== 'failed') return;
			const { error: _, ...entry } = failed;
			if (entry.upload !== undefined) {
				bring(entry, entry.upload.bytes);
				return;
			}
			change({ ...entry, state: 'waiting' });
			next(entry.conversation);
		},
		discard(id) {
			const state = entries.get(id)?.state;
			if (state !== 'failed' && state !== 'uploading') return;
			uploads.cancel(id);
			remove(id);
		},
		resume() {
			uploads.resume();
			const conversations = [...held];
			held.clear();
			for (const conversation of conversations) {
				busy.delete(conversation);
				next(conversation);
			}
		},
	};
}

/** What the server has to be told of a body: of a file only which one it is. */
function sentBody(body: Body): SentBody {
	switch (body.type) {
		case 'text':
			return body;
		case 'image':
			return { type: body.type, file: body.file, width: body.width, height: body.height };
		case 'voice':
			return { type: body.type, file: body.file, duration: body.duration };
		case 'file':
			return { type: body.type, file: body.file };
		default:
			return body satisfies never;
	}
}

/** A file as the server measured it: a picture is what it can show as one. */
function bodyOf({ id, name, type, size, width, height }: UploadedFile, meant: Body): Body {
	const carried = { file: id, name, mime: type, size };
	if (meant.type === 'voice') return { ...carried, type: 'voice', duration: meant.duration };
	if (width === undefined || height === undefined) return { ...carried, type: 'file' };
	return { ...carried, type: 'image', width, height };
}
