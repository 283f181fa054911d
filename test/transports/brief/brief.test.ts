import { describe, expect, test } from 'vitest';
import { type AccountId, pairId } from '../../../core/ids.ts';
import { LogError } from '../../../core/log/port.ts';
import { OPEN_REQUESTS_MAX } from '../../../core/wire.ts';
import { FINDS_PER_DAY_MAX } from '../../../transports/gateway/queries/accounts.ts';
import { BACKLOG_BYTES_MAX } from '../../../transports/ws/connection.ts';
import { BriefSocket, briefSocket } from '../../support/brief-socket.ts';
import { type NodeOptions, type Somebody, World, watched } from '../../support/chat-world.ts';
import { rest } from '../../support/sim-clock.ts';

const application = (sender: string, reciver: string) => ({ code: 200, sender, reciver, step: 0, type: 0 });
const passed = (sender: string, reciver: string) => ({ code: 200, sender, reciver, step: 1, type: 0 });
const answer = (sender: string, reciver: string, status: unknown) => {
	return { code: 200, sender, reciver, step: 2, type: 0, status };
};
const told = (sender: string, reciver: string, status: unknown) => {
	return { code: 200, sender, reciver, step: 3, type: 0, status };
};

async function house(options: NodeOptions = {}) {
	const world = new World();
	const node = await world.node(options);
	const [anna, boris, chen] = (await world.people(node, 'anna', 'boris', 'chen')) as [Somebody, Somebody, Somebody];
	return { world, node, anna, boris, chen };
}

type Node = Awaited<ReturnType<World['node']>>;

/** What people recorded with each other, whoever they are; 500 events at a time. */
async function recordRequests(
	world: World,
	node: Node,
	asking: readonly AccountId[],
	to: AccountId,
	type: 'ask' | 'befriend',
) {
	for (let k = 0; k < asking.length; k += 250) {
		const events = asking.slice(k, k + 250).flatMap((from) => {
			const stream = pairId(from, to);
			const asked = { stream, type: 'FriendRequested', by: from, data: { from, to, note: '' } } as const;
			const accepted = { stream, type: 'FriendAccepted', by: to, data: { from, to } } as const;
			return type === 'ask' ? [asked] : [asked, accepted];
		});
		await world.record(node, events);
	}
}

