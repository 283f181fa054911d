import { expect, test } from 'vitest';
import { changeProfile } from '../../../core/domain/profile.ts';
import type { ProfileDetails } from '../../../core/wire.ts';
import { type Somebody, World } from '../../support/chat-world.ts';

test('AC22 whoever has to do with somebody is told at once what changed of them, on every node, and nobody else', async () => {
	const world = new World();
	const [first, second] = [await world.node(), await world.node()];
	const names = ['anna', 'friend', 'asked', 'fellow', 'stranger'] as const;
	const people = (await world.people(first, ...names)) as [Somebody, Somebody, Somebody, Somebody, Somebody];
	const [anna, friend, asked, fellow, stranger] = people;
	await second.follow();
	const own = await world.online(first, anna);
	const others = {
		friend: await world.online(second, friend),
		asked: await world.online(first, asked),
		fellow: await world.online(second, fellow),
		stranger: await world.online(second, stranger),
	};
	await world.befriend(own, others.friend);
	await world.befriend(own, others.fellow);
	await world.ask(own, 'group.create', { name: 'club', members: [fellow.account] });
	await world.ask(own, 'friend.remove', { account: fellow.account });
	await world.ask(own, 'friend.request', { to: asked.account });
	const since = first.views.applied;

	const wanted: Partial<ProfileDetails> = { nickname: 'Annie', gender: 'female', city: '', signature: 'hi' };
	let state: string | undefined;
	const command = { name: 'profile.change', author: anna.account, ...changeProfile(anna.account, wanted) };
	void second.execute(command).then((outcome) => (state = outcome.state));
	const before = world.clock.now();
	const told = (socket: typeof own) => socket.events.find(({ type }) => type === 'ProfileChanged');
	await world.until(() => state === 'done' && [own, others.friend, others.asked, others.fellow].every(told));
	expect(world.clock.now() - before).toBeLessThanOrEqual(250);
	const data = { nickname: 'Annie', gender: 'female', signature: 'hi' };
	for (const socket of [own, others.friend, others.asked, others.fellow]) {
		expect(told(socket)).toMatchObject({ stream: anna.account, by: anna.account, data });
	}
	await world.pass(1000);
	expect(told(others.stranger)).toBeUndefined();

	// Who comes back later, or begins anew, is told the same.
	const back = await world.online(first, friend, since);
	expect(back.events.map(({ type, data: said }) => [type, said])).toEqual([['ProfileChanged', data]]);
	const anew = await world.online(second, friend);
	const account = { id: anna.account, username: 'anna', city: '', avatar: null, ...data };
	expect(anew.part('friends')).toMatchObject([{ account }]);
	expect((await world.online(first, anna)).part('me')).toMatchObject([account]);
	expect((await world.online(first, asked)).part('requests')).toMatchObject([{ from: account }]);
	expect(await world.ask(anew, 'account.get', { accounts: [anna.account] })).toMatchObject({ accounts: [account] });
});
