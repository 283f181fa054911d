import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDiskStore } from '../../../transports/files/disk-store.ts';
import { UPLOADS_OF_ONE_MAX } from '../../../transports/files/reservations.ts';
import { createUpload, SILENCE_MS_MAX } from '../../../transports/files/upload.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { type Answer, FILE_LIMITS, type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';
import { picture, placedPicture } from '../../support/pictures.ts';
import { RawClient } from '../../support/raw-client.ts';

let folder: string;
let server: HttpServer;
let cookie: string;
let account: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'webchat-upload-'));
	const store = await openDiskStore(folder);
	// Whoever is silent for long is found out soon.
	const clock = {
		...systemClock,
		after: (ms: number, run: () => void) => systemClock.after(ms === SILENCE_MS_MAX ? 300 : ms, run),
	};
	const node = () => server.engine.node;
	server = await startHttpServer(
		{},
		{ store, upload: createUpload({ store, node, clock, newId: v7, limits: FILE_LIMITS }) },
	);
	const answer = await signUp(server);
	cookie = answer.cookies;
	account = (answer.json.account as { readonly id: string }).id;
});
afterEach(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** Everything that lies in the store's folder. */
function stored(): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => entry.name);
}

const nothingIsLeft = () => expect.poll(stored).toEqual([]);

function post(
	content: Uint8Array | string | ReadableStream<Uint8Array>,
	{ name = 'a.bin', type = 'application/octet-stream' } = {},
): Promise<Answer> {
	const headers = { Cookie: cookie, 'Content-Type': type };
	const body = content instanceof Uint8Array ? new Uint8Array(content) : content;
	const init = { method: 'POST', headers, body, duplex: 'half' };
	return server.request(`/files?name=${encodeURIComponent(name)}`, init);
}

const fileOf = ({ json }: Answer) => json.file as Readonly<Record<string, unknown>>;

/** A body whose length nobody says before it is through. */
function streamed(bytes: Uint8Array): ReadableStream<Uint8Array> {
	return new Blob([new Uint8Array(bytes)]).stream();
}

/** The head of an upload that announces so many bytes, and its first ones. */
async function begin(bytes: number, first: string): Promise<RawClient> {
	const client = await RawClient.connect(Number(new URL(server.url).port));
	client.write(
		`POST /files?name=a HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Length: ${bytes}\r\n\r\n${first}`,
	);
	return client;
}

