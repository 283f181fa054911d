/** Salts for events with personal content, fetched from the system many at a time: one by one they cost as much as deciding a message. */
import { randomFillSync } from 'node:crypto';

const SALT_BYTES = 16;
const SALTS_AT_ONCE = 256;

/** Makes a source of salts: each call gives 16 random bytes in hex, never the same ones twice. */
export function createSalts(): () => string {
	const pool = Buffer.alloc(SALT_BYTES * SALTS_AT_ONCE);
	let used = pool.length;
	return () => {
		if (used === pool.length) {
			randomFillSync(pool);
			used = 0;
		}
		used += SALT_BYTES;
		return pool.toString('hex', used - SALT_BYTES, used);
	};
}
