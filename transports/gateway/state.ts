/**
 * All that an account sees, for a client that starts anew: at one position, so that the events beyond it complete it.
 * The views are asked in one go; only the last messages come from the log, by version, where they no longer change.
 */
import { type AccountId, selfId } from '../../core/ids.ts';
import type { Friend, Me } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import { stateFrames } from './frames.ts';
import type { Conversations } from './queries/conversations.ts';

export interface State {
	readonly position: number;
	readonly frames: readonly Buffer[];
}

export async function buildState(views: Views, conversations: Conversations, account: AccountId): Promise<State> {
	const position = views.applied;
	const parts = [
		...stateFrames('me', me(views, account)),
		...stateFrames('friends', friends(views, account)),
		...stateFrames('requests', views.requests(account)),
	];
	const whole = await conversations.all(views.conversations(account));
	return { position, frames: [...parts, ...stateFrames('conversations', whole)] };
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
