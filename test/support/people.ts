/** People for tests against a running server: signed up over HTTP, connected with the product's own headless client. */
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { AccountId, ConversationId } from '../../core/ids.ts';
import { systemClock } from '../../transports/system-clock.ts';
import { type Client, createClient } from '../../web/client/client.ts';
import { webSockets } from '../../web/client/socket.ts';
import type { Action, ChatState } from '../../web/client/state.ts';
import type { ServerProcess } from './server-process.ts';

/** The password of everybody here. */
export const PASSWORD = 'abc12345';

export interface Person {
	readonly id: AccountId;
	readonly username: string;
	/** `name=value` of the session's cookie. */
	readonly cookie: string;
}

let phones = 0;

/** Signs somebody up; the code comes from the server's outbox. */
export async function signUp(server: ServerProcess, username = `u${randomUUID().slice(0, 8)}`): Promise<Person> {
	phones += 1;
	const phone = `138${String(phones).padStart(8, '0')}`;
	await post(server, '/verify/code', { purpose: 'signup', phone });
	const fields = { username, nickname: username, password: PASSWORD, phone, email: `${phone}@example.org` };
	const response = await post(server, '/verify/signup', { ...fields, veri_code: server.code(phone) });
	const body = (await response.json()) as { account: { id: AccountId } };
	const cookie = response.headers.getSetCookie().find((line) => line.startsWith('webchat_session='));
	if (cookie === undefined) throw new Error('signed up without a session');
	return { id: body.account.id, username, cookie: cookie.split(';')[0]! };
}

/** A headless client of this person at this server, started. */
export function connect(
	person: Person,
	server: ServerProcess,
	observe?: (action: Action, state: ChatState) => void,
): Client {
	const client = createClient({
		openSocket: webSockets(`${server.url.replace('http', 'ws')}/ws`, { cookie: person.cookie, origin: server.url }),
		clock: systemClock,
		random: Math.random,
		newId: v7,
		...(observe === undefined ? {} : { observe }),
	});
	client.start();
	return client;
}

/** Makes friends of two. */
export async function befriend(server: ServerProcess, one: Person, other: Person): Promise<void> {
	const clients = [connect(one, server), connect(other, server)];
	await ok(clients[0]!.requestFriend(other.id, ''));
	await ok(clients[1]!.acceptFriend(one.id));
	for (const client of clients) client.stop();
}

/** Makes friends of the first and each of the others, then a group of them all; the group's id once everybody has it. */
export async function makeGroup(clients: readonly Client[], people: readonly Person[]): Promise<ConversationId> {
	const [owner, ...others] = clients;
	for (const [k, other] of others.entries()) {
		await ok(owner!.requestFriend(people[k + 1]!.id, ''));
		await ok(other.acceptFriend(people[0]!.id));
	}
	const { conversation } = await ok(
		owner!.createGroup(
			'all',
			people.slice(1).map((person) => person.id),
		),
	);
	const group = conversation as ConversationId;
	for (const client of clients) await until(client, (state) => state.conversations.has(group));
	return group;
}

/** Resolves when the client's state fulfils `holds`, at once or after any of its changes. */
export function until(client: Client, holds: (state: ChatState) => boolean): Promise<ChatState> {
	return new Promise((resolve) => {
		if (holds(client.state)) {
			resolve(client.state);
			return;
		}
		const end = client.subscribe((state) => {
			if (!holds(state)) return;
			end();
			resolve(state);
		});
	});
}

export function isOnline(state: ChatState): boolean {
	return state.connection.name === 'online';
}

async function ok(reply: ReturnType<Client['request']>): Promise<Readonly<Record<string, unknown>>> {
	const answer = await reply;
	if (answer.state === 'refused') throw new Error(`refused: ${answer.error.code}`);
	return answer.ok;
}

async function post(server: ServerProcess, path: string, body: object): Promise<Response> {
	const headers = { 'content-type': 'application/json', origin: server.url };
	const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return response;
}
