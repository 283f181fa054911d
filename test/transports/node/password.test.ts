import { expect, test } from 'vitest';
import { issueCode } from '../../../core/vault/codes.ts';
import { resetPassword } from '../../../core/vault/reset.ts';
import { createSeal } from '../../../core/vault/seal.ts';
import { type Somebody, World } from '../../support/chat-world.ts';

const ADDRESS = '+8613800000000';

test('VA18 the sockets of all sessions of the account close with 4001, on whichever node they are', async () => {
	const world = new World();
	const [first, second] = [await world.node(), await world.node()];
	const [anna, boris] = (await world.people(first, 'anna', 'boris')) as [Somebody, Somebody];
	const elsewhere: Somebody = { ...anna, session: world.id('session on another device') as Somebody['session'] };
	const { account } = anna;
	await world.record(first, [
		{ stream: account, type: 'SessionOpened', by: account, data: { session: elsewhere.session } },
	]);
	await second.follow();
	const ended = [
		await world.online(first, anna),
		await world.online(second, anna),
		await world.online(second, elsewhere),
	];
	const other = await world.online(second, boris);

	const code = createSeal('c2VjcmV0').code('reset', ADDRESS, '123456');
	const contact = { account, phone: ADDRESS, email: null, email_verified: null };
	await first.log.write([
		{ do: 'insert', table: 'contacts', row: contact },
		{ do: 'insert', table: 'credentials', row: { account, hash: 'old', changed: 0 } },
	]);
	let state: string | undefined;
	const execute = async () => {
		await first.execute({ name: 'test', author: null, ...issueCode(code, []) });
		const reset = { contact: { column: 'phone', address: ADDRESS }, account, code, passwordHash: 'new' } as const;
		({ state } = await first.execute({ name: 'test', author: account, ...resetPassword(reset) }));
	};
	void execute();
	await world.until(() => state !== undefined && ended.every(({ closeCode }) => closeCode !== undefined));
	expect(state).toBe('done');
	for (const socket of ended) expect([socket.closeCode, socket.closeReason]).toEqual([4001, 'password-changed']);
	const told = ended[0]!.events.map(({ type }) => type);
	expect(told).toContain('PasswordChanged');
	expect(other.closeCode).toBeUndefined();
	expect(other.events.map(({ type }) => type)).not.toContain('PasswordChanged');
});
