import { describe, expect, test } from 'vitest';
import { pairId } from '../../../core/ids.ts';
import { LogError } from '../../../core/log/port.ts';
import type { ChatNode } from '../../../transports/node.ts';
import { type NodeOptions, type Somebody, World } from '../../support/chat-world.ts';

/** Two friends, one on each of two nodes. */
async function twoNodes(options: NodeOptions = {}, secondOptions: NodeOptions = options) {
	const world = new World();
	const first = await world.node(options);
	const second = await world.node(secondOptions);
	const [anna, boris] = (await world.people(first, 'anna', 'boris')) as [Somebody, Somebody];
	const a = await world.online(first, anna);
	const b = await world.online(second, boris);
	await world.ask(a, 'friend.request', { to: boris.account });
	await world.until(() => b.events.length === 1);
	await world.ask(b, 'friend.accept', { from: anna.account });
	const pair = pairId(anna.account, boris.account);
	return { world, first, second, anna, boris, a, b, pair };
}

/** Until this node ended by itself: why. */
async function endOf(world: World, node: ChatNode): Promise<string> {
	let why: string | undefined;
	void node.ended.then((reason) => {
		why = reason;
	});
	await world.until(() => why !== undefined);
	return why!;
}

describe('two nodes on one log', () => {
	test('PR17 friends on different nodes talk and see each other, with no more than the poll between them', async () => {
		const { world, boris, anna, a, b, pair } = await twoNodes();
		const before = world.clock.now();
		await world.say(a, pair, 'over there?');
		await world.until(() => b.texts.length === 1);
		expect(world.clock.now() - before).toBeLessThanOrEqual(250);
		await world.say(b, pair, 'here');
		await world.until(() => a.texts.length === 2);
		expect(a.texts).toEqual(['over there?', 'here']);
		expect(a.positions).toEqual(b.positions.slice(-a.positions.length));
		await world.until(() => a.presence.get(boris.account) === true && b.presence.get(anna.account) === true);
		b.leave();
		await world.until(() => a.presence.get(boris.account) === false);
		expect(b.presence.get(anna.account)).not.toBe(false);
	});

	test('PR17 a hint on the bus brings it at once', async () => {
		const { world, a, b, pair } = await twoNodes({ bus: true });
		const before = world.clock.now();
		await world.say(a, pair, 'at once');
		await world.until(() => b.texts.length === 1);
		expect(world.clock.now()).toBe(before);
	});

	test('PR17 a node that cannot reach the log is not ready, and is again when it can', async () => {
		let broken = false;
		const { world, first, second, a, b, pair } = await twoNodes(
			{},
			{
				faults: () => {
					if (broken) throw new LogError('lost', 'no connection');
				},
			},
		);
		expect([first.ready, second.ready]).toEqual([true, true]);
		broken = true;
		await world.until(() => !second.ready);
		await world.say(a, pair, 'while you were away');
		expect(b.texts).toEqual([]);
		expect(first.ready).toBe(true);
		broken = false;
		await world.until(() => second.ready);
		expect(b.texts).toEqual(['while you were away']);
	});
});

