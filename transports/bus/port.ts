/** A bus over one end of a `MessageChannel`: to a worker thread, or to whoever passes hints on between several. */
import type { MessagePort } from 'node:worker_threads';
import type { Bus } from '../node.ts';

/** Takes the port over: starts it, does not keep the process alive for it, closes it with the bus. Foreign messages are ignored. */
export function createPortBus(port: MessagePort): Bus {
	const bus: Bus = {
		onHint: undefined,
		publish: (hint) => port.postMessage({ position: hint.position }),
		close: () => port.close(),
	};
	port.on('message', (message: unknown) => {
		if (isHint(message)) bus.onHint?.(message);
	});
	port.unref();
	return bus;
}

function isHint(message: unknown): message is { position: number } {
	return (
		typeof message === 'object' &&
		message !== null &&
		'position' in message &&
		typeof message.position === 'number' &&
		Number.isSafeInteger(message.position)
	);
}
