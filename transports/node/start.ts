/** A node from its first look at the log to its end. */
import { decodeEvent } from '../../core/domain/codec.ts';
import type { LogEvent } from '../../core/domain/events.ts';
import { startNode as nodeStarted, stopNode as nodeStopped } from '../../core/domain/presence.ts';
import type { NodeId } from '../../core/ids.ts';
import type { Command, Decidable, Outcome } from '../../core/loop/command.ts';
import { startWriteLoop } from '../../core/loop/write-loop.ts';
import { createViews } from '../../projections/create-views.ts';
import { type BuiltGateway, buildGateway } from '../gateway/build.ts';
import type { ChatNode, NodePorts } from '../node.ts';
import { type Beats, startBeats } from './beats.ts';
import { startFollowing } from './follow.ts';
import { createOutside } from './outside.ts';
import { Outstanding } from './outstanding.ts';

/** How long a node tries to end cleanly, in ms: to settle what it accepted and to record its own end. */
const STOP_MS_MAX = 4000;
/** Newest events that the tail begins with: after a restart all come back at once, and have missed a little. */
const WARM_EVENTS_MAX = 10_000;
/** The views may lag behind the log by this much before the node counts as not ready. */
const LAG_MS_MAX = 3000;

/**
 * Reads the log to its head, records that the node runs, and serves. Rejects with `LogError` when the log cannot be
 * reached, with `IncomprehensibleEvent` when it holds what this version does not understand.
 */
export async function startNode(ports: NodePorts): Promise<ChatNode> {
	const { log, clock, bus, note } = ports;
	const id = ports.newId() as NodeId;
	const views = createViews();
	const ended = Promise.withResolvers<'fenced' | 'incomprehensible'>();
	let built: BuiltGateway | null = null;
	let beats: Beats | null = null;
	let over = false;
	let ownCommits = false;

	const loop = await startWriteLoop({
		log,
		clock,
		newId: ports.newId,
		newSalt: ports.newSalt,
		facts: views.facts,
		apply,
		fenced: () => views.facts.node(id) === 'stopped',
		onFenced: () => end('fenced'),
		onIncomprehensible: (error) => {
			note('error', 'log.incomprehensible', { error: error.message });
			end('incomprehensible');
		},
		onBug: (error, command) => note('error', 'command.bug', { command, error: String(error) }),
	});
	// What flipped long ago is nobody's news.
	views.takePresenceChanges();

	const { applied } = views;
	const after = Math.max(0, applied - WARM_EVENTS_MAX);
	const recent = applied === 0 ? [] : await log.read({ after, upTo: applied, limit: WARM_EVENTS_MAX });
	const outstanding = new Outstanding(loop);
	built = buildGateway({
		...ports,
		node: id,
		views,
		loop,
		recent: recent.map(decodeEvent),
		submit: (command) => outstanding.submit(command),
		turnOver,
	});
	const served = built;
	const { gateway } = served;
	const following = startFollowing(loop, clock, bus);
	try {
		beats = await startBeats({
			node: id,
			log,
			clock,
			note,
			running: (node) => views.facts.node(node) === 'running',
			declareStopped: async (node) => (await record('node.stop', nodeStopped(node))).state === 'done',
		});
		const started = await record('node.start', nodeStarted(id));
		if (started.state === 'rejected')
			throw new Error(`the node's start could not be recorded: ${started.rejection.code}`);
	} catch (error) {
		await stop();
		throw error;
	}
	note('info', 'node.started', { node: id, position: views.applied });

	return {
		id,
		views,
		log,
		get ready() {
			return !over && loop.healthy && clock.now() - following.caughtUpAt < LAG_MS_MAX;
		},
		get connections() {
			return gateway.connections;
		},
		sessions: () => served.sessions(),
		execute: createOutside((command) => outstanding.submit(command)),
		attach: (socket, attachment) => gateway.attach(socket, attachment),
		follow: () => loop.follow(),
		stop,
		ended: ended.promise,
	};

	function apply(events: readonly LogEvent[], command: Command | null): void {
		if (built === null) {
			for (const event of events) views.apply(event);
			return;
		}
		ownCommits ||= command !== null;
		built.apply(events, command);
		if (events.some((event) => event.type === 'NodeStopped' && event.stream === id)) end('fenced');
	}

	function turnOver(): void {
		if (ownCommits) bus?.publish({ position: views.applied });
		ownCommits = false;
	}

	/** Queues a command of the node's own. */
	function record(name: string, decidable: Decidable): Promise<Outcome> {
		return new Promise((settle) => outstanding.submit({ name, author: null, ...decidable, settle }));
	}

	/** The node is over although nobody asked it to stop: others take its people over. */
	function end(why: 'fenced' | 'incomprehensible'): void {
		if (over) return;
		over = true;
		note('warn', 'node.ended', { node: id, why });
		fallSilent();
		void loop.stop();
		void beats?.stop();
		ended.resolve(why);
	}

	function fallSilent(): void {
		following.stop();
		served.end();
	}

	async function stop(): Promise<void> {
		if (over) return;
		over = true;
		fallSilent();
		outstanding.close();
		const late = Promise.withResolvers<void>();
		const timer = clock.after(STOP_MS_MAX, () => {
			note('warn', 'node.stop-late', { node: id });
			late.resolve();
		});
		await Promise.race([late.promise, settle()]);
		clock.clear(timer);
	}

	/** Finishes what was accepted, and says so in the log, last: after it nothing of this node may be recorded. */
	async function settle(): Promise<void> {
		await outstanding.settled();
		await new Promise((done) => loop.submit({ name: 'node.stop', author: null, ...nodeStopped(id), settle: done }));
		await loop.stop();
		await beats?.stop();
	}
}
