/** From intents to the client: what a person wants of the server. The page itself follows the rest. */
import type { Client } from '../../client/client.ts';
import type { Reply } from '../../client/requests.ts';
import type { Intent } from '../../shared/intents.ts';

/** Intents that the page follows by itself. */
export type PageIntent = Extract<
	Intent,
	{ readonly do: 'open' | 'show' | 'show-list' | 'find' | 'create-group' | 'sign-out' }
>;

/** Asks for it; the reply of what can be refused, undefined of what cannot. */
export async function follow(client: Client, intent: Exclude<Intent, PageIntent>): Promise<Reply | undefined> {
	switch (intent.do) {
		case 'send':
			client.sendText(intent.conversation, intent.text);
			// Whoever writes there wants to see it in the list.
			if (client.state.conversations.get(intent.conversation)?.settings.hide)
				return client.setConversation(intent.conversation, { hide: false });
			return undefined;
		case 'send-files':
			for (const file of intent.files) client.sendFile(intent.conversation, file);
			return undefined;
		case 'retry':
			client.retryMessage(intent.message);
			return undefined;
		case 'discard':
			client.discardMessage(intent.message);
			return undefined;
		case 'recall':
			return client.recallMessage(intent.conversation, intent.message);
		case 'report':
			return client.reportMessage(intent.conversation, intent.message, intent.reason);
		case 'load-older':
			await client.loadOlder(intent.conversation);
			return undefined;
		case 'read':
			client.markRead(intent.conversation);
			return undefined;
		case 'show-members':
			await client.loadMembers(intent.conversation);
			return undefined;
		case 'set': {
			const { do: _, conversation, ...settings } = intent;
			return client.setConversation(conversation, settings);
		}
		case 'ask-friend':
			return client.requestFriend(intent.account, intent.note);
		case 'accept':
			return client.acceptFriend(intent.account);
		case 'decline':
			return client.declineFriend(intent.account);
		case 'remove-friend':
			return client.removeFriend(intent.account);
		case 'block':
		case 'unblock':
			return client.request(intent.do, { account: intent.account });
		case 'remark':
			return client.request('friend.remark', { account: intent.account, remark: intent.remark });
		case 'invite':
			return client.invite(intent.conversation, intent.accounts);
		default:
			return intent satisfies never;
	}
}