describe('what is uploaded', () => {
	test('FI12 is answered 201 with what it is now, and is there', async () => {
		const bytes = randomBytes(300_000);
		const answer = await post(bytes, { name: '假期/报告 1.bin' });
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		expect(answer.status).toBe(201);
		expect(fileOf(answer)).toEqual({
			id: expect.stringMatching(/^[0-9a-f-]{36}$/),
			name: '报告 1.bin',
			type: 'application/octet-stream',
			size: 300_000,
			sha256,
		});
		expect(stored()).toEqual([sha256.slice(2)]);
		expect(await server.engine.rows('files', 'account', account)).toMatchObject([{ sha256, size: 300_000 }]);
	});

	test('FI12 is taken without a length announced', async () => {
		const bytes = randomBytes(300_000);
		const answer = await post(streamed(bytes));
		expect(answer.status).toBe(201);
		expect(fileOf(answer).sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
	});

	test('FI12 of a picture is told how large it is; its place is gone', async () => {
		const answer = await post(await placedPicture('jpeg', 6), { name: 'a.jpg', type: 'text/html' });
		expect(fileOf(answer)).toMatchObject({ type: 'image/jpeg', width: 80, height: 120 });
		const placed = await placedPicture('jpeg', 6);
		expect(fileOf(answer).sha256).not.toBe(createHash('sha256').update(placed).digest('hex'));
	});

	test('FI12 is stored once, its small picture too, whoever uploads it', async () => {
		const bytes = await picture('png', 1000, 700);
		await post(bytes);
		await post(bytes);
		expect(stored()).toHaveLength(2);
		const rows = await server.engine.rows('files', 'account', account);
		expect(new Set(rows.map(({ file }) => file)).size).toBe(2);
		expect(new Set(rows.map(({ thumbnail }) => thumbnail)).size).toBe(1);
	});
});

describe('what is not taken', () => {
	test('FI13 more than the limit, announced or not, to the byte', async () => {
		const { fileBytes: max } = FILE_LIMITS;
		const tooMuch = randomBytes(max + 1);
		const refusal = { status: 413, json: { error: { code: 'too-large', max, field: 'file' } } };
		expect(await post(tooMuch)).toMatchObject(refusal);
		expect(await post(streamed(tooMuch))).toMatchObject(refusal);
		await nothingIsLeft();
		expect((await post(tooMuch.subarray(1))).status).toBe(201);
	});

	test('FI13 an announced length beyond the limit is refused before anything comes', async () => {
		const client = await begin(FILE_LIMITS.fileBytes + 1, '');
		await client.until(({ text }) => text.startsWith('HTTP/1.1 413'));
		client.reset();
		await nothingIsLeft();
	});

	test('FI13 nothing at all', async () => {
		expect(await post('')).toMatchObject({ status: 400, json: { error: { code: 'bad-request', field: 'file' } } });
		await nothingIsLeft();
	});

	test('FI14 an upload that is broken off leaves nothing', async () => {
		const { port } = new URL(server.url);
		const headers = { Cookie: cookie, 'Content-Length': 500_000 };
		const upload = httpRequest({ port, method: 'POST', path: '/files?name=a', headers });
		upload.on('error', () => {});
		upload.write(randomBytes(200_000));
		await expect.poll(stored).toHaveLength(1);
		upload.destroy();
		await nothingIsLeft();
		expect(await server.engine.rows('files', 'account', account)).toEqual([]);
		expect(server.notes).toEqual([]);
	});

	test('FI14 an upload with less than it announced leaves nothing', async () => {
		const client = await begin(1000, 'only this');
		await expect.poll(stored).toHaveLength(1);
		client.socket.end();
		await nothingIsLeft();
		client.reset();
	});

	test('FI14 an upload that falls silent is told 408, and leaves nothing', async () => {
		const client = await begin(1000, 'only this');
		await client.until(({ text }) => text.startsWith('HTTP/1.1 408'));
		await nothingIsLeft();
		client.reset();
	});

	test('FI10 uploads at once take together no more than the quota', async () => {
		const { quotaBytes: max, fileBytes } = FILE_LIMITS;
		const bytes = () => randomBytes(600_000);
		const answers = await Promise.all([
			...Array.from({ length: 3 }, () => post(bytes())),
			...Array.from({ length: 3 }, () => post(streamed(bytes()))),
		]);
		const taken = answers.filter(({ status }) => status === 201).length;
		expect([1, 2, 3, 4]).toContain(taken);
		for (const answer of answers.filter(({ status }) => status !== 201))
			expect(answer).toMatchObject({ status: 413, json: { error: { code: 'quota-full', max } } });
		expect(stored()).toHaveLength(taken);
		// What was refused takes no room: the rest fits, to the byte.
		for (let left = max - taken * 600_000; left > 0; left -= fileBytes)
			expect((await post(randomBytes(Math.min(left, fileBytes)))).status).toBe(201);
		expect(await post('x')).toMatchObject({ status: 413, json: { error: { code: 'quota-full', max } } });
	});

	test('FI10 more uploads at once than one account may have', async () => {
		const clients = await Promise.all(Array.from({ length: UPLOADS_OF_ONE_MAX }, () => begin(1000, 'only this')));
		await expect.poll(stored).toHaveLength(UPLOADS_OF_ONE_MAX);
		expect(await post('x')).toMatchObject({
			status: 429,
			json: { error: { code: 'too-often', max: UPLOADS_OF_ONE_MAX } },
		});
		for (const client of clients) client.reset();
		await nothingIsLeft();
		expect((await post('x')).status).toBe(201);
	});
});
