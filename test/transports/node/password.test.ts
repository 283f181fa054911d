import { expect, test } from 'vitest';
import type { Decidable } from '../../../core/loop/command.ts';
import { changePassword } from '../../../core/vault/change-password.ts';
import { issueCode } from '../../../core/vault/codes.ts';
import { resetPassword } from '../../../core/vault/reset.ts';
import { createSeal } from '../../../core/vault/seal.ts';
import { type Somebody, World } from '../../support/chat-world.ts';

const ADDRESS = '+8613800000000';

/** Anna with two sessions and three sockets on two nodes, the last of her second session; and somebody else. */
async function house() {
	const world = new World();
	const [first, second] = [await world.node(), await world.node()];
	const [anna, boris] = (await world.people(first, 'anna', 'boris')) as [Somebody, Somebody];
	const elsewhere: Somebody = { ...anna, session: world.id('session on another device') as Somebody['session'] };
	const { account } = anna;
	await world.record(first, [
		{ stream: account, type: 'SessionOpened', by: account, data: { session: elsewhere.session } },
	]);
	await second.follow();
	const sockets = [
		await world.online(first, anna),
		await world.online(second, anna),
		await world.online(second, elsewhere),
	];
	const other = await world.online(second, boris);
	const contact = { account, phone: ADDRESS, email: null, email_verified: null };
	await first.log.write([
		{ do: 'insert', table: 'contacts', row: contact },
		{ do: 'insert', table: 'credentials', row: { account, hash: 'old', changed: 0 } },
	]);
	/** Decides at the first node; resolves with how it ended and how many ms later `over` held. */
	const decide = async (decidable: Decidable, over: () => boolean) => {
		const before = world.clock.now();
		let state: string | undefined;
		void first.execute({ name: 'test', author: account, ...decidable }).then((outcome) => (state = outcome.state));
		await world.until(() => state !== undefined && over());
		return { state, ms: world.clock.now() - before };
	};
	return { world, anna, sockets, other, decide };
}

test('VA18 the sockets of all sessions of the account close with 4001 within a second, on whichever node they are', async () => {
	const { anna, sockets, other, decide } = await house();
	const code = createSeal('c2VjcmV0').code('reset', ADDRESS, '123456');
	await decide(issueCode(code, []), () => true);
	const contact = { column: 'phone', address: ADDRESS } as const;
	const reset = resetPassword({ contact, account: anna.account, code, passwordHash: 'new' });
	const { state, ms } = await decide(reset, () => sockets.every(({ closeCode }) => closeCode !== undefined));
	expect(state).toBe('done');
	expect(ms).toBeLessThanOrEqual(1000);
	for (const socket of sockets) expect([socket.closeCode, socket.closeReason]).toEqual([4001, 'password-changed']);
	const told = sockets[0]!.events.map(({ type }) => type);
	expect(told).toContain('PasswordChanged');
	expect(other.closeCode).toBeUndefined();
	expect(other.events.map(({ type }) => type)).not.toContain('PasswordChanged');
});

test('VA20 after another password the sockets of the session that asked go on, on every node, those of others do not', async () => {
	const { world, anna, sockets, other, decide } = await house();
	const { account, session } = anna;
	const change = changePassword({ account, session, verified: 'old', passwordHash: 'new' });
	const { state, ms } = await decide(change, () => sockets[2]!.closeCode !== undefined);
	expect([state, sockets[2]!.closeCode, sockets[2]!.closeReason]).toEqual(['done', 4001, 'password-changed']);
	expect(ms).toBeLessThanOrEqual(1000);
	await world.pass(1000);
	expect([sockets[0]!.closeCode, sockets[1]!.closeCode, other.closeCode]).toEqual([undefined, undefined, undefined]);
	for (const socket of sockets.slice(0, 2)) expect(await world.ask(socket, 'ping')).toBeDefined();
});
