/** What people want, as elements tell it to the page. */
import type { AccountId, ConversationId, EventId } from '../../core/ids.ts';

export type Intent =
	| { readonly do: 'open'; readonly conversation: ConversationId | null }
	| { readonly do: 'send'; readonly conversation: ConversationId; readonly text: string }
	| { readonly do: 'retry' | 'discard'; readonly message: EventId }
	| { readonly do: 'load-older' | 'read' | 'leave' | 'show-members'; readonly conversation: ConversationId }
	| { readonly do: 'find'; readonly q: string }
	| { readonly do: 'ask-friend'; readonly account: AccountId; readonly note: string }
	| { readonly do: 'accept' | 'decline' | 'remove-friend'; readonly account: AccountId }
	| { readonly do: 'create-group'; readonly name: string; readonly members: readonly AccountId[] }
	| { readonly do: 'invite'; readonly conversation: ConversationId; readonly accounts: readonly AccountId[] }
	| { readonly do: 'show-friends' | 'sign-out' };

declare global {
	interface HTMLElementEventMap {
		intent: CustomEvent<Intent>;
	}
}
