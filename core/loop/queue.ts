/** The bounded queue of the write loop: it holds commands until each was answered, at the latest after `REPLY_WAIT_MS`. */
import type { Clock, Timer } from '../clock.ts';
import { exclusive, idKey } from '../domain/keys.ts';
import type { RejectionCode } from '../domain/rejection.ts';
import type { Command, Key, Outcome } from './command.ts';

/** Commands waiting for their answer; beyond it new ones are refused `unavailable` at once. */
export const QUEUE_COMMANDS_MAX = 4096;
/** How long a command waits for its answer; then `unavailable`, which means: perhaps recorded, send again with the same id. */
const REPLY_WAIT_MS = 5000;

/** A command in the queue, and what was learnt about it. */
export interface Entry {
	readonly command: Command;
	readonly keys: readonly Key[];
	readonly order: object | undefined;
	/** On the clock of this node, ms. */
	readonly deadline: number;
	answered: boolean;
	/** Its batch failed in a way that one command may have caused: it goes by itself. */
	alone: boolean;
	/** Its batch met an id that was there already: ids are looked up before they are inserted. */
	lookUp: boolean;
	/** How often the connection was lost with it, since it joined or since it goes alone. */
	losses: number;
}

export interface Queue {
	/** Commands without an answer. */
	readonly size: number;
	/** Takes a command, or refuses it `unavailable` at once when full. True when taken. */
	add(command: Command): boolean;
	/** The commands without an answer, in the order submitted. */
	waiting(): readonly Entry[];
	/** Answers a command unless it was answered already. */
	answer(entry: Entry, outcome: Outcome): void;
	/** Refuses everything that waits. */
	refuseAll(): void;
}

/** `onExpired` is called after commands were answered because they waited too long. */
export function startQueue(clock: Clock, onExpired: () => void): Queue {
	let entries: Entry[] = [];
	let size = 0;
	let timer: Timer | undefined;

	function answer(entry: Entry, outcome: Outcome): void {
		if (entry.answered) return;
		entry.answered = true;
		size -= 1;
		entry.command.settle(outcome);
	}

	function expire(): void {
		timer = undefined;
		const now = clock.now();
		for (const entry of entries) {
			if (entry.deadline > now) break;
			answer(entry, refusal('unavailable'));
		}
		compact();
		watchOldest();
		onExpired();
	}

	/** One timer for the oldest: deadlines stand in queue order. */
	function watchOldest(): void {
		const oldest = entries.find((entry) => !entry.answered);
		if (timer !== undefined || oldest === undefined) return;
		timer = clock.after(Math.max(1, oldest.deadline - clock.now()), expire);
	}

	function compact(): void {
		if (entries.length > size) entries = entries.filter((entry) => !entry.answered);
	}

	return {
		get size() {
			return size;
		},
		add(command) {
			if (size >= QUEUE_COMMANDS_MAX) {
				command.settle(refusal('unavailable'));
				return false;
			}
			entries.push(newEntry(command, clock.now() + REPLY_WAIT_MS));
			size += 1;
			if (timer === undefined) watchOldest();
			return true;
		},
		waiting() {
			compact();
			return entries;
		},
		answer,
		refuseAll() {
			const refused = entries;
			entries = [];
			for (const entry of refused) answer(entry, refusal('unavailable'));
			if (timer !== undefined) clock.clear(timer);
			timer = undefined;
		},
	};
}

export function refusal(code: RejectionCode): Outcome {
	return { state: 'rejected', rejection: { code } };
}

/** A command with an id also depends on nobody else using that id. */
function newEntry(command: Command, deadline: number): Entry {
	const keys: readonly Key[] =
		command.id === undefined ? command.keys : [...command.keys, exclusive(idKey(command.id))];
	return { command, keys, order: command.order, deadline, answered: false, alone: false, lookUp: false, losses: 0 };
}
