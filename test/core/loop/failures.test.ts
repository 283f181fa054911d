import { describe, expect, it } from 'vitest';
import { type FaultPoint, LateCommit } from '../../../core/log/memory.ts';
import { LogError, type LogErrorKind } from '../../../core/log/port.ts';
import type { Outcome } from '../../../core/loop/command.ts';
import { type Ask, ask, clientId, conversation, LoopWorld, nothing, send } from './loop-world.ts';

/** As the rules say. */
const REPLY_WAIT_MS = 5_000;

const code = (outcome: Outcome | undefined) =>
	outcome?.state === 'rejected' ? outcome.rejection.code : outcome?.state;

/** Fails at `point` the first `times` times. */
function failing(
	point: FaultPoint,
	kind: LogErrorKind,
	times: number,
): { fault: (at: FaultPoint) => void; left: () => number } {
	let left = times;
	return {
		left: () => left,
		fault(at) {
			if (at !== point || left === 0) return;
			left -= 1;
			throw new LogError(kind, 'injected');
		},
	};
}

/** Every message text recorded, by position. */
function texts(world: LoopWorld): string[] {
	return world.store.events.map(({ data }) => JSON.parse(data).body.text);
}

describe('failures of the log', () => {
	const points: readonly FaultPoint[] = ['begin', 'read', 'append', 'vault', 'commit'];
	for (const kind of ['transient', 'lost'] as const) {
		for (const point of points) {
			it(`WL12 a batch whose transaction fails as ${kind} at ${point} is decided anew and recorded once`, async () => {
				const world = new LoopWorld();
				const node = await world.node();
				const other = await world.node();
				await world.run(other, send('other node'));
				const { fault, left } = failing(point, kind, 1);
				world.fault = fault;
				const versions: number[] = [];
				const counted = ask({
					decide(facts) {
						versions.push(facts.version(conversation(1)));
						return { events: [], vault: [{ do: 'put', table: 'secrets', row: { name: 'a', value: 'b' } }] };
					},
				});
				const outcomes = await world.run(node, send('a'), counted, send('b'));
				expect(left()).toBe(0);
				expect(outcomes.map(code)).toEqual(['done', 'done', 'done']);
				expect(texts(world)).toEqual(['other node', 'a', 'b']);
				expect(new Set(versions)).toEqual(new Set([1]));
				expect(node.bugs).toEqual([]);
				expect(node.loop.healthy).toBe(true);
			});
		}
	}

	it('WL12 while the log is away commands wait, at growing distances, and are recorded when it is back', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		let tries = 0;
		const back = world.clock.now() + 4000;
		world.fault = (point) => {
			if (point !== 'begin' || world.clock.now() >= back) return;
			tries += 1;
			throw new LogError('lost', 'injected');
		};
		const waiting = send('a');
		node.loop.submit(waiting.command);
		await world.rest();
		expect(node.loop.healthy).toBe(false);
		await world.until(() => waiting.outcomes.length > 0);
		expect(code(waiting.outcomes[0])).toBe('done');
		expect(tries).toBeLessThan(15);
		expect(node.loop.healthy).toBe(true);
	});

	it('WL17 a follow that cannot reach the log resolves and shows in `healthy`; the next one repairs that', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		world.fault = failing('read', 'lost', 1).fault;
		await node.loop.follow();
		expect(node.loop.healthy).toBe(false);
		await node.loop.follow();
		expect(node.loop.healthy).toBe(true);
	});
});

describe('culprits', () => {
	/** Every transaction that holds the poison fails so. */
	function poison(world: LoopWorld, kind: LogErrorKind, point: FaultPoint = 'append'): Ask {
		let inBatch = false;
		world.fault = (at) => {
			if (at === 'begin') inBatch = false;
			if (at === point && inBatch) throw new LogError(kind, 'injected');
		};
		const poisoned = send('poison', { name: 'poison', id: clientId(666) });
		const { decide } = poisoned.command;
		const command = {
			...poisoned.command,
			decide(...args: Parameters<typeof decide>) {
				inBatch = true;
				return decide(...args);
			},
		};
		return { ...poisoned, command };
	}

	for (const [kind, point] of [
		['failed', 'append'],
		['duplicate', 'append'],
		['lost', 'append'],
		['unknown', 'commit'],
	] as const) {
		it(`WL11 one command that spoils its batch (${kind}) is found, reported and refused; the others are recorded once, in order`, async () => {
			const world = new LoopWorld();
			const node = await world.node();
			const bad = poison(world, kind, point);
			const order = {};
			const asks = [send('a', { order }), send('b', { order, id: clientId(1) }), bad, send('c', { order }), send('d')];
			const outcomes = await world.run(node, ...asks);
			expect(outcomes.map(code)).toEqual(['done', 'done', 'unavailable', 'done', 'done']);
			expect(texts(world).sort()).toEqual(['a', 'b', 'c', 'd']);
			expect(texts(world).filter((text) => text !== 'd')).toEqual(['a', 'b', 'c']);
			expect(node.bugs.map(({ command }) => command)).toEqual(['poison']);
		});
	}

	it('WL11 a vault row that exists already is the fault of one command, not of its batch', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const insert = () =>
			ask({
				name: 'insert',
				decide: () => ({ events: [], vault: [{ do: 'insert', table: 'secrets', row: { name: 'a', value: 'b' } }] }),
			});
		await world.run(node, insert());
		const outcomes = await world.run(node, send('a'), insert(), send('b'));
		expect(outcomes.map(code)).toEqual(['done', 'unavailable', 'done']);
		expect(texts(world)).toEqual(['a', 'b']);
	});

	it('WL9 a doubled id in a full batch costs one more try of the batch, not one transaction a command', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		await world.run(node, send('again', { id: clientId(1) }));
		let begins = 0;
		world.fault = (point) => {
			if (point === 'begin') begins += 1;
		};
		const asks = Array.from({ length: 100 }, (_, i) => send(`m${i}`));
		await world.run(node, ...asks, send('again', { id: clientId(1) }));
		expect(begins).toBe(2);
		expect(world.store.events).toHaveLength(101);
	});
});

