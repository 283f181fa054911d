import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { furtherEventId } from '../../../core/ids.ts';
import { type FaultPoint, LateCommit } from '../../../core/log/memory.ts';
import { LogError } from '../../../core/log/port.ts';
import type { Key, Outcome } from '../../../core/loop/command.ts';
import { ask, clientId, conversation, LoopWorld, message, type TestNode } from './loop-world.ts';

/** What a random command does: `guess` is decided on the facts, so that a stale decision would show in the log. */
interface Scripted {
	readonly node: 0 | 1;
	readonly connection: number;
	readonly to: number;
	readonly count: number;
	readonly mode: Key['mode'];
	readonly kind: 'record' | 'refuse' | 'empty' | 'throw';
	/** Its id: the one of an earlier command now and then. */
	readonly id: number | undefined;
	/** Submitted so many timers after the one before. */
	readonly pause: number;
}

type Trouble = 'transient' | 'lost' | 'unknown' | 'late-yes' | 'late-no' | 'slow';

const scripts = fc.array(
	fc.record<Scripted>({
		node: fc.constantFrom(0, 1),
		connection: fc.nat(2),
		to: fc.nat(2),
		count: fc.integer({ min: 1, max: 3 }),
		mode: fc.constantFrom('shared', 'exclusive'),
		kind: fc.constantFrom('record', 'record', 'record', 'record', 'refuse', 'empty', 'throw'),
		id: fc.option(fc.nat(15), { nil: undefined }),
		pause: fc.constantFrom(0, 0, 0, 1),
	}),
	{ maxLength: 40 },
);
const troubles = fc.array(
	fc.tuple(fc.nat(60), fc.constantFrom<Trouble>('transient', 'lost', 'unknown', 'late-yes', 'late-no', 'slow')),
	{ maxLength: 8 },
);

/** The trouble is met at the n-th point that the nodes reach. */
function inject(world: LoopWorld, at: ReadonlyMap<number, Trouble>): void {
	let reached = 0;
	const after = (ms: number) => new Promise<void>((resolve) => world.clock.after(ms, resolve));
	world.fault = (point: FaultPoint) => {
		reached += 1;
		const trouble = at.get(reached);
		switch (trouble) {
			case undefined:
				return;
			case 'slow':
				return after(30);
			case 'transient':
			case 'lost':
				if (point === 'committed') return;
				throw new LogError(trouble, 'injected');
			case 'unknown':
				if (point === 'committed') throw new LogError('unknown', 'injected');
				return;
			case 'late-yes':
				if (point === 'commit') throw new LateCommit(after(700));
				return;
			case 'late-no':
				if (point === 'commit') throw new LateCommit(after(700).then(() => Promise.reject(new Error('rolled back'))));
				return;
			default:
				return trouble satisfies never;
		}
	};
}

interface Run {
	readonly world: LoopWorld;
	readonly nodes: readonly TestNode[];
	readonly asked: readonly { readonly script: Scripted; readonly n: number; readonly outcomes: Outcome[] }[];
}

async function run(list: readonly Scripted[], at: ReadonlyMap<number, Trouble>): Promise<Run> {
	const world = new LoopWorld();
	const nodes = [await world.node(), await world.node()];
	const connections = nodes.map(() => [{}, {}, {}]);
	inject(world, at);
	const asked: { script: Scripted; n: number; outcomes: Outcome[] }[] = [];
	for (const [n, script] of list.entries()) {
		const made = scripted(script, n, connections[script.node]![script.connection]!);
		asked.push({ script, n, outcomes: made.outcomes });
		nodes[script.node]!.loop.submit(made.command);
		await world.rest();
		if (script.pause > 0) world.clock.step();
	}
	await world.until(() => asked.every(({ outcomes }) => outcomes.length > 0));
	world.fault = () => {};
	for (const node of nodes) await node.loop.stop();
	// What a late commit brought, and what one node wrote after the other one stopped, is met by a start.
	await world.until(() => world.clock.next() === undefined);
	return { world, nodes, asked };
}

/** Each message says which command it is of, and how many its conversation had when it was decided. */
function scripted(script: Scripted, n: number, order: object) {
	const stream = conversation(script.to);
	return ask({
		order,
		keys: [{ name: `conversation:${stream}`, mode: script.mode }],
		...(script.id === undefined ? {} : { id: clientId(script.id) }),
		decide(facts) {
			switch (script.kind) {
				case 'throw':
					throw new Error('boom');
				case 'refuse':
					return { rejection: { code: 'not-allowed' } };
				case 'empty':
					return { events: [] };
				case 'record': {
					const text = `${n}:${script.mode}:${facts.messages(stream)}`;
					return { events: Array.from({ length: script.count }, () => message(stream, text)) };
				}
				default:
					return script.kind satisfies never;
			}
		},
	});
}

describe('random commands on two nodes, with trouble at random places', () => {
	it('WL5 WL9 WL12 WL13 what is acknowledged is recorded once; one id, one answer; the log is gapless and each node applied it', async () => {
		await fc.assert(
			fc.asyncProperty(scripts, troubles, async (list, faults) => {
				const { world, nodes, asked } = await run(list, new Map(faults));
				const rows = world.store.events;
				expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => i + 1));
				expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
				for (const { outcomes, script, n } of asked) {
					expect(outcomes).toHaveLength(1);
					const [outcome] = outcomes;
					if (outcome?.state !== 'done') continue;
					for (const [k, event] of outcome.events.entries()) {
						expect(rows[event.position - 1]!.id).toBe(event.id);
						if (script.id !== undefined)
							expect(event.id).toBe(k === 0 ? clientId(script.id) : furtherEventId(clientId(script.id), k));
					}
					if (outcome.repeated || script.kind !== 'record') continue;
					expect(rows.filter(({ data }) => textOf(data).startsWith(`${n}:`))).toHaveLength(script.count);
				}
				for (const node of nodes) {
					const positions = node.applied.map(({ event }) => event.position);
					expect(positions).toEqual(positions.map((_, i) => i + 1));
					expect(node.applied.map(({ event }) => event.id)).toEqual(
						rows.slice(0, positions.length).map(({ id }) => id),
					);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('WL3 WL6 what one connection asked is recorded in the order asked, and exclusive decisions see everything before them', async () => {
		await fc.assert(
			fc.asyncProperty(scripts, troubles, async (list, faults) => {
				const { world, asked } = await run(list, new Map(faults));
				const last = new Map<string, number>();
				const messages = new Map<string, number>();
				const decidedAt = new Map<string, number>();
				for (const { stream, data } of world.store.events) {
					const [n, mode, seen] = textOf(data).split(':');
					const { node, connection } = asked[Number(n)]!.script;
					const key = `${node}/${connection}`;
					expect(Number(n)).toBeGreaterThanOrEqual(last.get(key) ?? 0);
					last.set(key, Number(n));
					const before = messages.get(stream) ?? 0;
					expect(JSON.parse(data).n).toBe(before + 1);
					const first = !decidedAt.has(n!);
					if (first) decidedAt.set(n!, before);
					if (first && mode === 'exclusive') expect(Number(seen)).toBe(before);
					messages.set(stream, before + 1);
				}
			}),
			{ numRuns: 300 },
		);
	});
});

function textOf(data: string): string {
	return JSON.parse(data).body.text;
}
