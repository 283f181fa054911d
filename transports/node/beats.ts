/**
 * Beats: each node tells the database that it lives, and who has long been silent is declared stopped, so that nobody
 * stays online on a node that was killed. A node judges others only while its own beats arrive: if the database was
 * away, everybody was silent.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import type { NodeId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { NodePorts } from '../node.ts';

const BEAT_MS = 3000;
/** A node silent for longer is declared stopped, by nodes whose own beats have arrived for as long. */
const SILENT_MS_MAX = 15_000;
/** Between two beats of one unbroken row; more means that this node itself was frozen or cut off. */
const GAP_MS_MAX = 3 * BEAT_MS;

export interface BeatPorts {
	readonly node: NodeId;
	readonly log: Pick<EventLog, 'beat' | 'forget'>;
	readonly clock: Clock;
	readonly note: NodePorts['note'];
	/** Whether the log holds the node as running. */
	running(node: NodeId): boolean;
	/** Records that the node stopped; false when that could not be recorded now. */
	declareStopped(node: NodeId): Promise<boolean>;
}

export interface Beats {
	/** Ends the beats, and takes this node off the list of those who beat. */
	stop(): Promise<void>;
}

/** Beats once before it resolves, so that a node is known to the others before the log says that it runs. */
export async function startBeats(ports: BeatPorts): Promise<Beats> {
	const { clock, log, node, note } = ports;
	/** When the present unbroken row of beats began and had its last one; null while broken. */
	let row: { readonly since: number; readonly last: number } | null = null;
	let timer: Timer | null = null;
	let stopped = false;

	await log.beat(node);
	row = { since: clock.now(), last: clock.now() };
	schedule();

	return {
		async stop() {
			stopped = true;
			if (timer !== null) clock.clear(timer);
			await log.forget(node).catch((error: unknown) => note('warn', 'node.forget-failed', { error: String(error) }));
		},
	};

	function schedule(): void {
		timer = clock.after(BEAT_MS, () => {
			void beat().then(() => {
				if (!stopped) schedule();
			});
		});
	}

	async function beat(): Promise<void> {
		try {
			const known = await log.beat(node);
			const now = clock.now();
			row = row !== null && now - row.last <= GAP_MS_MAX ? { since: row.since, last: now } : { since: now, last: now };
			if (now - row.since < SILENT_MS_MAX) return;
			for (const other of known) if (other.node !== node && other.silentMs > SILENT_MS_MAX) await bury(other.node);
		} catch (error) {
			row = null;
			note('warn', 'node.beat-failed', { error: String(error) });
		}
	}

	async function bury(other: NodeId): Promise<void> {
		if (stopped) return;
		if (ports.running(other) && !(await ports.declareStopped(other))) return;
		note('info', 'node.declared-stopped', { node: other });
		await log.forget(other);
	}
}