describe('unknown outcome', () => {
	/** The connection breaks in the next COMMIT; what happens on the server is up to the test. */
	function breakCommit(world: LoopWorld): PromiseWithResolvers<void> {
		const server = Promise.withResolvers<void>();
		let broken = false;
		world.fault = (point) => {
			if (point !== 'commit' || broken) return;
			broken = true;
			throw new LateCommit(server.promise);
		};
		return server;
	}

	it('WL13 a commit that was made although its answer was lost is found under the lock, and answered with its events', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const server = breakCommit(world);
		const asks = [
			send('a'),
			ask({ decide: () => ({ rejection: { code: 'not-found' } }) }),
			send('b', { id: clientId(1) }),
		];
		for (const { command } of asks) node.loop.submit(command);
		await world.rest();
		expect(asks.flatMap(({ outcomes }) => outcomes)).toEqual([]);
		server.resolve();
		await world.until(() => asks.every(({ outcomes }) => outcomes.length > 0));
		expect(asks.map(({ outcomes }) => code(outcomes[0]))).toEqual(['done', 'not-found', 'done']);
		expect(texts(world)).toEqual(['a', 'b']);
		expect(node.applied.map(({ command }) => command)).toEqual([asks[0]!.command, asks[2]!.command]);
	});

	it('WL13 a commit that was not made is decided anew', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const server = breakCommit(world);
		const a = send('a');
		node.loop.submit(a.command);
		await world.rest();
		server.reject(new Error('rolled back'));
		await world.until(() => a.outcomes.length > 0);
		expect(code(a.outcomes[0])).toBe('done');
		expect(texts(world)).toEqual(['a']);
	});

	it('WL13 what another node records before the loop looks again changes nothing of that', async () => {
		for (const recorded of [true, false]) {
			const world = new LoopWorld();
			const [one, two] = [await world.node(), await world.node()];
			const server = breakCommit(world);
			const a = send('a');
			const b = send('b');
			two.loop.submit(send('warm').command);
			await world.rest();
			one.loop.submit(a.command);
			two.loop.submit(b.command);
			await world.rest();
			if (recorded) server.resolve();
			else server.reject(new Error('rolled back'));
			await world.until(() => a.outcomes.length > 0 && b.outcomes.length > 0);
			await Promise.all([one.loop.follow(), two.loop.follow()]);
			expect(texts(world).sort()).toEqual(['a', 'b', 'warm']);
			for (const node of [one, two]) {
				expect(node.applied.map(({ event }) => event.id)).toEqual(world.store.events.map(({ id }) => id));
			}
		}
	});

	it('WL13 a repeat that another node recorded meanwhile is not taken for the batch that was sent', async () => {
		const world = new LoopWorld();
		const [one, two] = [await world.node(), await world.node()];
		const gate = Promise.withResolvers<void>();
		let broken = false;
		world.fault = async (point) => {
			if (point !== 'commit' || broken) return;
			broken = true;
			await gate.promise;
			throw new LateCommit(Promise.reject(new Error('rolled back')));
		};
		const asks = [send('a', { id: clientId(1) }), send('b')];
		for (const { command } of asks) one.loop.submit(command);
		await world.rest();
		// The second node stands in line for the lock before the first one can look again.
		const again = send('a', { id: clientId(1) });
		two.loop.submit(again.command);
		await world.rest();
		gate.resolve();
		await world.until(() => [...asks, again].every(({ outcomes }) => outcomes.length > 0));
		await Promise.all([one.loop.follow(), two.loop.follow()]);
		expect([...asks, again].map(({ outcomes }) => code(outcomes[0]))).toEqual(['done', 'done', 'done']);
		expect(texts(world)).toEqual(['a', 'b']);
		for (const node of [one, two]) {
			expect(node.incomprehensible).toEqual([]);
			expect(node.applied.map(({ event }) => event.id)).toEqual(world.store.events.map(({ id }) => id));
		}
	});

	it('WL13 what another node recorded under the same id is not taken for our own, although it says the same', async () => {
		const world = new LoopWorld();
		const [one, two] = [await world.node(), await world.node()];
		const gate = Promise.withResolvers<void>();
		let broken = false;
		world.fault = async (point) => {
			if (point !== 'commit' || broken) return;
			broken = true;
			await gate.promise;
			throw new LateCommit(Promise.reject(new Error('rolled back')));
		};
		const [sent, again] = [send('a', { id: clientId(1) }), send('a', { id: clientId(1) })];
		one.loop.submit(sent.command);
		await world.rest();
		two.loop.submit(again.command);
		await world.rest();
		world.clock.advance(1000);
		gate.resolve();
		await world.until(() => [sent, again].every(({ outcomes }) => outcomes.length > 0));
		await Promise.all([one.loop.follow(), two.loop.follow()]);
		const [recorded] = world.store.events;
		for (const { applied } of [one, two]) expect(applied.map(({ event }) => event.at)).toEqual([recorded!.at]);
		for (const { outcomes } of [sent, again]) expect(outcomes[0]).toMatchObject({ events: [{ at: recorded!.at }] });
	});

	it('WL13 a follow meets the events of an unknown commit: they are applied and answered as our own', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		let begins = 0;
		world.fault = (point) => {
			if (point === 'begin') begins += 1;
			if (point === 'begin' && begins > 1) throw new LogError('lost', 'injected');
			if (point === 'committed') throw new LogError('unknown', 'injected');
		};
		const a = send('a');
		node.loop.submit(a.command);
		await world.rest();
		expect(a.outcomes).toEqual([]);
		await node.loop.follow();
		expect(code(a.outcomes[0])).toBe('done');
		expect(node.applied.map(({ command }) => command)).toEqual([a.command]);
	});
});

