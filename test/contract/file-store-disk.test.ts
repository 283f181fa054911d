import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDiskStore } from '../../transports/files/disk-store.ts';
import { writerName } from '../../transports/files/leftovers.ts';
import { fileStoreSuite, readAll, receive } from './file-store-suite.ts';

let folder: string;
beforeEach(() => {
	folder = join(mkdtempSync(join(tmpdir(), 'webchat-files-')), 'files');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const incoming = () => readdirSync(join(folder, 'incoming'));

fileStoreSuite(async () => ({
	store: await openDiskStore(folder),
	leftovers: async () => incoming(),
	async end() {},
}));

test('FI2 files are their owner’s alone', async () => {
	const store = await openDiskStore(folder);
	const { sha256 } = await (await receive(store, Buffer.from('hi'))).keep();
	const shelf = join(folder, sha256.slice(0, 2));
	expect(statSync(join(shelf, sha256.slice(2))).mode & 0o777).toBe(0o600);
	for (const path of [folder, shelf, join(folder, 'incoming')]) expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('FI2 a store that is opened again has what was kept', async () => {
	const { sha256 } = await (await receive(await openDiskStore(folder), Buffer.from('hi'))).keep();
	expect((await readAll(await openDiskStore(folder), sha256))?.toString()).toBe('hi');
});

test('FI4 what a killed process was taking is gone when the next one opens the folder', async () => {
	const script = `
		import { openDiskStore } from ${JSON.stringify(new URL('../../transports/files/disk-store.ts', import.meta.url).href)};
		const store = await openDiskStore(${JSON.stringify(folder)});
		const receiving = await store.receive();
		await receiving.write(Buffer.alloc(100_000));
		console.log('taken');
		setInterval(() => {}, 1000);
	`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(child.stdout, 'data');
	// While it lives, nobody else who opens the folder takes it away.
	await openDiskStore(folder);
	expect(incoming()).toHaveLength(1);
	child.kill('SIGKILL');
	await once(child, 'exit');
	await openDiskStore(folder);
	expect(incoming()).toEqual([]);
});

test('FI4 what another machine is taking stays until it was silent for an hour; what an earlier process of our number left goes', async () => {
	await openDiskStore(folder);
	const age = (name: string, minutes: number) => {
		writeFileSync(join(folder, 'incoming', name), 'x');
		const at = new Date(performance.timeOrigin + performance.now() - minutes * 60_000);
		utimesSync(join(folder, 'incoming', name), at, at);
	};
	age('elsewhere.1.a', 5);
	age('elsewhere.1.b', 61);
	age(`${writerName()}.c`, 0);
	age(`${writerName()}.d`, 45);
	await openDiskStore(folder);
	expect(incoming().sort()).toEqual(['elsewhere.1.a', `${writerName()}.c`].sort());
});
