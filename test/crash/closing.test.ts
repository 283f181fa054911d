import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationId } from '../../core/ids.ts';
import { openLog } from '../../core/log/open.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { connect, makeGroup, PASSWORD, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { readAll } from './proof.ts';

const TRACE = '无踪无迹';
const MESSAGES = 900;
const ERASED_MS_MAX = 60_000;

let mariadb: Mariadb;
const servers: ServerProcess[] = [];
beforeAll(async () => {
	mariadb = await startMariadb();
});
afterAll(async () => {
	await Promise.all(servers.map((server) => server.remove()));
	await mariadb.stop();
});

test.each(['sqlite', 'mysql'])(
	'RE21, RE23 killed right after an account was closed, the server erases it on %s when it is back: nothing is left on the disk',
	async (kind) => {
		const url = kind === 'mysql' ? `${mariadb.url}/closing` : undefined;
		const server = await startServer({ env: { WEBCHAT_LIMITS: 'off' }, ...(url === undefined ? {} : { log: url }) });
		servers.push(server);
		const people = [await signUp(server), await signUp(server)] as const;
		const clients = people.map((person) => connect(person, server));
		const [leaver, stayer] = [clients[0]!, clients[1]!];
		const group = await makeGroup(clients, people);
		await patch(server, people[0], { nickname: TRACE, city: TRACE });
		await fetch(`${server.url}/files?name=${encodeURIComponent(TRACE)}.txt`, {
			method: 'POST',
			headers: { 'Content-Type': 'text/plain', Cookie: people[0].cookie },
			body: TRACE.repeat(1_000),
		});
		for (let k = 0; k < MESSAGES; k++) leaver.sendText(group, `${TRACE} ${k}`);
		await until(stayer, (state) => state.conversations.get(group)?.n === MESSAGES);
		await until(stayer, (state) => state.profiles.get(people[0].id)?.nickname === TRACE);

		expect(await close(server, people[0])).toBe(204);
		await server.kill9();
		await server.restart();
		stayer.wake();
		await until(leaver, ({ connection }) => connection.name === 'ended');
		expect(leaver.state.connection).toMatchObject({ reason: 'account-closed' });
		await until(stayer, (state) => isGone(state.conversations.get(group)?.last?.recalled, state.conversations, group));
		expect(stayer.state.profiles.get(people[0].id)).toMatchObject({ nickname: '', closed: true });
		for (const client of clients) client.stop();

		await expect.poll(() => traced(server.data), { timeout: ERASED_MS_MAX, interval: 200 }).toEqual([]);
		await server.stop();
		expect(traced(server.data)).toEqual([]);
		const { log } = await openLog(url ?? 'sqlite:', { dataFolder: server.data });
		const events = await readAll(log);
		await log.close();
		expect(events.filter(({ data }) => data.includes(TRACE))).toEqual([]);
		expect(events.filter(({ type }) => type === 'AccountErased').map(({ data }) => JSON.parse(data).more)).toContain(
			false,
		);
	},
	ERASED_MS_MAX * 2,
);

function isGone(
	recalled: true | undefined,
	conversations: ReadonlyMap<ConversationId, { readonly memberCount?: number }>,
	group: ConversationId,
): boolean {
	return recalled === true && conversations.get(group)?.memberCount === 1;
}

/** The files of a data folder in which somebody's trace stands; but for the outbox, which keeps what was sent to phones. */
function traced(folder: string): string[] {
	const paths = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
	return paths.filter((path) => {
		try {
			return statSync(path).isFile() && !path.endsWith('outbox.ndjson') && readFileSync(path).includes(TRACE);
		} catch {
			// It was removed meanwhile.
			return false;
		}
	});
}

async function patch(server: ServerProcess, { cookie }: Person, fields: object): Promise<void> {
	await fetch(`${server.url}/me`, {
		method: 'PATCH',
		headers: { 'Content-Type': 'application/json', Cookie: cookie },
		body: JSON.stringify(fields),
	});
}

async function close(server: ServerProcess, { cookie }: Person): Promise<number> {
	const answer = await fetch(`${server.url}/me`, {
		method: 'DELETE',
		headers: { 'Content-Type': 'application/json', Cookie: cookie },
		body: JSON.stringify({ password: PASSWORD }),
	});
	return answer.status;
}
