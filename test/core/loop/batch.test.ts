import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BATCH_COMMANDS_MAX, formBatch, type Queued } from '../../../core/loop/batch.ts';
import type { Key } from '../../../core/loop/command.ts';

interface Item extends Queued {
	readonly n: number;
}

const orders = [{ order: 0 }, { order: 1 }, { order: 2 }];
const key = fc.record<Key>({
	name: fc.constantFrom('a', 'b', 'c'),
	mode: fc.constantFrom('shared', 'shared', 'exclusive'),
});
const queues = fc
	.array(
		fc.record({
			keys: fc.array(key, { maxLength: 3 }),
			order: fc.constantFrom(undefined, ...orders),
			alone: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
		}),
		{ maxLength: 30 },
	)
	.map((list) => list.map((item, n): Item => ({ ...item, n })));

const clash = (a: Queued, b: Queued) =>
	a.keys.some((one) =>
		b.keys.some((other) => one.name === other.name && (one.mode === 'exclusive' || other.mode === 'exclusive')),
	);
const item = (n: number, fields: Partial<Queued> = {}): Item => ({
	n,
	keys: [],
	order: undefined,
	alone: false,
	...fields,
});
const numbers = (batch: readonly Item[]) => batch.map(({ n }) => n);

describe('forming a batch', () => {
	it('WL2 no two commands of a batch conflict, and none that waits is overtaken by one that conflicts with it', () => {
		fc.assert(
			fc.property(queues, (queue) => {
				const batch = formBatch(queue);
				const taken = new Set(numbers(batch));
				for (const later of batch) {
					for (const earlier of queue.slice(0, later.n)) expect(clash(earlier, later)).toBe(false);
				}
				expect(taken.size).toBe(batch.length);
			}),
			{ numRuns: 500 },
		);
	});

	it('WL2 shared holders of a key stand in one batch, an exclusive one waits for them and holds up those after it', () => {
		const shared = { keys: [{ name: 'k', mode: 'shared' }] } as const;
		const exclusive = { keys: [{ name: 'k', mode: 'exclusive' }] } as const;
		const queue = [item(0, shared), item(1, shared), item(2, exclusive), item(3, shared), item(4)];
		expect(numbers(formBatch(queue))).toEqual([0, 1, 4]);
		expect(numbers(formBatch(queue.slice(2, 4)))).toEqual([2]);
	});

	it('WL2 a command that holds one key twice does not conflict with itself', () => {
		const both = [
			{ name: 'k', mode: 'shared' },
			{ name: 'k', mode: 'exclusive' },
		] as const;
		expect(numbers(formBatch([item(0, { keys: both }), item(1, { keys: [both[0]] })]))).toEqual([0]);
	});

	it('WL3 once one waits, later ones of its order wait too; a batch keeps the order of the queue', () => {
		fc.assert(
			fc.property(queues, (queue) => {
				const taken = numbers(formBatch(queue));
				expect(taken).toEqual([...taken].sort((a, b) => a - b));
				for (const order of orders) {
					const own = queue.filter((one) => one.order === order).map(({ n }) => n);
					const reach = taken.at(-1) ?? -1;
					const looked = own.filter((n) => n <= reach);
					const first = looked.findIndex((n) => !taken.includes(n));
					if (first !== -1) expect(looked.slice(first).filter((n) => taken.includes(n))).toEqual([]);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('WL4 the first of the queue is always taken, so every command gets its turn', () => {
		fc.assert(
			fc.property(queues, (queue) => {
				let rest: readonly Item[] = queue;
				for (let round = 0; rest.length > 0; round++) {
					const batch = formBatch(rest);
					expect(batch[0]).toBe(rest[0]);
					expect(round).toBeLessThan(queue.length);
					rest = rest.filter((one) => !batch.includes(one));
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('WL11 a suspect goes alone: not with those before it, and nobody goes with it', () => {
		const queue = [item(0), item(1, { alone: true }), item(2)];
		expect(numbers(formBatch(queue))).toEqual([0, 2]);
		expect(numbers(formBatch(queue.slice(1)))).toEqual([1]);
	});

	it('WL8 a batch takes at most 1,024 commands', () => {
		const queue = Array.from({ length: BATCH_COMMANDS_MAX + 5 }, (_, n) => item(n));
		expect(formBatch(queue)).toHaveLength(1024);
	});
});
