import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { trustedProxies } from '../../../transports/config/values.ts';
import { clientOf, networkOf, peerNetwork } from '../../../transports/http/client.ts';

function trusting(text: string) {
	const parsed = trustedProxies(text);
	if ('wrong' in parsed) throw new Error(parsed.wrong);
	return parsed.ok;
}

test.each<[string, string, string | undefined, string]>([
	['off', '192.0.2.9', '198.51.100.1', '192.0.2.9'],
	['1', '192.0.2.9', undefined, '192.0.2.9'],
	['1', '192.0.2.9', '198.51.100.1', '198.51.100.1'],
	['1', '192.0.2.9', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
	['2', '192.0.2.9', '6.6.6.6, 198.51.100.1, 10.0.0.1', '198.51.100.1'],
	['2', '192.0.2.9', '198.51.100.1', '198.51.100.1'],
	['10.0.0.0/8,::1', '10.1.2.3', '6.6.6.6, 198.51.100.1, 10.0.0.1', '198.51.100.1'],
	['10.0.0.0/8', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
	['10.0.0.0/8', '192.0.2.9', '198.51.100.1', '192.0.2.9'],
	['10.0.0.0/8', '10.1.2.3', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
	['::1', '::1', '2001:db8::5', '2001:db8::5'],
	['10.0.0.0/8', '10.1.2.3', 'nonsense', 'nonsense'],
	['1', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
	['1', '10.1.2.3', '[2001:db8::5]:4711', '2001:db8::5'],
	['1', '10.1.2.3', '[2001:db8::5]', '2001:db8::5'],
])('HT14 trusting %s, from %s with %s: the client is %s', (trusted, remoteAddress, forwardedFor, address) => {
	const headers = { host: 'chat.example', 'x-forwarded-for': forwardedFor };
	expect(clientOf({ remoteAddress, encrypted: false, headers }, trusting(trusted)).address).toBe(address);
});

test.each<[string, string, { host: string; secure: boolean }]>([
	['off', '192.0.2.9', { host: 'inside:8000', secure: false }],
	['1', '192.0.2.9', { host: 'chat.example', secure: true }],
	['10.0.0.0/8', '192.0.2.9', { host: 'inside:8000', secure: false }],
	['10.0.0.0/8', '10.9.9.9', { host: 'chat.example', secure: true }],
])('HT14 trusting %s, a forwarded host and protocol from %s', (trusted, remoteAddress, expected) => {
	const headers = { host: 'inside:8000', 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'https' };
	expect(clientOf({ remoteAddress, encrypted: false, headers }, trusting(trusted))).toMatchObject(expected);
});

test('HT14 loopback is loopback only where nobody else is behind it', () => {
	const peer = { remoteAddress: '127.0.0.1', encrypted: false, headers: { 'x-forwarded-for': '198.51.100.1' } };
	expect(clientOf(peer, { kind: 'none' }).loopback).toBe(true);
	expect(clientOf(peer, { kind: 'hops', hops: 1 }).loopback).toBe(false);
	const networks = new BlockList();
	networks.addSubnet('127.0.0.0', 8);
	expect(clientOf(peer, { kind: 'networks', networks }).loopback).toBe(false);
});

test.each([
	['192.0.2.1', '192.0.2.1'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:db8::1', '2001:db8:0:0::/64'],
	['::1', '0:0:0:0::/64'],
	['2001:db8:1:2::', '2001:db8:1:2::/64'],
	['', ''],
	['nonsense', ''],
	['192.0.2.1:80', ''],
])('HT15 %s counts as %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});

test.each([
	['off', '192.0.2.1', '192.0.2.1'],
	['off', '::ffff:192.0.2.1', '192.0.2.1'],
	['off', '2001:db8::1', '2001:db8:0:0::/64'],
	['off', '127.0.0.1', undefined],
	['off', '::ffff:127.0.0.1', undefined],
	['off', '::1', undefined],
	['10.0.0.0/8', '10.1.2.3', undefined],
	['10.0.0.0/8', '192.0.2.1', '192.0.2.1'],
	['1', '192.0.2.1', undefined],
])('LI8 trusting %s, a connection from %s counts as one of %s', (trusted, address, network) => {
	expect(peerNetwork(address, trusting(trusted))).toBe(network);
});
