import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { isNamed, isPublic } from '../../../transports/outside/addresses.ts';
import { createResolve } from '../../../transports/outside/resolve.ts';

test.each([
	['8.8.8.8', true],
	['223.5.5.5', true],
	['2400:3200::1', true],
	['::ffff:8.8.8.8', true],
	['64:ff9b::808:808', true],
	['0.0.0.0', false],
	['10.1.2.3', false],
	['100.64.0.1', false],
	['100.127.255.255', false],
	['100.128.0.0', true],
	['127.0.0.1', false],
	['127.255.255.254', false],
	['169.254.169.254', false],
	['172.16.0.1', false],
	['172.31.255.255', false],
	['172.32.0.0', true],
	['192.168.1.1', false],
	['198.18.0.1', false],
	['224.0.0.1', false],
	['255.255.255.255', false],
	['::', false],
	['::1', false],
	['::127.0.0.1', false],
	['::ffff:127.0.0.1', false],
	['::ffff:7f00:1', false],
	['0:0:0:0:0:ffff:7f00:1', false],
	['::ffff:10.0.0.1', false],
	['::ffff:0:0', false],
	['64:ff9b::a00:1', false],
	['64:ff9b::', false],
	['2001::1', false],
	['2001:db8::1', false],
	['2002:7f00:1::', false],
	['fc00::1', false],
	['fd12:3456::1', false],
	['fe80::1', false],
	['fe80::1%lo', false],
	['ff02::1', false],
	['localhost', false],
	['127.1', false],
	['', false],
])('OU1 %s is public: %s', (address, expected) => {
	expect(isPublic(address)).toBe(expected);
});

test('OU2 a network that is named is meant in whichever way an address in it is written', () => {
	const networks = new BlockList();
	networks.addSubnet('10.0.0.0', 8, 'ipv4');
	networks.addAddress('::1', 'ipv6');
	const named = ['10.1.2.3', '::ffff:10.1.2.3', '::1', '0:0:0:0:0:0:0:1'];
	expect(named.filter((address) => !isNamed(networks, address))).toEqual([]);
	const others = ['127.0.0.1', '11.0.0.1', '::ffff:127.0.0.1', '::2', 'fe80::1%lo', '10.1', 'x'];
	expect(others.filter((address) => isNamed(networks, address))).toEqual([]);
});

const resolve = (addresses: readonly string[], allowed = new BlockList()) =>
	createResolve(allowed, async () => addresses)('a.example');
const FORBIDDEN = { state: 'failed', why: 'forbidden-address' };

test('OU1 one address that is not public is enough to refuse a name', async () => {
	expect(await resolve(['8.8.8.8', '2400:3200::1'])).toMatchObject({ state: 'resolved', isPublic: true });
	expect(await resolve(['8.8.8.8', '10.0.0.1'])).toEqual(FORBIDDEN);
	expect(await resolve(['::ffff:127.0.0.1'])).toEqual(FORBIDDEN);
	expect(await resolve([])).toEqual({ state: 'failed', why: 'unresolved' });
});

test('OU1 addresses behind the eighth are checked too, and not tried', async () => {
	const many = Array.from({ length: 9 }, (_, k) => `8.8.8.${k}`);
	expect(await resolve(many)).toMatchObject({ addresses: many.slice(0, 8) });
	expect(await resolve([...many, '127.0.0.1'])).toEqual(FORBIDDEN);
});

test('OU2 what the configuration names may be reached, and is told from what is public', async () => {
	const allowed = new BlockList();
	allowed.addAddress('127.0.0.1', 'ipv4');
	expect(await resolve(['127.0.0.1'], allowed)).toEqual({
		state: 'resolved',
		addresses: ['127.0.0.1'],
		isPublic: false,
	});
	expect(await resolve(['127.0.0.1', '127.0.0.2'], allowed)).toEqual(FORBIDDEN);
});

test('OU1 an address in place of a name is judged without asking for it', async () => {
	const asked: string[] = [];
	const lookUp = async (name: string) => {
		asked.push(name);
		return ['8.8.8.8'];
	};
	expect(await createResolve(new BlockList(), lookUp)('[::1]')).toEqual(FORBIDDEN);
	expect(await createResolve(new BlockList(), lookUp)('169.254.169.254')).toEqual(FORBIDDEN);
	expect(asked).toEqual([]);
});

test('OU1 a name that cannot be looked up is unresolved', async () => {
	const failing = createResolve(new BlockList(), () => Promise.reject(new Error('ENOTFOUND')));
	expect(await failing('no.example')).toEqual({ state: 'failed', why: 'unresolved' });
});

test('OU1 the system’s own names are resolved', async () => {
	expect(await createResolve(new BlockList())('localhost')).toEqual(FORBIDDEN);
});
