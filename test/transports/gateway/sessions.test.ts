import { describe, expect, test } from 'vitest';
import { pairId } from '../../../core/ids.ts';
import { LogError } from '../../../core/log/port.ts';
import { ACCOUNT_CONNECTIONS_MAX } from '../../../transports/gateway/gateway.ts';
import type { SessionCheck } from '../../../transports/node.ts';
import { type NodeOptions, type Somebody, World } from '../../support/chat-world.ts';

async function house(options: NodeOptions = {}) {
	const world = new World();
	const node = await world.node(options);
	const [anna, boris] = (await world.people(node, 'anna', 'boris')) as [Somebody, Somebody];
	/** Types of the events about sessions' sockets, as recorded. */
	const presence = () => world.store.events.map(({ type }) => type).filter((type) => type.endsWith('onnected'));
	return { world, node, anna, boris, presence };
}

const good = ({ account, session }: Somebody): SessionCheck => ({ state: 'good', account, session });

describe('at the door', () => {
	test.each(['expired', 'revoked', 'password-changed', 'account-closed', 'signed-out'] as const)(
		'SY3 a session that is no longer good is told why by close 4001 (%s)',
		async (reason) => {
			const { world, node, anna } = await house();
			const socket = world.socket(node, anna, async () => ({ state: 'bad', reason }));
			await world.until(() => socket.closeCode !== undefined);
			expect([socket.closeCode, socket.closeReason, socket.frames]).toEqual([4001, reason, []]);
		},
	);

	test('SY3 a session that cannot be looked up is asked to try later', async () => {
		const { world, node, anna } = await house();
		const socket = world.socket(node, anna, () => Promise.reject(new LogError('lost', 'no connection')));
		await world.until(() => socket.closeCode !== undefined);
		expect(socket.closeCode).toBe(1013);
		socket.close();
		expect(node.connections).toBe(0);
	});

	test('SY3 an account has only so many connections, others have theirs, and room comes back', async () => {
		const { world, node, anna, boris } = await house();
		const first = await world.online(node, anna);
		const more = Array.from({ length: ACCOUNT_CONNECTIONS_MAX }, () => world.socket(node, anna));
		await world.until(() => more.every((socket) => socket.hello !== undefined || socket.closeCode !== undefined));
		expect(more.filter((socket) => socket.closeCode !== undefined)).toHaveLength(1);
		const late = more.at(-1)!;
		expect([late.closeCode, late.closeReason, late.frames]).toEqual([1008, 'too-many-connections', []]);
		await world.online(node, boris);
		first.leave();
		await world.online(node, anna);
	});

	test('SY2 a session that is closed while it is being looked up is not greeted', async () => {
		const { world, node, anna } = await house();
		const lookedUp = Promise.withResolvers<SessionCheck>();
		const socket = world.socket(node, anna, () => lookedUp.promise);
		await world.closeSession(node, anna);
		lookedUp.resolve(good(anna));
		await world.until(() => socket.closeCode !== undefined);
		expect([socket.closeCode, socket.closeReason, socket.frames]).toEqual([4001, 'revoked', []]);
	});

	test('SY2 a session that was opened on another node is greeted once this node has read of it', async () => {
		const { world, node } = await house();
		const other = await world.node();
		const [chen] = (await world.people(other, 'chen')) as [Somebody];
		const opened = other.views.applied;
		expect(node.views.facts.sessionOpen(chen.session)).toBe(false);
		const socket = world.socket(node, chen);
		await world.until(() => socket.hello !== undefined);
		expect(socket.hello!.position).toBe(opened);
		expect(node.views.facts.sessionOpen(chen.session)).toBe(true);
	});

	test('SY3 a session opened on another node, while the log cannot be read, is asked to try later and not signed out', async () => {
		let away = false;
		const { world, node } = await house({
			faults: (point) => {
				if (away && point === 'read') throw new LogError('lost', 'no connection');
			},
		});
		const other = await world.node();
		const [chen] = (await world.people(other, 'chen')) as [Somebody];
		away = true;
		const socket = world.socket(node, chen);
		await world.until(() => socket.closeCode !== undefined);
		expect(socket.closeCode).toBe(1013);
	});

	test('SY2 nothing that a client sends is heard before hello', async () => {
		const { world, node, anna } = await house();
		const lookedUp = Promise.withResolvers<SessionCheck>();
		const socket = world.socket(node, anna, () => lookedUp.promise);
		expect(socket.paused).toBe(true);
		lookedUp.resolve(good(anna));
		await world.until(() => socket.hello !== undefined);
		expect(socket.paused).toBe(false);
	});

	test('SY2 a connection that is gone before its session was looked up leaves nothing behind', async () => {
		const { world, node, anna, presence } = await house();
		const lookedUp = Promise.withResolvers<SessionCheck>();
		const socket = world.socket(node, anna, () => lookedUp.promise);
		socket.close();
		lookedUp.resolve(good(anna));
		await world.pass(10_000);
		expect(node.connections).toBe(0);
		expect(presence()).toEqual([]);
	});
});

