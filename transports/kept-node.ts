/** Keeps a node running: one that others declared stopped is followed by a new one in the same process. */
import type { Clock } from '../core/clock.ts';
import type { ChatNode, NodePorts } from './node.ts';

/** Between two tries to start a new node, while the log cannot be reached. */
const RETRY_MS = 1_000;

export interface KeptNode {
	/** The node that runs now; between two, the one that ended, which refuses everything. */
	readonly current: ChatNode;
	/** Stops the node, and no other one is started. */
	stop(): Promise<void>;
	/** Resolves when a node met events that this version does not understand: to go on is pointless. */
	readonly incomprehensible: Promise<void>;
}

/** Rejects as `start` does when already the first node cannot be started. */
export async function keepNode(
	start: () => Promise<ChatNode>,
	clock: Clock,
	note: NodePorts['note'],
): Promise<KeptNode> {
	const { promise: incomprehensible, resolve: giveUp } = Promise.withResolvers<void>();
	let current = await start();
	let stopping = false;
	/** What becomes of the node that runs now. */
	let after: Promise<void> = Promise.resolve();
	watch(current);

	function watch(node: ChatNode): void {
		node.ended.then((why) => {
			switch (why) {
				case 'fenced':
					note('warn', 'node.fenced', { node: node.id });
					after = replace();
					return after;
				case 'incomprehensible':
					return giveUp();
				default:
					return why satisfies never;
			}
		});
	}

	async function replace(): Promise<void> {
		while (!stopping) {
			try {
				const next = await start();
				if (stopping) return next.stop();
				current = next;
				return watch(next);
			} catch (error) {
				note('error', 'node.start-failed', { error });
				await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
			}
		}
	}

	return {
		get current() {
			return current;
		},
		incomprehensible,
		async stop() {
			stopping = true;
			await current.stop();
			await after;
		},
	};
}
