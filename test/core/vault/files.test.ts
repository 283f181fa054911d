import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeEvent } from '../../../core/domain/codec.ts';
import { isRedacted } from '../../../core/domain/events.ts';
import type { AccountId, EventId } from '../../../core/ids.ts';
import { type NewFile, noLongerCarried, recordFile, sweepFile } from '../../../core/vault/files.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { done, refusedAs, register } from './vault.ts';

/** As the rules say. */
const UNSENT_MS_MAX = 24 * 60 * 60_000;

let engine: Engine;
let account: AccountId;
beforeEach(async () => {
	engine = await startEngine();
	({ account } = await register(engine));
});
afterEach(() => engine.stop());

function newFile(changes: Partial<NewFile> = {}): NewFile {
	return {
		file: v7() as EventId,
		account,
		sha256: 'ab'.repeat(32),
		name: 'a.jpg',
		type: 'image/jpeg',
		size: 600,
		picture: { width: 4, height: 3, thumbnail: null },
		...changes,
	};
}

async function upload(changes: Partial<NewFile> = {}, quotaBytes = 0) {
	const file = newFile(changes);
	const command = { name: 'file.upload', author: account, id: file.file, digest: 'cd'.repeat(32) };
	return { file: file.file, outcome: await engine.node.execute({ ...command, ...recordFile(file, quotaBytes) }) };
}

async function space(): Promise<unknown> {
	const [row] = await engine.rows('file_space', 'account', account);
	return row?.bytes;
}

/** As if messages had carried the file. */
async function carry(file: EventId, ...messages: readonly EventId[]): Promise<void> {
	const row = (message: EventId) => ({ file, message, conversation: account, recalled: 0 });
	await engine.log.write([
		...messages.map((message) => ({ do: 'insert', table: 'file_uses', row: row(message) }) as const),
		{ do: 'update', table: 'files', where: { file }, set: { uses: messages.length } },
	]);
}

const message = () => v7() as EventId;

test('FI9 a file is recorded as its account’s, by an event of its id and a row beside it', async () => {
	const { file, outcome } = await upload();
	done(outcome);
	const [stored] = await engine.log.findIds([file]);
	expect(decodeEvent(stored!)).toMatchObject({
		type: 'FileUploaded',
		stream: account,
		by: account,
		data: { name: 'a.jpg', type: 'image/jpeg', size: 600, sha256: 'ab'.repeat(32) },
	});
	expect(await engine.rows('files', 'file', file)).toMatchObject([
		{ account, name: 'a.jpg', width: 4, height: 3, thumbnail: null, uses: 0 },
	]);
	expect(await space()).toBe(600);
});

test('FI9 what is no picture has no size of one', async () => {
	const { file } = await upload({ picture: undefined });
	expect(await engine.rows('files', 'file', file)).toMatchObject([{ width: null, height: null, thumbnail: null }]);
});

test('FI10 an account’s files take no more room than its quota, to the byte, however many come at once', async () => {
	const outcomes = await Promise.all(Array.from({ length: 5 }, () => upload({}, 1800)));
	expect(outcomes.map(({ outcome }) => refusedAs(outcome)).sort()).toEqual([
		'quota-full',
		'quota-full',
		...Array(3).fill(undefined),
	]);
	expect(await space()).toBe(1800);
	const { outcome } = await upload({ size: 1 }, 1800);
	expect(outcome).toMatchObject({ rejection: { code: 'quota-full', max: 1800 } });
	done((await upload({ size: 1 })).outcome);
});

test('FI11 a file that no message carried within a day is forgotten, and with it what its event held', async () => {
	const { file } = await upload();
	engine.pass(UNSENT_MS_MAX - 1000);
	done(await engine.execute(sweepFile(file, account)));
	expect(await engine.rows('files', 'file', file)).toHaveLength(1);
	engine.pass(2000);
	done(await engine.execute(sweepFile(file, account)));
	expect(await engine.rows('files', 'file', file)).toEqual([]);
	expect(await space()).toBe(0);
	const [stored] = await engine.log.findIds([file]);
	expect(isRedacted(decodeEvent(stored!).data)).toBe(true);
	const before = (await engine.events()).length;
	done(await engine.execute(sweepFile(file, account)));
	expect(await engine.events()).toHaveLength(before);
});

test('FI11 a file that is carried stays; once all its messages are recalled it goes at once', async () => {
	const { file } = await upload();
	await upload({ size: 50 });
	const [one, other] = [message(), message()];
	await carry(file, one, other);
	engine.pass(2 * UNSENT_MS_MAX);
	done(await engine.execute(sweepFile(file, account)));
	expect(await engine.rows('file_uses', 'file', file)).toHaveLength(2);
	await engine.log.write([noLongerCarried(one)]);
	done(await engine.execute(sweepFile(file, account)));
	expect(await engine.rows('file_uses', 'file', file)).toMatchObject([{ message: other, recalled: 0 }]);
	expect(await engine.rows('files', 'file', file)).toMatchObject([{ uses: 1 }]);
	await engine.log.write([noLongerCarried(other), noLongerCarried(message())]);
	done(await engine.execute(sweepFile(file, account)));
	expect(await engine.rows('files', 'file', file)).toEqual([]);
	expect(await engine.rows('file_uses', 'file', file)).toEqual([]);
	expect(await space()).toBe(50);
});
