import { expect, test } from 'vitest';
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from '../../../core/vault/sessions.ts';
import { keepSessions } from '../../../transports/keep-sessions.ts';
import { type Somebody, World, watched } from '../../support/chat-world.ts';

const MINUTE_MS = 60_000;

/** Two nodes that keep sessions, and people on them, each with a row in the vault that says when the session was opened and used. */
async function house(...ages: readonly { readonly opened: number; readonly seen: number }[]) {
	const world = new World();
	const nodes = [await world.node(), await world.node()] as const;
	const people = await world.people(nodes[0], ...ages.map((_, k) => `person${k}`));
	await nodes[1].follow();
	const begun = world.clock.now();
	const note = () => {};
	const keepers = nodes.map((node) => keepSessions({ log: node.log, clock: world.clock, node: () => node, note }));
	for (const [k, { account, session }] of people.entries()) {
		const [opened, seen] = [begun - ages[k]!.opened, begun - ages[k]!.seen];
		const expires = Math.min(opened + SESSION_LIFE_MS, seen + SESSION_IDLE_MS);
		const row = { account, session, token: session, device: '', opened, seen, expires, bad: null };
		await nodes[0].log.write([{ do: 'insert', table: 'sessions', row }]);
	}
	const rowOf = async ({ session }: Somebody) => {
		const [rows] = await nodes[0].log.select([{ table: 'sessions', column: 'session', values: [session] }]);
		return rows?.[0];
	};
	const end = async () => {
		for (const keeper of keepers) keeper.stop();
		for (const node of nodes) await world.stop(node);
	};
	return { world, nodes, people, rowOf, end };
}

test('VA23 after 180 days the sockets of a session close with its end, on every node, and it is recorded once', async () => {
	const { world, nodes, people, end } = await house({ opened: SESSION_LIFE_MS - 10 * MINUTE_MS, seen: 0 });
	const [anna] = people as [Somebody];
	const sockets = [await world.online(nodes[0], anna), await world.online(nodes[1], anna)];
	await world.pass(9 * MINUTE_MS);
	expect(sockets.map(({ closeCode }) => closeCode)).toEqual([undefined, undefined]);
	await world.pass(3 * MINUTE_MS);
	for (const { closeCode, closeReason } of sockets) expect([closeCode, closeReason]).toEqual([4001, 'expired']);
	expect(world.store.events.filter(({ type }) => type === 'SessionClosed')).toHaveLength(1);
	await end();
});

test('VA24 with an open page a session goes on, without one it ends after 30 days', async () => {
	const old = { opened: 60 * 24 * 60 * MINUTE_MS, seen: SESSION_IDLE_MS - 5 * MINUTE_MS };
	const { world, nodes, people, rowOf, end } = await house(old, old);
	const [anna, boris] = people as [Somebody, Somebody];
	const socket = await world.online(nodes[1], anna);
	await world.pass(8 * MINUTE_MS);
	expect(nodes.map(({ views }) => views.facts.sessionOpen(boris.session))).toEqual([false, false]);
	expect(await rowOf(boris)).toMatchObject({ bad: 'expired' });
	expect(socket.closeCode).toBeUndefined();
	expect(Number((await rowOf(anna))?.expires)).toBeGreaterThan(world.clock.now() + SESSION_IDLE_MS - 10 * MINUTE_MS);
	await end();
});

test('VA24 the use of an open page is written down at most once an hour', async () => {
	const world = new World();
	const writes: string[] = [];
	const node = await world.node({ log: (log) => watched(log, (method) => void writes.push(method)) });
	const [anna] = (await world.people(node, 'anna')) as [Somebody];
	const now = world.clock.now();
	const { account, session } = anna;
	const row = { account, session, token: session, device: '', opened: now, seen: now, expires: now + SESSION_IDLE_MS };
	await node.log.write([{ do: 'insert', table: 'sessions', row: { ...row, bad: null } }]);
	await world.online(node, anna);
	const keeper = keepSessions({ log: node.log, clock: world.clock, node: () => node, note: () => {} });
	writes.length = 0;
	for (let k = 0; k < 10; k++) await world.pass(10 * MINUTE_MS);
	expect(writes.filter((method) => method === 'write')).toHaveLength(1);
	keeper.stop();
	await world.stop(node);
});

test('VA23 a log that is away is asked again in the next round', async () => {
	const { world, nodes, people, end } = await house({ opened: SESSION_LIFE_MS + 1, seen: 0 });
	const [anna] = people as [Somebody];
	let away = true;
	const log = watched(nodes[0].log, () => {
		if (away) throw new Error('away');
	});
	await world.pass(2 * MINUTE_MS);
	const noted: string[] = [];
	const keeper = keepSessions({
		...{ log, clock: world.clock, node: () => nodes[0] },
		note: (_level, what) => noted.push(what),
	});
	await world.pass(2.5 * MINUTE_MS);
	expect(new Set(noted)).toEqual(new Set(['sessions.sweep-failed']));
	away = false;
	await world.pass(MINUTE_MS);
	expect(noted.length).toBe(2);
	expect(nodes[0].views.facts.sessionOpen(anna.session)).toBe(false);
	keeper.stop();
	await end();
});