describe('waiting for an answer', () => {
	it('WL14 after 5 s a command is answered `unavailable`, and never recorded when it was not sent', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		world.fault = failing('begin', 'lost', 1_000).fault;
		const start = world.clock.now();
		const [outcome] = await world.run(node, send('too late'));
		expect(code(outcome)).toBe('unavailable');
		expect(world.clock.now() - start).toBe(REPLY_WAIT_MS);
		expect(node.loop.queued).toBe(0);
		world.fault = () => {};
		await world.run(node, send('later'));
		expect(texts(world)).toEqual(['later']);
	});

	it('WL14 what was sent when its time ran out may still be recorded; it is applied as nobody’s and not answered twice', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const server = Promise.withResolvers<void>();
		let broken = false;
		world.fault = (point) => {
			if (point !== 'commit' || broken) return;
			broken = true;
			throw new LateCommit(server.promise);
		};
		const sent = send('sent', { id: clientId(1) });
		await world.run(node, sent);
		expect(sent.outcomes.map(code)).toEqual(['unavailable']);
		server.resolve();
		const [again] = await world.run(node, send('sent', { id: clientId(1) }));
		expect(again).toMatchObject({ state: 'done', repeated: true });
		expect(sent.outcomes).toHaveLength(1);
		expect(node.applied.map(({ command }) => command)).toEqual([null]);
		expect(texts(world)).toEqual(['sent']);
	});

	it('WL14 a commit that takes longer than 5 s is answered once, and its events are applied', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const slow = Promise.withResolvers<void>();
		world.fault = (point) => (point === 'commit' ? slow.promise : undefined);
		const a = send('a');
		await world.run(node, a);
		slow.resolve();
		await world.until(() => node.applied.length === 1);
		expect(a.outcomes.map(code)).toEqual(['unavailable']);
		expect(node.applied[0]!.command).toBeNull();
	});

	it('WL18 stopping while the log is away ends when the last command was answered', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		world.fault = failing('begin', 'lost', 1_000).fault;
		const a = send('a');
		node.loop.submit(a.command);
		let stopped = false;
		void node.loop.stop().then(() => {
			stopped = true;
		});
		await world.until(() => stopped);
		expect(a.outcomes.map(code)).toEqual(['unavailable']);
		expect(world.clock.next()).toBeUndefined();
	});

	it('WL4 a stream of new commands does not keep a waiting one from its turn', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const key = (mode: 'shared' | 'exclusive') => ({ keys: [{ name: 'k', mode }] });
		let batches = 0;
		let more = true;
		const submitShared = () => {
			const settle = () => {
				if (more) queueMicrotask(submitShared);
			};
			node.loop.submit(ask({ ...key('shared'), decide: nothing, settle }).command);
		};
		world.fault = (point) => {
			if (point === 'begin') batches += 1;
		};
		for (let i = 0; i < 5; i++) submitShared();
		const exclusive = ask({ ...key('exclusive'), decide: nothing, settle: () => (more = false) });
		node.loop.submit(exclusive.command);
		await world.until(() => !more);
		expect(batches).toBeLessThanOrEqual(3);
	});
});
