import { expect, test } from 'vitest';
import { Turns } from '../../../core/log/turns.ts';

test('EL1 turns are given in the order asked, and giving one up twice counts once', async () => {
	const turns = new Turns();
	const order: number[] = [];
	const take = async (k: number) => {
		const release = await turns.take();
		order.push(k);
		return release;
	};
	const [first, second, third] = [take(1), take(2), take(3)];
	const release = await first;
	expect(turns.isFree).toBe(false);
	release();
	release();
	(await second)();
	expect(order.slice(0, 2)).toEqual([1, 2]);
	(await third)();
	expect(order).toEqual([1, 2, 3]);
	expect(turns.isFree).toBe(true);
});

test('EL1 who stops waiting leaves the queue, and the next one moves up', async () => {
	const turns = new Turns();
	const release = await turns.take();
	const leaving = new AbortController();
	const left = turns.take(leaving.signal);
	const next = turns.take();
	leaving.abort(new Error('left'));
	await expect(left).rejects.toThrow('left');
	await expect(turns.take(leaving.signal)).rejects.toThrow('left');
	release();
	(await next)();
	expect(turns.isFree).toBe(true);
});

test('EL1 a wait beyond its limit is transient, a turn that is free is had at once', async () => {
	const turns = new Turns();
	const release = await turns.takeWithin(0);
	await expect(turns.takeWithin(1)).rejects.toMatchObject({ name: 'LogError', kind: 'transient' });
	release();
	expect(turns.isFree).toBe(true);
});

test('EL1 as many have their turn at once as there are places', async () => {
	const turns = new Turns(2);
	const first = await turns.take();
	expect(turns.isFree).toBe(true);
	await turns.take();
	expect(turns.isFree).toBe(false);
	const third = turns.take();
	first();
	(await third)();
	expect(turns.isFree).toBe(true);
});