describe('a node that dies', () => {
	test('PR12 a node that fell silent is declared stopped by another one, and its people go offline', async () => {
		let dead = false;
		const { world, first, second, boris, a } = await twoNodes(
			{},
			{
				faults: () => {
					if (dead) throw new LogError('lost', 'no connection');
				},
			},
		);
		await world.until(() => first.views.online(boris.account));
		dead = true;
		await world.pass(14_000);
		expect(first.views.online(boris.account)).toBe(true);
		await world.until(() => a.presence.get(boris.account) === false);
		expect(first.views.facts.node(second.id)).toBe('stopped');
		expect([...world.store.beats.keys()]).toEqual([first.id]);
	});

	test('PR12 a node that starts declares those stopped that were killed before it', async () => {
		let dead = false;
		const world = new World();
		const killed = await world.node({
			faults: () => {
				if (dead) throw new LogError('lost', 'no connection');
			},
		});
		const [anna] = (await world.people(killed, 'anna')) as [Somebody];
		await world.online(killed, anna);
		await world.until(() => killed.views.online(anna.account));
		dead = true;
		await world.pass(60_000);
		const next = await world.node();
		expect(next.views.online(anna.account)).toBe(true);
		await world.until(() => !next.views.online(anna.account));
		expect(next.views.facts.node(killed.id)).toBe('stopped');
	});

	test('PR12 nobody is declared stopped by a node whose own beats did not arrive', async () => {
		let away = false;
		const faults = () => {
			if (away) throw new LogError('lost', 'no connection');
		};
		const { world, first, second, boris } = await twoNodes({ faults });
		await world.until(() => first.views.online(boris.account));
		for (let k = 0; k < 3; k++) {
			away = true;
			await world.pass(40_000);
			away = false;
			await world.pass(10_000);
		}
		expect(first.views.facts.node(second.id)).toBe('running');
		expect(second.views.facts.node(first.id)).toBe('running');
		expect(second.views.online(boris.account)).toBe(true);
	});

	test('PR12 nobody is declared stopped by a node that was frozen itself', async () => {
		const { world, first, second } = await twoNodes();
		for (let k = 0; k < 3; k++) {
			await world.pass(20_000);
			world.clock.advance(40_000);
		}
		await world.pass(20_000);
		expect(first.views.facts.node(second.id)).toBe('running');
		expect(second.views.facts.node(first.id)).toBe('running');
	});

	test('PR12 a node that missed one beat of its own judges nobody for as long as a silence takes', async () => {
		let dead = false;
		let away = false;
		const { world, first, second } = await twoNodes(
			{
				faults: (point) => {
					if (away && point === 'beat') throw new LogError('lost', 'no connection');
				},
			},
			{
				faults: () => {
					if (dead) throw new LogError('lost', 'no connection');
				},
			},
		);
		await world.pass(20_000);
		dead = true;
		await world.pass(10_000);
		away = true;
		await world.pass(3_000);
		away = false;
		await world.pass(12_000);
		expect(first.views.facts.node(second.id)).toBe('running');
		await world.until(() => first.views.facts.node(second.id) === 'stopped');
	});

	test('PR13 a node that was declared stopped closes its sockets with 1012, records nothing more and says so', async () => {
		let frozen = false;
		const thaw: (() => void)[] = [];
		const { world, second, b, pair } = await twoNodes(
			{},
			{ faults: () => (frozen ? new Promise<void>((resolve) => thaw.push(resolve)) : undefined) },
		);
		frozen = true;
		await world.until(() => world.store.events.at(-1)!.type === 'NodeStopped');
		const length = world.store.events.length;
		b.request('message.send', { conversation: pair, id: world.newId(), body: { type: 'text', text: 'too late' } });
		frozen = false;
		for (const go of thaw) go();
		expect(await endOf(world, second)).toBe('fenced');
		expect(b.closeCode).toBe(1012);
		expect(second.ready).toBe(false);
		await world.pass(30_000);
		expect(world.store.events.slice(length).filter(({ type }) => type === 'MessageSent')).toEqual([]);
		expect(
			await second.execute({ name: 'late', author: null, keys: [], decide: () => ({ events: [] }) }),
		).toMatchObject({
			rejection: { code: 'unavailable' },
		});
	});

	test('PR13 a node that meets an event which it does not understand closes its sockets and ends', async () => {
		const { world, first, a } = await twoNodes();
		const row = world.store.events.at(-1)!;
		world.store.events.push({
			...row,
			position: row.position + 1,
			id: world.newId() as typeof row.id,
			version: row.version + 1,
			type: 'FromTheFuture',
		});
		expect(await endOf(world, first)).toBe('incomprehensible');
		expect(a.closeCode).toBe(1012);
	});
});

describe('a node that stops', () => {
	test('PR14 closes its sockets with 1012, answers what it accepted, and leaves nobody online', async () => {
		let held: (() => void) | undefined;
		let holding = false;
		const { world, first, second, anna, a, pair } = await twoNodes({
			faults: (point) =>
				holding && point === 'commit'
					? new Promise<void>((resolve) => {
							held = resolve;
						})
					: undefined,
		});
		await world.until(() => second.views.online(anna.account));
		holding = true;
		a.request('message.send', { conversation: pair, id: world.newId(), body: { type: 'text', text: 'accepted' } });
		const outcome = first.execute({ name: 'last', author: null, keys: [], decide: () => ({ events: [] }) });
		await world.until(() => held !== undefined);
		let stopped = false;
		void first.stop().then(() => {
			stopped = true;
		});
		await world.until(() => a.closeCode !== undefined);
		expect(a.closeCode).toBe(1012);
		expect(stopped).toBe(false);
		holding = false;
		held!();
		await world.until(() => stopped);
		expect(await outcome).toMatchObject({ state: 'done' });
		const types = world.store.events.map(({ type }) => type);
		expect(types.lastIndexOf('MessageSent')).toBeLessThan(types.lastIndexOf('NodeStopped'));
		await world.until(() => !second.views.online(anna.account));
		expect([...world.store.beats.keys()]).toEqual([second.id]);
		expect(world.notes.filter(({ level }) => level === 'error')).toEqual([]);
		const late = world.socket(first, anna);
		await world.until(() => late.closeCode !== undefined);
		expect(late.closeCode).toBe(1012);
	});

	test('PR14 does not wait for ever for a log that does not answer', async () => {
		let dead = false;
		const { world, first } = await twoNodes({ faults: () => (dead ? new Promise<void>(() => {}) : undefined) });
		dead = true;
		const before = world.clock.now();
		await world.stop(first);
		expect(world.clock.now() - before).toBeLessThanOrEqual(5000);
	});
});
