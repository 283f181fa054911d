/** Conversations as their people see them: what the views know of one, and its last message, which only the log has. */
import { decodeEvent } from '../../../core/domain/codec.ts';
import { reject } from '../../../core/domain/decisions.ts';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import { Turns } from '../../../core/log/turns.ts';
import type { Conversation, Message } from '../../../core/wire.ts';
import type { ConversationHead } from '../../../projections/views.ts';
import type { Answer, QueryPorts } from './answer.ts';
import { messageOf } from './items.ts';
import { ordinals } from './points.ts';
import { recallers } from './recalls.ts';

/** Last messages read from the log at the same time, all connections of a node together. */
const LAST_READERS = 8;

/** Reads conversations whole; one for a node, so that a storm of resets takes turns. */
export class Conversations {
	readonly #ports: QueryPorts;
	readonly #turns = new Turns(LAST_READERS);

	constructor(ports: QueryPorts) {
		this.#ports = ports;
	}

	/** `conversation.get`. */
	async get(viewer: AccountId, conversation: ConversationId): Promise<Answer> {
		const head = this.#ports.views.conversation(viewer, conversation);
		if (head === undefined) return reject('not-found', 'conversation');
		return { ok: await this.#whole(head) };
	}

	/** All of them with their last messages, in the order given. */
	all(heads: readonly ConversationHead[]): Promise<Conversation[]> {
		return Promise.all(heads.map((head) => this.#whole(head)));
	}

	async #whole({ lastMessage, ...head }: ConversationHead): Promise<Conversation> {
		const last = lastMessage === 0 ? undefined : await this.#turns.run(() => this.#message(head.id, lastMessage));
		return { ...head, mentions: 0, ...(last !== undefined && { last }) };
	}

	async #message(conversation: ConversationId, version: number): Promise<Message | undefined> {
		const [row] = await this.#ports.log.readStream(conversation, { after: version - 1, limit: 1 });
		if (row === undefined) return undefined;
		const event = decodeEvent(row);
		if (event.type !== 'MessageSent') return undefined;
		const numbers = await ordinals(this.#ports.log, [event]);
		const recalled = await recallers(this.#ports.log, [event]);
		return messageOf(event, numbers.get(version) ?? 0, recalled.get(event.id));
	}
}
