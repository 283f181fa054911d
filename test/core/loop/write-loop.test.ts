import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../../core/domain/codec.ts';
import type { Outcome } from '../../../core/loop/command.ts';
import { account, ask, clientId, conversation, LoopWorld, message, nothing, send } from './loop-world.ts';

/** As the rules say. */
const QUEUE_COMMANDS_MAX = 4096;

const codes = (outcomes: readonly Outcome[]) =>
	outcomes.map((outcome) => (outcome.state === 'done' ? 'done' : outcome.rejection.code));

/** Counts transactions that were committed. */
function countCommits(world: LoopWorld): { count: number } {
	const commits = { count: 0 };
	world.fault = (point) => {
		if (point === 'committed') commits.count += 1;
	};
	return commits;
}

describe('recording', () => {
	it('WL5 an answer comes after its events were committed and applied, once', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const seen: number[][] = [];
		const hello = send('hello', {
			settle: () => seen.push([world.store.events.length, node.applied.length]),
		});
		node.loop.submit(hello.command);
		expect(seen).toEqual([]);
		await world.until(() => seen.length > 0);
		await world.rest();
		expect(seen).toEqual([[1, 1]]);
		expect(node.applied[0]!.command).toBe(hello.command);
		expect(node.loop.applied).toBe(1);
	});

	it('WL5 what is applied is what a reader of the log decodes', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		await world.run(node, send('a', { id: clientId(1) }), send('b'), send('c', { to: 2 }));
		expect(node.applied.map(({ event }) => event)).toEqual(world.store.events.map(decodeEvent));
	});

	it('WL5 commands that gather while a batch is committed, and do not conflict, share the next transaction', async () => {
		const world = new LoopWorld();
		const commits = countCommits(world);
		const node = await world.node();
		await world.run(node, ...Array.from({ length: 50 }, (_, i) => send(`m${i}`)));
		expect(commits.count).toBe(1);
		expect(world.store.events).toHaveLength(50);
	});

	it('WL2 commands that hold a key exclusively are decided one after the other, each on what the last one recorded', async () => {
		const world = new LoopWorld();
		const commits = countCommits(world);
		const node = await world.node();
		const once = () =>
			ask({
				keys: [{ name: 'first', mode: 'exclusive' }],
				decide: (facts) =>
					facts.version(conversation(1)) > 0
						? { rejection: { code: 'not-allowed' } }
						: { events: [message(conversation(1), 'first')] },
			});
		expect(codes(await world.run(node, once(), once(), once()))).toEqual(['done', 'not-allowed', 'not-allowed']);
		expect(commits.count).toBe(1);
	});

	it('WL6 a decision is made on what other nodes recorded before, and time never goes back', async () => {
		const world = new LoopWorld();
		const [one, two] = [await world.node(), await world.node()];
		await world.run(one, send('from one'));
		const seen: number[] = [];
		await world.run(
			two,
			ask({
				decide(facts, now) {
					seen.push(facts.version(conversation(1)), now);
					return nothing();
				},
			}),
		);
		expect(seen).toEqual([1, world.store.at]);
		expect(two.applied.map(({ command }) => command)).toEqual([null]);
	});

	it('WL7 versions and ordinals of messages count on within a batch and after it, per stream', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const stream = conversation(1);
		await world.run(
			node,
			ask({
				decide: () => ({
					events: [
						{ stream, type: 'GroupCreated', by: account(1), data: { name: 'g' } },
						message(stream, 'one'),
						message(conversation(2), 'elsewhere'),
						message(stream, 'two'),
					],
				}),
			}),
			send('three'),
		);
		await world.run(node, send('four'));
		const rows = world.store.events.map(({ stream, version, data }) => [stream, version, JSON.parse(data).n]);
		expect(rows).toEqual([
			[stream, 1, undefined],
			[stream, 2, 1],
			[conversation(2), 1, 1],
			[stream, 3, 2],
			[stream, 4, 3],
			[stream, 5, 4],
		]);
	});

	it('WL7 the first event has the id of its command and its digest, further ones ids derived from it', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const two = () => ({ events: [message(conversation(1), 'a'), message(conversation(1), 'b')] });
		const digest = 'd'.repeat(64);
		await world.run(node, ask({ id: clientId(1), digest, decide: two }), ask({ decide: two }));
		const [first, further, own, ownFurther] = world.store.events;
		expect(first!.id).toBe(clientId(1));
		expect(JSON.parse(first!.data)).toMatchObject({ command: digest, salt: '00112233445566778899aabbccddeeff' });
		expect(JSON.parse(further!.data)).not.toHaveProperty('command');
		expect(JSON.parse(own!.data)).not.toHaveProperty('command');
		expect(new Set([first!.id, further!.id, own!.id, ownFurther!.id]).size).toBe(4);
		expect(further!.id[14]).toBe('5');
		expect(ownFurther!.id[14]).toBe('5');
	});
});

