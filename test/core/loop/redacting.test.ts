import { expect, test } from 'vitest';
import { redactedData } from '../../../core/domain/codec.ts';
import type { Proposal } from '../../../core/domain/events.ts';
import type { EventId } from '../../../core/ids.ts';
import { BATCH_AMENDMENTS_MAX } from '../../../core/log/batch.ts';
import { LateCommit, openMemoryLog } from '../../../core/log/memory.ts';
import type { Command, Subject } from '../../../core/loop/command.ts';
import { account, ask, clientId, conversation, LoopWorld, send } from './loop-world.ts';

const STREAM = conversation(1);

/** Recalls a message, and amends it, whoever sent it. */
function recall(message: EventId, fields: Partial<Command> = {}) {
	return ask({ decide: () => ({ events: [recalled(message)] }), ...fields });
}

function recalled(message: EventId, redacts: readonly EventId[] = [message]): Proposal {
	return { stream: STREAM, type: 'MessageRecalled', by: account(1), data: { message }, amends: [message], redacts };
}

/** A command that only looks, and what it saw. */
function look(...about: NonNullable<Command['about']>) {
	const seen: (Subject | undefined)[][] = [];
	const asked = ask({
		about,
		decide(_facts, _now, _rows, subjects) {
			seen.push([...subjects]);
			return { events: [] };
		},
	});
	return { ...asked, seen };
}

test('RE1 a decision is given what it is about, with the amendments that it asks for', async () => {
	const world = new LoopWorld();
	const node = await world.node();
	const [one, two, none] = [clientId(1), clientId(2), clientId(3)];
	await world.run(node, send('a', { id: one }), send('b', { id: two }));
	await world.run(node, recall(one));
	const both = look({ id: one, amendedBy: ['MessageRecalled'] }, { id: none, amendedBy: ['MessageRecalled'] });
	const bare = look({ id: two, amendedBy: [] }, { id: one, amendedBy: ['MessageSent'] });
	await world.run(node, both, look(), bare);
	expect(both.seen).toHaveLength(1);
	const [first, missing] = both.seen[0]!;
	expect(missing).toBeUndefined();
	expect(first?.event).toMatchObject({ id: one, type: 'MessageSent', data: { redacted: true } });
	expect(first?.amendments).toMatchObject([{ type: 'MessageRecalled', position: 3, data: { message: one } }]);
	expect(bare.seen[0]).toMatchObject([
		{ event: { id: two, data: { n: 2 } }, amendments: [] },
		{ event: { id: one }, amendments: [] },
	]);
});

test('RE1 what it is about stands as other nodes left it', async () => {
	const world = new LoopWorld();
	const [one, two] = [await world.node(), await world.node()];
	await world.run(one, send('a', { id: clientId(1) }));
	const seen = look({ id: clientId(1), amendedBy: ['MessageRecalled'] });
	await world.run(two, recall(clientId(1)));
	await world.run(one, seen);
	expect(seen.seen[0]![0]).toMatchObject({ event: { data: { redacted: true } }, amendments: [{ position: 2 }] });
});

test('RE2 what is redacted is replaced by its digest, with the event that says so, which keeps the positions', async () => {
	const world = new LoopWorld();
	const node = await world.node();
	await world.run(node, send('secret', { id: clientId(1) }), send('kept'));
	const before = [...world.store.events];
	const [outcome] = await world.run(node, recall(clientId(1)));
	expect(outcome).toMatchObject({ state: 'done', events: [{ data: { message: clientId(1), redacts: [1] } }] });
	expect(world.store.events.slice(0, 2)).toEqual([{ ...before[0], data: redactedData(before[0]!.data) }, before[1]]);
	const log = openMemoryLog(world.store);
	expect(await log.amendments([clientId(1)], ['MessageRecalled'])).toMatchObject([{ event: { position: 3 } }]);
});

test('RE2 what was redacted before stays as it is', async () => {
	const world = new LoopWorld();
	const node = await world.node();
	await world.run(node, send('secret', { id: clientId(1) }), send('other', { id: clientId(2) }));
	await world.run(node, recall(clientId(1)));
	const [first] = world.store.events;
	const again = ask({ decide: () => ({ events: [recalled(clientId(2), [clientId(2), clientId(1), clientId(2)])] }) });
	const [outcome] = await world.run(node, again);
	expect(outcome).toMatchObject({ events: [{ data: { redacts: [2] } }] });
	expect(world.store.events[0]).toEqual(first);
});

test('RE2 a transaction that is lost redacts nothing, and its command is decided anew', async () => {
	const world = new LoopWorld();
	const node = await world.node();
	await world.run(node, send('secret', { id: clientId(1) }));
	let lost = false;
	world.fault = (point) => {
		if (point !== 'commit' || lost) return;
		lost = true;
		expect(world.store.events[0]!.data).toContain('secret');
		throw new LateCommit(Promise.reject(new Error('rolled back')));
	};
	expect(await world.run(node, recall(clientId(1)))).toMatchObject([{ state: 'done', position: 2 }]);
	expect(lost).toBe(true);
	expect(world.store.events.map(({ data }) => data.includes('secret'))).toEqual([false, false]);
});

test('RE3 what is not recorded cannot be redacted: that command fails, and no other', async () => {
	const world = new LoopWorld();
	const node = await world.node();
	const [bad, good] = await world.run(node, recall(clientId(9)), send('a'));
	expect(bad).toEqual({ state: 'rejected', rejection: { code: 'unavailable' } });
	expect(good).toMatchObject({ state: 'done' });
	expect(node.bugs).toHaveLength(1);
	expect(world.store.events).toHaveLength(1);
});

test('RE3 what a batch amends counts: what is too much for it goes into the next, what fits into none is refused', async () => {
	const world = new LoopWorld();
	const node = await world.node();
	await world.run(node, send('a', { id: clientId(1) }));
	const amending = (count: number) =>
		ask({
			decide: () => ({
				events: [
					{
						...recalled(clientId(1), []),
						amends: Array.from({ length: count }, (_, k) => clientId(k)),
					},
				],
			}),
		});
	const [one, two, none] = await world.run(
		node,
		amending(BATCH_AMENDMENTS_MAX),
		amending(1),
		amending(BATCH_AMENDMENTS_MAX + 1),
	);
	expect([one, two]).toMatchObject([{ state: 'done' }, { state: 'done' }]);
	expect(world.store.events[1]!.at).toBeLessThanOrEqual(world.store.events[2]!.at);
	expect(none).toEqual({ state: 'rejected', rejection: { code: 'too-large' } });
});

test('WL13 what was redacted before the loop could look is answered as its own, and applied as it stands', async () => {
	const world = new LoopWorld();
	const [one, two] = [await world.node(), await world.node()];
	const gate = Promise.withResolvers<void>();
	let broken = false;
	world.fault = async (point) => {
		if (point !== 'commit' || broken) return;
		broken = true;
		await gate.promise;
		throw new LateCommit(Promise.resolve());
	};
	const said = send('secret', { id: clientId(1) });
	one.loop.submit(said.command);
	await world.rest();
	// The second node stands in line for the lock before the first one can look again.
	const taken = recall(clientId(1));
	two.loop.submit(taken.command);
	await world.rest();
	gate.resolve();
	await world.until(() => said.outcomes.length > 0 && taken.outcomes.length > 0);
	const events = [{ position: 1, data: { redacted: true } }];
	expect(said.outcomes).toMatchObject([{ state: 'done', repeated: false, position: 1, events }]);
	expect(one.applied[0]).toMatchObject({ event: events[0], command: said.command });
	expect(JSON.stringify(one.applied)).not.toContain('secret');
});