describe('applications', () => {
	test('BR3 an application reaches every socket of the receiver, and nobody else’s', async () => {
		const { world, node, anna, boris, chen } = await house();
		const a = briefSocket(node, anna, 'friend-steps');
		const b = [briefSocket(node, boris, 'friend-steps'), briefSocket(node, boris, 'friend-steps')];
		const [list, c] = [briefSocket(node, boris, 'friend-list'), briefSocket(node, chen, 'friend-steps')];
		await rest();
		a.say(application('anna', 'boris'));
		await world.until(() => b.every((socket) => socket.said.length > 0));
		expect(b.map((socket) => socket.said)).toEqual([[passed('anna', 'boris')], [passed('anna', 'boris')]]);
		a.say(application('anna', 'boris'));
		await world.pass(100);
		expect([a.said, c.said]).toEqual([[], []]);
		expect(list.said).toEqual([{ code: 200, friends: [] }]);
		expect(b[0]?.said).toHaveLength(1);
		expect(world.store.events.filter(({ type }) => type === 'FriendRequested')).toHaveLength(1);
	});

	test('BR3 ids and user names in any case name the same people', async () => {
		const { world, node, anna, boris } = await house();
		const [a, b] = [briefSocket(node, anna, 'friend-steps'), briefSocket(node, boris, 'friend-steps')];
		await rest();
		a.say(application(anna.account, boris.account));
		await world.until(() => b.said.length === 1);
		b.say(answer('BORIS', 'Anna', 0));
		await world.until(() => a.said.length === 1);
		a.say(application('Anna', 'BORIS'));
		await world.until(() => b.said.length === 2);
		expect(b.said).toEqual([passed('anna', 'boris'), passed('anna', 'boris')]);
		expect(a.said).toEqual([told('boris', 'anna', 0)]);
	});

	test.each([1, true, 'agree', 'accept', '同意'])('BR4 %j accepts and is passed on as sent', async (status) => {
		const { world, node, anna, boris } = await house();
		const a = [briefSocket(node, anna, 'friend-steps'), briefSocket(node, anna, 'friend-steps')];
		const b = briefSocket(node, boris, 'friend-steps');
		await rest();
		a[0]!.say(application('anna', 'boris'));
		await world.until(() => b.said.length > 0);
		b.say(answer('boris', 'anna', status));
		await world.until(() => a.every((socket) => socket.said.length > 0));
		expect(a.map((socket) => socket.said)).toEqual([[told('boris', 'anna', status)], [told('boris', 'anna', status)]]);
		expect(node.views.facts.relation(anna.account, boris.account)).toEqual({ state: 'friends' });
		expect(b.said).toHaveLength(1);
	});

	test.each([0, false, 'refuse', 'decline', '拒绝'])('BR4 %j declines and is passed on as sent', async (status) => {
		const { world, node, anna, boris } = await house();
		const [a, b] = [briefSocket(node, anna, 'friend-steps'), briefSocket(node, boris, 'friend-steps')];
		await rest();
		a.say(application('anna', 'boris'));
		await world.until(() => b.said.length > 0);
		b.say(answer('boris', 'anna', status));
		await world.until(() => a.said.length > 0);
		expect(a.said).toEqual([told('boris', 'anna', status)]);
		expect(node.views.facts.relation(anna.account, boris.account)).toEqual({ state: 'strangers' });
	});

	test('BR4 on another node too, where `/ws` is told nothing of the word', async () => {
		const { world, node, anna, boris } = await house();
		const other = await world.node();
		const [a, b] = [briefSocket(node, anna, 'friend-steps'), briefSocket(other, boris, 'friend-steps')];
		const page = await world.online(node, anna);
		await rest();
		a.say(application('anna', 'boris'));
		await world.until(() => b.said.length > 0);
		b.say(answer('boris', 'anna', '同意'));
		await world.until(() => a.said.length > 0);
		expect(b.said).toEqual([passed('anna', 'boris')]);
		expect(a.said).toEqual([told('boris', 'anna', '同意')]);
		await world.until(() => page.events.some(({ type }) => type === 'FriendAccepted'));
		expect(page.events.find(({ type }) => type === 'FriendAccepted')?.data).toEqual({
			from: anna.account,
			to: boris.account,
		});
	});

	test('BR5 what is asked and answered at `/ws` is passed on with the first word for it', async () => {
		const { world, node, anna, boris, chen } = await house();
		const [a, b] = [briefSocket(node, anna, 'friend-steps'), briefSocket(node, boris, 'friend-steps')];
		const [pageA, pageB, pageC] = [
			await world.online(node, anna),
			await world.online(node, boris),
			await world.online(node, chen),
		];
		for (const to of [boris, chen]) await world.ask(pageA, 'friend.request', { to: to.account });
		expect(b.said).toEqual([passed('anna', 'boris')]);
		await world.ask(pageB, 'friend.accept', { from: anna.account });
		await world.ask(pageC, 'friend.decline', { from: anna.account });
		expect(a.said).toEqual([told('boris', 'anna', 1), told('chen', 'anna', 0)]);
	});

	test('BR5 two that cross are told each other’s agreement', async () => {
		const { world, node, anna, boris } = await house();
		const [a, b] = [briefSocket(node, anna, 'friend-steps'), briefSocket(node, boris, 'friend-steps')];
		await rest();
		a.say(application('anna', 'boris'));
		await world.until(() => b.said.length === 1);
		b.say(application('boris', 'anna'));
		await world.until(() => a.said.length === 1 && b.said.length === 2);
		expect(a.said).toEqual([told('boris', 'anna', 1)]);
		expect(b.said).toEqual([passed('anna', 'boris'), told('anna', 'boris', 1)]);
	});

	test('BR6 what still waits is told on opening; what was answered, and what one asked oneself, is not', async () => {
		const { world, node, anna, boris, chen } = await house();
		const [a, c] = [briefSocket(node, anna, 'friend-steps'), briefSocket(node, chen, 'friend-steps')];
		const b = briefSocket(node, boris, 'friend-steps');
		await rest();
		a.say(application('anna', 'boris'));
		c.say(application('chen', 'boris'));
		b.say(application('boris', 'dora'));
		await world.until(() => b.said.length === 3);
		const late = briefSocket(node, boris, 'friend-steps');
		await rest();
		expect(late.said).toEqual([passed('anna', 'boris'), passed('chen', 'boris')]);
		b.say(answer('boris', 'anna', 1));
		await world.until(() => a.said.length === 1);
		const later = briefSocket(node, boris, 'friend-steps');
		const opened = briefSocket(node, anna, 'friend-steps');
		await rest();
		expect([later.said, opened.said]).toEqual([[passed('chen', 'boris')], []]);
	});
});