describe('answers', () => {
	it('WL1 a full queue refuses at once, and takes commands again when it has room', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const asks = Array.from({ length: QUEUE_COMMANDS_MAX }, () => ask({ decide: nothing }));
		for (const { command } of asks) node.loop.submit(command);
		const surplus = ask({ decide: nothing });
		node.loop.submit(surplus.command);
		expect(codes(surplus.outcomes)).toEqual(['unavailable']);
		expect(node.loop.queued).toBe(4096);
		await world.until(() => node.loop.queued === 0);
		expect(asks.every(({ outcomes }) => outcomes.length === 1)).toBe(true);
		expect(codes(await world.run(node, ask({ decide: nothing })))).toEqual(['done']);
	});

	it('WL3 answers of one order come in the order asked, refusals among them', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const order = {};
		const answered: string[] = [];
		const log = (what: string) => ({ order, settle: () => answered.push(what) });
		const refused = ask({ ...log('refused'), decide: () => ({ rejection: { code: 'not-found' } }) });
		const taken = ask({ keys: [{ name: 'k', mode: 'exclusive' }], decide: nothing });
		const late = ask({ ...log('late'), keys: [{ name: 'k', mode: 'exclusive' }], decide: nothing });
		const commands = [send('a', log('a')), refused, taken, late, send('b', log('b'))];
		for (const { command } of commands) node.loop.submit(command);
		await world.until(() => answered.length === 4);
		expect(answered).toEqual(['a', 'refused', 'late', 'b']);
	});

	it('WL19 a batch reads the vault once, under the lock, and each decider gets the rows of its own reads', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const put = (name: string) =>
			ask({
				decide: () => ({
					events: [],
					vault: [{ do: 'put', table: 'secrets', row: { name, value: `of ${name}` } }],
				}),
			});
		await world.run(node, put('a'), put('b'));
		let reads = 0;
		world.fault = (point) => {
			if (point === 'read') reads += 1;
		};
		const got: unknown[] = [];
		const look = (...names: string[]) =>
			ask({
				reads: names.map((name) => ({ table: 'secrets', column: 'name', values: [name] })),
				decide(_facts, _now, rows) {
					got.push(rows.map((list) => list.map((row) => row.value)));
					return nothing();
				},
			});
		await world.run(node, look('b'), look(), look('a', 'none', 'b'));
		expect(got).toEqual([[['of b']], [], [['of a'], [], ['of b']]]);
		expect(reads).toBe(1);
	});

	it('WL19 what a refusal writes to the vault is committed with its batch; where nothing is to be written, nothing is committed', async () => {
		const world = new LoopWorld();
		const commits = countCommits(world);
		const node = await world.node();
		const refuse = ask({
			decide: () => ({
				rejection: { code: 'bad-code' },
				vault: [{ do: 'put', table: 'secrets', row: { name: 'tries', value: '1' } }],
			}),
		});
		expect(codes(await world.run(node, refuse))).toEqual(['bad-code']);
		expect(commits.count).toBe(1);
		expect(Object.values(world.store.vault).flatMap((table) => [...table.values()])).toHaveLength(1);
		await world.run(node, ask({ decide: nothing }), ask({ decide: () => ({ rejection: { code: 'not-found' } }) }));
		expect(commits.count).toBe(1);
		expect(codes(await world.run(node, send('the lock is free')))).toEqual(['done']);
	});

	it('WL10 a decider that throws fails its own command only, and so do events that break their schema', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const boom = ask({
			name: 'boom',
			decide() {
				throw new Error('boom');
			},
		});
		const malformed = ask({
			name: 'malformed',
			decide: () => ({
				events: [
					message(conversation(1), 'fine'),
					{ stream: account(1), type: 'AccountBlocked', by: null, data: { account: 'nobody' } },
				],
			}),
		});
		const outcomes = await world.run(node, send('before'), boom, malformed, send('after'));
		expect(codes(outcomes)).toEqual(['done', 'unavailable', 'unavailable', 'done']);
		expect(node.bugs.map(({ command }) => command)).toEqual(['boom', 'malformed']);
		expect(world.store.events.map(({ version }) => version)).toEqual([1, 2]);
	});
});

