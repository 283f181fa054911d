/** Reads what other nodes recorded: at every hint of the bus, and at least every `FOLLOW_MS`, so that a lost hint costs no more. */
import type { Clock, Timer } from '../../core/clock.ts';
import type { WriteLoop } from '../../core/loop/write-loop.ts';
import type { Bus } from '../node.ts';

const FOLLOW_MS = 250;

export interface Following {
	/** When the log was last read to its head, ms since 1970 UTC. */
	readonly caughtUpAt: number;
	stop(): void;
}

export function startFollowing(
	loop: Pick<WriteLoop, 'applied' | 'follow' | 'healthy'>,
	clock: Clock,
	bus: Bus | undefined,
): Following {
	let timer: Timer | null = null;
	let stopped = false;
	let caughtUpAt = clock.now();

	if (bus !== undefined) {
		bus.onHint = ({ position }) => {
			if (!stopped && position > loop.applied) void read();
		};
	}
	schedule();

	return {
		get caughtUpAt() {
			return caughtUpAt;
		},
		stop() {
			stopped = true;
			if (timer !== null) clock.clear(timer);
			if (bus !== undefined) bus.onHint = undefined;
		},
	};

	function schedule(): void {
		timer = clock.after(FOLLOW_MS, () => {
			void read().then(() => {
				if (!stopped) schedule();
			});
		});
	}

	async function read(): Promise<void> {
		await loop.follow();
		if (loop.healthy) caughtUpAt = clock.now();
	}
}
