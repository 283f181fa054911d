import { expect, test } from 'vitest';
import type { HistoryItem } from '../../../core/wire.ts';
import type { ChatSocket } from '../../support/chat-socket.ts';
import { type NodeOptions, type Somebody, World } from '../../support/chat-world.ts';

/** Anna owns a group with Boris in it; Cleo and Dora have nothing to do with them. */
async function club(options: NodeOptions = {}) {
	const world = new World();
	const node = await world.node(options);
	const people = (await world.people(node, 'anna', 'boris', 'cleo', 'dora')) as [
		...[Somebody, Somebody, Somebody, Somebody],
	];
	const [a, b, c, d] = (await Promise.all(people.map((who) => world.online(node, who)))) as [
		...[ChatSocket, ChatSocket, ChatSocket, ChatSocket],
	];
	await world.befriend(a, b);
	const { conversation } = await world.ask(a, 'group.create', { name: 'club', members: [people[1].account] });
	return { world, node, people, a, b, c, d, group: { conversation } };
}

const typesOf = (socket: ChatSocket) => socket.events.map(({ type }) => type);

test('GR33 a link is told once, and again to whoever repeats its command', async () => {
	const { world, node, people, a, b, group } = await club();
	const id = world.newId();
	const made = await world.ask(a, 'group.link', { ...group, uses: 2, id });
	expect(made).toEqual({ token: expect.stringMatching(/^[\w-]{22}$/), expires: expect.any(Number) });
	expect(await world.ask(a, 'group.link', { ...group, uses: 2, id })).toEqual(made);
	const elsewhere = await world.online(node, people[0]);
	expect(await world.ask(elsewhere, 'group.link', { ...group, uses: 2, id })).toEqual(made);
	expect((await world.reply(b, 'group.link', { ...group, uses: 2, id })).error?.code).toBe('id-taken');
	const another = await world.ask(a, 'group.link', group);
	expect(another.token).not.toBe(made.token);
	await world.until(() => typesOf(b).filter((type) => type === 'InviteLinkChanged').length === 2);
	for (const socket of [a, b]) expect(JSON.stringify(socket.events)).not.toContain(made.token);
	expect(JSON.stringify([world.notes, [...world.store.events]])).not.toContain(made.token);
});

test('GR34 a link leads into its group, whether one is in it or not, and however often it is asked', async () => {
	const { world, a, b, c, group } = await club();
	const { token } = await world.ask(a, 'group.link', { ...group, uses: 1 });
	const id = world.newId();
	expect(await world.ask(c, 'group.join', { token, id })).toEqual(group);
	expect(await world.ask(c, 'group.join', { token, id })).toEqual(group);
	expect(await world.ask(c, 'group.join', { token })).toEqual(group);
	expect(await world.ask(b, 'group.join', { token })).toEqual(group);
	await world.ask(a, 'group.unlink', group);
	expect(await world.ask(c, 'group.join', { token, id })).toEqual(group);
	expect((await world.reply(c, 'group.join', { token })).error).toMatchObject({ code: 'not-found', field: 'token' });
	const { link } = await world.ask(c, 'conversation.get', group);
	expect(link).toBeUndefined();
});

test('GR37 one link for one, ten people over their sockets: exactly one comes in', async () => {
	const { world, node, a, group } = await club();
	const ten = await world.people(node, ...Array.from({ length: 10 }, (_, k) => `guest${k}`));
	const sockets = await Promise.all(ten.map((who) => world.online(node, who)));
	const { token } = await world.ask(a, 'group.link', { ...group, uses: 1 });
	const answers = await Promise.all(sockets.map((socket) => world.reply(socket, 'group.join', { token })));
	expect(answers.filter(({ ok }) => ok !== undefined)).toHaveLength(1);
	expect(new Set(answers.map(({ error }) => error?.code))).toEqual(new Set([undefined, 'not-found']));
	const { members } = await world.ask(a, 'group.members', group);
	expect(members).toHaveLength(3);
});

