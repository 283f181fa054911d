import { expect, test } from 'vitest';
import { pairId } from '../../../core/ids.ts';
import { World } from '../../support/chat-world.ts';

test('SY18 two people become friends, see each other online, talk, and what was said while one was away waits once and in order', async () => {
	const world = new World();
	const node = await world.node();
	const [anna, boris] = await world.people(node, 'anna', 'boris');
	const a = await world.online(node, anna!);
	const b = await world.online(node, boris!);
	await world.befriend(a, b);
	const pair = pairId(anna!.account, boris!.account);
	expect(a.events.map((event) => event.type)).toEqual(['FriendRequested', 'FriendAccepted']);
	expect(b.events.map((event) => event.type)).toEqual(['FriendRequested', 'FriendAccepted']);
	await world.until(() => a.presence.get(boris!.account) === true && b.presence.get(anna!.account) === true);

	expect(await world.say(a, pair, 'hello')).toMatchObject({ n: 1, version: 3 });
	await world.say(b, pair, 'hi');
	expect(a.texts).toEqual(['hello', 'hi']);
	expect(b.texts).toEqual(['hello', 'hi']);

	const since = b.positions.at(-1)!;
	b.leave();
	await world.until(() => a.presence.get(boris!.account) === false);
	await world.say(a, pair, 'are you there?');
	await world.say(a, pair, 'call me');
	const back = await world.online(node, boris!, since);
	expect(back.texts).toEqual(['are you there?', 'call me']);
	await world.until(() => a.presence.get(boris!.account) === true);
	await world.stop(node);
});

test('SY18 three people talk in a group; who comes later sees it from then on', async () => {
	const world = new World();
	const node = await world.node();
	const [anna, boris, chen] = await world.people(node, 'anna', 'boris', 'chen');
	const [a, b, c] = [
		await world.online(node, anna!),
		await world.online(node, boris!),
		await world.online(node, chen!),
	];
	await world.befriend(a, b);
	await world.befriend(a, c);
	const created = await world.ask(a, 'group.create', { name: 'friends', members: [boris!.account], id: world.newId() });
	const conversation = created.conversation as string;
	await world.say(a, conversation, 'before chen');
	await world.ask(a, 'group.invite', { conversation, accounts: [chen!.account] });
	await world.say(c, conversation, 'thanks');
	await world.ask(b, 'group.leave', { conversation });
	await world.say(a, conversation, 'without boris');
	expect(a.texts).toEqual(['before chen', 'thanks', 'without boris']);
	expect(b.texts).toEqual(['before chen', 'thanks']);
	expect(c.texts).toEqual(['thanks', 'without boris']);
	expect(
		await world.reply(b, 'message.send', { conversation, id: world.newId(), body: { type: 'text', text: '?' } }),
	).toMatchObject({ error: { code: 'not-member', message: expect.any(String) } });
	await world.stop(node);
});
