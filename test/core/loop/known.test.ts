import { describe, expect, it } from 'vitest';
import { redactedData } from '../../../core/domain/codec.ts';
import type { Outcome } from '../../../core/loop/command.ts';
import { account, ask, clientId, conversation, LoopWorld, message, nothing, send } from './loop-world.ts';

const refuse = () => ({ rejection: { code: 'not-friends' } }) as const;

/** Redacts the event at `position`, as a recall does. */
function redact(world: LoopWorld, position: number): void {
	const event = world.store.events[position - 1]!;
	world.store.events[position - 1] = { ...event, data: redactedData(event.data) };
}

function told(outcome: Outcome | undefined): unknown {
	if (outcome?.state !== 'done') return outcome?.rejection.code;
	return [outcome.repeated ? 'repeated' : 'done', outcome.position, outcome.events.map(({ position }) => position)];
}

describe('ids of commands', () => {
	it('WL9 a repeat gets its first answer and records nothing, in the same batch or later', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const ids = { id: clientId(1) };
		const outcomes = await world.run(node, send('hi', ids), send('hi', ids), send('other'));
		outcomes.push(...(await world.run(node, send('hi', ids))));
		expect(outcomes.map(told)).toEqual([
			['done', 1, [1]],
			['repeated', 1, [1]],
			['done', 2, [2]],
			['repeated', 1, [1]],
		]);
		expect(world.store.events).toHaveLength(2);
	});

	it('WL9 a repeat on another node, or after a restart, gets the first answer too', async () => {
		const world = new LoopWorld();
		const [one, two] = [await world.node(), await world.node()];
		await world.run(one, send('hi', { id: clientId(1) }));
		const outcomes = await world.run(two, send('hi', { id: clientId(1) }));
		expect(outcomes.map(told)).toEqual([['repeated', 1, [1]]]);
	});

	it('WL9 the repeat of a command that recorded several events gets all of them and no others', async () => {
		for (const count of [2, 16, 17, 40]) {
			const world = new LoopWorld();
			const node = await world.node();
			const several = () =>
				ask({
					id: clientId(1),
					decide: () => ({ events: Array.from({ length: count }, (_, i) => message(conversation(1), `${i}`)) }),
				});
			await world.run(node, send('before'), several(), send('after'));
			const [outcome] = await world.run(node, several());
			expect(told(outcome)).toEqual(['repeated', count + 1, Array.from({ length: count }, (_, i) => i + 2)]);
		}
	});

	it('WL9 another author, another command, or another stream under a recorded id is refused `id-taken`', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const id = clientId(1);
		await world.run(node, send('hi', { id }), send('elsewhere', { to: 2 }));
		const outcomes = await world.run(
			node,
			send('hi', { id, author: account(2) }),
			send('something else', { id }),
			send('hi', { id, to: 2 }),
			send('hi', { id: world.store.events[1]!.id }),
		);
		expect(outcomes.map(told)).toEqual(['id-taken', 'id-taken', 'id-taken', 'id-taken']);
		expect(world.store.events).toHaveLength(2);
	});

	it('WL9 a repeat whose stream would be made anew (a group) gets its first answer', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		let groups = 0;
		const create = () =>
			ask({
				id: clientId(1),
				decide() {
					groups += 1;
					const stream = conversation(groups);
					return { events: [{ stream, type: 'GroupCreated', by: account(1), data: { name: 'g' } }] };
				},
			});
		await world.run(node, create());
		expect((await world.run(node, create())).map(told)).toEqual([['repeated', 1, [1]]]);
	});

	it('WL9 before a refusal the id is looked up: what was recorded before its author lost the right stays done', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const id = clientId(1);
		const digest = 'a'.repeat(64);
		await world.run(node, send('hi', { id, digest }));
		const vault = [{ do: 'put', table: 'secrets', row: { name: 'tries', value: '1' } }] as const;
		const [repeat, taken, fresh] = await world.run(
			node,
			ask({ id, digest, decide: () => ({ ...refuse(), vault }) }),
			ask({ id, digest: 'b'.repeat(64), decide: refuse }),
			ask({ id: clientId(2), digest, decide: refuse }),
		);
		expect(told(repeat)).toEqual(['repeated', 1, [1]]);
		expect(told(taken)).toBe('id-taken');
		expect(told(fresh)).toBe('not-friends');
		expect(world.store.vault).toEqual({});
	});

	it('WL9 what is true already gets the answer recorded under its id, where there is one', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const id = clientId(1);
		const digest = 'a'.repeat(64);
		await world.run(node, send('hi', { id, digest }));
		const [repeat, fresh] = await world.run(
			node,
			ask({ id, digest, decide: nothing }),
			ask({ id: clientId(2), digest, decide: nothing }),
		);
		expect(told(repeat)).toEqual(['repeated', 1, [1]]);
		expect(told(fresh)).toEqual(['done', 1, []]);
	});

	it('WL9 a redacted event is the same where author, stream and type agree', async () => {
		const world = new LoopWorld();
		const node = await world.node();
		const id = clientId(1);
		await world.run(node, send('hi', { id }), send('elsewhere', { to: 2 }));
		redact(world, 1);
		const rename = ask({
			id,
			decide: () => ({
				events: [{ stream: conversation(1), type: 'GroupCreated', by: account(1), data: { name: 'g' } }],
			}),
		});
		const outcomes = await world.run(
			node,
			send('hi', { id }),
			send('hi', { id, to: 2 }),
			send('hi', { id, author: account(2) }),
			rename,
		);
		expect(outcomes.map(told)).toEqual([['repeated', 1, [1]], 'id-taken', 'id-taken', 'id-taken']);
	});
});