test('GR25 who was put out reads what they saw, writes nothing, and is told how it came', async () => {
	const { world, people, a, b, group } = await club();
	const conversation = String(group.conversation);
	await world.say(a, conversation, 'before');
	await world.ask(a, 'group.remove', { ...group, account: people[1].account });
	await world.say(a, conversation, 'after');
	await world.until(() => typesOf(b).includes('MemberRemoved'));
	const refusal = { code: 'not-member', field: 'conversation' };
	const body = { type: 'text', text: 'x' };
	expect((await world.reply(b, 'message.send', { ...group, id: world.newId(), body })).error).toMatchObject(refusal);
	const head = await world.ask(b, 'conversation.get', group);
	expect(head).toMatchObject({ name: 'club', left: { reason: 'removed' }, last: { body: { text: 'before' } } });
	expect(head).not.toHaveProperty('memberCount');
	const { messages } = await world.ask(b, 'history', group);
	expect((messages as HistoryItem[]).map((item) => ('system' in item ? item.system.type : 'message'))).toEqual([
		'MemberJoined',
		'message',
		'MemberRemoved',
	]);
	expect(b.texts).toEqual(['before']);
});

test('GR22 everybody is told that a group is over, and keeps it to read', async () => {
	const { world, a, b, group } = await club();
	await world.ask(a, 'group.dissolve', group);
	await world.until(() => typesOf(b).includes('GroupDissolved'));
	for (const socket of [a, b]) {
		const head = await world.ask(socket, 'conversation.get', group);
		expect(head).toMatchObject({ left: { reason: 'dissolved' }, unread: expect.any(Number) });
		expect((await world.reply(socket, 'group.members', group)).error?.code).toBe('not-member');
	}
});

test('GR28 who is muted is told for how long', async () => {
	const { world, people, a, b, group } = await club();
	await world.ask(a, 'group.mute', { ...group, account: people[1].account, until: world.clock.now() + 60_000 });
	const say = () => world.reply(b, 'message.send', { ...group, id: world.newId(), body: { type: 'text', text: 'x' } });
	const { error } = await say();
	expect(error).toMatchObject({ code: 'muted', field: 'conversation' });
	expect(error!.wait).toBeGreaterThan(50_000);
	await world.pass(60_000);
	expect((await say()).ok).toBeDefined();
});

test('GR32 a group is told with its texts, link and roles; each of them is a line of its history', async () => {
	const { world, people, a, b, group } = await club();
	const account = people[1].account;
	await world.ask(a, 'group.rename', { ...group, name: 'team' });
	await world.ask(a, 'group.announce', { ...group, text: 'hello\nall' });
	await world.ask(b, 'group.alias', { ...group, alias: 'Bo' });
	await world.ask(a, 'group.link', { ...group, uses: 5 });
	await world.ask(a, 'group.promote', { ...group, account });
	await world.ask(a, 'group.mute', { ...group, account, until: world.clock.now() + 60_000 });
	const link = { uses: 5, used: 0, expires: expect.any(Number) };
	const told = { name: 'team', announcement: 'hello\nall', link, memberCount: 2 };
	expect(await world.ask(b, 'conversation.get', group)).toMatchObject({
		...{ ...told, role: 'admin', alias: 'Bo', mutedUntil: expect.any(Number) },
	});
	const { members } = await world.ask(a, 'group.members', group);
	expect(members).toEqual(
		expect.arrayContaining([expect.objectContaining({ role: 'admin', alias: 'Bo', mutedUntil: expect.any(Number) })]),
	);
	await world.ask(a, 'group.transfer', { ...group, account });
	expect(await world.ask(b, 'conversation.get', group)).toMatchObject({ role: 'owner' });
	const { messages } = await world.ask(a, 'history', group);
	expect((messages as HistoryItem[]).map((item) => ('system' in item ? item.system.type : ''))).toEqual([
		...['GroupCreated', 'MemberJoined', 'GroupRenamed', 'AnnouncementChanged', 'AliasChanged'],
		...['InviteLinkChanged', 'RoleChanged', 'MemberMuted', 'OwnershipTransferred'],
	]);
});
