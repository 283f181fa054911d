import { expect, test } from 'vitest';
import type { LogEvent } from '../../../core/domain/events.ts';
import type { AccountId, ConversationId, EventId, SessionId } from '../../../core/ids.ts';
import type { Profile } from '../../../core/wire.ts';
import { FriendLists } from '../../../transports/brief/friend-lists.ts';
import type { Guest } from '../../../transports/gateway/guest.ts';
import { Connection } from '../../../transports/ws/connection.ts';
import { Wheel } from '../../../transports/ws/wheel.ts';
import { BriefSocket } from '../../support/brief-socket.ts';
import { profileOf } from '../../support/profile.ts';
import { rest, SimClock } from '../../support/sim-clock.ts';

const [ANNA, BORIS] = ['anna', 'boris'] as AccountId[] as [AccountId, AccountId];

/** An event that tells those related to its account something new. */
const told = (stream: AccountId): LogEvent => {
	const common = { position: 1, version: 1, id: 'e' as EventId, schema: 1, at: 0, by: stream };
	return { ...common, stream, type: 'AccountRegistered', data: { username: 'boris', nickname: 'boris' } };
};

test('BR2 a new name or head of a friend comes; what changes neither does not', async () => {
	let boris: Profile = profileOf(BORIS, 'boris');
	const lists = new FriendLists({
		friends: () => [{ account: BORIS, remark: '', conversation: 'c' as ConversationId }],
		profile: () => boris,
		audience: () => [ANNA, BORIS],
	});
	const socket = new BriefSocket();
	const line = new Connection<Guest>(socket, {
		receiver: { onText: () => {}, onDrained: () => {}, onClosed: () => {} },
		maxMessageBytes: 100,
		wheel: new Wheel(new SimClock()),
		onFault: (error) => {
			throw error;
		},
	});
	const guest = lists.greet(line, { state: 'good', account: ANNA, session: 's' as SessionId, language: 'en' });
	const heads = () => socket.said.map((frame) => (frame as { friends: object[] }).friends);
	const change = async (changes: Partial<Profile>) => {
		boris = { ...boris, ...changes };
		lists.applied([told(BORIS)]);
		await rest();
	};
	await rest();
	await change({});
	await change({ nickname: '阿波' });
	await change({ avatar: '/avatars/b.webp' });
	await change({});
	guest.left();
	await change({ nickname: 'B' });
	const listed = { username: 'boris', id: BORIS };
	expect(heads()).toEqual([
		[{ ...listed, friend_head: '', nickname: 'boris' }],
		[{ ...listed, friend_head: '', nickname: '阿波' }],
		[{ ...listed, friend_head: '/avatars/b.webp', nickname: '阿波' }],
	]);
});
