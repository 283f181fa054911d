import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createLocalBuses } from '../../../transports/bus/local.ts';
import { createPortBus } from '../../../transports/bus/port.ts';
import type { Bus } from '../../../transports/node.ts';

/** The next hint that arrives. */
function nextHint(bus: Bus): Promise<{ readonly position: number }> {
	return new Promise((resolve) => {
		bus.onHint = resolve;
	});
}

test('PR18 a hint reaches every other node of the process, not the one that gave it, and none that has left', async () => {
	const join = createLocalBuses();
	const [giver, taker, leaver] = [join(), join(), join()];
	const heard: string[] = [];
	giver.onHint = () => heard.push('giver');
	leaver.onHint = () => heard.push('leaver');
	leaver.close();
	const hint = nextHint(taker);
	giver.publish({ position: 7 });
	expect(await hint).toEqual({ position: 7 });
	expect(heard).toEqual([]);
});

test('PR18 a hint passes a message port, and what is no hint is ignored', async () => {
	const { port1, port2 } = new MessageChannel();
	const [giver, taker] = [createPortBus(port1), createPortBus(port2)];
	const hint = nextHint(taker);
	for (const odd of [null, 'hint', {}, { position: '7' }, { position: 0.5 }]) port1.postMessage(odd);
	giver.publish({ position: 7 });
	expect(await hint).toEqual({ position: 7 });
	giver.close();
	taker.close();
});