describe('refusals', () => {
	test.each<[string, object, number, string, string]>([
		['a foreign sender', application('boris', 'chen'), 403, 'not-allowed', 'sender'],
		['a sender who is nobody', application('nobody', 'chen'), 403, 'not-allowed', 'sender'],
		['an answer in the asker’s name', answer('boris', 'anna', 1), 403, 'not-allowed', 'sender'],
		['oneself', application('anna', 'anna'), 403, 'not-allowed', 'reciver'],
		['nobody', application('anna', 'nobody'), 404, 'not-found', 'reciver'],
		['an id of nobody', application('anna', '019a0000-0000-7000-8000-00000000000a'), 404, 'not-found', 'reciver'],
		['an answer to who did not ask', answer('anna', 'boris', 1), 409, 'no-request', 'reciver'],
		['a refusal to nobody', answer('anna', 'nobody', 0), 409, 'no-request', 'reciver'],
		['a step of the server’s', passed('anna', 'boris'), 400, 'bad-request', 'step'],
	])('BR7 %s', async (_what, message, code, error, field) => {
		const { world, node, anna } = await house();
		const a = briefSocket(node, anna, 'friend-steps');
		await rest();
		a.say(message);
		await world.until(() => a.said.length > 0);
		expect(a.said).toEqual([{ ...message, code, error, field }]);
		expect(world.store.events.filter(({ type }) => type.startsWith('Friend'))).toEqual([]);
	});

	test('BR7 a friend, a block and a log that is away are told as on `/ws`', async () => {
		let away = false;
		const { world, node, anna, boris, chen } = await house({
			log: (log) =>
				watched(log, (method) => {
					if (away && method === 'select') throw new LogError('lost', 'no connection');
				}),
		});
		await world.befriend(await world.online(node, anna), await world.online(node, boris));
		await world.ask(await world.online(node, chen), 'block', { account: anna.account });
		const a = briefSocket(node, anna, 'friend-steps');
		await rest();
		for (const reciver of ['boris', 'chen']) a.say(application('anna', reciver));
		await world.until(() => a.said.length === 2);
		expect(a.said).toEqual([
			{ ...application('anna', 'boris'), code: 409, error: 'already-friends', field: 'reciver' },
			{ ...application('anna', 'chen'), code: 403, error: 'not-delivered', field: 'reciver' },
		]);
		away = true;
	});

	test('BR7 at the list there is nothing to say', async () => {
		const { world, node, anna } = await house();
		const a = briefSocket(node, anna, 'friend-list');
		await rest();
		a.say(application('anna', 'boris'));
		await world.until(() => a.said.length === 2);
		expect(a.said[1]).toEqual({ ...application('anna', 'boris'), code: 400, error: 'bad-request' });
	});
});

describe('limits', () => {
	test('BR8 the rate is one with that of `/ws`', async () => {
		const { world, node, anna, boris } = await house({ limits: { messagesPerSecond: 2 } });
		const page = await world.online(node, anna);
		const a = briefSocket(node, anna, 'friend-steps');
		await rest();
		await world.ask(page, 'friend.request', { to: boris.account });
		for (const reciver of ['chen', 'boris']) a.say(application('anna', reciver));
		await world.until(() => a.said.length > 0);
		expect(a.said).toMatchObject([{ code: 429, error: 'too-often', max: 2, wait: 500, reciver: 'boris' }]);
		expect(await world.reply(page, 'friend.request', { to: boris.account })).toMatchObject({
			error: { code: 'too-often' },
		});
	});

	test('BR8 strangers are looked up at the cost of account.find; who asked is known', async () => {
		const { world, node, anna, boris } = await house();
		const page = await world.online(node, anna);
		for (let k = 0; k < FINDS_PER_DAY_MAX; k++) await world.ask(page, 'account.find', { q: 'nobody' });
		const [a, b] = [briefSocket(node, anna, 'friend-steps'), briefSocket(node, boris, 'friend-steps')];
		await rest();
		a.say(application('anna', 'boris'));
		await world.until(() => a.said.length === 1);
		expect(a.said).toMatchObject([{ code: 429, error: 'too-often' }]);
		b.say(application('boris', 'anna'));
		await world.until(() => a.said.length === 2);
		a.say(answer('anna', 'boris', 1));
		await world.until(() => b.said.length === 1);
		expect(b.said).toEqual([told('anna', 'boris', 1)]);
	});

	test('BR8 messages without an outcome are counted, those of a connection recorded in their order', async () => {
		let held = Promise.withResolvers<void>();
		held.resolve();
		const { world, node, anna } = await house({
			log: (log) => watched(log, (method) => (method === 'write' ? held.promise : undefined)),
		});
		const names = Array.from({ length: OPEN_REQUESTS_MAX }, (_, k) => `p${k}`);
		const people = await world.people(node, ...names);
		const a = briefSocket(node, anna, 'friend-steps');
		await world.pass(100);
		held = Promise.withResolvers();
		for (const name of names) a.say(application('anna', name));
		a.say(application('anna', 'boris'));
		await world.until(() => a.said.length > 0);
		expect(a.said).toMatchObject([{ code: 429, error: 'too-often', max: OPEN_REQUESTS_MAX, reciver: 'boris' }]);
		held.resolve();
		const asked = () => world.store.events.filter(({ type }) => type === 'FriendRequested');
		await world.until(() => asked().length === OPEN_REQUESTS_MAX);
		const accounts = asked().map(({ data }) => (JSON.parse(data) as { to: string }).to);
		expect(accounts).toEqual(people.map(({ account }) => account));
	});

	test.each(['friend-steps', 'friend-list'] as const)(
		'BR8 at %s who goes on in spite of refusals is closed',
		async (at) => {
			const { world, node, anna } = await house();
			const a = briefSocket(node, anna, at);
			await rest();
			for (let k = 0; k <= 10 * OPEN_REQUESTS_MAX; k++) a.text('x');
			await world.until(() => a.closeCode !== undefined);
			expect([a.closeCode, a.closeReason]).toEqual([1008, 'flooding']);
		},
	);
});

