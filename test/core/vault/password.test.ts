import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPasswordHasher } from '../../../core/vault/password.ts';

/** As the rules say. */
const HASHES_WAITING_MAX = 64;

type Derive = NonNullable<Parameters<typeof createPasswordHasher>[0]>;

test('VA1 a hash is argon2id in PHC form, with the parameters and the salt that it names', async () => {
	const hashed = await createPasswordHasher().hash('abc123');
	if (hashed.state !== 'done') throw new Error(hashed.state);
	const match = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/.exec(hashed.hash);
	const expected = argon2Sync('argon2id', {
		message: 'abc123',
		nonce: Buffer.from(match?.[1] ?? '', 'base64'),
		parallelism: 1,
		tagLength: 32,
		memory: 19_456,
		passes: 2,
	});
	expect(match?.[2]).toBe(expected.toString('base64').replaceAll('=', ''));
});

test('VA1 the same password has another hash each time, and both verify', async () => {
	const hasher = createPasswordHasher();
	const [first, second] = await Promise.all([hasher.hash('abc123'), hasher.hash('abc123')]);
	if (first.state !== 'done' || second.state !== 'done') throw new Error('unavailable');
	expect(first.hash).not.toBe(second.hash);
	expect(await hasher.verify(first.hash, 'abc123')).toEqual({ state: 'done', right: true });
	expect(await hasher.verify(second.hash, 'abc123')).toEqual({ state: 'done', right: true });
	expect(await hasher.verify(first.hash, 'abc124')).toEqual({ state: 'done', right: false });
});

test('VA1 a text that is no hash of ours is a bug', async () => {
	await expect(createPasswordHasher().verify('$2b$10$abcdefg', 'abc123')).rejects.toThrow('PHC');
});

test('VA2 hashes are computed one at a time, in order, and the queue has an end', async () => {
	const { derive, running, letOneGo } = heldUp();
	const hasher = createPasswordHasher(derive);
	const waiting = Array.from({ length: HASHES_WAITING_MAX }, () => hasher.hash('abc123'));
	expect(await hasher.hash('abc123')).toEqual({ state: 'unavailable' });
	expect(await hasher.verify(undefined, 'abc123')).toEqual({ state: 'unavailable' });
	for (const one of waiting) {
		await letOneGo();
		expect((await one).state).toBe('done');
		expect(running.most).toBe(1);
	}
	const next = hasher.hash('abc123');
	await letOneGo();
	expect((await next).state).toBe('done');
});

test('VA2 a computation that fails does not stop the queue', async () => {
	let calls = 0;
	const hasher = createPasswordHasher(async () => {
		calls++;
		if (calls === 1) throw new Error('out of memory');
		return Buffer.alloc(32);
	});
	await expect(hasher.hash('abc123')).rejects.toThrow('out of memory');
	expect((await hasher.hash('abc123')).state).toBe('done');
});

test('VA3 without an account the same work is done and nothing verifies', async () => {
	const asked: object[] = [];
	const hasher = createPasswordHasher(async (_password, phc, bytes) => {
		const { memory, passes, lanes, salt } = phc;
		asked.push({ memory, passes, lanes, saltBytes: salt.length, bytes });
		return Buffer.alloc(bytes);
	});
	const kept = await hasher.hash('abc123');
	if (kept.state !== 'done') throw new Error(kept.state);
	await hasher.verify(kept.hash, 'abc123');
	expect(await hasher.verify(undefined, 'abc123')).toEqual({ state: 'done', right: false });
	expect(asked[2]).toEqual(asked[1]);
});

test('LI12 hashes are computed beside the event loop, not on it', async () => {
	const hasher = createPasswordHasher();
	let turns = 0;
	let done = false;
	const hashing = Promise.all(Array.from({ length: 5 }, () => hasher.hash('abc123'))).then(() => {
		done = true;
	});
	while (!done) {
		await new Promise((resolve) => setImmediate(resolve));
		turns++;
	}
	await hashing;
	// Each takes many thousand turns of an idle loop; on the loop all five would take a handful.
	expect(turns).toBeGreaterThan(20);
});

/** A derivation that goes on only when told to. */
function heldUp() {
	const running = { now: 0, most: 0 };
	const held: (() => void)[] = [];
	let arrived = Promise.withResolvers<void>();
	const derive: Derive = async (_password, _phc, bytes) => {
		running.now++;
		running.most = Math.max(running.most, running.now);
		await new Promise<void>((resolve) => {
			held.push(resolve);
			arrived.resolve();
		});
		running.now--;
		return Buffer.alloc(bytes);
	};
	async function letOneGo(): Promise<void> {
		if (held.length === 0) await arrived.promise;
		arrived = Promise.withResolvers<void>();
		held.shift()?.();
	}
	return { derive, running, letOneGo };
}
