/**
 * The pages of one browser tell each other who is signed in, for they share one session: a page of somebody else stops
 * at once. Without a channel it stops as soon as it connects again or changes something.
 */
import type { AccountId } from '../../core/ids.ts';

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('webchat.account');

export function tellAccount(account: AccountId): void {
	channel?.postMessage(account);
}

/** Calls back with whoever another page says is signed in now. */
export function onAccountTold(told: (account: AccountId) => void): void {
	channel?.addEventListener('message', (event: MessageEvent<AccountId>) => told(event.data));
}
