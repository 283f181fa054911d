/**
 * All that an account sees, for a client that starts anew: at one position, so that the events beyond it complete it.
 * The views are asked in one go; only the last messages come from the log, by version, where they no longer change.
 */
import { type AccountId, selfId } from '../../core/ids.ts';
import type { Friend, Me } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import { stateFrames } from './frames.ts';
import type { Conversations } from './queries/conversations.ts';
import { conversationAsNow } from './queries/standing.ts';

export interface State {
	readonly position: number;
	/** Made one by one as they are asked for, so that what is recalled meanwhile is recalled in them. */
	readonly frames: Iterator<Buffer>;
}

export async function buildState(views: Views, conversations: Conversations, account: AccountId): Promise<State> {
	const position = views.applied;
	const parts = { me: me(views, account), friends: friends(views, account), requests: views.requests(account) };
	const whole = await conversations.all(views.conversations(account));
	function* frames(): Generator<Buffer> {
		yield* stateFrames('me', parts.me);
		yield* stateFrames('friends', parts.friends);
		yield* stateFrames('requests', parts.requests);
		yield* stateFrames('conversations', whole, (conversation) => conversationAsNow(views, conversation));
	}
	return { position, frames: frames() };
}

/** The account's friends that are online. */
export function onlineFriends(views: Views, account: AccountId): AccountId[] {
	return views
		.friends(account)
		.map((friend) => friend.account)
		.filter((friend) => views.online(friend));
}

function me(views: Views, account: AccountId): Me[] {
	const profile = views.profile(account);
	return profile === undefined ? [] : [{ ...profile, self: selfId(account), blocked: views.blocked(account) }];
}

function friends(views: Views, account: AccountId): Friend[] {
	return views.friends(account).flatMap(({ account: friend, remark, conversation }) => {
		const profile = views.profile(friend);
		if (profile === undefined) return [];
		const online = views.online(friend);
		return [{ account: profile, remark, conversation, online, lastSeen: views.lastSeen(friend) }];
	});
}
