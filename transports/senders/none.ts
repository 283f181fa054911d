import type { Delivery, Sender } from './sender.ts';

/** Where there is no way for messages: everybody is told so. */
export function createNoSender(delivery: Delivery): Sender {
	return { delivery, send: async () => 'refused' };
}
