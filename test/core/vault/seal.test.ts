import { expect, test } from 'vitest';
import { createMemoryStore, openMemoryLog } from '../../../core/log/memory.ts';
import { newCode } from '../../../core/vault/codes.ts';
import { createSeal, hashToken, installationSecret } from '../../../core/vault/seal.ts';
import { newToken } from '../../../core/vault/sessions.ts';

const EPOCH = '019a0000-0000-7000-8000-000000000000';

test('VA7 what is sealed depends on the secret, the purpose, the address and the code, and shows none of them', () => {
	const seal = createSeal('c2VjcmV0');
	const code = seal.code('signup', '+8613800000000', '123456');
	const others = [
		seal.code('signin', '+8613800000000', '123456'),
		seal.code('signup', '+8613800000001', '123456'),
		seal.code('signup', '+8613800000000', '123457'),
		createSeal('b3RoZXI').code('signup', '+8613800000000', '123456'),
	];
	expect(seal.code('signup', '+8613800000000', '123456')).toEqual(code);
	expect(new Set([code, ...others].map((sealed) => sealed.code)).size).toBe(5);
	expect(code.address).toBe(seal.address('+8613800000000'));
	const all = JSON.stringify([code, seal.counter('codes-per-address-day', '+8613800000000')]);
	expect(all).not.toMatch(/138000|123456/);
});

test('VA7 codes are six digits, with zeros in front too', () => {
	const codes = Array.from({ length: 2_000 }, newCode);
	expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
	expect(codes.some((code) => code.startsWith('0'))).toBe(true);
	expect(new Set(codes).size).toBeGreaterThan(1_900);
});

test('VA8 nodes that start at once agree on one secret, and later ones find it', async () => {
	const store = createMemoryStore({ epoch: EPOCH, now: Date.now });
	const logs = Array.from({ length: 8 }, (_, k) => openMemoryLog(store, { name: `node ${k}` }));
	const secrets = await Promise.all(logs.map(installationSecret));
	expect(new Set(secrets).size).toBe(1);
	expect(Buffer.from(secrets[0] ?? '', 'base64url')).toHaveLength(32);
	expect(await installationSecret(openMemoryLog(store))).toBe(secrets[0]);
});

test('VA4 a token is 256 random bits, and its hash does not give it away', () => {
	const tokens = Array.from({ length: 100 }, newToken);
	expect(new Set(tokens).size).toBe(100);
	for (const token of tokens) {
		expect(Buffer.from(token, 'base64url')).toHaveLength(32);
		expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
	}
});
