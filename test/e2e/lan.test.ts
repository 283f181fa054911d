import { networkInterfaces } from 'node:os';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { Visitor } from './visitor.ts';

/** What Chromium notes at each page that came by plain http: one protection more that it leaves to TLS. */
const IGNORED = /^The Cross-Origin-Opener-Policy header has been ignored/;

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer({ env: { WEBCHAT_HOST: '0.0.0.0' } })]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

test('CL21, CL72 on plain http at an address of the LAN people sign up, become friends and talk, and the settings say what a browser forbids', async () => {
	const there = onLan(server);
	const visitors = await Promise.all([
		Visitor.arrive(browser, there, 'lin', 'zh'),
		Visitor.arrive(browser, there, 'max', 'en'),
	]);
	try {
		const [lin, max] = visitors;
		await lin.signUp('13600000001');
		expect(await lin.page.evaluate(() => [isSecureContext, typeof crypto.randomUUID, typeof crypto.subtle])).toEqual([
			...[false, 'undefined', 'undefined'],
		]);
		await max.signUp('13600000002');
		await lin.askFriend('max', '局域网');
		await max.accept('局域网');
		await lin.show('friends');
		await lin.friend('max', 'online').waitFor();
		await lin.open('max');
		await max.open('lin');
		await lin.say('在吗');
		await max.sees('在', ['在吗']);
		await max.say('yes');
		await lin.sees('yes', ['yes']);
		await lin.go('/settings#look');
		await lin.page.getByText(lin.text('settings.plain-http')).waitFor();
		await lin.inspect('settings-plain-http');
		expect(visitors.flatMap(({ problems }) => problems).filter((problem) => !IGNORED.test(problem))).toEqual([]);
	} finally {
		await Promise.all(visitors.map((visitor) => visitor.end()));
	}
});

/** The server as other machines of the network see it: no browser trusts plain http there, as it does on this machine. */
function onLan(here: ServerProcess): ServerProcess {
	const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
	const address = addresses.find((one) => one.family === 'IPv4' && !one.address.startsWith('127.'))?.address;
	if (address === undefined) {
		throw new Error('This machine has no address but loopback: sudo ip addr add 10.255.0.1/32 dev lo');
	}
	return Object.create(here, { url: { value: `http://${address}:${here.port}` } });
}
