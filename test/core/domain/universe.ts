/** Everything that three people can ask of each other, their conversations and a group: for tests over all of it. */
import type { RecordingRequest } from '../../../core/domain/commands.ts';
import { decidableOf } from '../../../core/domain/deciders.ts';
import type { Facts } from '../../../core/domain/facts.ts';
import { knownPoint } from '../../../core/domain/reads.ts';
import { type AccountId, type ConversationId, type EventId, pairId, selfId } from '../../../core/ids.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { hashToken } from '../../../core/vault/seal.ts';
import { testId } from '../../support/events.ts';
import { ANN, BEN, CAI, GROUP, NOW } from './people.ts';

export interface Asked {
	readonly author: AccountId;
	readonly request: RecordingRequest;
}

const THREE = [ANN, BEN, CAI];
/** The group that `group.create` makes here; `GROUP` is there from the beginning, where it is. */
export const MADE = '018f0000-0000-7000-8000-000000000101' as ConversationId;
/** The first messages of a history, where there are any. */
const MESSAGES = [1, 2].map((number) => testId<EventId>('message', number));
const GROUP_MEMBERS_MAX = 3;
/** Of every link that is made here. */
const TOKEN = 'AAAAAAAAAAAAAAAAAAAAAA';

export const UNIVERSE: readonly Asked[] = THREE.flatMap((author) => {
	const others = THREE.filter((account) => account !== author);
	const conversations = [
		...others.map((other) => pairId(author, other)),
		pairId(BEN, CAI),
		selfId(author),
		GROUP,
		MADE,
	];
	const requests: RecordingRequest[] = [
		...others.flatMap((account): RecordingRequest[] => [
			{ re: 1, do: 'friend.request', fields: { to: account, note: '' } },
			{ re: 1, do: 'friend.accept', fields: { from: account } },
			{ re: 1, do: 'friend.decline', fields: { from: account } },
			{ re: 1, do: 'friend.remove', fields: { account } },
			{ re: 1, do: 'friend.remark', fields: { account, remark: 'x' } },
			{ re: 1, do: 'friend.remark', fields: { account, remark: '' } },
			{ re: 1, do: 'block', fields: { account } },
			{ re: 1, do: 'unblock', fields: { account } },
			{ re: 1, do: 'group.invite', fields: { conversation: GROUP, accounts: [account] } },
			{ re: 1, do: 'group.remove', fields: { conversation: GROUP, account } },
			{ re: 1, do: 'group.mute', fields: { conversation: GROUP, account, until: NOW + 60_000 } },
			{ re: 1, do: 'group.mute', fields: { conversation: GROUP, account, until: 0 } },
			{ re: 1, do: 'group.promote', fields: { conversation: GROUP, account } },
			{ re: 1, do: 'group.demote', fields: { conversation: GROUP, account } },
			{ re: 1, do: 'group.transfer', fields: { conversation: GROUP, account } },
		]),
		...new Set(conversations).values().flatMap((conversation): RecordingRequest[] => [
			{ re: 1, do: 'message.send', fields: { conversation, body: { type: 'text', text: 'hi' } } },
			{ re: 1, do: 'conversation.read', fields: { conversation, version: 1_000_000 } },
			{ re: 1, do: 'conversation.set', fields: { conversation, pin: true } },
			{ re: 1, do: 'conversation.set', fields: { conversation, pin: false, mute: true } },
		]),
		...MESSAGES.flatMap((message): RecordingRequest[] => [
			{ re: 1, do: 'message.recall', fields: { conversation: GROUP, message } },
			{ re: 1, do: 'message.report', fields: { conversation: GROUP, message, reason: 'x' } },
		]),
		{ re: 1, do: 'group.create', fields: { name: 'x', members: others } },
		{ re: 1, do: 'group.invite', fields: { conversation: GROUP, accounts: others } },
		{ re: 1, do: 'group.leave', fields: { conversation: GROUP } },
		{ re: 1, do: 'group.leave', fields: { conversation: MADE } },
		...['x', 'Class 3'].map((name): RecordingRequest => {
			return { re: 1, do: 'group.rename', fields: { conversation: GROUP, name } };
		}),
		...['', 'x'].flatMap((text): RecordingRequest[] => [
			{ re: 1, do: 'group.announce', fields: { conversation: GROUP, text } },
			{ re: 1, do: 'group.alias', fields: { conversation: GROUP, alias: text } },
		]),
		...[0, 1].map((uses): RecordingRequest => {
			return { re: 1, do: 'group.link', fields: { conversation: GROUP, uses, expires: NOW + 60_000 } };
		}),
		{ re: 1, do: 'group.unlink', fields: { conversation: GROUP } },
		{ re: 1, do: 'group.join', fields: { token: TOKEN } },
		{ re: 1, do: 'group.dissolve', fields: { conversation: GROUP } },
	];
	return requests.map((request) => ({ author, request }));
});

/** As the gateway would queue it on these facts. */
export function queued({ author, request }: Asked, facts: Facts): Decidable {
	const readPoint =
		request.do === 'conversation.read'
			? knownPoint(facts, author, request.fields.conversation, request.fields.version)
			: undefined;
	const decidable = decidableOf(author, request, {
		newId: () => MADE,
		groupMembers: GROUP_MEMBERS_MAX,
		readPoint: readPoint ?? { version: 0, n: 0 },
		token: TOKEN,
		joins: GROUP,
	});
	if (request.do !== 'group.join') return decidable;
	// What the vault holds of a link as long as the log says that there is one.
	const row = { conversation: GROUP, token: hashToken(TOKEN), expires: NOW + 60_000 };
	return { ...decidable, decide: (...given) => decidable.decide(given[0], given[1], [[row]], []) };
}