describe('sessions', () => {
	const dialects = ['friend-list', 'friend-steps'] as const;

	test.each(dialects)('BR9 at %s a session that is closed closes its sockets with 4001', async (dialect) => {
		const { world, node, anna } = await house();
		const a = briefSocket(node, anna, dialect);
		await rest();
		await world.closeSession(node, anna);
		expect([a.closeCode, a.closeReason]).toEqual([4001, 'signed-out']);
	});

	test.each(dialects)('BR9 at %s a person is online, and a while after it offline', async (dialect) => {
		const { world, node, anna } = await house();
		const a = briefSocket(node, anna, dialect);
		await world.until(() => node.views.online(anna.account));
		a.leave();
		await world.until(() => !node.views.online(anna.account));
		expect(node.connections).toBe(0);
	});

	test.each(dialects)('BR9 at %s a node that stops says 1012', async (dialect) => {
		const { world, node, anna } = await house();
		const a = briefSocket(node, anna, dialect);
		await rest();
		await world.stop(node);
		expect(a.closeCode).toBe(1012);
	});

	test.each(dialects)('BR9 at %s a bad session gets 4001, and nothing else', async (dialect) => {
		const { world, node } = await house();
		const socket = briefSocket(node, { account: 'x' as never, session: 'y' as never, name: 'x' }, dialect);
		await world.until(() => socket.closeCode !== undefined);
		expect([socket.closeCode, socket.closeReason, socket.said]).toEqual([4001, 'revoked', []]);
	});

	test.each(dialects)('BR9 at %s a peer that gives no sign of life is closed after a minute', async (dialect) => {
		const { world, node, anna } = await house();
		const a = briefSocket(node, anna, dialect);
		await rest();
		await world.pass(90_000);
		expect(a.closed).toBe(false);
		a.blocked = true;
		await world.until(() => a.closed);
		expect(node.connections).toBe(0);
	});
});

