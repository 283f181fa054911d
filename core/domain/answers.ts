/** What a recording command answers, from the events under its id alone, so that a repeat answers as the first time. */
import type { RecordingName } from './commands.ts';
import type { DecisionContext } from './deciders.ts';
import { isRedacted, type LogEvent } from './events.ts';

/** The `ok` object. Of a message that was redacted meanwhile the ordinal is gone; the rest is told. */
export function answerOf(
	name: RecordingName,
	events: readonly LogEvent[],
	{ token, joins }: Pick<DecisionContext, 'token' | 'joins'> = {},
): Readonly<Record<string, unknown>> {
	const [first] = events;
	switch (name) {
		case 'message.send': {
			if (first?.type !== 'MessageSent') return {};
			const { position, version, at, data } = first;
			return isRedacted(data) ? { position, version, at } : { position, version, n: data.n, at };
		}
		case 'group.create':
			return first?.type === 'GroupCreated' ? { conversation: first.stream } : {};
		case 'friend.request':
		case 'friend.accept':
		case 'friend.decline':
		case 'friend.remove':
		case 'friend.remark':
		case 'block':
		case 'unblock':
		case 'message.recall':
		case 'message.report':
		case 'conversation.read':
		case 'conversation.set':
		case 'group.invite':
		case 'group.remove':
		case 'group.mute':
		case 'group.promote':
		case 'group.demote':
		case 'group.transfer':
		case 'group.leave':
		case 'group.dissolve':
		case 'group.link':
			return first?.type === 'InviteLinkChanged' && !isRedacted(first.data)
				? { token, expires: first.data.expires }
				: {};
		case 'group.join':
			return { conversation: first?.stream ?? joins };
		case 'group.unlink':
		case 'group.rename':
		case 'group.announce':
		case 'group.alias':
			return {};
		default:
			return name satisfies never;
	}
}
