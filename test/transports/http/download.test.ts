import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptFriend, requestFriend } from '../../../core/domain/friends.ts';
import { createGroup, inviteToGroup, leaveGroup } from '../../../core/domain/groups.ts';
import { sendMessage } from '../../../core/domain/messages.ts';
import { recallMessage } from '../../../core/domain/recalls.ts';
import { type AccountId, type ConversationId, type EventId, pairId } from '../../../core/ids.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { UNSENT_MS_MAX } from '../../../core/vault/files.ts';
import { sightOf } from '../../../transports/files/rights.ts';
import { sweepFiles, UNNAMED_MS_MAX } from '../../../transports/files/sweep.ts';
import { partOf } from '../../../transports/http/content-range.ts';
import { done } from '../../core/vault/vault.ts';
import { type Answer, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';
import { picture } from '../../support/pictures.ts';

let server: HttpServer;
beforeAll(async () => {
	server = await startHttpServer();
});
afterAll(() => server.stop());

interface Person {
	readonly account: AccountId;
	readonly cookie: string;
}

let people = 0;
async function person(): Promise<Person> {
	people += 1;
	const answer = await signUp(server, { username: `u${people}`, phone: `139${String(people).padStart(8, '0')}` });
	return { account: (answer.json.account as { readonly id: AccountId }).id, cookie: answer.cookies };
}

async function record(author: AccountId, decidable: Decidable): Promise<EventId> {
	const id = v7() as EventId;
	done(await server.engine.node.execute({ name: 'test', author, id, digest: 'ab'.repeat(32), ...decidable }));
	return id;
}

async function befriend(a: Person, b: Person): Promise<ConversationId> {
	await record(a.account, requestFriend(a.account, { to: b.account, note: '' }));
	await record(b.account, acceptFriend(b.account, { from: a.account }));
	return pairId(a.account, b.account);
}

async function upload(by: Person, bytes: Uint8Array, name = 'a.bin', type = ''): Promise<EventId> {
	const headers = { Cookie: by.cookie, 'Content-Type': type };
	const init = { method: 'POST', headers, body: new Uint8Array(bytes) };
	const answer = await server.request(`/files?name=${encodeURIComponent(name)}`, init);
	return (answer.json.file as { readonly id: EventId }).id;
}

/** Sends the file as its sender, or whoever sees it, does over a socket. */
async function send(by: Person, conversation: ConversationId, file: EventId): Promise<EventId> {
	const id = v7() as EventId;
	const sight = await sightOf(server.engine.node, by.account, file);
	const decidable = sendMessage(by.account, { conversation, body: { type: 'file', file } }, id, sight?.seenIn);
	const command = { name: 'message.send', author: by.account, id, digest: 'ab'.repeat(32), ...decidable };
	done(await server.engine.node.execute(command));
	return id;
}

const recall = (by: Person, conversation: ConversationId, message: EventId) =>
	record(by.account, recallMessage(by.account, { conversation, message }));

const get = (by: Person, file: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
	server.get(`/files/${file}`, { Cookie: by.cookie, ...headers });

const statuses = async (file: string, ...who: readonly Person[]) => {
	const answers = await Promise.all(who.map((one) => get(one, file)));
	return answers.map(({ status }) => status);
};

describe('who gets a file', () => {
	test('FI17 its uploader, then whoever is in a conversation that it was sent to; for others it is not there', async () => {
		const [ann, ben, eve] = [await person(), await person(), await person()];
		const pair = await befriend(ann, ben);
		const file = await upload(ann, randomBytes(1000));
		expect(await statuses(file, ann, ben, eve)).toEqual([200, 404, 404]);
		await send(ann, pair, file);
		expect(await statuses(file, ann, ben, eve)).toEqual([200, 200, 404]);
		expect(await server.get(`/files/${file}`)).toMatchObject({ status: 401 });
	});

	test('FI17 of a group those who were in it when it was sent', async () => {
		const [ann, ben, cai, dan] = [await person(), await person(), await person(), await person()];
		for (const other of [ben, cai, dan]) await befriend(ann, other);
		const group = v7() as ConversationId;
		const make = createGroup(ann.account, { name: 'g', members: [ben.account, cai.account] }, group, 0);
		await record(ann.account, make);
		const file = await upload(ann, randomBytes(1000));
		await record(ben.account, leaveGroup(ben.account, { conversation: group }));
		await send(ann, group, file);
		await record(ann.account, inviteToGroup(ann.account, { conversation: group, accounts: [dan.account] }, 0));
		expect(await statuses(file, ann, ben, cai, dan)).toEqual([200, 404, 200, 404]);
		await record(cai.account, leaveGroup(cai.account, { conversation: group }));
		expect(await statuses(file, cai)).toEqual([200]);
		await send(ann, group, file);
		expect(await statuses(file, ben, cai, dan)).toEqual([404, 200, 200]);
	});

	test('FI18 once every message that carries it is recalled it is gone for everybody, and its bytes go', async () => {
		const [ann, ben, cai] = [await person(), await person(), await person()];
		const [pair, other] = [await befriend(ann, ben), await befriend(ben, cai)];
		const file = await upload(ann, await picture('png', 900, 700));
		const first = await send(ann, pair, file);
		const second = await send(ben, other, file);
		await recall(ann, pair, first);
		expect(await statuses(file, ann, ben, cai)).toEqual([200, 200, 200]);
		await recall(ben, other, second);
		expect(await statuses(file, ann, ben, cai)).toEqual([404, 404, 404]);
		expect((await get(ben, `${file}/thumbnail`)).status).toBe(404);
		await sweep();
		expect(await server.engine.rows('files', 'file', file)).toEqual([]);
	});

	test('FI11 the sweep takes what nobody needs, contents too, and nothing else', async () => {
		const [ann, ben] = [await person(), await person()];
		const pair = await befriend(ann, ben);
		const shared = await picture('png', 1000, 600);
		const [unsent, sent] = [await upload(ann, shared), await upload(ann, shared)];
		await upload(ann, Buffer.from('nobody'));
		await send(ann, pair, sent);
		server.engine.pass(UNSENT_MS_MAX + UNNAMED_MS_MAX);
		const fresh = await upload(ann, Buffer.from('just now'));
		await sweep();
		expect(await statuses(unsent, ann)).toEqual([404]);
		expect(await statuses(sent, ann)).toEqual([200]);
		expect((await get(ann, `${sent}/thumbnail`)).status).toBe(200);
		expect(await statuses(fresh, ann)).toEqual([200]);
		// Of what lies in the store everything is somebody's.
		for await (const { sha256 } of server.ports.store.list()) {
			const rows = [
				...(await server.engine.rows('files', 'sha256', sha256)),
				...(await server.engine.rows('files', 'thumbnail', sha256)),
			];
			expect(rows).not.toEqual([]);
		}
	});

	const sweep = () => sweepFiles({ ...server.ports, log: server.engine.log });
});

describe('how a file is given', () => {
	let ann: Person;
	beforeAll(async () => {
		ann = await person();
	});

	test.each([
		['a page', '<script>alert(1)</script>', 'a.html', 'text/html'],
		['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'a.svg', 'image/svg+xml'],
		['a page that says it is a picture', '<html><script>alert(1)</script></html>', 'a.png', 'image/png'],
		['a picture’s head with a page in it', 'GIF89a/*<script>alert(1)</script>*/=1;', 'a.html', 'text/html'],
		['a PDF', '%PDF-1.7 <script>', 'a.pdf', 'application/pdf'],
		['a script', 'alert(1)', 'a.js', 'text/javascript'],
	])('FI19 %s is an attachment of bytes, which may run nothing', async (_, content, name, type) => {
		const { headers } = await get(ann, await upload(ann, Buffer.from(content), name, type));
		const gif = content.startsWith('GIF');
		expect(headers.get('Content-Type')).toBe(gif ? 'image/gif' : 'application/octet-stream');
		if (!gif) expect(headers.get('Content-Disposition')).toMatch(/^attachment; /);
		expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
		expect(headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*; sandbox$/);
	});

	test('FI19 a picture is shown, its small one too, each as what it is', async () => {
		const file = await upload(ann, await picture('jpeg', 900, 600), '照片 "1".jpg');
		const whole = await get(ann, file);
		expect(whole.headers.get('Content-Type')).toBe('image/jpeg');
		expect(whole.headers.get('Content-Disposition')).toBe(
			`inline; filename="__ _1_.jpg"; filename*=UTF-8''%E7%85%A7%E7%89%87%20_1_.jpg`,
		);
		const small = await fetch(`${server.url}/files/${file}/thumbnail`, { headers: { Cookie: ann.cookie } });
		expect(small.headers.get('Content-Type')).toBe('image/webp');
		expect(await sharp(await small.arrayBuffer()).metadata()).toMatchObject({ width: 640, height: 427 });
		const text = await upload(ann, Buffer.from('hi'));
		expect((await get(ann, `${text}/thumbnail`)).status).toBe(404);
	});

	test('FI20 what the browser has already is not sent again; the answer is nobody else’s', async () => {
		const file = await upload(ann, Buffer.from('hello'));
		const { headers } = await get(ann, file);
		const tag = headers.get('ETag') ?? '';
		expect(headers.get('Cache-Control')).toBe('private, no-cache');
		expect(await get(ann, file, { 'If-None-Match': tag })).toMatchObject({ status: 304, text: '' });
		expect(await get(ann, file, { 'If-None-Match': '"x"' })).toMatchObject({ status: 200 });
	});

	test('FI20 a part is given where one is asked for', async () => {
		const file = await upload(ann, Buffer.from('0123456789'));
		const { headers } = await get(ann, file);
		expect(headers.get('Accept-Ranges')).toBe('bytes');
		const part = await get(ann, file, { Range: 'bytes=2-4' });
		expect(part).toMatchObject({ status: 206, text: '234' });
		expect(part.headers.get('Content-Range')).toBe('bytes 2-4/10');
		expect(part.headers.get('Content-Length')).toBe('3');
		const beyond = await get(ann, file, { Range: 'bytes=10-' });
		expect(beyond.status).toBe(416);
		expect(beyond.headers.get('Content-Range')).toBe('bytes */10');
		const tag = headers.get('ETag') ?? '';
		expect((await get(ann, file, { Range: 'bytes=2-4', 'If-Range': tag })).status).toBe(206);
		expect((await get(ann, file, { Range: 'bytes=2-4', 'If-Range': '"old"' })).status).toBe(200);
	});

	test('FI20 HEAD tells the same without the bytes', async () => {
		const file = await upload(ann, Buffer.from('0123456789'));
		const answer = await server.request(`/files/${file}`, { method: 'HEAD', headers: { Cookie: ann.cookie } });
		expect(answer).toMatchObject({ status: 200, text: '' });
		expect(answer.headers.get('Content-Length')).toBe('10');
	});

	test.each([
		['..%2f..%2fetc%2fpasswd'],
		['%2e%2e%2fwebchat.db'],
		['..\\x'],
		['018F0000-0000-7000-8000-0000000000F1'],
		['018f0000-0000-7000-8000-0000000000f1'],
		[`${'a'.repeat(64)}`],
		['x%00'],
	])('FI17 nothing is there under %s', async (id) => {
		expect([400, 404]).toContain((await get(ann, id)).status);
	});
});

test.each([
	[null, 'whole'],
	['', 'whole'],
	['bytes=0-', { start: 0, end: 10 }],
	['bytes=0-0', { start: 0, end: 1 }],
	['bytes=9-9', { start: 9, end: 10 }],
	['bytes=5-100', { start: 5, end: 10 }],
	['bytes=-3', { start: 7, end: 10 }],
	['bytes=-100', { start: 0, end: 10 }],
	['bytes=-0', 'unsatisfiable'],
	['bytes=10-', 'unsatisfiable'],
	['bytes=999999999999999-', 'unsatisfiable'],
	['bytes=9999999999999999-', 'whole'],
	['bytes=5-4', 'whole'],
	['bytes=-', 'whole'],
	['bytes=0-1,3-4', 'whole'],
	[`bytes=${'0-,'.repeat(1000)}0-`, 'whole'],
	['lines=0-1', 'whole'],
	['bytes=a-b', 'whole'],
	['bytes=1.5-2', 'whole'],
])('FI20 of ten bytes %s is %j', (range, part) => {
	expect(partOf(range, 10)).toEqual(part);
});
