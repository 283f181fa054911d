import { expect, test, vi } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import type { NodeId } from '../../core/ids.ts';
import { keepNode } from '../../transports/kept-node.ts';
import type { ChatNode } from '../../transports/node.ts';
import { systemClock } from '../../transports/system-clock.ts';
import { startEngine } from '../support/engine.ts';

type Ending = 'fenced' | 'incomprehensible';

/** Starts nodes that end when told to. `failures` starts fail before the second node. */
async function nodes(failures = 0) {
	const engine = await startEngine();
	const ends: ((why: Ending) => void)[] = [];
	const stopped: string[] = [];
	let left = failures;
	const start = async (): Promise<ChatNode> => {
		if (ends.length > 0 && left > 0) {
			left--;
			throw new Error('lost');
		}
		const { promise: ended, resolve } = Promise.withResolvers<Ending>();
		ends.push(resolve);
		const id = `node ${ends.length}` as NodeId;
		const stop = async () => {
			stopped.push(id);
		};
		return { ...engine.node, id, ended, stop };
	};
	return { engine, start, stopped, end: (why: Ending) => ends.at(-1)?.(why) };
}

const soon: Clock = { ...systemClock, after: (_ms, run) => setTimeout(run, 0) };

test('HT22 a node that was declared stopped is followed by a new one, as soon as the log lets it', async () => {
	const { engine, start, stopped, end } = await nodes(2);
	const noted: string[] = [];
	const kept = await keepNode(start, soon, (_level, what) => noted.push(what));
	end('fenced');
	await vi.waitFor(() => expect(kept.current.id).toBe('node 2'));
	expect(noted).toEqual(['node.fenced', 'node.start-failed', 'node.start-failed']);
	end('fenced');
	await vi.waitFor(() => expect(kept.current.id).toBe('node 3'));
	await kept.stop();
	expect(stopped).toEqual(['node 3']);
	await engine.stop();
});

test('HT22 a node that met events it does not understand is not followed', async () => {
	const { engine, start, end } = await nodes();
	const kept = await keepNode(start, soon, () => {});
	end('incomprehensible');
	await kept.incomprehensible;
	expect(kept.current.id).toBe('node 1');
	await engine.stop();
});

test('HT22 after a stop no node is started, and one under way is stopped', async () => {
	const { engine, start, stopped, end } = await nodes();
	const gate = Promise.withResolvers<void>();
	let begun = 0;
	const slow = async () => {
		begun++;
		if (begun > 1) await gate.promise;
		return start();
	};
	const kept = await keepNode(slow, soon, () => {});
	end('fenced');
	await vi.waitFor(() => expect(begun).toBe(2));
	const done = kept.stop();
	gate.resolve();
	await done;
	expect(stopped).toEqual(['node 1', 'node 2']);
	expect(begun).toBe(2);
	await engine.stop();
});

test('HT22 when the first node cannot be started there is none', async () => {
	await expect(
		keepNode(
			() => Promise.reject(new Error('lost')),
			soon,
			() => {},
		),
	).rejects.toThrow('lost');
});
