import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { acceptFriend, remarkFriend, requestFriend } from '../../../core/domain/friends.ts';
import { sendMessage } from '../../../core/domain/messages.ts';
import { recallMessage } from '../../../core/domain/recalls.ts';
import { type AccountId, pairId, selfId } from '../../../core/ids.ts';
import { EXPORTS_MAX } from '../../../transports/http/export.ts';
import { type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';

let server: HttpServer;
beforeEach(async () => {
	server = await startHttpServer();
});
afterEach(() => server.stop());

async function person(username: string, phone: string) {
	const { json, cookies } = await signUp(server, { username, phone });
	return { account: (json.account as { readonly id: AccountId }).id, cookies };
}

/** The files of a ZIP by name. */
async function unzip(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
	const zip = await fromBufferPromise(bytes);
	const files = new Map<string, Buffer>();
	for await (const entry of zip.eachEntry()) {
		files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
	}
	return files;
}

async function fetchExport(cookies: string) {
	return fetch(`${server.url}/me/export`, { headers: { Cookie: cookies, 'Accept-Language': 'en' } });
}

test('HT49 an export holds profile, people, conversations, devices, messages and files, as they stand now', async () => {
	const [ann, ben] = [await person('ann', '13800000001'), await person('ben', '13800000002')];
	const run = (decidable: Parameters<HttpServer['engine']['execute']>[0]) => server.engine.execute(decidable);
	await run(requestFriend(ann.account, { to: ben.account, note: '' }));
	await run(acceptFriend(ben.account, { from: ann.account }));
	await run(remarkFriend(ann.account, { account: ben.account, remark: '老班长' }));
	const pair = pairId(ann.account, ben.account);
	const say = (by: AccountId, conversation: typeof pair, text: string) =>
		run(sendMessage(by, { conversation, body: { type: 'text', text } }));
	for (let k = 0; k < 250; k++) await say(k % 2 === 0 ? ann.account : ben.account, pair, `message ${k}`);
	await say(ann.account, selfId(ann.account), 'to myself');
	const sent = await say(ann.account, pair, 'taken back');
	if (sent.state !== 'done') throw new Error('not sent');
	await run(recallMessage(ann.account, { conversation: pair, message: sent.events[0]!.id }));
	const upload = await server.request('/files?name=../a%20b.txt', {
		method: 'POST',
		headers: { 'Content-Type': 'text/plain', Cookie: ann.cookies },
		body: 'what is in it',
	});
	const { id } = upload.json.file as { readonly id: string };

	const answer = await fetchExport(ann.cookies);
	expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/zip']);
	expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="webchat-\d{4}-\d\d-\d\d\.zip"$/);
	const files = await unzip(Buffer.from(await answer.arrayBuffer()));
	const json = (name: string) => JSON.parse(files.get(name)?.toString() ?? 'null');
	const lines = (name: string) =>
		(files.get(name)?.toString() ?? '')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
	expect([...files.keys()].toSorted()).toEqual(
		[
			...['README.txt', 'account.json', 'people.json', 'conversations.json', 'devices.json', 'events.ndjson'],
			...[`messages/${pair}.ndjson`, `messages/${selfId(ann.account)}.ndjson`, `files/${id}/a b.txt`],
		].toSorted(),
	);
	expect(files.get('README.txt')?.toString()).toContain('Your data at webchat');
	expect(json('account.json')).toMatchObject({ username: 'ann', phone: '+8613800000001' });
	expect(json('people.json')).toMatchObject({ friends: [{ account: { username: 'ben' }, remark: '老班长' }] });
	expect(json('conversations.json')).toHaveLength(2);
	expect(json('devices.json').devices).toHaveLength(1);
	expect(lines(`messages/${pair}.ndjson`).filter(({ body }) => body?.text?.startsWith('message'))).toHaveLength(250);
	expect(lines(`messages/${pair}.ndjson`).at(-1)).toMatchObject({ recalled: true });
	expect(files.get(`files/${id}/a b.txt`)?.toString()).toBe('what is in it');
	expect(lines('events.ndjson').map(({ type }) => type)).toContain('RemarkChanged');
	const all = Buffer.concat([...files.values()]).toString();
	expect(all).not.toMatch(/taken back|"salt"|"token"|argon2id/);
});

test('HT49 one export of an account at a time, and so many on a node; who goes away makes room', async () => {
	const stuck = Promise.withResolvers<void>();
	const read = server.ports.store.read;
	const slow: HttpServer = await startHttpServer(
		{},
		{
			store: {
				...server.ports.store,
				read: async (...what) => {
					await stuck.promise;
					return read(...what);
				},
			},
		},
		server,
	);
	try {
		const people: { readonly cookies: string }[] = [];
		for (let k = 0; k <= EXPORTS_MAX; k++) {
			const one = await person(`p${k}x`, `1380000001${k}`);
			await server.request('/files?name=a.txt', {
				method: 'POST',
				headers: { 'Content-Type': 'text/plain', Cookie: one.cookies },
				body: 'x',
			});
			people.push(one);
		}
		await slow.engine.node.follow();
		const ask = (k: number, signal?: AbortSignal) =>
			fetch(`${slow.url}/me/export`, { headers: { Cookie: people[k]!.cookies }, ...(signal && { signal }) });
		const leaves = new AbortController();
		const first = await ask(0, leaves.signal);
		const others = await Promise.all([1, 2, 3].map((k) => ask(k)));
		expect([first, ...others].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		const [again, more] = [await ask(1), await ask(4)];
		expect([again.status, again.headers.has('Retry-After'), more.status]).toEqual([429, true, 503]);
		leaves.abort();
		await expect.poll(async () => (await ask(4)).status).toBe(200);
		stuck.resolve();
		for (const one of others) expect((await unzip(Buffer.from(await one.arrayBuffer()))).size).toBeGreaterThan(5);
	} finally {
		stuck.resolve();
		await slow.stop();
	}
});
