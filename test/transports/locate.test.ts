import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLocate } from '../../transports/locate.ts';
import { mmdb } from '../support/mmdb.ts';

async function withFile(bytes: Buffer, use: (path: string) => Promise<void>): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'webchat-locate-'));
	await writeFile(join(folder, 'city.mmdb'), bytes);
	await use(join(folder, 'city.mmdb'));
	await rm(folder, { recursive: true });
}

test('OU28 a database on this machine tells the city of an address, in Chinese where it can', async () => {
	const cities = { '8.0.0.0/8': { en: 'Beijing', 'zh-CN': '北京' }, '9.1.0.0/16': { en: 'Lyon' }, '7.0.0.0/8': {} };
	await withFile(mmdb(cities), async (path) => {
		const locate = await openLocate(path);
		expect(locate('8.8.8.8')).toBe('北京');
		expect(locate('9.1.2.3')).toBe('Lyon');
		const unknown = ['7.1.2.3', '9.2.2.3', '127.0.0.1', '192.168.1.1', '2400:3200::1', '::1', '', 'localhost'];
		expect(unknown.filter((address) => locate(address) !== undefined)).toEqual([]);
	});
});

test('OU28 what is no such database is refused', async () => {
	await withFile(Buffer.from('not a database'), (path) => expect(openLocate(path)).rejects.toThrow());
	await expect(openLocate('/nowhere/city.mmdb')).rejects.toThrow();
});
