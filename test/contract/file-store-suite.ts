/** What every file store promises; its adapters run this. */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileStore, Receiving, Sha256 } from '../../transports/files/store.ts';

export interface StoreHarness {
	readonly store: FileStore;
	/** What the store holds that nobody asked it to keep: unfinished contents. */
	leftovers(): Promise<readonly string[]>;
	end(): Promise<void>;
}

const sha256 = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('hex');

/** Takes the bytes in pieces of this size. */
export async function receive(store: FileStore, bytes: Uint8Array, piece = 1000): Promise<Receiving> {
	const receiving = await store.receive();
	for (let at = 0; at < bytes.length; at += piece) await receiving.write(bytes.subarray(at, at + piece));
	return receiving;
}

export async function readAll(store: FileStore, name: Sha256, start = 0, end = Number.MAX_SAFE_INTEGER) {
	const stream = await store.read(name, start, end);
	if (stream === undefined) return undefined;
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks);
}

async function listed(store: FileStore): Promise<Sha256[]> {
	const found: Sha256[] = [];
	for await (const { sha256 } of store.list()) found.push(sha256);
	return found.sort();
}

export function fileStoreSuite(open: () => Promise<StoreHarness>): void {
	let harness: StoreHarness;
	let store: FileStore;
	beforeEach(async () => {
		harness = await open();
		store = harness.store;
	});
	afterEach(() => harness.end());

	test.each([0, 1, 999, 1000, 65_536, 300_001])('FI1 %s bytes come back as they came', async (size) => {
		const bytes = randomBytes(size);
		const receiving = await receive(store, bytes, 4096);
		expect(receiving.size).toBe(size);
		expect(await receiving.keep()).toEqual({ sha256: sha256(bytes), size });
		await receiving.drop();
		expect(await store.size(sha256(bytes))).toBe(size);
		expect(await readAll(store, sha256(bytes), 0, size)).toEqual(bytes);
	});

	test.each([
		[0, 10],
		[70_000, 70_001],
		[99_990, 100_000],
		[5, 5],
	])('FI1 the bytes from %s to %s are read alone', async (start, end) => {
		const bytes = randomBytes(100_000);
		const { sha256: name } = await (await receive(store, bytes)).keep();
		expect(await readAll(store, name, start, end)).toEqual(bytes.subarray(start, end));
	});

	test('FI1 a reader may stop in the middle', async () => {
		const { sha256: name } = await (await receive(store, randomBytes(500_000))).keep();
		const stream = await store.read(name, 0, 500_000);
		const reader = stream!.getReader();
		expect((await reader.read()).done).toBe(false);
		await reader.cancel();
	});

	test('FI1 what is not there is not there, whatever it is called', async () => {
		for (const name of ['', 'ab', '..', '../../etc/passwd', 'A'.repeat(64), '0'.repeat(64), `${'0'.repeat(63)}\0`]) {
			expect(await store.read(name, 0, 10)).toBeUndefined();
			expect(await store.size(name)).toBeUndefined();
			await store.remove(name, Number.MAX_SAFE_INTEGER);
		}
	});

	test('FI2 equal contents are kept once', async () => {
		const bytes = randomBytes(5000);
		const [one, other] = await Promise.all([receive(store, bytes, 100), receive(store, bytes)]);
		await Promise.all([one.keep(), other.keep()]);
		expect(await listed(store)).toEqual([sha256(bytes)]);
		expect(await readAll(store, sha256(bytes))).toEqual(bytes);
		expect(await harness.leftovers()).toEqual([]);
	});

	test('FI2 nothing is there before it is kept, and nothing is left of what is dropped', async () => {
		const bytes = randomBytes(5000);
		const receiving = await receive(store, bytes);
		expect(await readAll(store, sha256(bytes))).toBeUndefined();
		expect(await listed(store)).toEqual([]);
		await receiving.drop();
		expect(await listed(store)).toEqual([]);
		expect(await harness.leftovers()).toEqual([]);
	});

	test('FI3 what has come can be looked at and replaced in place before it is kept', async () => {
		const bytes = Buffer.from('a place and another place');
		const receiving = await receive(store, bytes, 7);
		expect((await receiving.peek(2, 5)).toString()).toBe('place');
		expect((await receiving.peek(20, 100)).toString()).toBe('place');
		expect(await receiving.peek(100, 5)).toHaveLength(0);
		await receiving.patch(2, Buffer.from('XXXXX'));
		await receiving.patch(20, Buffer.from('XXXXX'));
		const changed = Buffer.from('a XXXXX and another XXXXX');
		expect(await receiving.keep()).toEqual({ sha256: sha256(changed), size: changed.length });
		expect(await readAll(store, sha256(changed))).toEqual(changed);
		expect(await readAll(store, sha256(bytes))).toBeUndefined();
	});

	test('FI2 a content is taken away, unless it was put again meanwhile', async () => {
		const bytes = randomBytes(100);
		const name = sha256(bytes);
		const put = async () => {
			await (await receive(store, bytes)).keep();
			for await (const kept of store.list()) return kept.at;
			return 0;
		};
		const first = await put();
		await store.remove(name, first);
		expect(await readAll(store, name)).toEqual(bytes);
		await store.remove(name, (await put()) + 1);
		expect(await readAll(store, name)).toBeUndefined();
		expect(await listed(store)).toEqual([]);
		expect(await harness.leftovers()).toEqual([]);
		await store.remove(name, Number.MAX_SAFE_INTEGER);
	});

	test('FI2 a reader that has begun reads to the end of a content that is taken away', async () => {
		const bytes = randomBytes(300_000);
		const { sha256: name } = await (await receive(store, bytes)).keep();
		const stream = await store.read(name, 0, bytes.length);
		await store.remove(name, Number.MAX_SAFE_INTEGER);
		const chunks: Uint8Array[] = [];
		for await (const chunk of stream!) chunks.push(chunk);
		expect(Buffer.concat(chunks)).toEqual(bytes);
	});
}
