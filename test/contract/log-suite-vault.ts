/** The vault beside the log. */

import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { EventLog } from '../../core/log/port.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../../core/vault/tables.ts';
import type { Subject } from './log-suite.ts';

export function vault(given: () => Subject): void {
	test('EL9 a row comes back as it was put in, nulls and every kind of text included', async () => {
		const { log } = given();
		const row = contact({ phone: null, email: `Ünïcode 👋 𠮷 ${'长'.repeat(200)}`, email_verified: '' });
		await log.write([{ do: 'insert', table: 'contacts', row }]);
		expect(await byAccount(log, [row])).toEqual([row]);
		const big = { name: 'n', window: Number.MAX_SAFE_INTEGER, count: Number.MIN_SAFE_INTEGER, expires: 0 };
		await log.write([{ do: 'insert', table: 'counters', row: big }]);
		expect(await select(log, { table: 'counters', column: 'name', values: ['n'] })).toEqual([big]);
	});

	test('EL9 texts are compared byte by byte: case, accents and spaces count', async () => {
		const { log } = given();
		const names = ['a', 'A', 'á', 'a ', ' a', 'ａ', 'ß', 'ss', '1', '01', ''];
		await log.write(names.map((name) => secret(name)));
		for (const name of names) {
			expect(await select(log, { table: 'secrets', column: 'name', values: [name] })).toEqual([{ name, value: name }]);
		}
		const all = await select(log, { table: 'secrets', column: 'name', values: names });
		expect(new Set(all.map((row) => row.name))).toEqual(new Set(names));
	});

	test('EL9 a key or a unique value that is there already is refused as duplicate, null is not', async () => {
		const { log } = given();
		const first = contact({ phone: '13800000000' });
		await log.write([{ do: 'insert', table: 'contacts', row: first }]);
		const second = contact({ phone: null });
		await log.write([
			{ do: 'insert', table: 'contacts', row: second },
			{ do: 'insert', table: 'contacts', row: contact({ phone: null }) },
		]);
		const refused: VaultWrite[] = [
			{ do: 'insert', table: 'contacts', row: contact({ account: first.account ?? null }) },
			{ do: 'insert', table: 'contacts', row: contact({ phone: '13800000000' }) },
			{ do: 'put', table: 'contacts', row: contact({ phone: '13800000000' }) },
			{ do: 'put', table: 'contacts', row: { ...second, phone: '13800000000' } },
			{ do: 'update', table: 'contacts', where: { account: second.account ?? null }, set: { phone: '13800000000' } },
		];
		for (const write of refused) {
			await expect(log.write([secret('x'), write])).rejects.toMatchObject({ kind: 'duplicate' });
		}
		expect(await byAccount(log, [first, second])).toEqual(sorted([first, second]));
		expect(await select(log, { table: 'secrets', column: 'name', values: ['x'] })).toEqual([]);
	});

	test('EL9 the rows below a number come lowest first, no more than asked for', async () => {
		const { log } = given();
		const counter = (name: string, expires: number) => ({ name, window: 0, count: 1, expires });
		const rows = [counter('d', 40), counter('a', -5), counter('c', 30), counter('b', 20)];
		await log.write(rows.map((row) => ({ do: 'insert', table: 'counters', row })));
		const below = async (value: number, limit: number) => {
			const found = await select(log, { table: 'counters', column: 'expires', below: value, limit });
			return found.map(({ name }) => name).join('');
		};
		expect([await below(41, 10), await below(40, 10), await below(40, 2), await below(-5, 10)]).toEqual([
			...['abcd', 'abc', 'ab', ''],
		]);
		const refused: VaultRead[] = [
			{ table: 'counters', column: 'expires', below: 0.5, limit: 1 },
			{ table: 'counters', column: 'expires', below: 1, limit: 0 },
			{ table: 'counters', column: 'expires', below: 1, limit: 10_001 },
			{ table: 'counters', column: 'count', below: 1, limit: 1 },
			{ table: 'counters', column: 'name', below: 1, limit: 1 },
		];
		for (const read of refused) await expect(log.select([read])).rejects.toMatchObject({ kind: 'failed' });
	});

	test('EL9 bytes come back as they were put in, up to 65,535 of them, and are never looked for', async () => {
		const { log } = given();
		const account = v7();
		const head = (file: string, bytes: Uint8Array) => ({ file, account, bytes });
		const all = Uint8Array.from({ length: 65_535 }, (_, k) => k % 256);
		const rows = [head('all', all), head('none', new Uint8Array()), head('odd', Uint8Array.of(0, 255, 254, 10))];
		await log.write(rows.map((row) => ({ do: 'insert', table: 'avatars', row })));
		const found = await select(log, { table: 'avatars', column: 'account', values: [account] });
		expect(found.map(({ file, bytes }) => [file, Buffer.from(bytes as Uint8Array).toString('hex')]).sort()).toEqual(
			rows.map(({ file, bytes }) => [file, Buffer.from(bytes).toString('hex')]).sort(),
		);
		await log.write([{ do: 'put', table: 'avatars', row: head('odd', Uint8Array.of(7)) }]);
		const [odd] = await select(log, { table: 'avatars', column: 'file', values: ['odd'] });
		expect(Buffer.from(odd!.bytes as Uint8Array).toString('hex')).toBe('07');
		const refused: VaultWrite[] = [
			{ do: 'insert', table: 'avatars', row: head('big', new Uint8Array(65_536)) },
			{ do: 'insert', table: 'avatars', row: { file: 'text', account, bytes: 'text' } },
			{ do: 'delete', table: 'avatars', where: { bytes: Uint8Array.of(7) } },
			{ do: 'insert', table: 'secrets', row: { name: 'x', value: Uint8Array.of(7) } },
		];
		for (const write of refused) await expect(log.write([write])).rejects.toMatchObject({ kind: 'failed' });
	});

	test('EL9 put replaces the row of the same key, or makes it', async () => {
		const { log } = given();
		const row = contact({ phone: '1', email: 'a' });
		await log.write([{ do: 'put', table: 'contacts', row }]);
		const changed = { ...row, email: null, email_verified: 'b' };
		await log.write([{ do: 'put', table: 'contacts', row: changed }]);
		expect(await byAccount(log, [row])).toEqual([changed]);
		const code = { purpose: 'signup', address: 'x', hash: 'h', tries: 0, sent: 1, expires: 2 };
		await log.write([
			{ do: 'put', table: 'codes', row: code },
			{ do: 'put', table: 'codes', row: { ...code, purpose: 'reset' } },
			{ do: 'put', table: 'codes', row: { ...code, tries: 3 } },
		]);
		const codes = await select(log, { table: 'codes', column: 'purpose', values: ['signup', 'reset'] });
		expect(new Set(codes.map(({ purpose, tries }) => `${purpose} ${tries}`))).toEqual(new Set(['signup 3', 'reset 0']));
	});

	test('EL9 update, delete and expire touch the rows that match, and only those', async () => {
		const { log } = given();
		const account = v7();
		const rows = [10, 20, 30].map((expires) => session(account, expires));
		const other = session(v7(), 5);
		await log.write([...rows, other].map((row) => ({ do: 'insert', table: 'sessions', row })));
		await log.write([
			{ do: 'update', table: 'sessions', where: { account, expires: 20 }, set: { bad: 'closed', seen: 7 } },
			{ do: 'update', table: 'sessions', where: { account, bad: null }, set: { device: 'still good' } },
			{ do: 'update', table: 'sessions', where: { account: v7() }, set: { device: 'nobody' } },
			{ do: 'delete', table: 'sessions', where: { session: rows[2]?.session ?? null } },
			{ do: 'delete', table: 'sessions', where: { session: v7() } },
			{ do: 'expire', table: 'sessions', column: 'expires', below: 10 },
		]);
		const left = await select(log, { table: 'sessions', column: 'account', values: [account, other.account ?? null] });
		expect(sorted(left)).toEqual(
			sorted([
				{ ...rows[0], device: 'still good' },
				{ ...rows[1], bad: 'closed', seen: 7 },
			]),
		);
	});

	test('EL9 rows are read by several values at once, null among them', async () => {
		const { log } = given();
		const rows = ['1', '2', '3', null].map((phone) => contact({ phone }));
		await log.write(rows.map((row) => ({ do: 'insert', table: 'contacts', row })));
		const answers = await log.select([
			{ table: 'contacts', column: 'phone', values: ['1', '3', '9', '1'] },
			{ table: 'contacts', column: 'phone', values: [null, '2'] },
			{ table: 'contacts', column: 'phone', values: [] },
			{ table: 'contacts', column: 'account', values: Array.from({ length: 1_000 }, () => v7()) },
		]);
		expect(answers.map((answer) => sorted(answer))).toEqual([
			sorted([rows[0]!, rows[2]!]),
			sorted([rows[1]!, rows[3]!]),
			[],
			[],
		]);
	});

	test('EL9 a transaction sees its own writes, others see them after its commit', async () => {
		const { log } = given();
		const read: VaultRead = { table: 'secrets', column: 'name', values: ['a'] };
		const transaction = await log.begin();
		await transaction.vault([secret('a')]);
		expect(await transaction.select([read])).toEqual([[{ name: 'a', value: 'a' }]]);
		expect(await log.select([read])).toEqual([[]]);
		await transaction.commit();
		expect(await log.select([read])).toEqual([[{ name: 'a', value: 'a' }]]);
	});

	const misfits: [string, VaultWrite][] = [
		['a column left out', { do: 'insert', table: 'secrets', row: { name: 'a' } }],
		['a column too many', { do: 'insert', table: 'secrets', row: { name: 'a', value: 'b', more: 'c' } }],
		['null where it may not be', { do: 'put', table: 'secrets', row: { name: 'a', value: null } }],
		['a text too long', { do: 'insert', table: 'secrets', row: { name: 'a', value: '长'.repeat(256) } }],
		['half a character', { do: 'insert', table: 'secrets', row: { name: 'a', value: '\udc00' } }],
		['an id that is none', { do: 'delete', table: 'credentials', where: { account: 'x' } }],
		['a number that is not whole', { do: 'expire', table: 'codes', column: 'expires', below: 1.5 }],
		['a text for a number', { do: 'update', table: 'codes', where: { purpose: 'a' }, set: { tries: '1' } }],
		['no condition', { do: 'delete', table: 'secrets', where: {} }],
	];
	test.each(misfits)('EL9 a write with %s is refused and changes nothing', async (_, write) => {
		const { log } = given();
		await log.write([secret('kept')]);
		await expect(log.write([secret('new'), write])).rejects.toMatchObject({ name: 'LogError', kind: 'failed' });
		const rows = await select(log, { table: 'secrets', column: 'name', values: ['kept', 'new', 'a'] });
		expect(rows).toEqual([{ name: 'kept', value: 'kept' }]);
	});

	test('EL9 many put one row at the same time, and one of them is there', async () => {
		const { store, log } = given();
		const others = [log, await store.open(), await store.open()];
		const row = contact({});
		const puts = Array.from({ length: 12 }, (_, k) =>
			others[k % others.length]!.write([{ do: 'put', table: 'contacts', row: { ...row, phone: String(k) } }]),
		);
		await Promise.all(puts);
		expect(await byAccount(log, [row])).toHaveLength(1);
	});
}

function secret(name: string): VaultWrite {
	return { do: 'insert', table: 'secrets', row: { name, value: name } };
}

function contact(row: VaultRow): VaultRow {
	return { account: v7(), phone: null, email: null, email_verified: null, ...row };
}

function session(account: string, expires: number): VaultRow {
	return { session: v7(), account, token: v7(), device: 'd', opened: 1, seen: 1, expires, bad: null };
}

async function select(log: EventLog, read: VaultRead): Promise<VaultRow[]> {
	const [rows] = await log.select([read]);
	return rows!;
}

async function byAccount(log: EventLog, rows: readonly VaultRow[]): Promise<VaultRow[]> {
	const values = rows.map(({ account }) => account ?? null);
	return sorted(await select(log, { table: 'contacts', column: 'account', values }));
}

/** A read promises no order. */
function sorted(rows: readonly VaultRow[]): VaultRow[] {
	return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
