/** The commands of a node that have no answer yet, so that its end can wait for them. */
import type { Command, Outcome } from '../../core/loop/command.ts';
import type { WriteLoop } from '../../core/loop/write-loop.ts';

const CLOSED: Outcome = { state: 'rejected', rejection: { code: 'unavailable' } };

export class Outstanding {
	readonly #loop: Pick<WriteLoop, 'submit'>;
	#count = 0;
	#closed = false;
	#waiting: (() => void)[] = [];

	constructor(loop: Pick<WriteLoop, 'submit'>) {
		this.#loop = loop;
	}

	/** Queues a command; refused `unavailable` at once after `close`. */
	submit(command: Command): void {
		if (this.#closed) {
			command.settle(CLOSED);
			return;
		}
		this.#count += 1;
		this.#loop.submit(counted(command, () => this.#settled()));
	}

	close(): void {
		this.#closed = true;
	}

	/** Resolves when every command was answered. */
	async settled(): Promise<void> {
		if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	#settled(): void {
		this.#count -= 1;
		if (this.#count > 0) return;
		for (const resolve of this.#waiting) resolve();
		this.#waiting = [];
	}
}

function counted(command: Command, settled: () => void): Command {
	return {
		...command,
		settle: (outcome) => {
			command.settle(outcome);
			settled();
		},
	};
}
