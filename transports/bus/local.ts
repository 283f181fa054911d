/** A bus between nodes of one process. */
import type { Bus } from '../node.ts';

type Hint = Parameters<Bus['publish']>[0];

class LocalBus implements Bus {
	onHint: Bus['onHint'];
	readonly #others: Set<LocalBus>;

	constructor(others: Set<LocalBus>) {
		this.#others = others;
		others.add(this);
	}

	publish(hint: Hint): void {
		queueMicrotask(() => {
			for (const other of this.#others) if (other !== this) other.onHint?.(hint);
		});
	}

	close(): void {
		this.#others.delete(this);
	}
}

/** Makes buses that all hear each other, one for each node. */
export function createLocalBuses(): () => Bus {
	const members = new Set<LocalBus>();
	return () => new LocalBus(members);
}
