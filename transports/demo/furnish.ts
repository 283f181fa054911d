/** Two people who are friends, and a group, for `--demo`: made by the same commands as if they had come through the door. */
import { acceptFriend, requestFriend } from '../../core/domain/friends.ts';
import { createGroup } from '../../core/domain/groups.ts';
import { sendMessage } from '../../core/domain/messages.ts';
import { foldUsername } from '../../core/domain/username.ts';
import { type AccountId, type ConversationId, pairId, type SessionId } from '../../core/ids.ts';
import type { Decidable } from '../../core/loop/command.ts';
import { issueCode, newCode } from '../../core/vault/codes.ts';
import { newPassword } from '../../core/vault/new-password.ts';
import { registerAccount } from '../../core/vault/register.ts';
import { hashToken } from '../../core/vault/seal.ts';
import { closeSession, newToken } from '../../core/vault/sessions.ts';
import type { HttpPorts } from '../http/ports.ts';
import scene from './scene.json' with { type: 'json' };

export type DemoPorts = Pick<HttpPorts, 'node' | 'newId' | 'seal' | 'hasher'>;

/** What somebody signs in with. */
export interface SignIn {
	readonly username: string;
	readonly password: string;
}

type Figure = (typeof scene.people)[number];
type Talk = (typeof scene)['talk'];

/** The two are all that there are. */
const NO_LIMIT = 0;

/** Fills an empty log with the scene; how its people sign in, with passwords that nobody had before. Throws where the log refuses or fails. */
export async function furnishDemo(ports: DemoPorts): Promise<readonly SignIn[]> {
	const signIns = scene.people.map(({ username }) => ({ username, password: newPassword() }));
	const accounts: AccountId[] = [];
	for (const [k, figure] of scene.people.entries()) accounts.push(await signUp(ports, figure, signIns[k]!.password));
	const [first, second] = accounts as [AccountId, AccountId];
	await record(ports, first, 'friend.request', requestFriend(first, { to: second, note: scene.note }));
	await record(ports, second, 'friend.accept', acceptFriend(second, { from: first }));
	await talk(ports, accounts, pairId(first, second), scene.talk);
	const group = ports.newId() as ConversationId;
	const fields = { name: scene.group.name, members: [second] };
	await record(ports, first, 'group.create', createGroup(first, fields, group, NO_LIMIT));
	await talk(ports, accounts, group, scene.group.talk);
	return signIns;
}

/** Signs somebody up with a code as it would have been sent, and out again: the browser that comes later signs in. */
async function signUp(ports: DemoPorts, figure: Figure, password: string): Promise<AccountId> {
	const { username, nickname, phone, email } = figure;
	const hashed = await ports.hasher.hash(password);
	if (hashed.state === 'unavailable') throw new Error('the demo’s passwords cannot be hashed');
	const code = ports.seal.code('signup', phone, newCode());
	await record(ports, null, 'code.issue', issueCode(code, []));
	const [account, session] = [ports.newId() as AccountId, ports.newId() as SessionId];
	const folded = foldUsername(username);
	const opening = { session, token: hashToken(newToken()), device: '' };
	const passwordHash = hashed.hash;
	const contacts = { phone: ports.seal.address(phone), email: ports.seal.address(email) };
	const names = { account, username, folded, nickname, passwordHash };
	const reached = { phone, email, contacts, proves: 'phone', code } as const;
	const register = registerAccount({ ...names, ...reached, session: opening });
	await record(ports, null, 'account.register', register);
	await record(ports, account, 'session.close', closeSession(account, session, 'signed-out'));
	return account;
}

async function talk(ports: DemoPorts, people: readonly AccountId[], conversation: ConversationId, lines: Talk) {
	for (const { by, text } of lines) {
		const author = people[by]!;
		await record(ports, author, 'message.send', sendMessage(author, { conversation, body: { type: 'text', text } }));
	}
}

async function record(ports: DemoPorts, author: AccountId | null, name: string, decidable: Decidable): Promise<void> {
	const outcome = await ports.node().execute({ name, author, ...decidable });
	if (outcome.state === 'rejected') throw new Error(`the demo’s ${name} was refused: ${outcome.rejection.code}`);
}
