import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { Visitor } from './visitor.ts';

/** A node that was killed counts as stopped after 15 s; then its people are gone. */
const GHOST_MS_MAX = 40_000;
const STORY_MS_MAX = 120_000;

let browser: Browser;
let mariadb: Mariadb;

beforeAll(async () => {
	[browser, mariadb] = await Promise.all([startChromium(), startMariadb()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), mariadb?.stop()]);
});

/** Where people are: on which servers, and on which log. */
const PLACES: readonly [string, () => Promise<ServerProcess[]>][] = [
	['the embedded log', async () => [await startServer()]],
	['MariaDB', async () => [await startServer({ log: `${mariadb.url}/one` })]],
	[
		'two nodes on one MariaDB',
		async () => [await startServer({ log: `${mariadb.url}/two` }), await startServer({ log: `${mariadb.url}/two` })],
	],
];

test.each(PLACES)(
	'CL17, CL18, CL21 friends and a group talk, part, come back and outlive a killed server, on %s',
	{ concurrent: true, timeout: STORY_MS_MAX },
	async (_, start) => {
		const servers = await start();
		const [here, there = here!] = servers;
		const visitors = await Promise.all([
			Visitor.arrive(browser, here!, 'mei', 'zh'),
			Visitor.arrive(browser, there, 'bea', 'en'),
			Visitor.arrive(browser, here!, 'cai', 'zh'),
		]);
		try {
			await tell(visitors, here!);
			expect(visitors.flatMap((visitor) => visitor.problems)).toEqual([]);
		} finally {
			await Promise.all(visitors.map((visitor) => visitor.end()));
			await Promise.all(servers.map((server) => server.remove()));
		}
	},
);

async function tell([mei, bea, cai]: readonly [Visitor, Visitor, Visitor], server: ServerProcess): Promise<void> {
	await mei.signUp('13800000001');
	await bea.signUp('13800000002');
	await cai.signUp('13800000003');
	await meet(mei, bea);
	await talk(mei, bea);
	await waitForOneAway(mei, bea);
	await meet(mei, cai);
	await talkInGroup(mei, bea, cai);
	await outliveTheServer(mei, bea, cai, server);
}

/** One asks, the other accepts; both see each other online. */
async function meet(asking: Visitor, asked: Visitor): Promise<void> {
	await asking.askFriend(asked.name, `hello from ${asking.name}`);
	await asked.accept(`hello from ${asking.name}`);
	await asking.friend(asked.name, 'online').waitFor();
	await asked.friend(asking.name, 'online').waitFor();
}

async function talk(mei: Visitor, bea: Visitor): Promise<void> {
	await mei.open('bea');
	await mei.say('one', 'two');
	await bea.show('conversations');
	await bea.unread(2).waitFor();
	await bea.open('mei');
	await bea.sees('', ['one', 'two']);
	await bea.unread(2).waitFor({ state: 'detached' });
	await bea.say('three');
	await mei.sees('', ['one', 'two', 'three']);
}

async function waitForOneAway(mei: Visitor, bea: Visitor): Promise<void> {
	await bea.leave();
	await mei.show('friends');
	await mei.friend('bea', 'away').waitFor();
	await mei.open('bea');
	await mei.say('four', 'five', 'six');
	await mei.sees('', ['one', 'two', 'three', 'four', 'five', 'six']);
	await bea.comeBack();
	await bea.unread(3).waitFor();
	await bea.open('mei');
	await bea.sees('', ['one', 'two', 'three', 'four', 'five', 'six']);
}

async function talkInGroup(mei: Visitor, bea: Visitor, cai: Visitor): Promise<void> {
	await mei.show('conversations');
	await mei.button('group.new').click();
	await mei.fill('group.name', 'Team');
	await mei.page.getByRole('checkbox', { name: 'bea' }).check();
	await mei.page.getByRole('checkbox', { name: 'cai' }).check();
	await mei.button('group.create').click();
	await mei.page.getByRole('heading', { name: 'Team', exact: true }).waitFor();
	await mei.say('g1');
	await Promise.all([bea.open('Team'), cai.open('Team')]);
	await bea.sees('g', ['g1']);
	await bea.say('g2');
	await cai.sees('g', ['g1', 'g2']);
	await cai.say('g3');
	for (const visitor of [mei, bea, cai]) await visitor.sees('g', ['g1', 'g2', 'g3']);
}

/** The server dies while two write and just after the third has left; it comes back, and so do they. */
async function outliveTheServer(mei: Visitor, bea: Visitor, cai: Visitor, server: ServerProcess): Promise<void> {
	await cai.leave();
	await Promise.all([
		mei.say('k-mei-1', 'k-mei-2', 'k-mei-3', 'k-mei-4'),
		bea.say('k-bea-1', 'k-bea-2').then(() => server.kill9()),
	]);
	await mei.say('k-mei-5');
	await bea.say('k-bea-3');
	await server.restart();
	const ofMei = ['k-mei-1', 'k-mei-2', 'k-mei-3', 'k-mei-4', 'k-mei-5'];
	const ofBea = ['k-bea-1', 'k-bea-2', 'k-bea-3'];
	for (const visitor of [mei, bea]) {
		await visitor.sees('k-mei', ofMei);
		await visitor.sees('k-bea', ofBea);
	}
	expect(await mei.texts()).toEqual(await bea.texts());
	await mei.say('still here');
	await bea.sees('still', ['still here']);
	await mei.show('friends');
	await mei.friend('cai', 'away').waitFor({ timeout: GHOST_MS_MAX });
	await mei.friend('bea', 'online').waitFor();
	await cai.comeBack();
	await cai.open('Team');
	expect(await mei.texts()).toEqual(await bea.texts());
	await cai.sees('k-mei', ofMei);
	expect(await cai.texts()).toEqual(await mei.texts());
}