describe('limits of a batch', () => {
	const many = (count: number, bytes = 1) =>
		ask({
			decide: () => ({ events: Array.from({ length: count }, () => message(conversation(1), 'x'.repeat(bytes))) }),
		});

	it('WL8 at most 1,024 events go into one transaction; what does not fit goes into the next, in order', async () => {
		const world = new LoopWorld();
		const commits = countCommits(world);
		const node = await world.node();
		const order: number[] = [];
		const asks = [600, 424, 1, 1024].map((count) => many(count));
		for (const [i, { command }] of asks.entries()) node.loop.submit({ ...command, settle: () => order.push(i) });
		await world.until(() => order.length === 4);
		expect(order).toEqual([0, 1, 2, 3]);
		expect(commits.count).toBe(3);
		expect(world.store.events).toHaveLength(2049);
	});

	it('WL8 at most 1 MiB of data goes into one transaction', async () => {
		const world = new LoopWorld();
		const commits = countCommits(world);
		const node = await world.node();
		const outcomes = await world.run(node, many(4, 100_000), many(4, 100_000), many(4, 100_000));
		expect(codes(outcomes)).toEqual(['done', 'done', 'done']);
		expect(commits.count).toBe(2);
	});

	it('WL8 a command that fits into no batch is refused `too-large`, and nothing of it is recorded', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const outcomes = await world.run(node, many(1025), many(11, 100_000), many(1));
		expect(codes(outcomes)).toEqual(['too-large', 'too-large', 'done']);
		expect(world.store.events).toHaveLength(1);
		expect(node.bugs).toEqual([]);
	});
});

describe('following and stopping', () => {
	it('WL17 following applies what other nodes recorded up to the head; calls gather', async () => {
		const world = new LoopWorld();
		const [one, two] = [await world.node(), await world.node()];
		await world.run(one, ...Array.from({ length: 3000 }, (_, i) => send(`${i}`)));
		let reads = 0;
		world.fault = (point) => {
			if (point === 'read') reads += 1;
		};
		await Promise.all([two.loop.follow(), two.loop.follow(), two.loop.follow()]);
		expect(two.loop.applied).toBe(3000);
		expect(two.applied.map(({ event }) => event.position)).toEqual(one.applied.map(({ event }) => event.position));
		expect(reads).toBeLessThanOrEqual(6);
	});

	it('WL17 a loop starts with the whole log applied', async () => {
		const world = new LoopWorld();
		await world.run(await world.node(), send('a'), send('b'));
		const late = await world.node();
		expect(late.loop.applied).toBe(2);
		expect(late.loop.epoch).toBe(world.store.epoch);
		expect(late.applied).toHaveLength(2);
	});

	it('WL18 stopping finishes what was accepted, refuses what comes after, and leaves no timer', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const accepted = [send('a'), send('b')];
		for (const { command } of accepted) node.loop.submit(command);
		const stopped = node.loop.stop();
		const late = send('late');
		node.loop.submit(late.command);
		expect(codes(late.outcomes)).toEqual(['unavailable']);
		await stopped;
		expect(codes(accepted.flatMap(({ outcomes }) => outcomes))).toEqual(['done', 'done']);
		expect(node.loop.healthy).toBe(false);
		expect(world.clock.next()).toBeUndefined();
		await node.loop.follow();
		await node.loop.stop();
	});

	it('WL15 a fenced node records nothing: all that waits is refused, and it says so once', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		node.fenced = true;
		expect(codes(await world.run(node, send('a'), send('b')))).toEqual(['unavailable', 'unavailable']);
		expect(codes(await world.run(node, send('c')))).toEqual(['unavailable']);
		expect([node.fences, world.store.events.length, node.loop.healthy]).toEqual([1, 0, false]);
		const other = await world.node();
		expect(codes(await world.run(other, send('the lock is free')))).toEqual(['done']);
	});

	it('WL16 an event of an unknown type stops all writing; those before it are applied', async () => {
		const world = new LoopWorld();
		const [one, two] = [await world.node(), await world.node()];
		await world.run(one, send('fine'), send('strange'));
		world.store.events[1] = { ...world.store.events[1]!, type: 'FromTheFuture' };
		expect(codes(await world.run(two, send('a')))).toEqual(['unavailable']);
		await two.loop.follow();
		expect(two.applied.map(({ event }) => event.position)).toEqual([1]);
		expect(two.incomprehensible.map(({ name }) => name)).toEqual(['IncomprehensibleEvent']);
		expect(two.loop.healthy).toBe(false);
		await expect(world.node()).rejects.toThrow('unknown type');
	});

	it('WL16 a log that was put in the place of the one applied so far stops all writing', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		await world.run(node, send('a'), send('b'));
		world.store.events.pop();
		expect(codes(await world.run(node, send('c')))).toEqual(['unavailable']);
		expect(node.incomprehensible.map(({ name }) => name)).toEqual(['AnotherLog']);
		expect(world.store.events).toHaveLength(1);
	});
});
