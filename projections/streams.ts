/** How far each stream has come: last version and position; of conversations, how many messages and which was the last. */
import { EVENTS, type LogEvent } from '../core/domain/events.ts';
import type { AccountId, ConversationId, NodeId, StreamId } from '../core/ids.ts';
import { countColumn, positionColumn } from './columns.ts';
import { type Dense, NONE, type Numbers } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';

/** Last version and position of the streams of one kind. */
class Ends {
	readonly version = countColumn();
	readonly position = positionColumn();

	note(number: number, event: LogEvent): void {
		this.version.set(number, event.version);
		this.position.set(number, event.position);
	}
}

export class Streams {
	readonly numbers: Numbers;
	readonly accounts = new Ends();
	readonly conversations = new Ends();
	readonly nodes = new Ends();
	/** Messages sent to a conversation: every `MessageSent` counts, redacted or not. */
	readonly messages = countColumn();
	/** The version of its last message, 0 without one. */
	readonly lastMessage = countColumn();
	readonly kinds: readonly { readonly dense: Dense<StreamId>; readonly ends: Ends }[];

	constructor(numbers: Numbers) {
		this.numbers = numbers;
		this.kinds = [
			{ dense: numbers.conversations, ends: this.conversations },
			{ dense: numbers.accounts, ends: this.accounts },
			{ dense: numbers.nodes, ends: this.nodes },
		];
	}

	/** Last version of any stream, 0 where there is none. */
	version(stream: StreamId): number {
		for (const { dense, ends } of this.kinds) {
			const number = dense.find(stream);
			if (number !== NONE && ends.version.get(number) > 0) return ends.version.get(number);
		}
		return 0;
	}
}

export const streams: Projection<Streams> = {
	name: 'streams',
	empty: (numbers) => new Streams(numbers),
	project(view, event) {
		const { accounts, conversations, nodes } = view.numbers;
		const kind = EVENTS[event.type].stream;
		switch (kind) {
			case 'account':
				return view.accounts.note(accounts.number(event.stream as AccountId), event);
			case 'node':
				return view.nodes.note(nodes.number(event.stream as NodeId), event);
			case 'pair':
			case 'group':
			case 'conversation': {
				const conversation = conversations.number(event.stream as ConversationId);
				view.conversations.note(conversation, event);
				if (event.type !== 'MessageSent') return;
				view.messages.add(conversation, 1);
				return view.lastMessage.set(conversation, event.version);
			}
			default:
				return kind satisfies never;
		}
	},
	*content(view): Iterable<Content> {
		for (const { dense, ends } of view.kinds)
			for (const number of ordered(dense, (each) => ends.version.get(each) > 0))
				yield [dense.id(number), ends.version.get(number), ends.position.get(number)];
		const { conversations } = view.numbers;
		for (const number of ordered(conversations, (each) => view.messages.get(each) > 0))
			yield [conversations.id(number), view.messages.get(number), view.lastMessage.get(number)];
	},
};