describe('a session that ends', () => {
	test('SY3 closes all its sockets with 4001 and the reason, behind what came before, and nobody else’s', async () => {
		const { world, node, anna, boris } = await house();
		const [a, alsoA, b] = [
			await world.online(node, anna),
			await world.online(node, anna),
			await world.online(node, boris),
		];
		await world.befriend(a, b);
		await world.say(b, pairId(anna.account, boris.account), 'the last word');
		await world.closeSession(node, anna, 'password-changed');
		await world.until(() => a.closeCode !== undefined && alsoA.closeCode !== undefined);
		for (const socket of [a, alsoA]) {
			expect([socket.closeCode, socket.closeReason]).toEqual([4001, 'password-changed']);
			expect(socket.texts).toEqual(['the last word']);
			expect(socket.events.at(-1)!.type).toBe('SessionClosed');
		}
		expect(b.closeCode).toBeUndefined();
	});

	test('SY3 also when it was ended on another node', async () => {
		const { world, node, anna } = await house({ bus: true });
		const other = await world.node({ bus: true });
		const a = await world.online(node, anna);
		await world.closeSession(other, anna, 'revoked');
		await world.until(() => a.closeCode !== undefined);
		expect(a.closeReason).toBe('revoked');
	});
});

describe('presence', () => {
	test('PR10 a session is connected with its first socket on a node and disconnected when it had none for five seconds', async () => {
		const { world, node, anna, presence } = await house();
		const first = await world.online(node, anna);
		const second = await world.online(node, anna);
		await world.until(() => node.views.online(anna.account));
		expect(presence()).toEqual(['SessionConnected']);
		first.leave();
		await world.pass(20_000);
		expect(presence()).toEqual(['SessionConnected']);
		second.leave();
		await world.pass(4900);
		expect(presence()).toEqual(['SessionConnected']);
		await world.pass(200);
		expect(presence()).toEqual(['SessionConnected', 'SessionDisconnected']);
		expect(node.views.online(anna.account)).toBe(false);
	});

	test('PR11 a storm of reconnects within five seconds writes nothing', async () => {
		const { world, node, anna, presence } = await house();
		const socket = await world.online(node, anna);
		await world.until(() => presence().length === 1);
		socket.leave();
		for (let k = 0; k < 20; k++) {
			await world.pass(4000);
			(await world.online(node, anna)).leave();
		}
		expect(presence()).toEqual(['SessionConnected']);
		await world.pass(6000);
		expect(presence()).toEqual(['SessionConnected', 'SessionDisconnected']);
	});

	test('PR11 what could not be recorded is tried again until the log says what is', async () => {
		let broken = false;
		const { world, node, anna, presence } = await house({
			faults: (point) => {
				if (broken && point === 'begin') throw new LogError('lost', 'no connection');
			},
		});
		broken = true;
		const socket = world.socket(node, anna);
		await world.until(() => socket.hello !== undefined);
		await world.pass(12_000);
		expect(presence()).toEqual([]);
		broken = false;
		await world.until(() => node.views.online(anna.account));
		broken = true;
		socket.leave();
		await world.pass(20_000);
		broken = false;
		await world.until(() => !node.views.online(anna.account));
		expect(presence()).toEqual(['SessionConnected', 'SessionDisconnected']);
	});

	test('PR11 an outcome that stayed unknown leaves no ghost', async () => {
		let commits = 0;
		const { world, node, anna, presence } = await house({
			faults: async (point) => {
				// The commit is made, and then nothing is heard for longer than a command waits.
				if (point === 'committed' && ++commits > 3 && commits < 5) {
					await new Promise<void>((resolve) => world0.clock.after(7000, resolve));
					throw new LogError('unknown', 'the connection broke in COMMIT');
				}
			},
		});
		const world0 = world;
		const socket = world.socket(node, anna);
		await world.until(() => socket.hello !== undefined);
		socket.leave();
		await world.pass(30_000);
		expect(presence()).toEqual(['SessionConnected', 'SessionDisconnected']);
		expect(node.views.online(anna.account)).toBe(false);
	});

	test('PR11 more sessions than are recorded at once all come to be recorded', async () => {
		const { world, node, presence } = await house();
		const crowd = await world.people(node, ...Array.from({ length: 600 }, (_, k) => `c${k}`));
		const sockets = crowd.map((one) => world.socket(node, one));
		await world.until(() => presence().length === 600);
		for (const socket of sockets) socket.close();
		await world.until(() => presence().length === 1200);
		expect(crowd.some(({ account }) => node.views.online(account))).toBe(false);
	});
});