describe('the list', () => {
	const listed = ({ account, name }: Somebody) => ({ username: name, friend_head: '', id: account, nickname: name });

	test('BR2 comes on opening and when friends come and go, on every node, and only then', async () => {
		const { world, node, anna, boris, chen } = await house();
		const other = await world.node();
		const [a, b] = [briefSocket(node, anna, 'friend-list'), briefSocket(other, boris, 'friend-list')];
		const [pageA, pageB] = [await world.online(node, anna), await world.online(node, boris)];
		await world.befriend(pageA, pageB);
		await world.until(() => b.said.length === 2);
		await world.ask(pageA, 'friend.remark', { account: boris.account, remark: '阿波' });
		await world.ask(pageA, 'friend.request', { to: chen.account });
		await world.pass(1000);
		expect(a.said).toEqual([
			{ code: 200, friends: [] },
			{ code: 200, friends: [listed(boris)] },
		]);
		await world.ask(pageB, 'friend.remove', { account: anna.account });
		await world.until(() => a.said.length === 3 && b.said.length === 3);
		expect(b.said).toEqual([
			{ code: 200, friends: [] },
			{ code: 200, friends: [listed(anna)] },
			{ code: 200, friends: [] },
		]);
		const late = briefSocket(node, anna, 'friend-list');
		await rest();
		expect(late.said).toEqual([{ code: 200, friends: [] }]);
	});

	test('BR2 comes when a friend has a new name, on whichever node', async () => {
		const { world, node, anna, boris, chen } = await house();
		const other = await world.node();
		await world.befriend(await world.online(node, anna), await world.online(node, boris));
		await other.follow();
		const lists = [briefSocket(node, anna, 'friend-list'), briefSocket(other, anna, 'friend-list')];
		await world.until(() => lists.every(({ said }) => said.length === 1));
		for (const { account } of [boris, chen]) {
			const data = { nickname: '阿波' };
			await world.record(other, [{ stream: account, type: 'ProfileChanged', by: account, data }]);
		}
		await world.until(() => lists.every(({ said }) => said.length === 2));
		for (const { said } of lists)
			expect(said[1]).toEqual({ code: 200, friends: [{ ...listed(boris), nickname: '阿波' }] });
		await world.record(node, [
			{ stream: boris.account, type: 'ProfileChanged', by: boris.account, data: { city: 'x' } },
		]);
		await world.pass(1000);
		expect(lists.map(({ said }) => said.length)).toEqual([2, 2]);
	});

	test('BR10 who does not take lists has little more than one waiting, and gets the newest', async () => {
		const { world, node, anna } = await house();
		const people = await world.people(node, ...Array.from({ length: 300 }, (_, k) => `f${k}`));
		const a = briefSocket(node, anna, 'friend-list');
		await rest();
		a.blocked = true;
		for (const { account } of people) await recordRequests(world, node, [account], anna.account, 'befriend');
		a.takeAll();
		await rest();
		const bytes = a.writes.reduce((sum, { length }) => sum + length, 0);
		expect(bytes).toBeLessThan(2 * BACKLOG_BYTES_MAX);
		expect((a.said.at(-1) as { friends: object[] }).friends).toHaveLength(300);
		expect(a.closeCode).toBeUndefined();
	});
});

describe('slow readers', () => {
	test('BR10 applications wait for room however many they are; who was answered meanwhile is not told', async () => {
		const { world, node, anna } = await house();
		const names = Array.from({ length: 4000 }, (_, k) => `名名名名名名${k}`);
		const people: AccountId[] = [];
		for (let k = 0; k < names.length; k += 250) {
			const some = names.slice(k, k + 250).map((name) => ({ name, account: world.id(name) as AccountId }));
			people.push(...some.map(({ account }) => account));
			await world.record(
				node,
				some.map(({ account, name }) => {
					const data = { username: name, nickname: name };
					return { stream: account, type: 'AccountRegistered', by: account, data };
				}),
			);
		}
		await recordRequests(world, node, people, anna.account, 'ask');
		const socket = new BriefSocket();
		socket.blocked = true;
		briefSocket(node, anna, 'friend-steps', socket);
		await rest();
		const [last, from] = [names.length - 1, people.at(-1)!];
		await world.record(node, [
			{
				stream: pairId(from, anna.account),
				type: 'FriendDeclined',
				by: anna.account,
				data: { from, to: anna.account },
			},
		]);
		socket.takeAll();
		await rest();
		expect(socket.said).toEqual(names.slice(0, last).map((name) => passed(name, 'anna')));
		expect(socket.closeCode).toBeUndefined();
	});

	test('BR10 an answer for somebody whose socket is full closes it with 1013', async () => {
		const { world, node, anna, boris } = await house();
		const a = briefSocket(node, anna, 'friend-steps');
		const pageB = await world.online(node, boris);
		await rest();
		a.say(application('anna', 'boris'));
		await world.until(() => node.views.requests(boris.account).length === 1);
		a.fill();
		await world.ask(pageB, 'friend.accept', { from: anna.account });
		a.takeAll();
		expect([a.closeCode, a.closeReason]).toEqual([1013, 'slow']);
	});

	test('BR10 who does not take answers is not heard until they have', async () => {
		const { node, anna } = await house();
		const a = briefSocket(node, anna, 'friend-steps');
		await rest();
		expect(a.paused).toBe(false);
		a.fill();
		expect(a.paused).toBe(true);
		await rest();
		a.takeAll();
		expect([a.paused, a.closeCode]).toEqual([false, undefined]);
	});
});
