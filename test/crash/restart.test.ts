import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { isOnline, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { proveTalk } from './proof.ts';
import { startTalk } from './talkers.ts';

const KILLS = 10;
const TALKERS = 4;
/** Messages acknowledged between two kills: at least, and up to how many more by chance. */
const BETWEEN_MIN = 5;
const BETWEEN_SPREAD = 60;
const LIMITS = { WEBCHAT_LIMITS: 'off' };

let mariadb: Mariadb;
const servers: ServerProcess[] = [];
beforeAll(async () => {
	mariadb = await startMariadb();
});
afterAll(async () => {
	await Promise.all(servers.map((server) => server.remove()));
	await mariadb.stop();
});

describe('a killed server', () => {
	test.each(['sqlite', 'mysql'])('CR1 four people talk on %s while the server is killed ten times', async (kind) => {
		const log = kind === 'mysql' ? `${mariadb.url}/restart` : undefined;
		const server = await start(log);
		const talk = await startTalk([server], TALKERS);
		for (let kill = 0; kill < KILLS; kill++) {
			await talk.heard(between());
			await server.kill9();
			await server.restart();
			talk.wake();
		}
		await talk.heard(BETWEEN_MIN);
		await talk.settle();
		// Nobody was signed out, nobody is a ghost: all are shown online by those who are.
		for (const { client } of talk.talkers) expect(isOnline(client.state)).toBe(true);
		talk.end();
		await server.stop();
		await proveTalk(talk, log ?? 'sqlite:', server.data);
	});
});

describe('two nodes on one database', () => {
	test('CR2 people talk over two nodes while now one, now the other is killed', async () => {
		const log = `${mariadb.url}/two`;
		const nodes = [await start(log), await start(log)];
		const talk = await startTalk(nodes, TALKERS);
		for (let kill = 0; kill < KILLS; kill++) {
			await talk.heard(between());
			const node = nodes[Math.floor(Math.random() * nodes.length)]!;
			await node.kill9();
			await talk.heard(BETWEEN_MIN);
			await node.restart();
		}
		await talk.heard(BETWEEN_MIN);
		await talk.settle();
		talk.end();
		for (const node of nodes) await node.stop();
		await proveTalk(talk, log, nodes[0]!.data);
	});

	test('CR3 a node that freezes is declared stopped, its people go offline, and once it wakes they lose nothing', async () => {
		const log = `${mariadb.url}/frozen`;
		const nodes = [await start(log), await start(log)];
		const talk = await startTalk(nodes, TALKERS);
		await talk.heard(BETWEEN_MIN);
		const [here, there] = [talk.talkers[0]!, talk.talkers[1]!];
		await until(here.client, (state) => state.online.has(there.person.id));
		process.kill(nodes[1]!.pid, 'SIGSTOP');
		try {
			await until(here.client, (state) => !state.online.has(there.person.id));
			// The other node still writes.
			await until(here.client, () => here.acknowledged.size > 0);
			const before = here.acknowledged.size;
			await until(here.client, () => here.acknowledged.size > before + BETWEEN_MIN);
		} finally {
			process.kill(nodes[1]!.pid, 'SIGCONT');
		}
		await until(here.client, (state) => state.online.has(there.person.id));
		const back = there.acknowledged.size;
		await until(there.client, () => there.acknowledged.size > back + BETWEEN_MIN);
		await talk.settle();
		talk.end();
		for (const node of nodes) await node.stop();
		await proveTalk(talk, log, nodes[0]!.data);
	});
});

async function start(log: string | undefined): Promise<ServerProcess> {
	const server = await startServer({ env: LIMITS, ...(log === undefined ? {} : { log }) });
	servers.push(server);
	return server;
}

function between(): number {
	return BETWEEN_MIN + Math.floor(Math.random() * BETWEEN_SPREAD);
}
