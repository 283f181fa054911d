/**
 * What decisions depend on, named in one place: two commands that could break each other's decision share a name, and
 * at least one of them holds it exclusively. Whoever only reads a fact holds its key shared; whoever changes it, alone.
 *
 * | key | the facts behind it | who changes them |
 * |---|---|---|
 * | `account:<id>` | that it exists, that it is open | registering |
 * | `profile:<account>` | what it says of itself | `PATCH /me` |
 * | `conversation:<pair>` | the relation of two people, the blocks between them | requests, answers, removals, blocks |
 * | `ties:<account>` | how many friends and waiting requests of its own it has | its own requests and acceptances; what others end may count a moment longer |
 * | `blocks:<by>` | how many it has blocked | its own blocks; what it unblocks may count a moment longer |
 * | `conversation:<group>` | the group, its members and what they are in it | whatever is done to a group but writing to it |
 * | `remark:<by>:<account>` | a remark | `friend.remark` |
 * | `id:<id>` | what is recorded under a client-made id | the command with that id |
 * | `message:<id>` | what a message is now: its text, whether it was recalled | edits, recalls, reactions |
 * | `report:<by>:<message>` | what somebody reported of a message | reports |
 * | `read:<by>:<conversation>` | a read mark | `conversation.read` |
 * | `settings:<by>:<conversation>` | mute, pin, hide | `conversation.set` |
 * | `file:<id>` | a file and the messages that carry it | sending it, sweeping it |
 * | `space:<account>` | how much room an account's files take | uploading, sweeping |
 * | `node:<id>` | that the node runs | its start and its end |
 * | `sessions:<account>` | which of its sessions are open, tokens too | opening and closing them |
 * | `bots:<account>` | which bots it has | making one |
 * | `connected:<node>:<session>` | that the session has a socket on the node | presence |
 *
 * Messages need no key of their own: a send changes nothing that another send depends on (the write loop assigns version
 * and ordinal), so all sends to a conversation share it and stand in one batch.
 */
import { type AccountId, type ConversationId, type EventId, type NodeId, pairId, type SessionId } from '../ids.ts';
import type { Key } from '../loop/command.ts';

export function shared(name: string): Key {
	return { name, mode: 'shared' };
}

export function exclusive(name: string): Key {
	return { name, mode: 'exclusive' };
}

export function accountKey(account: AccountId): string {
	return `account:${account}`;
}

export function profileKey(account: AccountId): string {
	return `profile:${account}`;
}

export function conversationKey(conversation: ConversationId): string {
	return `conversation:${conversation}`;
}

/** The relation of two people and the blocks between them. */
export function pairKey(a: AccountId, b: AccountId): string {
	return conversationKey(pairId(a, b));
}

export function tiesKey(account: AccountId): string {
	return `ties:${account}`;
}

export function blocksKey(by: AccountId): string {
	return `blocks:${by}`;
}

export function remarkKey(by: AccountId, account: AccountId): string {
	return `remark:${by}:${account}`;
}

/** Who may be recorded under a client-made id, and whether somebody is: the queue holds it for each command that has one. */
export function idKey(id: EventId): string {
	return `id:${id}`;
}

export function messageKey(message: EventId): string {
	return `message:${message}`;
}

export function reportKey(by: AccountId, message: EventId): string {
	return `report:${by}:${message}`;
}

export function readKey(by: AccountId, conversation: ConversationId): string {
	return `read:${by}:${conversation}`;
}

export function settingsKey(by: AccountId, conversation: ConversationId): string {
	return `settings:${by}:${conversation}`;
}

export function fileKey(file: EventId): string {
	return `file:${file}`;
}

export function spaceKey(account: AccountId): string {
	return `space:${account}`;
}

export function nodeKey(node: NodeId): string {
	return `node:${node}`;
}

export function sessionsKey(account: AccountId): string {
	return `sessions:${account}`;
}

export function botsKey(owner: AccountId): string {
	return `bots:${owner}`;
}

export function connectedKey(node: NodeId, session: SessionId): string {
	return `connected:${node}:${session}`;
}
