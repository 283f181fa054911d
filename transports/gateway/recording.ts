/** How what people ask to be recorded reaches the write loop, whatever they asked it in: at the rate that is theirs, and counted once. */
import type { Clock } from '../../core/clock.ts';
import type { RecordingName } from '../../core/domain/commands.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import type { AccountId } from '../../core/ids.ts';
import type { Command } from '../../core/loop/command.ts';
import type { NodeLimits } from '../node.ts';
import { Rate } from '../rate.ts';

export interface RecordingPorts {
	readonly clock: Clock;
	readonly limits: Pick<NodeLimits, 'messagesPerSecond'>;
	submit(command: Command): void;
}

export class Recording {
	readonly #ports: RecordingPorts;
	/** Messages, and everything else that is recorded, each at the same rate: marks of reading do not use up messages. */
	readonly #messages: Rate<AccountId>;
	readonly #others: Rate<AccountId>;

	constructor(ports: RecordingPorts) {
		this.#ports = ports;
		this.#messages = new Rate(ports.limits.messagesPerSecond, ports.clock);
		this.#others = new Rate(ports.limits.messagesPerSecond, ports.clock);
	}

	/** Counts one more request of the account; why it comes too often, where it does. */
	refusal(account: AccountId, name: RecordingName): Rejection | undefined {
		const wait = (name === 'message.send' ? this.#messages : this.#others).take(account);
		if (wait === 0) return undefined;
		return { code: 'too-often', max: this.#ports.limits.messagesPerSecond, retryAfterMs: wait };
	}

	submit(command: Command): void {
		this.#ports.submit(command);
	}
}
