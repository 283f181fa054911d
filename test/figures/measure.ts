/** The figures of the chat page. One server, one reader in Chromium, one writer without a browser. */
import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import type { ConversationId } from '../../core/ids.ts';
import { buildClient } from '../../web/build.ts';
import type { Client } from '../../web/client/client.ts';
import { startChromium } from '../support/chromium.ts';
import { CHAT_SCRIPT_BYTES_MAX, pageScripts, sumOf } from '../support/page-weight.ts';
import { connect, isOnline, makeGroup, type Person, signUp, until } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { endsWith, interactiveAt, layoutShift, scrollUp, watchPage } from './in-page.ts';

export interface Figure {
	readonly name: string;
	readonly value: number;
	readonly max: number;
	readonly unit: 'bytes' | 'ms' | 'shift' | 'KB';
	readonly note: string;
}

const OPENINGS = 7;
const ARRIVALS = 100;
const INTERACTIVE_MS_MAX = 1_000;
/** One picture of a screen that draws 60 a second. */
const SCRIPT_MS_MAX = 16;
/** So much may lie about after a collection without anything having grown. */
const HEAP_KB_MAX = 1_024;
/** How many messages a client keeps of a conversation that only receives; from there on its memory has to stay. */
const KEPT = 5_000;
const SAMPLE = 500;
const CHUNK = 500;

interface Stage {
	readonly server: ServerProcess;
	readonly browser: Browser;
	readonly reader: Person;
	readonly writer: Client;
	readonly conversation: ConversationId;
}

interface Reading {
	readonly page: Page;
	readonly session: CDPSession;
	/** The message view. */
	readonly view: Locator;
}

/** All figures, with a line for each step on the way. `messages`: how many are received, and stand in the view. */
export async function measure(messages: number, print: (step: string) => void): Promise<readonly Figure[]> {
	print('building the client');
	const weight = await weigh();
	const server = await startServer({ env: { WEBCHAT_LIMITS: 'off' } });
	const browser = await startChromium();
	const stage = await setUp(server, browser);
	try {
		print(`receiving ${messages} messages on an open page`);
		const heap = await receive(stage, messages);
		print(`loading all of them, and ${ARRIVALS} more`);
		const arrivals = await arrive(stage, messages);
		print(`opening the page ${OPENINGS} times`);
		const openings = await open(stage);
		return [weight, ...openings, ...arrivals, heap];
	} finally {
		stage.writer.stop();
		await browser.close();
		await server.remove();
	}
}

async function weigh(): Promise<Figure> {
	const scripts = pageScripts(await buildClient(), '/index.html');
	const note = `${scripts.size} files, gzipped`;
	return {
		name: 'JavaScript of the chat page',
		value: sumOf(scripts),
		max: CHAT_SCRIPT_BYTES_MAX,
		unit: 'bytes',
		note,
	};
}

async function setUp(server: ServerProcess, browser: Browser): Promise<Stage> {
	const people = [await signUp(server, 'writer'), await signUp(server, 'reader')];
	const clients = people.map((person) => connect(person, server));
	for (const client of clients) await until(client, isOnline);
	const conversation = await makeGroup(clients, people);
	const [writer, other] = clients;
	other!.stop();
	return { server, browser, reader: people[1]!, writer: writer!, conversation };
}

/** How much more the page's heap holds after the last messages than after the first ones with which it held all that it keeps. */
async function receive(stage: Stage, messages: number): Promise<Figure> {
	const { page, session, view } = await read(stage);
	const samples: number[] = [];
	for (let sent = 0; sent < messages; ) {
		sent = await write(stage, sent, Math.min(messages, sent + SAMPLE));
		await view.evaluate(endsWith, `#${sent}`);
		if (sent >= KEPT) samples.push(await heapKb(session));
	}
	await page.context().close();
	const half = Math.floor(samples.length / 2);
	const [first, last] = [median(samples.slice(0, half)), median(samples.slice(-half))];
	const note = `${Math.round(first)} KB in the first half of ${messages - KEPT} messages, ${Math.round(last)} KB in the second`;
	const value = Math.max(0, Math.round(last - first));
	return { name: 'growth of the heap', value, max: HEAP_KB_MAX, unit: 'KB', note };
}

/** What a message costs where all are loaded, and what moved meanwhile. */
async function arrive(stage: Stage, messages: number): Promise<readonly Figure[]> {
	const { page, session, view } = await read(stage);
	await view.evaluate(scrollUp, '#1');
	await page.locator('webchat-messages .jump.down').click();
	await view.evaluate(endsWith, `#${messages}`);
	let newest = messages;
	const costs: number[] = [];
	const shiftBefore = await page.evaluate(layoutShift);
	for (let k = 0; k < ARRIVALS; k++) {
		const begun = await scriptMs(session);
		newest = await write(stage, newest, newest + 1);
		await view.evaluate(endsWith, `#${newest}`);
		costs.push((await scriptMs(session)) - begun);
	}
	const shifted = (await page.evaluate(layoutShift)) - shiftBefore;
	await page.context().close();
	return [
		{ ...spread('scripting for a message', costs), max: SCRIPT_MS_MAX, unit: 'ms' },
		{ name: 'layout shift while they arrive', value: shifted, max: 0, unit: 'shift', note: `${ARRIVALS} messages` },
	];
}

async function open(stage: Stage): Promise<readonly Figure[]> {
	const times: number[] = [];
	let shift = 0;
	for (let k = 0; k < OPENINGS; k++) {
		const { page } = await read(stage);
		times.push(await page.evaluate(interactiveAt));
		shift = Math.max(shift, await page.evaluate(layoutShift));
		await page.context().close();
	}
	return [
		{ ...spread('interactive after', times), max: INTERACTIVE_MS_MAX, unit: 'ms' },
		{ name: 'layout shift of an opening', value: shift, max: 0, unit: 'shift', note: `${OPENINGS} openings` },
	];
}

/** A page of the reader's in a profile that has cached nothing, once one can write in it. */
async function read({ browser, server, reader, conversation }: Stage): Promise<Reading> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	const [name = '', value = ''] = reader.cookie.split('=');
	await context.addCookies([{ name, value, url: server.url }]);
	const page = await context.newPage();
	await page.addInitScript(watchPage);
	const session = await context.newCDPSession(page);
	await session.send('Performance.enable');
	await page.goto(`${server.url}/c/${conversation}`);
	await page.waitForFunction(interactiveAt);
	return { page, session, view: page.locator('webchat-messages .view') };
}

/** Messages `#from+1` to `#to`, each recorded before this resolves with `to`. */
async function write({ writer, conversation }: Stage, from: number, to: number): Promise<number> {
	for (let k = from; k < to; ) {
		for (const end = Math.min(to, k + CHUNK); k < end; k++)
			writer.sendText(conversation, `#${k + 1} 你看过那部新电影吗？听说特别好看`);
		await until(writer, ({ outbox }) => outbox.length === 0);
	}
	return to;
}

/** CPU time of scripts since the page began, ms. */
async function scriptMs(session: CDPSession): Promise<number> {
	const { metrics } = await session.send('Performance.getMetrics');
	return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000;
}

async function heapKb(session: CDPSession): Promise<number> {
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	return usedSize / 1024;
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The median, with the least and the most. */
function spread(name: string, values: readonly number[]): Pick<Figure, 'name' | 'value' | 'note'> {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (part: number) => Number(sorted[Math.floor(part * (sorted.length - 1))]!.toFixed(1));
	return { name, value: Number(median(values).toFixed(1)), note: `median of ${values.length}; ${at(0)} to ${at(1)}` };
}
