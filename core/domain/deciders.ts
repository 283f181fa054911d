/** From a parsed request to the decision that it asks for. */
import { type AccountId, type ConversationId, type EventId, groupIdOf, type NewId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { joinGroup, linkGroup, unlinkGroup } from '../vault/group-links.ts';
import { block, unblock } from './blocks.ts';
import type { RecordingRequest } from './commands.ts';
import { reject } from './decisions.ts';
import { acceptFriend, declineFriend, remarkFriend, removeFriend, requestFriend } from './friends.ts';
import { muteMember, removeMember } from './group-members.ts';
import { changeRole, dissolveGroup, transferGroup } from './group-roles.ts';
import { announce, changeAlias, renameGroup } from './group-texts.ts';
import { createGroup, inviteToGroup, leaveGroup } from './groups.ts';
import { sendMessage } from './messages.ts';
import { type ReadPoint, readConversation } from './reads.ts';
import { recallMessage } from './recalls.ts';
import { reportMessage } from './reports.ts';
import { isOpen } from './rights.ts';
import { setConversation } from './settings.ts';

/** What a decision needs beside the request and the facts. */
export interface DecisionContext {
	readonly newId: NewId;
	/** Members that a group may have; 0 is no limit. */
	readonly groupMembers: number;
	/** Of `conversation.read`: what was found for the version asked for (`core/domain/reads.ts`). */
	readonly readPoint?: ReadPoint;
	/** Of a `message.send` with somebody else's file: a message in which its author sees it. */
	readonly seenIn?: EventId;
	/** Of `group.link`: the new link's token. */
	readonly token?: string;
	/** Of `group.join`: the group that its token led to; undefined where to none. */
	readonly joins?: ConversationId;
}

/**
 * What was asked over a connection whose session ended meanwhile, because the account was closed or disabled, is refused
 * `no-session`. Throws (a bug) for a `conversation.read` without its point and a `group.link` without its token.
 */
export function decidableOf(author: AccountId, request: RecordingRequest, context: DecisionContext): Decidable {
	const decidable = asked(author, request, context);
	return {
		...decidable,
		decide(facts, ...known) {
			const isAway = facts.account(author) !== undefined && !isOpen(facts, author);
			return isAway ? reject('no-session') : decidable.decide(facts, ...known);
		},
	};
}

function asked(author: AccountId, request: RecordingRequest, context: DecisionContext): Decidable {
	switch (request.do) {
		case 'friend.request':
			return requestFriend(author, request.fields);
		case 'friend.accept':
			return acceptFriend(author, request.fields);
		case 'friend.decline':
			return declineFriend(author, request.fields);
		case 'friend.remove':
			return removeFriend(author, request.fields);
		case 'friend.remark':
			return remarkFriend(author, request.fields);
		case 'block':
			return block(author, request.fields);
		case 'unblock':
			return unblock(author, request.fields);
		case 'message.send':
			return sendMessage(author, request.fields, request.id, context.seenIn);
		case 'message.recall':
			return recallMessage(author, request.fields);
		case 'message.report':
			return reportMessage(author, request.fields);
		case 'conversation.read':
			if (context.readPoint === undefined) throw new Error('conversation.read without a read point');
			return readConversation(author, request.fields, context.readPoint);
		case 'conversation.set':
			return setConversation(author, request.fields);
		case 'group.create': {
			const group = request.id === undefined ? (context.newId() as ConversationId) : groupIdOf(author, request.id);
			return createGroup(author, request.fields, group, context.groupMembers);
		}
		case 'group.invite':
			return inviteToGroup(author, request.fields, context.groupMembers);
		case 'group.remove':
			return removeMember(author, request.fields);
		case 'group.mute':
			return muteMember(author, request.fields);
		case 'group.promote':
			return changeRole(author, request.fields, 'admin');
		case 'group.demote':
			return changeRole(author, request.fields, 'member');
		case 'group.transfer':
			return transferGroup(author, request.fields);
		case 'group.leave':
			return leaveGroup(author, request.fields);
		case 'group.dissolve':
			return dissolveGroup(author, request.fields);
		case 'group.link':
			if (context.token === undefined) throw new Error('group.link without a token');
			return linkGroup(author, request.fields, context.token);
		case 'group.unlink':
			return unlinkGroup(author, request.fields);
		case 'group.join':
			return joinGroup(author, request.fields, context.joins, context.groupMembers);
		case 'group.rename':
			return renameGroup(author, request.fields);
		case 'group.announce':
			return announce(author, request.fields);
		case 'group.alias':
			return changeAlias(author, request.fields);
		default:
			return request satisfies never;
	}
}
