/** What people want, as elements tell it to the page. */
import type { AccountId, ConversationId, EventId } from '../../core/ids.ts';
import type { Body, ConversationSettings } from '../../core/wire.ts';
import type { FileToSend } from '../client/client.ts';

export type Intent =
	| { readonly do: 'open'; readonly conversation: ConversationId | null }
	| { readonly do: 'send'; readonly conversation: ConversationId; readonly text: string }
	| { readonly do: 'send-files'; readonly conversation: ConversationId; readonly files: readonly FileToSend[] }
	| { readonly do: 'retry' | 'discard'; readonly message: EventId }
	| { readonly do: 'recall'; readonly conversation: ConversationId; readonly message: EventId }
	| {
			readonly do: 'report';
			readonly conversation: ConversationId;
			readonly message: EventId;
			readonly reason: string;
	  }
	| { readonly do: 'load-older' | 'read' | 'show-members'; readonly conversation: ConversationId }
	| ({ readonly do: 'set'; readonly conversation: ConversationId } & Partial<ConversationSettings>)
	| { readonly do: 'find'; readonly q: string }
	| { readonly do: 'ask-friend'; readonly account: AccountId; readonly note: string }
	| { readonly do: 'accept' | 'decline' | 'remove-friend' | 'block' | 'unblock'; readonly account: AccountId }
	| { readonly do: 'remark'; readonly account: AccountId; readonly remark: string }
	| { readonly do: 'create-group'; readonly name: string; readonly members: readonly AccountId[] }
	| { readonly do: 'invite'; readonly conversation: ConversationId; readonly accounts: readonly AccountId[] }
	| { readonly do: 'show'; readonly dialog: Dialog }
	| { readonly do: 'show-list'; readonly list: List }
	| { readonly do: 'sign-out' };

export type List = 'conversations' | 'friends';

/** What can stand over the page; one at a time. */
export type Dialog =
	| { readonly name: 'new-group' }
	/** `members`: who is in it already and is not offered. */
	| { readonly name: 'invitation'; readonly conversation: ConversationId; readonly members: ReadonlySet<AccountId> }
	| { readonly name: 'find'; readonly q: string }
	| { readonly name: 'profile'; readonly account: AccountId }
	| { readonly name: 'group'; readonly conversation: ConversationId }
	| { readonly name: 'picture'; readonly picture: Picture }
	/** Files that were chosen and are looked at before they are sent. */
	| { readonly name: 'attach'; readonly conversation: ConversationId; readonly files: readonly File[] };

export type Picture = Extract<Body, { readonly type: 'image' }>;

declare global {
	interface HTMLElementEventMap {
		intent: CustomEvent<Intent>;
	}
}
