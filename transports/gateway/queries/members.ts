/** `group.members`: who is in a group, by pages, for those who are. */
import { reject } from '../../../core/domain/decisions.ts';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import type { Answer, QueryPorts } from './answer.ts';

export interface MembersFields {
	readonly conversation: ConversationId;
	/** The last account of the page before. */
	readonly after?: AccountId;
	readonly limit: number;
}

/** `{members, more}`. A group is not there for who was never in it; who left learns no more of it. */
export function members({ views }: Pick<QueryPorts, 'views'>, viewer: AccountId, fields: MembersFields): Answer {
	const head = views.conversation(viewer, fields.conversation);
	if (head === undefined || head.kind !== 'group') return reject('not-found', 'conversation');
	if (head.left !== undefined) return reject('not-member', 'conversation');
	return { ok: views.members(fields.conversation, fields.after, fields.limit) };
}
